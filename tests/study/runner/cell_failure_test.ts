import { assertEquals } from "@std/assert";
import { describeFailure, firstLineOf, notebookFailure } from "@lib/study/runner/cell_failure.ts";

const options = { portable: (text: string) => text.replaceAll("file:///lab/", "") };

Deno.test("firstLineOf() skips empty lines and comments, and cuts long lines", () => {
  assertEquals(firstLineOf("\n// why\n  const a = 1;\nb"), "const a = 1;");
  assertEquals(firstLineOf("/* only */\n// comments"), "/* only */");
  assertEquals(firstLineOf(""), "");
  assertEquals(firstLineOf("x".repeat(81)), "x".repeat(79) + "…");
  assertEquals(firstLineOf("x".repeat(80)), "x".repeat(80));
});

Deno.test("describeFailure() shows frames of the repository, and says `the cell` for those of the cell", () => {
  const traceback = [
    "Error: first line",
    "second line",
    "    at put (file:///lab/lib/a.ts:3:9)",
    "    at <anonymous>:2:1",
    "    at <anonymous>:3:1",
    "    at Timeout._onTimeout (file:///lab/lib/study/kernel/kernel_prelude.ts:1:1)",
    "    at listOnTimeout (ext:core/02_timers.js:307:17)",
  ];
  const error = { kind: "uncaught", name: "Error", message: "first line\nsecond line", traceback } as const;
  assertEquals(
    describeFailure({ path: "notebooks/a.ipynb", cell: 2, firstLine: "put()", error }, options),
    `notebooks/a.ipynb, cell 2: put()
  Error: first line
  second line
    at put (lib/a.ts:3:9)
    at the cell`,
  );
});

Deno.test("describeFailure() shows the line and the pointer of a syntax error", () => {
  const traceback = ["SyntaxError: Expression expected", "1 | const x = ;", "  |           ~"];
  const error = { kind: "syntax", name: "SyntaxError", message: "Expression expected", traceback } as const;
  assertEquals(
    describeFailure({ path: "a.ipynb", cell: 1, firstLine: "const x = ;", error }, options),
    "a.ipynb, cell 1: const x = ;\n  SyntaxError: Expression expected\n    1 | const x = ;\n      |           ~",
  );
});

Deno.test("describeFailure() names a notebook that failed as a whole", () => {
  const failure = notebookFailure("notebooks/a.ipynb", new SyntaxError("Cannot read it"));
  assertEquals(describeFailure(failure, options), "notebooks/a.ipynb\n  SyntaxError: Cannot read it");
});
