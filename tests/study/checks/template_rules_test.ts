import { assertEquals } from "@std/assert";
import { formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
import { newNotebook, SECTIONS } from "@lib/study/notebook/notebook_template.ts";
import { checkTemplate, sectionOf } from "@lib/study/checks/template_rules.ts";
import type { Notebook } from "@lib/study/notebook/nbformat.ts";
import { CARD, FIGURE, GOOD_CELLS, goodNotebook } from "./good_notebook.ts";

const PATH = "notebooks/math/mean.ipynb";

/** What is found, as `rule` or `rule cell`, by the name of the cell. */
function found(notebook: Notebook, path = PATH): string[] {
  const names = Object.keys(GOOD_CELLS);
  return checkTemplate({ path, notebook }, { root: "/src/lab" })
    .map(({ rule, cell }) => cell === undefined ? rule : `${rule} ${names[cell - 1]}`);
}

Deno.test("checkTemplate has nothing to say about a page that meets every rule", () => {
  const diagnostics = checkTemplate({ path: PATH, notebook: goodNotebook() }, { root: "/src/lab" });
  assertEquals(diagnostics.map(formatDiagnostic), []);
});

Deno.test("A new notebook lacks only what a run can give, with and without an exercise, in every chapter", () => {
  const { exercise: _, ...plain } = CARD;
  for (const lab of [CARD, plain, { ...plain, chapter: "systems" }]) {
    const notebook = newNotebook(lab);
    const path = `notebooks/${lab.chapter}/mean.ipynb`;
    const rules = checkTemplate({ path, notebook }, { root: "/src/lab" }).map((diagnostic) => diagnostic.rule);
    assertEquals([...new Set(rules)].sort(), ["figure", "run"]);
    const sections = new Set(sectionOf(notebook));
    assertEquals(sections.has(9), lab.chapter === "systems");
    assertEquals(sections.size, lab.chapter === "systems" ? 12 : 11);
  }
});

Deno.test("checkTemplate wants every section, once, in order, under its name", () => {
  for (const { number, title } of SECTIONS) {
    const [name, cell] = Object.entries(GOOD_CELLS).find(([, { text }]) => text.startsWith(`md:## ${number} `)) ?? [];
    if (name === undefined) continue; // section 9 belongs to systems
    const without = found(goodNotebook({ [name]: cell!.text.replace(/## .*/, "Without a heading") }));
    assertEquals(without.includes("sections"), true, title);
    const renamed = found(goodNotebook({ [name]: cell!.text.replace(title, "Something else") }));
    assertEquals(renamed, [`sections ${name}`], title);
  }
  assertEquals(found(goodNotebook({ byHand: "md:## 4 · The idea\n\nx", idea: "md:## 3 · By hand\n\nx" })), [
    "sections idea",
  ]);
  assertEquals(found(goodNotebook({ idea: "md:## 4 · The idea\n\nx\n\n## 4 · The idea" })), ["sections idea"]);
  assertEquals(found(goodNotebook({ idea: "md:## 4 · The idea\n\n```md\n## 9 · No heading\n```" })), []);
  for (const heading of ["## 4 The idea", "## 4. The idea", "## 4 · the idea"]) {
    assertEquals(found(goodNotebook({ idea: `md:${heading}\n\nx` })), [], heading);
  }
  const system = { ...CARD, chapter: "systems" };
  assertEquals(found(goodNotebook({}, system), "notebooks/systems/mean.ipynb"), ["sections"]);
  const atScale = { costs: `${GOOD_CELLS.costs!.text}\n\n## 9 · At scale\n\nMore.` };
  assertEquals(found(goodNotebook(atScale, system), "notebooks/systems/mean.ipynb"), []);
  assertEquals(found(goodNotebook(atScale)), []);
});

Deno.test("checkTemplate wants in some sections what makes them what they are", () => {
  assertEquals(found(goodNotebook({ assertion: { text: "mean([1, 3]);", outputs: [FIGURE] } })), ["sections"]);
  assertEquals(found(goodNotebook({ next: "md:## 11 · They ask next\n\nAnswers in the open." })), ["sections"]);
  assertEquals(found(goodNotebook({ plot: { text: "assert(1);" } })), ["figure"]);
  assertEquals(found(goodNotebook({ broken: { text: "assert(1);" } })), ["figure"]);
});

Deno.test("checkTemplate wants prose right before code, more than a heading", () => {
  assertEquals(found(goodNotebook({ run: "md:## 5 · Run it" })), ["prose assertion"]);
  assertEquals(found(goodNotebook({ check: { text: "assert(1);" } })), ["prose check", "prose checked"]);
});

Deno.test("checkTemplate wants the flush in the first code cell", () => {
  assertEquals(found(goodNotebook({ imports: 'import { mean } from "@lib/math/mean.ts";' })), ["first-import imports"]);
  assertEquals(found(goodNotebook({ imports: '// import "@lib/study/notebook.ts"\nassert(1);' })), [
    "first-import imports",
  ]);
});

Deno.test("checkTemplate reads the card", () => {
  const card = (change: Record<string, unknown>) => found(goodNotebook({}, { ...CARD, ...change }));
  assertEquals(card({ chapter: "statistics" }), ["card"]);
  assertEquals(card({ proves: " " }), ["card"]);
  assertEquals(card({ title: "Median" }), ["card title"]);
  const { lab: _, ...metadata } = goodNotebook().metadata;
  assertEquals(found({ ...goodNotebook(), metadata }), ["card"]);
  const python = { name: "python3", display_name: "Python" };
  assertEquals(found({ ...goodNotebook(), metadata: { ...goodNotebook().metadata, kernelspec: python } }), ["card"]);
  const noisy = { name: "typescript", file_extension: ".ts", version: "6.0.3" };
  assertEquals(found({ ...goodNotebook(), metadata: { ...goodNotebook().metadata, language_info: noisy } }), ["card"]);
  const bare = { name: "typescript" };
  assertEquals(found({ ...goodNotebook(), metadata: { ...goodNotebook().metadata, language_info: bare } }), ["card"]);
  const notebook = goodNotebook({}, { ...CARD, standsOn: ["math/sum"] });
  const rules = (paths: string[]) =>
    checkTemplate({ path: PATH, notebook }, { root: "/src/lab", paths }).map((one) => one.rule);
  assertEquals([rules([]), rules(["notebooks/math/sum.ipynb"])], [["card"], []]);
});

Deno.test("checkTemplate wants the practice that the card promises, and no other", () => {
  const { exercise: _, ...plain } = CARD;
  assertEquals(found(goodNotebook({}, plain)), ["practice"]);
  assertEquals(found(goodNotebook({}, { ...CARD, exercise: "median" })), ["practice"]);
  assertEquals(found(goodNotebook({ stub: { text: "assert(1);" } })), ["practice"]);
  assertEquals(found(goodNotebook({ checked: { text: 'practice("mean")', outputs: [FIGURE] } })), ["practice"]);
});

Deno.test("checkTemplate wants neither sections nor practice of the page that leads into the lab", () => {
  const { exercise: _, ...plain } = CARD;
  const start = goodNotebook({ question: "md:Hello.", stub: { text: "assert(1);" } }, {
    ...plain,
    chapter: "notebooks",
  });
  const rulesAt = (path: string) =>
    checkTemplate({ path, notebook: start }, { root: "/src/lab" }).map(({ rule }) => rule);
  assertEquals(rulesAt("notebooks/start_here.ipynb"), []);
  assertEquals(new Set(rulesAt("notebooks/other.ipynb")), new Set(["sections", "practice"]));
});

Deno.test("checkTemplate wants text alternatives for pictures in prose", () => {
  const idea = (text: string) => found(goodNotebook({ idea: `md:## 4 · The idea\n\n${text}` }));
  for (const good of ["![a tree](a.png)", '<img src="a.png" alt="a tree">', "`![]`"]) {
    assertEquals(idea(good), [], good);
  }
  for (const bad of ["![](a.png)", "![ ](a.png)", '<img src="a.png">', '<img src="a.png" alt="">']) {
    assertEquals(idea(bad), ["figure idea"], bad);
  }
});

Deno.test("checkTemplate bounds the size of a notebook", () => {
  const outputs = [{ output_type: "stream", name: "stdout", text: "x".repeat(1_500_000) } as const];
  assertEquals(found(goodNotebook({ assertion: { text: "assert(1);", outputs } })), ["size"]);
});
