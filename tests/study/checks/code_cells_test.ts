import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkCells, formatCells } from "@lib/study/checks/code_cells.ts";
import { formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
import { type CellSketch, notebookOf } from "./notebook_of.ts";

const ROOT = await Deno.realPath(new URL("../../../", import.meta.url));
const STUB = "class Mean {\n  constructor(capacity: number) {\n    throw new Error();\n  }\n}";

function at(name: string, ...cells: (string | CellSketch)[]) {
  return { path: `notebooks/math/${name}.ipynb`, notebook: notebookOf(cells) };
}

Deno.test("checkCells says of each cell what tools say of the joined ones, and nothing of good ones", async () => {
  const notebooks = [
    at(
      "good",
      'import { parseNotebook } from "@lib/study/notebook/nbformat.ts";\nimport { assert } from "@std/assert";',
      "const a: number = 1;\nassert(a);",
      'const a = "now a text";\na.length;',
      "a.toUpperCase();",
      "await Promise.resolve(parseNotebook);",
      { text: STUB, tags: ["stub"] },
      { text: "new Mean(3);", tags: ["raises-exception"] },
      "let best = 0;",
      "best = 1;\nbest;",
      "function f() {\n  return 1;\n}\nf();",
      "function f() {\n  return 2;\n}\nf();",
    ),
    at(
      "bad",
      "md:# Bad",
      'import { noSuch } from "@lib/study/notebook/nbformat.ts";\nnoSuch;',
      "const ok = 1;\nconst text: string = ok;\ntext;",
      "let never = 1;\nnever;",
      "const unused = [1];\n[2][0].toFixed();",
      "const  a = {b: 1}\na",
      { text: "const hidden: number = 'x';\nhidden;", tags: ["skip-execution"] },
      { text: "const unseen: number = 'x';\nunseen;", tags: ["no-check"] },
      STUB,
      "new Mean('3');",
    ),
    at("broken", "const = 1;", "alsoUnknown;"),
  ];
  const diagnostics = (await checkCells(notebooks, ROOT)).map(formatDiagnostic).sort();
  const expected = [
    "notebooks/math/bad.ipynb cell 10 line 1: format: ",
    "notebooks/math/bad.ipynb cell 10 line 1: type: Argument of type 'string' is not assignable to parameter of type 'number' (TS2345)",
    "notebooks/math/bad.ipynb cell 2 line 1: type: ",
    "notebooks/math/bad.ipynb cell 3 line 2: type: Type 'number' is not assignable to type 'string' (TS2322)",
    "notebooks/math/bad.ipynb cell 4 line 1: lint prefer-const: ",
    "notebooks/math/bad.ipynb cell 5 line 1: lint no-unused-vars: ",
    "notebooks/math/bad.ipynb cell 5 line 2: type: Object is possibly 'undefined' (TS2532)",
    'notebooks/math/bad.ipynb cell 6 line 1: format: not formatted: expected "const a = { b: 1 };"',
    "notebooks/math/bad.ipynb cell 7 line 1: format: ",
    "notebooks/math/bad.ipynb cell 7 line 1: type: Type 'string' is not assignable to type 'number' (TS2322)",
    "notebooks/math/bad.ipynb cell 8 line 1: format: ",
    "notebooks/math/bad.ipynb cell 9 line 2: lint no-unused-vars: ",
    "notebooks/math/broken.ipynb cell 1: syntax: Cannot parse the cell: syntax error",
  ];
  assertEquals(
    diagnostics.map((line, index) => line.slice(0, expected[index]?.length)),
    expected,
    diagnostics.join("\n"),
  );
});

Deno.test("checkCells has nothing to say about no notebooks", async () => {
  assertEquals(await checkCells([], ROOT), []);
});

Deno.test("formatCells changes code only, and nothing that is formatted", async () => {
  const [ugly] = await formatCells([at("a", "md:*  x", { text: "const a={b:1}", tags: ["x"] }, "", "const = 1")]);
  assertEquals(ugly!.notebook.cells.map((cell) => cell.source), ["*  x", "const a = { b: 1 };", "", "const = 1"]);
  assertEquals(ugly!.notebook.cells[1]!.metadata, { tags: ["x"] });
  const long = `f(${Array.from({ length: 14 }, (_, k) => `"text ${k}"`).join(", ")});`;
  const [wrapped] = await formatCells([at("a", long)]);
  assertStringIncludes(wrapped!.notebook.cells[0]!.source, "\n");
  assertEquals(await formatCells([wrapped!]), [wrapped!]);
});
