import { assertEquals, assertStringIncludes } from "@std/assert";
import { committedPage } from "@lib/study/runner/committed_page.ts";
import type { Notebook } from "@lib/study/notebook/nbformat.ts";
import { notebookOf } from "./scratch_repository.ts";

function withOutput(text: string): Notebook {
  const notebook = notebookOf(["1", "2"]);
  const [first] = notebook.cells;
  if (first?.cell_type === "code") first.outputs = [{ output_type: "stream", name: "stdout", text }];
  return notebook;
}

Deno.test("the committed outputs are shown, with a sentence below the title that says so", () => {
  const executed = withOutput("generated");
  const page = committedPage(withOutput("public"), { executed, absent: ["cranfield"] });
  assertEquals(page.cells.length, 3);
  assertEquals(JSON.stringify(page).includes("generated"), false);
  assertStringIncludes(page.cells[1]!.source, "Shown as committed.** `cranfield` is not on this machine");
});

Deno.test("without committed outputs the generated ones are shown, and called so", () => {
  const page = committedPage(notebookOf(["1", "2"]), { executed: withOutput("made up"), absent: ["a", "b"] });
  assertStringIncludes(JSON.stringify(page), "made up");
  assertStringIncludes(page.cells[1]!.source, "Generated data.** `a` and `b` are not");
});
