import { assertEquals } from "@std/assert";
import { checkCells } from "@lib/study/checks/code_cells.ts";
import { formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
import { newNotebook, SECTIONS } from "@lib/study/notebook/notebook_template.ts";
import { formatNotebook, parseNotebook } from "@lib/study/notebook/nbformat.ts";
import { CARD } from "../checks/good_notebook.ts";

Deno.test("The sections are those of the design, numbered from one", () => {
  assertEquals(SECTIONS.map(({ number, title }) => `${number} ${title}`), [
    "1 The question",
    "2 Words",
    "3 By hand",
    "4 The idea",
    "5 Run it",
    "6 Experiment",
    "7 Where it breaks",
    "8 What it costs",
    "9 At scale",
    "10 Your turn",
    "11 They ask next",
  ]);
});

Deno.test("newNotebook writes a valid notebook whose cells type-check, with an exercise and without", async () => {
  const { exercise: _, ...plain } = CARD;
  const root = await Deno.realPath(new URL("../../../", import.meta.url));
  const notebooks = [plain, { ...CARD, exercise: "lru-cache" }].map((lab, index) => {
    const path = `notebooks/math/mean_${index}.ipynb`;
    return { path, notebook: parseNotebook(formatNotebook(newNotebook(lab)), path) };
  });
  assertEquals((await checkCells(notebooks, root)).map(formatDiagnostic), []);
  assertEquals(notebooks[1]!.notebook.metadata.lab?.exercise, "lru-cache");
  const practice = notebooks[1]!.notebook.cells.find((cell) => cell.id === "practice")!;
  assertEquals(practice.source.includes('const lruCache = practice("lru-cache");'), true);
});
