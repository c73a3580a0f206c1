/**
 * Small plain values as bytes in memory that two threads share: what structured cloning does, for the values that most
 * tasks take and return, at a tenth of its price.
 *
 * Plain are `undefined`, `null`, booleans, numbers, strings, and arrays and object literals of plain values. Everything
 * else (dates, maps, buffers, instances, cycles, one object in two places) is left to structured cloning: `encode` says
 * `undefined`, and what it wrote so far means nothing.
 *
 * **Invariant.** `decode` gives what `structuredClone` would have given, whenever `encode` said where the value ends.
 *
 * Cost: O(size of the value), no allocation but the decoded value's own.
 *
 * Not here on purpose: values of more than {@linkcode MAX_OBJECTS} objects (looking for one object in two places is
 * quadratic), bigints.
 *
 * @module
 */

/** Reads and writes values in one piece of memory. */
export interface ValueCodec {
  /** Writes `value` from byte `start` on; the byte after it, or `undefined` if it is not plain or does not end by `end`. */
  encode(value: unknown, start: number, end: number): number | undefined;
  /** The value that was written from byte `start` on. */
  decode(start: number): unknown;
}

/**
 * A codec over `memory`. Travels to other threads as source text, so it uses nothing outside itself.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeValueCodec } from "./_value_codec.ts";
 *
 * const codec = makeValueCodec(new SharedArrayBuffer(64));
 * assertEquals(codec.encode(["task", 7], 0, 64), 19);
 * assertEquals(codec.decode(0), ["task", 7]);
 * assertEquals(codec.encode(new Map(), 0, 64), undefined);
 * ```
 */
export function makeValueCodec(memory: ArrayBufferLike): ValueCodec {
  const UNDEFINED = 0,
    NULL = 1,
    TRUE = 2,
    FALSE = 3,
    INTEGER = 4,
    FLOAT = 5,
    TEXT = 6,
    WIDE_TEXT = 7,
    ARRAY = 8,
    RECORD = 9;
  const MAX_OBJECTS = 32;
  const bytes = new Uint8Array(memory);
  const view = new DataView(memory);
  const seen: unknown[] = [];
  let at = 0;
  let limit = 0;

  /** Whether the value fitted and was plain; moves `at` behind it. */
  const write = (value: unknown): boolean => {
    if (at + 9 > limit) return false; // the longest of the fixed forms
    switch (typeof value) {
      case "number":
        if ((value | 0) === value && !Object.is(value, -0)) {
          bytes[at] = INTEGER;
          view.setInt32(at + 1, value, true);
          at += 5;
        } else {
          bytes[at] = FLOAT;
          view.setFloat64(at + 1, value, true);
          at += 9;
        }
        return true;
      case "string":
        return writeText(value);
      case "boolean":
        bytes[at++] = value ? TRUE : FALSE;
        return true;
      case "undefined":
        bytes[at++] = UNDEFINED;
        return true;
      case "object":
        if (value !== null) return writeObject(value);
        bytes[at++] = NULL;
        return true;
      default:
        return false;
    }
  };
  const writeText = (text: string): boolean => {
    const { length } = text;
    if (at + 5 + 2 * length > limit) return false;
    let isWide = false;
    const from = at + 5;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 255) {
        isWide = true;
        break;
      }
      bytes[from + i] = code;
    }
    if (isWide) { for (let i = 0; i < length; i++) view.setUint16(from + 2 * i, text.charCodeAt(i), true); }
    bytes[at] = isWide ? WIDE_TEXT : TEXT;
    view.setUint32(at + 1, length, true);
    at = from + (isWide ? 2 * length : length);
    return true;
  };
  const writeObject = (value: object): boolean => {
    if (seen.length === MAX_OBJECTS || seen.includes(value)) return false;
    seen.push(value);
    const keys = Object.keys(value);
    if (Array.isArray(value)) {
      if (keys.length !== value.length) return false; // holes, or named properties
      bytes[at] = ARRAY;
      view.setUint32(at + 1, value.length, true);
      at += 5;
      for (let i = 0; i < value.length; i++) if (!(i in value && write(value[i]))) return false;
      return true;
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    bytes[at] = RECORD;
    view.setUint32(at + 1, keys.length, true);
    at += 5;
    for (const key of keys) {
      if (key === "__proto__" || at + 5 > limit || !writeText(key)) return false;
      if (!write((value as Record<string, unknown>)[key])) return false;
    }
    return true;
  };

  const read = (): unknown => {
    switch (bytes[at++]) {
      case UNDEFINED:
        return undefined;
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case INTEGER:
        at += 4;
        return view.getInt32(at - 4, true);
      case FLOAT:
        at += 8;
        return view.getFloat64(at - 8, true);
      case TEXT:
        return readText(1);
      case WIDE_TEXT:
        return readText(2);
      case ARRAY: {
        const length = readLength();
        const array: unknown[] = [];
        for (let i = 0; i < length; i++) array.push(read());
        return array;
      }
      default: {
        const length = readLength();
        const record: Record<string, unknown> = {};
        for (let i = 0; i < length; i++) {
          const key = read() as string;
          record[key] = read();
        }
        return record;
      }
    }
  };
  const readLength = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const readText = (width: 1 | 2): string => {
    const length = readLength();
    let text = "";
    for (let i = 0; i < length; i++) {
      text += String.fromCharCode(width === 1 ? bytes[at + i]! : view.getUint16(at + 2 * i, true));
    }
    at += width * length;
    return text;
  };

  return {
    encode(value, start, end) {
      at = start;
      limit = end;
      const isPlain = write(value);
      seen.length = 0;
      return isPlain ? at : undefined;
    },
    decode(start) {
      at = start;
      return read();
    },
  };
}
