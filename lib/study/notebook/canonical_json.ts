/**
 * JSON as Jupyter writes it: keys sorted at every depth, small numbers as Python writes them, one space of indent, so that the same value is
 * always the same text whoever saved it last, and a diff in git shows only what changed.
 *
 * `JSON.stringify` alone cannot do it: objects list integer-like keys first, whatever order they are built in.
 *
 * Not here on purpose: reading (use `JSON.parse`), values that JSON has not (refused, where `JSON.stringify` would
 * drop them or write `null`).
 *
 * Cost: O(n log n) in the number of keys.
 *
 * @param value Plain JSON value: null, boolean, finite number, string, array or record of those; `undefined` fields are left out.
 * @param options.indent Spaces per level; 0 writes one line.
 * @throws {TypeError} For NaN, infinities, functions, symbols and big integers, named with the path to them.
 *
 * @example Keys are sorted
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stableJson } from "@lib/study/notebook/canonical_json.ts";
 * assertEquals(stableJson({ b: 1, a: [true, null] }, { indent: 0 }), '{"a":[true,null],"b":1}');
 * ```
 */
export function stableJson(value: unknown, options: { indent?: number } = {}): string {
  const { indent = 1 } = options;
  return write(value, { indent, margin: "\n", path: "$" });
}

interface Place {
  readonly indent: number;
  /** Newline and the spaces of the current level. */
  readonly margin: string;
  /** Where we are, for errors. */
  readonly path: string;
}

function write(value: unknown, place: Place): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return writeNumber(value);
  if (typeof value !== "object") {
    throw new TypeError(`Cannot write JSON: ${place.path} has no JSON form: current value is ${String(value)}`);
  }
  const inner = place.margin + " ".repeat(place.indent);
  const [open, separator, close] = place.indent === 0 ? ["", ",", ""] : [inner, "," + inner, place.margin];
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item, index) => write(item, { ...place, margin: inner, path: `${place.path}[${index}]` }));
    return "[" + open + items.join(separator) + close + "]";
  }
  const colon = place.indent === 0 ? ":" : ": ";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, field]) =>
      JSON.stringify(key) + colon + write(field, { ...place, margin: inner, path: `${place.path}.${key}` })
    );
  return fields.length === 0 ? "{}" : "{" + open + fields.join(separator) + close + "}";
}

/** As Python's `repr`: below 1e-4 with an exponent of at least two digits (JavaScript: 0.00001, then 1e-7). */
function writeNumber(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}
