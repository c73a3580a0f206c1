/**
 * JSON as Jupyter writes it: keys sorted at every depth, small numbers as Python writes them, one space of indent, so
 * that the same value is always the same text whoever saved it last, and a diff in git shows only what changed.
 *
 * `JSON.stringify` alone cannot do it: objects list integer-like keys first, whatever order they are built in.
 *
 * Not here on purpose: values that JSON has not (refused, where `JSON.stringify` would drop them or write `null`).
 *
 * Cost: O(n log n) in the number of keys.
 *
 * @param value Plain JSON value: null, boolean, finite number, string, array or record of those; `undefined` fields are
 *   left out.
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

/**
 * Reads JSON so that {@linkcode stableJson} writes its numbers as Python would: `1.0` stays `1.0`, and an integer of
 * twenty digits keeps all of them. The values are those of `JSON.parse`; how a number was written is remembered beside
 * the array or object that holds it, for as long as that lives and the number stays the same.
 * @throws {SyntaxError} If the text is not JSON.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseJson, stableJson } from "@lib/study/notebook/canonical_json.ts";
 * const text = '{"f":1.0,"id":12345678901234567890}';
 * assertEquals(stableJson(parseJson(text), { indent: 0 }), text);
 * ```
 */
export function parseJson(text: string): unknown {
  const read = JSON.parse as (
    text: string,
    revive: (this: object, ...entry: [string, unknown, Source]) => unknown,
  ) => unknown;
  return read(text, function (key, value, { source }) {
    const spelling = typeof value === "number" && source !== undefined ? spelledByPython(source, value) : undefined;
    if (spelling === undefined) return value;
    const known = spellings.get(this) ?? new Map<string, Spelling>();
    spellings.set(this, known.set(key, { value: value as number, text: spelling }));
    return value;
  });
}

/** Lets `copy`, which was made from `original`, keep the spelling of its numbers; returns it. */
export function withSpellingsOf<Copy extends object>(original: object, copy: Copy): Copy {
  const known = spellings.get(original);
  if (known !== undefined) spellings.set(copy, known);
  return copy;
}

interface Source {
  readonly source?: string;
}

/** How a number must be written while it has this value. */
interface Spelling {
  readonly value: number;
  readonly text: string;
}

const spellings = new WeakMap<object, Map<string, Spelling>>();

/** What Python writes for a number that JavaScript would write otherwise; undefined for all others. */
function spelledByPython(source: string, value: number): string | undefined {
  if (!/[.eE]/.test(source)) return Number.isSafeInteger(value) ? undefined : source;
  if (!Number.isInteger(value)) return undefined;
  if (Object.is(value, -0)) return "-0.0";
  return Math.abs(value) < 1e16 ? `${value}.0` : value.toExponential();
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
    const items = value.map((item, index) =>
      spelled(value, `${index}`, item) ?? write(item, { ...place, margin: inner, path: `${place.path}[${index}]` })
    );
    return "[" + open + items.join(separator) + close + "]";
  }
  const colon = place.indent === 0 ? ":" : ": ";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, field]) =>
      JSON.stringify(key) + colon +
      (spelled(value, key, field) ?? write(field, { ...place, margin: inner, path: `${place.path}.${key}` }))
    );
  return fields.length === 0 ? "{}" : "{" + open + fields.join(separator) + close + "}";
}

function spelled(holder: object, ...[key, value]: [key: string, value: unknown]): string | undefined {
  const spelling = spellings.get(holder)?.get(key);
  return spelling !== undefined && Object.is(spelling.value, value) ? spelling.text : undefined;
}

/** As Python's `repr`: below 1e-4 with an exponent of at least two digits (JavaScript: 0.00001, then 1e-7). */
function writeNumber(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}
