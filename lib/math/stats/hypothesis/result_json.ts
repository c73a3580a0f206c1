/**
 * JSON of numbers that may be infinite: the ends of a one-sided interval, an odds ratio over an empty cell.
 *
 * `JSON.stringify` writes `null` for an infinite number, and nobody can tell afterwards which end it was. Here it is
 * written as the text "Infinity" or "-Infinity", and read back as a number. All results and intervals of this room
 * write themselves so; {@linkcode parseResult} reads them.
 *
 * **Invariant.** `parseResult(JSON.stringify(result))` has the numbers of `result`.
 *
 * Not here on purpose: NaN, which no result holds.
 *
 * @module
 */
import { checkString } from "../../../base/argument.ts";

/**
 * The same record, which `JSON.stringify` writes with its infinite numbers as texts. Copies made with `...` don't.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseResult } from "./result_json.ts";
 * import { welchTTest } from "./t_tests.ts";
 *
 * const result = welchTTest([1, 2, 4], [8, 9, 11], { alternative: "less" });
 * assertEquals(parseResult(JSON.stringify(result)), result);
 * assertEquals(JSON.parse(JSON.stringify(result)).interval.low, "-Infinity");
 * ```
 */
export function withInfiniteJson<Record extends object>(record: Record): Record {
  Object.defineProperty(record, "toJSON", { value: () => withTexts(record), enumerable: false });
  return record;
}

/**
 * A result or an interval from the JSON that it wrote of itself.
 * @throws {TypeError} If `text` is no string.
 * @throws {SyntaxError} If it is no JSON.
 */
export function parseResult<Result = unknown>(text: string): Result {
  checkString(text, { action: "read a result", argument: "text" });
  return JSON.parse(text, (_, value) => value === "Infinity" ? Infinity : value === "-Infinity" ? -Infinity : value);
}

function withTexts(value: unknown): unknown {
  if (value === Infinity || value === -Infinity) return String(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withTexts(field)]));
}
