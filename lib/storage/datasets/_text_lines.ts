/**
 * The lines of a text file with their numbers, each decoded strictly: a byte that the file's encoding does not have is
 * an error with its line and column, never a silent `U+FFFD`.
 *
 * Lines end at a line feed; a carriage return before it is dropped, so files that passed through Windows read the same.
 * A byte-order mark before the first line of UTF-8 is dropped too. An empty line at the very end of the file is no
 * line.
 *
 * | encoding | refused |
 * | -------- | ------- |
 * | ascii | every byte above 127 |
 * | latin1 | letters that are UTF-8 sequences: the file was saved again in UTF-8 |
 * | utf-8 | bytes that are not UTF-8 |
 * | all | zero bytes (UTF-16, or not a text) |
 *
 * Cost: O(bytes), one pass; the streaming form holds one chunk and one line. Not here on purpose: guessing an encoding.
 *
 * @module
 */
import { DatasetError } from "./dataset_error.ts";
import type { FileEncoding } from "./manifest.ts";

/** One line of a file. */
export interface NumberedLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
}

/** What to call the file in errors, and how its bytes are to be read. */
export interface TextLinesOptions {
  /** The file's name in errors. */
  readonly path: string;
  /** `ascii`, `latin1` or `utf-8`. */
  readonly encoding: Exclude<FileEncoding, "binary">;
}

/**
 * The lines of a file that is in memory.
 * @throws {DatasetError} If a byte is not of the encoding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { textLines } from "./_text_lines.ts";
 *
 * const bytes = new TextEncoder().encode("one\r\ntwo\n");
 * assertEquals([...textLines(bytes, { path: "f", encoding: "ascii" })].map((line) => line.text), ["one", "two"]);
 * ```
 */
export function* textLines(bytes: Uint8Array, options: TextLinesOptions): Generator<NumberedLine, void> {
  let number = 0;
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    yield decodeLine(bytes.subarray(start, end), { ...options, number: ++number });
    start = end + 1;
  }
}

/**
 * The lines of a file that arrives in pieces, such as `(await Deno.open(path)).readable`.
 * @throws {DatasetError} If a byte is not of the encoding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { streamTextLines } from "./_text_lines.ts";
 *
 * const pieces = ReadableStream.from([Uint8Array.of(97, 98), Uint8Array.of(99, 10, 100)]);
 * const lines = await Array.fromAsync(streamTextLines(pieces, { path: "f", encoding: "ascii" }));
 * assertEquals(lines, [{ number: 1, text: "abc" }, { number: 2, text: "d" }]);
 * ```
 */
export async function* streamTextLines(
  chunks: AsyncIterable<Uint8Array>,
  options: TextLinesOptions,
): AsyncGenerator<NumberedLine, void> {
  let number = 0;
  let begun: Uint8Array[] = []; // the pieces of a line whose end has not come yet
  for await (const chunk of chunks) {
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, start)) {
      const line = join([...begun, chunk.subarray(start, feed)]);
      begun = [];
      yield decodeLine(line, { ...options, number: ++number });
      start = feed + 1;
    }
    if (start < chunk.length) begun.push(chunk.slice(start));
  }
  if (begun.length > 0) yield decodeLine(join(begun), { ...options, number: ++number });
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((bytes, piece) => bytes + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function decodeLine(line: Uint8Array, at: TextLinesOptions & { readonly number: number }): NumberedLine {
  const { number, encoding } = at;
  let bytes = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
  const hasMark = number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (hasMark && encoding === "utf-8") bytes = bytes.subarray(3);
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw refusal(`column ${zero + 1} is a zero byte: this is UTF-16, or not a text`, at);
  const high = bytes.findIndex((byte) => byte > 127);
  if (high === -1) return { number, text: utf8.decode(bytes) };
  const byte = `the byte 0x${bytes[high]!.toString(16).toUpperCase()} in column ${high + 1}`;
  if (encoding === "ascii") throw refusal(`${byte} is not ASCII, and the publisher's file is all ASCII`, at);
  const asUtf8 = decodeUtf8(bytes);
  if (encoding === "utf-8") {
    if (asUtf8 === undefined) throw refusal(`${byte} is not UTF-8: was the file saved again in Latin-1?`, at);
    return { number, text: asUtf8 };
  }
  if (asUtf8 !== undefined) {
    throw refusal(`${byte} begins a letter in UTF-8, and the publisher's file is Latin-1: was it saved again?`, at);
  }
  return { number, text: Array.from(bytes, (code) => String.fromCharCode(code)).join("") };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function refusal(why: string, at: TextLinesOptions & { readonly number: number }): DatasetError {
  return new DatasetError(why, { path: at.path, line: at.number });
}
