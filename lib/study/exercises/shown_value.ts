/**
 * Values as a reader would write them, for "expected" and "got".
 *
 * A value that comes back from the child process is plain data or, where it can't be (a function, a map, an instance of
 * the reader's class), a {@linkcode Described} with its description: it is equal to nothing, so it never passes for an
 * answer.
 *
 * Not here on purpose: pretty-printing over several lines.
 *
 * @module
 */

/** A value of the child that is not plain data: only its description came across. */
export class Described {
  /** How it is shown: `[Function put]`, `Map(3)`, `Node { … }`. */
  readonly text: string;

  /** Keeps the description `text`. */
  constructor(text: string) {
    this.text = text;
  }
}

/** Longest text of one value, in characters. */
const LONGEST = 200;

/**
 * `value` in JavaScript's own notation, on one line, cut at 200 characters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shownValue } from "./shown_value.ts";
 * assertEquals(shownValue(["a", undefined, -0]), '["a", undefined, -0]');
 * ```
 */
export function shownValue(value: unknown): string {
  const text = write(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function write(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value instanceof Described) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, field]) => `${writeKey(key)}: ${write(field)}`);
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return String(value);
}

function writeKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
