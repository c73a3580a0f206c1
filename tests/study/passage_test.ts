import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { JUPYTER_DISPLAY } from "@lib/study/notebook/jupyter_display.ts";
import { passage } from "@lib/study/passage.ts";

const file = await Deno.readTextFile(new URL("../../lib/study/passage.ts", import.meta.url));
const lines = file.split("\n");

// By hand: a function's passage runs from its `export` to its closing brace.
Deno.test("passage() shows a function from its first line to its closing brace", () => {
  const shown = passage("study/passage.ts", "passage");
  assertEquals(lines[shown.firstLine - 1], "export function passage(module: string, name: string): Passage {");
  assertEquals(lines[shown.lastLine - 1], "}");
  assertEquals(shown.code.split("\n").length, shown.lastLine - shown.firstLine + 1);
});

// Oracle: the lines shown are the file's own.
Deno.test("passage() shows the very lines of the file, types included", () => {
  for (const name of ["passage", "declarations", "LIB", "Passage", "LineRange"]) {
    const shown = passage("study/passage.ts", name);
    assertEquals(shown.code, lines.slice(shown.firstLine - 1, shown.lastLine).join("\n"), name);
  }
});

Deno.test("passage() shows a type alias to its own semicolon, over as many lines as it takes", () => {
  const rule = passage("math/onnx/gradients/rule.ts", "GradientRule").code;
  assertStringIncludes(rule, "=> readonly (Expression | undefined)[];");
  assertEquals(rule.split("export").length, 2);
  const branches = passage("study/exercises/gradient_check/exercise.ts", "Line").code.split("\n");
  assertEquals([branches.length, branches.at(-1)!.includes('"exp" | "tanh" | "relu"')], [5, true]);
  const record = passage("study/exercises/gradient_check/exercise.ts", "GradientCheckGiven").code.split("\n");
  assertEquals(record.at(-1), "};");
});

Deno.test("passage() shows a member of a class without the indentation of the class", () => {
  const shown = passage("structures/linked_lru_cache.ts", "LinkedLruCache.get");
  assertStringIncludes(shown.code.split("\n")[0]!, "get(");
  assertEquals(shown.code.split("\n")[0]!.search(/\S/), 0);
  assertEquals(shown.code.split("\n").at(-1), "}");
});

Deno.test("a passage displays as Markdown under a link to its lines, and as text", () => {
  const shown = passage("study/passage.ts", "LIB");
  const bundle = shown[JUPYTER_DISPLAY]();
  assertStringIncludes(
    bundle["text/markdown"]!,
    `](../../lib/study/passage.ts#L${shown.firstLine}-L${shown.lastLine})`,
  );
  assertStringIncludes(bundle["text/markdown"]!, "```ts\nconst LIB");
  assertStringIncludes(bundle["text/plain"]!, "const LIB");
});

// Refusals
Deno.test("passage() refuses a name that the file does not declare, and lists those it does", () => {
  const error = assertThrows(() => passage("study/passage.ts", "missing"), RangeError, "current value is missing");
  assertStringIncludes(error.message, "declarations");
});

Deno.test("passage() refuses a file that is not there", () => {
  assertThrows(() => passage("study/no_such_file.ts", "x"), Deno.errors.NotFound);
});
