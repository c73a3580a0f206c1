import { assertEquals } from "@std/assert";
import { codeRules } from "@lib/study/checks/code_cell_rules.ts";
import type { CodeCell } from "@lib/study/notebook/nbformat.ts";
import { VALUE } from "./good_notebook.ts";
import { type CellSketch, notebookOf } from "./notebook_of.ts";

function rules(text: string, more: Partial<CellSketch> = {}): string[] {
  const [cell] = notebookOf([{ text, ...more }]).cells as CodeCell[];
  return codeRules(cell!).map(({ rule, line }) => line === undefined ? rule : `${rule} ${line}`);
}

Deno.test("codeRules bounds the length of a cell", () => {
  const cell = (lines: number) => rules(`${"\n".repeat(lines - 1)}assert(1);`);
  assertEquals([cell(14), cell(15)], [[], ["cell-length"]]);
  const imports = 'import { f } from "./f.ts";\nimport {\n  g,\n} from "./g.ts";\n\n';
  assertEquals(rules(`${imports}${"\n".repeat(13)}assert(1);`), []);
  const drawing = (lines: number) => rules(`assert(diagram(${"\n".repeat(lines - 1)}1));`);
  assertEquals([drawing(24), drawing(25)], [[], ["cell-length"]]);
});

Deno.test("codeRules wants something to see at the end, or an assertion", () => {
  const quiet = [
    "assert(a);",
    "assertEquals(a, b)",
    "await assertRejects(f);",
    "for (const a of b) assert(a);",
    "for (const a of b) {\n  c(a);\n  assertEquals(a, 1);\n}",
    "import 'a';\nimport { b } from 'c';",
    "import type { A } from 'a';",
  ];
  for (const text of quiet) assertEquals(rules(text), [], text);
  for (
    const text of ["const a = 1;", "f();", "assert(a);\nconst b = 2;", "import 'a';\nf();", "for (const a of b) f(a);"]
  ) {
    assertEquals(rules(text), [`cell-end ${text.split("\n").length}`], text);
    assertEquals(rules(text, { outputs: [VALUE] }), [], text);
    assertEquals(rules(text, { tags: ["stub"] }), [], text);
  }
  const [cell] = notebookOf(["f();"]).cells as CodeCell[];
  assertEquals(codeRules({ ...cell!, execution_count: null }), [], "what it shows is not known yet");
});

Deno.test("codeRules refuses algorithms on a page, but in stubs", () => {
  const algorithms = [
    "class A {}",
    "const A = class {};",
    "function f() {}",
    "export function f() {}",
    "const f = () => { let a = 0; a++; a++; return a; };",
    "const f = () => { while (a) b(); };",
    "const f = function () { for (const a of b) c(a); };",
    "x.map((a) => { do { a--; } while (a); });",
  ];
  for (const text of algorithms) {
    assertEquals(rules(`\n${text}`, { outputs: [VALUE] }), ["definition 2"], text);
    assertEquals(rules(text, { tags: ["stub"] }), [], text);
  }
  const uses = [
    "x.map((a) => f(a));",
    "x.map((a) => { const b = f(a); g(b); return b; });",
    "for (const a of b) f(a);",
  ];
  for (const text of uses) assertEquals(rules(text, { outputs: [VALUE] }), [], text);
});

Deno.test("codeRules leaves a cell that does not parse to the syntax check", () => {
  assertEquals(rules("const = 1;"), []);
});
