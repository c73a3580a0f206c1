/**
 * From a place in compiled code back to the place in the file that the reader wrote.
 *
 * Source: the source map format (ECMA-426): groups by line, segments of differences in base-64 digits of five bits.
 *
 * @module
 */
import type { CodePosition } from "./_code_frame.ts";

/** Code without its map, and the way back. */
export interface MappedCode {
  /** The code. */
  readonly code: string;
  /** The place that a place in the code came from; `undefined` where none is known. */
  original(place: CodePosition): CodePosition | undefined;
}

const COMMENT = /\n*\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Takes the map off the end of compiled code.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stripTypeScriptTypes } from "node:module";
 * import { readSourceMap } from "./_source_map.ts";
 * const text = "enum A { B }\n\n\nthrow 1;";
 * const mapped = readSourceMap(stripTypeScriptTypes(text, { mode: "transform", sourceMap: true }));
 * const line = 1 + mapped.code.split("\n").findIndex((one) => one.startsWith("throw"));
 * assertEquals(mapped.original({ line, column: 1 }), { line: 4, column: 1 });
 * ```
 */
export function readSourceMap(compiled: string): MappedCode {
  const found = COMMENT.exec(compiled);
  if (!found) return { code: compiled, original: () => undefined };
  const { mappings } = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(found[1]!), (c) => c.charCodeAt(0))));
  const lines = decode(mappings);
  return {
    code: compiled.slice(0, found.index),
    original({ line, column }) {
      const segment = lines[line - 1]?.findLast(([from]) => from <= column - 1) ?? lines[line - 1]?.[0];
      return segment && { line: segment[1] + 1, column: segment[2] + 1 };
    },
  };
}

type Segment = readonly [column: number, originalLine: number, originalColumn: number];

/** Segments by line, from 0. Only the first file of a map is of interest. */
function decode(mappings: string): Segment[][] {
  let [line, column] = [0, 0];
  return mappings.split(";").map((group) => {
    let from = 0;
    return group.split(",").filter(Boolean).flatMap((text): Segment[] => {
      const [ahead = 0, , down, right] = numbersOf(text);
      from += ahead;
      if (down === undefined || right === undefined) return [];
      line += down;
      column += right;
      return [[from, line, column]];
    });
  });
}

/** The lowest bit is the sign; a sixth bit says that more digits follow. */
function numbersOf(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
