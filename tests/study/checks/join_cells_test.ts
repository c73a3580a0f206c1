import { assertEquals, assertStringIncludes } from "@std/assert";
import { joinCells, ROOT } from "@lib/study/checks/join_cells.ts";
import { type CellSketch, notebookOf } from "./notebook_of.ts";

const PATH = "notebooks/math/mean.ipynb";

/** Lines of the joined module with the place each comes from. */
function lines(...cells: (string | CellSketch)[]): string[] {
  const { text, positions } = joinCells(notebookOf(cells), PATH);
  return text.trimEnd().split("\n").map((line, at) => `${positions[at]!.cell}:${positions[at]!.line} ${line}`.trimEnd())
    .filter((line) => !/^\d+:\d+ (;|export \{\};)$/.test(line));
}

Deno.test("joinCells keeps each line and knows where it stood", () => {
  assertEquals(lines("md:# Mean", "const a = 1;\n\na", "md:prose", "a + 1"), [
    "2:1 const a = 1;",
    "2:2",
    "2:3 a",
    "4:1 a + 1",
  ]);
});

Deno.test("joinCells opens a block where a name is taken again, and closes all of them at the end", () => {
  assertEquals(lines("const a = 1;", "const b = 2;", "class a {}", "b", "function b() {}"), [
    "1:1 const a = 1;",
    "2:1 const b = 2;",
    "3:1 {",
    "3:1 class a {}",
    "4:1 b",
    "5:1 {",
    "5:1 function b() {}",
    "5:1 }",
    "5:1 }",
  ]);
  assertEquals(lines("interface A { b: 1 }", "interface A { c: 1 }").filter((line) => line.endsWith("{")).length, 1);
  assertEquals(lines("type A = 1;", "type A<B> = B;").filter((line) => line.endsWith("{")).length, 1);
  assertEquals(lines('import { a } from "x";', "const a = 1;").filter((line) => line.endsWith("{")).length, 1);
});

Deno.test("joinCells moves imports to the top, once each, and leaves blanks in their place", () => {
  const cells = [
    'import { a, type B } from "@lib/x.ts"; // note\na',
    'import {\n  a, // again\n  c as d,\n} from "@lib/x.ts";\nimport main, * as all from "y";\nd',
    'import type { E } from "z";\nimport "./effect.ts";\nimport data from "../d.json" with { type: "json" };',
    "import { a } from '@lib/x.ts';",
  ];
  assertEquals(lines(...cells).filter((line) => line.length > 4), [
    '1:1 import { a, type B } from "@lib/x.ts";',
    '2:1 import { c as d } from "@lib/x.ts";',
    '2:5 import main, * as all from "y";',
    '3:1 import type { E } from "z";',
    `3:2 import "${ROOT}/notebooks/math/effect.ts";`,
    `3:3 import data from "${ROOT}/notebooks/d.json" with { type: "json" };`,
    "1:1                                        // note",
    "1:2 a",
    "2:6 d",
  ]);
});

Deno.test("joinCells refuses one name from two places", () => {
  const { diagnostics, text } = joinCells(
    notebookOf(['import { a } from "x";', '\nimport { b as a } from "x";']),
    PATH,
  );
  assertEquals(text, "");
  assertEquals(diagnostics.map(({ rule, cell, line }) => [rule, cell, line]), [["import", 2, 2]]);
  assertStringIncludes(diagnostics[0]!.message, "an earlier cell imports a from elsewhere (a of x)");
});

Deno.test("joinCells leaves out exports and cells with a tag", () => {
  assertEquals(lines("export const a = 1;", "export interface B {}"), [
    "1:1        const a = 1;",
    "2:1        interface B {}",
  ]);
  const notebook = notebookOf(["const a = 1;", { text: "a.b.c;", tags: ["no-check"] }]);
  assertEquals(joinCells(notebook, PATH, { without: ["no-check"] }).text.includes("a.b.c"), false);
});

Deno.test("joinCells names the cell that cannot be parsed, and reads line ends of Windows", () => {
  const { diagnostics } = joinCells(
    notebookOf(["md:x", "const a = 1;", "const = 2;", "let b = 1;\r\nconst b = 2;\r\n"]),
    PATH,
  );
  assertEquals(diagnostics.map(({ rule, cell, line }) => [rule, cell, line]), [["syntax", 3, undefined], [
    "syntax",
    4,
    2,
  ]]);
  assertEquals(lines("const a = 1;\r\na;"), ["1:1 const a = 1;", "1:2 a;"]);
});

Deno.test("joinCells makes a module of a notebook without code", () => {
  assertEquals(joinCells(notebookOf(["md:x"]), PATH).text, "export {};\n");
});
