import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { JUPYTER_DISPLAY } from "@lib/study/notebook/jupyter_display.ts";
import { excerpt } from "@lib/study/excerpt.ts";

const file = await Deno.readTextFile(new URL("../../lib/study/excerpt.ts", import.meta.url));
const lines = file.split("\n");

// By hand: a function's excerpt runs from its `export` to its closing brace.
Deno.test("excerpt() shows a function from its first line to its closing brace", () => {
  const shown = excerpt("study/excerpt.ts", "excerpt");
  assertEquals(
    lines[shown.firstLine - 1],
    "export function excerpt(module: string, name: string, options: { readonly root?: string } = {}): Excerpt {",
  );
  assertEquals(lines[shown.lastLine - 1], "}");
  assertEquals(shown.code.split("\n").length, shown.lastLine - shown.firstLine + 1);
});

// Oracle: the lines shown are the file's own.
Deno.test("excerpt() shows the very lines of the file, types included", () => {
  for (const name of ["excerpt", "declarations", "LIB", "Excerpt", "LineRange"]) {
    const shown = excerpt("study/excerpt.ts", name);
    assertEquals(shown.code, lines.slice(shown.firstLine - 1, shown.lastLine).join("\n"), name);
  }
});

Deno.test("excerpt() shows a type alias to its own semicolon, over as many lines as it takes", () => {
  const rule = excerpt("math/onnx/gradients/_vjp.ts", "Vjp").code;
  assertStringIncludes(rule, "=> readonly (Expression | undefined)[];");
  assertEquals(rule.split("export").length, 2);
  const branches = excerpt("study/exercises/gradient_check/exercise.ts", "Line").code.split("\n");
  assertEquals([branches.length, branches.at(-1)!.includes('"exp" | "tanh" | "relu"')], [5, true]);
  const record = excerpt("study/exercises/gradient_check/exercise.ts", "GradientCheckGiven").code.split("\n");
  assertEquals(record.at(-1), "};");
});

Deno.test("excerpt() shows a member of a class without the indentation of the class", () => {
  const shown = excerpt("structures/linked_lru_cache.ts", "LinkedLruCache.get");
  assertStringIncludes(shown.code.split("\n")[0]!, "get(");
  assertEquals(shown.code.split("\n")[0]!.search(/\S/), 0);
  assertEquals(shown.code.split("\n").at(-1), "}");
});

Deno.test("an excerpt displays as Markdown under a link to its lines, and as text", () => {
  const shown = excerpt("study/excerpt.ts", "LIB");
  const bundle = shown[JUPYTER_DISPLAY]();
  assertStringIncludes(
    bundle["text/markdown"]!,
    `](../../lib/study/excerpt.ts#L${shown.firstLine}-L${shown.lastLine})`,
  );
  const shallow = excerpt("study/excerpt.ts", "LIB", { root: "../" })[JUPYTER_DISPLAY]()["text/markdown"]!;
  assertStringIncludes(shallow, "](../lib/study/excerpt.ts#L");
  assertStringIncludes(bundle["text/markdown"]!, "```ts\nconst LIB");
  assertStringIncludes(bundle["text/plain"]!, "const LIB");
});

// Refusals
Deno.test("excerpt() refuses a name that the file does not declare, and lists those it does", () => {
  const error = assertThrows(() => excerpt("study/excerpt.ts", "missing"), RangeError, "current value is missing");
  assertStringIncludes(error.message, "declarations");
});

Deno.test("excerpt() refuses a file that is not there", () => {
  assertThrows(() => excerpt("study/no_such_file.ts", "x"), Deno.errors.NotFound);
});
