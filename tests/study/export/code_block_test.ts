import { assertEquals, assertStringIncludes } from "@std/assert";
import { codeBlockHtml } from "@lib/study/export/_code_block.ts";

const EXCERPT = [
  "/** What a page shows. */",
  "interface Cache {",
  "  /**",
  "   * The value.",
  "   */",
  "  get(key: string): string; // /** no documentation",
  "  /* a note */",
  "",
  "}",
].join("\n");
const html = codeBlockHtml({ code: EXCERPT, lines: EXCERPT.split("\n") });
const lines = html.match(/<span class="l[^]*?<\/span>/g)!;

// By hand
Deno.test("every line is an element that knows its indentation", () => {
  assertEquals(lines.length, 9);
  assertStringIncludes(lines[2]!, 'style="--i:2"');
  assertStringIncludes(lines[3]!, 'style="--i:3"');
  assertEquals(lines[1]!.includes("style"), false);
});
Deno.test("documentation comments are told from code and from other comments", () => {
  assertEquals(lines.map((line) => line.includes('class="l doc"')), [
    ...[true, false, true, true, true, false, false, false, false],
  ]);
});

// Invariant
Deno.test("the text of the block is the code", () => {
  assertEquals(html.replace(/<[^>]*>/g, ""), EXCERPT);
});
