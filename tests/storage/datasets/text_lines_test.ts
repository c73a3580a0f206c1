import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import { streamTextLines, textLines, type TextLinesOptions } from "@lib/storage/datasets/_text_lines.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const ascii: TextLinesOptions = { path: "f.txt", encoding: "ascii" };
const texts = (bytes: Uint8Array, options: TextLinesOptions = ascii) =>
  [...textLines(bytes, options)].map((line) => line.text);

// By hand
Deno.test("lines end at line feeds, carriage returns are dropped, the last line needs no end", () => {
  assertEquals(texts(utf8("a\r\n\nb\rc\nd")), ["a", "", "b\rc", "d"]);
  assertEquals(texts(utf8("a\n")), ["a"]);
  assertEquals(texts(utf8("")), []);
  assertEquals(texts(utf8("\n")), [""]);
});

Deno.test("lines are numbered from 1", () => {
  assertEquals([...textLines(utf8("x\ny\n"), ascii)], [{ number: 1, text: "x" }, { number: 2, text: "y" }]);
});

Deno.test("Latin-1 letters are read as Latin-1, also those that Windows reads otherwise", () => {
  assertEquals(texts(latin1("Misérables\n\x80\n"), { ...ascii, encoding: "latin1" }), ["Misérables", "\x80"]);
});

Deno.test("UTF-8 letters are read, and a byte-order mark before the first line is dropped", () => {
  assertEquals(texts(utf8("\ufeffamélie\n\ufeffx"), { ...ascii, encoding: "utf-8" }), ["amélie", "\ufeffx"]);
});

// Invariant: the streaming form yields the same lines however the bytes are cut
Deno.test("a stream yields the same lines wherever its pieces are cut", async () => {
  const bytes = utf8("one\ntwö\r\n\nthree\nend");
  const options: TextLinesOptions = { path: "f", encoding: "utf-8" };
  const whole = [...textLines(bytes, options)];
  for (let size = 1; size <= bytes.length; size++) {
    const pieces = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, i) => bytes.subarray(i * size, (i + 1) * size),
    );
    assertEquals(
      await Array.fromAsync(streamTextLines(ReadableStream.from(pieces), options)),
      whole,
      `pieces of ${size}`,
    );
  }
});

Deno.test("a stream may reuse the memory of its pieces", async () => {
  async function* reusing() {
    const buffer = new Uint8Array(2);
    for (const text of ["ab", "cd", "e\n"]) {
      buffer.set(utf8(text));
      yield buffer;
      await Promise.resolve();
    }
  }
  assertEquals(await Array.fromAsync(streamTextLines(reusing(), ascii)), [{ number: 1, text: "abcde" }]);
});

// Refusals
const refusals: readonly [what: string, bytes: Uint8Array, encoding: TextLinesOptions["encoding"], message: string][] =
  [
    [
      "a high byte in an ASCII file",
      latin1("ok\nMis\xe9rables"),
      "ascii",
      "f.txt:2: the byte 0xE9 in column 4 is not ASCII",
    ],
    [
      "UTF-8 in a Latin-1 file",
      utf8("ok\nMisérables"),
      "latin1",
      "f.txt:2: the byte 0xC3 in column 4 begins a letter in UTF-8",
    ],
    [
      "Latin-1 in a UTF-8 file",
      latin1("ok\nMis\xe9rables"),
      "utf-8",
      "f.txt:2: the byte 0xE9 in column 4 is not UTF-8",
    ],
    ["UTF-16", Uint8Array.of(97, 0, 98, 0), "utf-8", "f.txt:1: column 2 is a zero byte"],
  ];
for (const [what, bytes, encoding, message] of refusals) {
  Deno.test(`${what} is refused with file, line and column, in memory and as a stream`, async () => {
    const error = assertThrows(() => texts(bytes, { ...ascii, encoding }), DatasetError, message);
    assertEquals(error.line, message.includes(":2:") ? 2 : 1);
    assertStringIncludes(error.message, "Cannot read f.txt");
    const stream = streamTextLines(ReadableStream.from([bytes]), { ...ascii, encoding });
    await assertRejects(() => Array.fromAsync(stream), DatasetError, message);
  });
}
