import { assertEquals } from "@std/assert";
import { terminalText } from "@lib/study/export/_terminal_text.ts";

Deno.test("a carriage return writes over the line, a backspace goes back, line ends stay line ends", () => {
  assertEquals(terminalText("10%\r50%\r100%\n"), "100%\n");
  assertEquals(terminalText("12345\rab\n"), "ab345\n");
  assertEquals(terminalText("abc\b\bX"), "aXc");
  assertEquals(terminalText("\b\ba"), "a");
  assertEquals(terminalText("one\r\ntwo\r\r\nthree"), "one\ntwo\nthree");
  assertEquals(terminalText("é🙂\rx"), "x🙂");
});

Deno.test("colours, links, titles and other sequences go, and nothing of the text with them", () => {
  assertEquals(terminalText("\x1b[38;5;245ma\x1b[0mb\x1b[1;2H"), "ab");
  assertEquals(terminalText("\x1b]8;;http://a\x07link\x1b]8;;\x07"), "link");
  assertEquals(terminalText("\x1b]0;title\x1b\\text"), "text");
  assertEquals(terminalText("\x1b(Ba\x1b7b\x1bPq\x1b\\c"), "abc");
  assertEquals(terminalText("never ended \x1b]8;;http://a"), "never ended ");
});

Deno.test("other control characters go; tabs and everything else stay", () => {
  assertEquals(terminalText("a\x00\x07\x0b\x0c\x1f\x7fb\tc\n[31m"), "ab\tc\n[31m");
});
