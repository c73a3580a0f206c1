import { assertEquals } from "@std/assert";
import { withLineMarks } from "@lib/study/kernel/cell_lines.ts";
import { withKernel } from "./running_kernel.ts";

Deno.test("every statement notes its line, imports and directives do not, and no line moves", () => {
  const cell = `"use strict";\nimport { a } from "b";\n\nconst x: number = 1;\ntype T = 2;\nif (x) {\n  a();\n}`;
  assertEquals(
    withLineMarks(cell),
    `"use strict";\nimport { a } from "b";\n\nvar __lab_line=4;const x: number = 1;\ntype T = 2;\nvar __lab_line=6;if (x) {\n  a();\n}`,
  );
  assertEquals([withLineMarks("{ a: 1 }"), withLineMarks("const = 1"), withLineMarks("")], [
    "{ a: 1 }",
    "const = 1",
    "",
  ]);
});

Deno.test("an error shows the line as the cell was written, and no wrong number for functions of cells", () =>
  withKernel(async (session) => {
    const run = async (cell: number, source: string) =>
      (await session.run(source, { cell, limitMs: 20_000 }))?.traceback.filter((line) => line.startsWith("    at "));
    const f = `// a comment\n\ninterface Left { a: 1 }\n\nfunction f() {\n  throw new Error("no");\n}\n\n`;
    assertEquals(await run(1, `${f}f();`), ["    at f (the cell)", "    at the cell, line 9"]);
    assertEquals(await run(2, `\n\nawait 1;\n\n[1].map(() => f());`), [
      ...["    at f (the cell)", "    at the cell", "    at Array.map (<anonymous>)", "    at the cell, line 5"],
    ]);
    assertEquals(await run(3, `5; const q = 1;`), undefined);
    assertEquals(JSON.stringify(session.outputs.of(3)).includes('"text/plain":"5"'), true, "the value is the same");
  }));
