/**
 * Serialization of values for the way between us and the child process: everything plain, and a description of the
 * rest.
 *
 * JSON alone would turn `undefined`, `NaN` and −0 into something else, call `toJSON` of a tampered prototype, and stop
 * at a cycle. Here an array is an array, a typed array one as well, a plain object a list of pairs
 * (`{"o":[["key",value]]}`), a value that JSON lacks a tagged object (`{"u":0}`, `{"n":"-0"}`, `{"b":"10"}`), and
 * anything else a description (`{"d":"Map(3)"}`). Depth, length and text are bounded: what is beyond is described.
 *
 * **Invariant.** `makeSerializer` travels as text: it captures the built-ins it needs when it is called, before the
 * reader's code runs, and uses nothing outside itself.
 *
 * Not here on purpose: identity (a value that is sent twice arrives as two), instances of classes.
 *
 * @module
 */

/** Both directions. */
export interface Serializer {
  /** The value as one line of JSON. */
  encode(value: unknown): string;
  /** The value from that line; what was only described comes back through `described`. */
  decode(text: string): unknown;
}

/**
 * A pair of functions that turn values into text and back.
 * @param described Makes the value that stands for one that could not be sent.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeSerializer } from "./_serialization.ts";
 * const serializer = makeSerializer((text) => `<${text}>`);
 * assertEquals(serializer.decode(serializer.encode({ a: [undefined, -0], f: Math.max })), { a: [undefined, -0], f: "<[Function max]>" });
 * ```
 */
export function makeSerializer(described: (text: string) => unknown): Serializer {
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const typed = Object.getPrototypeOf(Uint8Array.prototype);
  const { keys, getPrototypeOf, defineProperty, prototype: plain, is } = Object;
  const { stringify, parse } = JSON;
  const { isFinite } = Number;
  const NewNumber = Number;
  const NewBigInt = BigInt;
  const text = String;
  // `call.bind` makes functions that no later change of Function.prototype can reach.
  const has = Function.prototype.call.bind(plain.hasOwnProperty) as (object: object, key: string) => boolean;
  /** Number of elements; of a DataView, `undefined`. */
  const tagOf = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(typed, Symbol.toStringTag)!.get!) as (
    view: object,
  ) => string | undefined;
  const lengthOf = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(typed, "length")!.get!) as (
    view: object,
  ) => number;
  const typedLength = (view: object) => tagOf(view) === undefined ? undefined : lengthOf(view);
  const cut = Function.prototype.call.bind(String.prototype.slice) as (s: string, from: number, to: number) => string;
  const MAX_ITEMS = 100_000;
  const MAX_DEPTH = 8;
  const MAX_TEXT = 2000;

  const describe = (value: object): string => {
    try {
      if (typeof value === "function") return `[Function ${cut(text((value as { name: unknown }).name), 0, 80)}]`;
      const constructor = (value as { constructor?: { name?: unknown } }).constructor;
      const name = cut(text(constructor?.name ?? "object"), 0, 80);
      const { size } = value as { size?: unknown };
      return typeof size === "number" ? `${name}(${size})` : `${name} { … }`;
    } catch {
      return "an object that can't be described";
    }
  };
  const tagged = (tag: string, value: string): string => `{"${tag}":${stringify(value)}}`;
  const encode = (value: unknown, depth: number): string => {
    if (value === null || typeof value === "boolean") return text(value);
    if (value === undefined) return `{"u":0}`;
    if (typeof value === "string") {
      if (value.length <= MAX_TEXT) return stringify(value);
      return tagged("d", `a text of ${value.length} characters: ${stringify(cut(value, 0, 80))}…`);
    }
    if (typeof value === "number") {
      return isFinite(value) && !is(value, -0) ? text(value) : tagged("n", is(value, -0) ? "-0" : text(value));
    }
    if (typeof value === "bigint") return tagged("b", text(value));
    if (typeof value === "symbol") return tagged("d", text(value));
    if (typeof value !== "object") return tagged("d", describe(value as object));
    if (depth >= MAX_DEPTH) return tagged("d", describe(value));
    if (isArray(value) || (isView(value) && typedLength(value) !== undefined)) {
      const items = value as ArrayLike<unknown>;
      const length = isArray(value) ? value.length : typedLength(value)!;
      if (length > MAX_ITEMS) return tagged("d", `an array of ${length}`);
      let line = "[";
      for (let i = 0; i < length; i++) line += (i === 0 ? "" : ",") + encode(items[i], depth + 1);
      return `${line}]`;
    }
    const prototype = getPrototypeOf(value);
    if (prototype !== plain && prototype !== null) return tagged("d", describe(value));
    const names = keys(value);
    if (names.length > MAX_ITEMS) return tagged("d", `an object of ${names.length} properties`);
    let line = `{"o":[`;
    for (let i = 0; i < names.length; i++) {
      const field = encode((value as Record<string, unknown>)[names[i]!], depth + 1);
      line += `${i === 0 ? "" : ","}[${stringify(names[i])},${field}]`;
    }
    return `${line}]}`;
  };
  const decode = (json: unknown): unknown => {
    if (typeof json !== "object" || json === null) return json;
    if (isArray(json)) {
      const items: unknown[] = [];
      for (let i = 0; i < json.length; i++) items[i] = decode(json[i]);
      return items;
    }
    const { n, b, d, o } = json as { n: string; b: string; d: string; o: [string, unknown][] };
    if (has(json, "u")) return undefined;
    if (has(json, "n")) return NewNumber(n);
    if (has(json, "b")) return NewBigInt(b);
    if (has(json, "d")) return described(d);
    const object = {};
    for (let i = 0; i < o.length; i++) {
      defineProperty(object, o[i]![0], {
        value: decode(o[i]![1]),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return object;
  };
  return {
    encode: (value) => encode(value, 0),
    decode: (line) => decode(parse(line)),
  };
}
