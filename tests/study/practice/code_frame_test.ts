import { assertEquals } from "@std/assert";
import { codeFrame } from "@lib/study/practice/_code_frame.ts";

const TEXT = Array.from({ length: 12 }, (_, i) => `line ${i + 1};`).join("\n");

// By hand
Deno.test("the line stands with its number, two lines before it and a caret below the column", () => {
  assertEquals(codeFrame(TEXT, { line: 10, column: 6 }), " 8 | line 8;\n 9 | line 9;\n10 | line 10;\n   |      ^");
  assertEquals(codeFrame(TEXT, { line: 1, column: 1 }), "1 | line 1;\n  | ^");
});
Deno.test("a long line is cut on both sides, and the caret stays below its column", () => {
  const [line, caret] = codeFrame(`${"a".repeat(500)}!${"b".repeat(500)}`, { line: 1, column: 501 }).split("\n");
  assertEquals(line!.length < 110, true);
  assertEquals(line![caret!.indexOf("^")], "!");
});
Deno.test("a place outside the text is shown at its end or beginning", () => {
  assertEquals(codeFrame("a\nb", { line: 9, column: 1 }), "1 | a\n2 | b\n  | ^");
  assertEquals(codeFrame("a\nb", { line: 0, column: 0 }), "1 | a\n  | ^");
});
