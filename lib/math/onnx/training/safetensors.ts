/**
 * Safetensors: named tensors as bytes, in the format that the field's tools read.
 *
 * Eight bytes say how long the header is (little-endian), then comes the header in JSON, then the elements of all
 * tensors without gaps. The header has for each tensor its element type, its shape, and where its elements begin and
 * end behind the header; and `__metadata__`, texts by name.
 *
 * Weights are often stored narrower than they are computed with. What has no array of ours is widened when it is read,
 * without loss: F16 and BF16 to float32, integers of 8 and 16 bits to int32, U32 and U64 to int64 (a U64 that does not
 * fit is refused). A file with tensors of other types (8-bit floats) can be read too: `select` says which tensors.
 *
 * **Invariant.** Equal tensors and metadata give equal bytes: names are sorted, and spaces lengthen the header until
 * the elements start at a multiple of 8. What is read is checked before anything is believed: the header is UTF-8,
 * starts with `{` and names nothing twice; ranges lie inside the bytes, fit the shapes, and leave no gap, so no byte is
 * hidden or shared; a truth value is 0 or 1.
 *
 * Cost: O(bytes of the header + bytes of the selected tensors); elements are copied once.
 *
 * Not here on purpose: writing narrow types, reading from a file without its bytes in memory, big-endian machines.
 *
 * Source: https://github.com/huggingface/safetensors, README, section Format; its Rust implementation for the limit of
 * the header's length.
 *
 * @module
 */
import { ARRAY_OF, type DType, showShape, type Tensor, type Values } from "../expressions/tensor_type.ts";
import { duplicateKey } from "./_duplicate_key.ts";
import { bfloat16ToFloat32, float16ToFloat32 } from "../expressions/_half_floats.ts";

/** Tensors and texts. */
export interface SafetensorsFile {
  /** Tensors by name. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A tensor in a file, before its elements are read. */
export interface StoredTensor {
  /** Its name. */
  readonly name: string;
  /** Its element type in the format's words: `"F16"`. */
  readonly storedType: string;
  /** Its shape. */
  readonly shape: readonly number[];
}

/** What is read. */
export interface ReadOptions {
  /** Which tensors; the elements of others are neither read nor converted. @default {all} */
  readonly select?: (tensor: StoredTensor) => boolean;
}

/** What the format calls element types. */
const NAMES = { float32: "F32", float64: "F64", int32: "I32", int64: "I64", bool: "BOOL" } as const;

/** How elements of a stored type become a tensor's. */
interface Reading {
  readonly dtype: DType;
  /** Bytes of one stored element. */
  readonly bytes: number;
  /** The elements; the buffer is theirs alone and starts with the first. */
  readonly convert: (buffer: ArrayBuffer, name: string) => Values;
}

const READINGS: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ["F32", { dtype: "float32", bytes: 4, convert: (buffer) => new Float32Array(buffer) }],
  ["F64", { dtype: "float64", bytes: 8, convert: (buffer) => new Float64Array(buffer) }],
  ["F16", { dtype: "float32", bytes: 2, convert: (buffer) => float16ToFloat32(new Uint16Array(buffer)) }],
  ["BF16", { dtype: "float32", bytes: 2, convert: (buffer) => bfloat16ToFloat32(new Uint16Array(buffer)) }],
  ["I64", { dtype: "int64", bytes: 8, convert: (buffer) => new BigInt64Array(buffer) }],
  ["I32", { dtype: "int32", bytes: 4, convert: (buffer) => new Int32Array(buffer) }],
  ["I16", { dtype: "int32", bytes: 2, convert: (buffer) => Int32Array.from(new Int16Array(buffer)) }],
  ["I8", { dtype: "int32", bytes: 1, convert: (buffer) => Int32Array.from(new Int8Array(buffer)) }],
  ["U64", { dtype: "int64", bytes: 8, convert: signed64 }],
  ["U32", { dtype: "int64", bytes: 4, convert: (buffer) => BigInt64Array.from(new Uint32Array(buffer), BigInt) }],
  ["U16", { dtype: "int32", bytes: 2, convert: (buffer) => Int32Array.from(new Uint16Array(buffer)) }],
  ["U8", { dtype: "int32", bytes: 1, convert: (buffer) => Int32Array.from(new Uint8Array(buffer)) }],
  ["BOOL", { dtype: "bool", bytes: 1, convert: truthValues }],
]);

/** Bits of an element of the types that we do not read; how many bytes such a tensor has is checked all the same. */
const UNREAD_BITS: ReadonlyMap<string, number> = new Map([
  ["F4", 4],
  ["F6_E2M3", 6],
  ["F6_E3M2", 6],
  ["F8_E4M3", 8],
  ["F8_E5M2", 8],
  ["F8_E8M0", 8],
  ["C64", 64],
]);

/** The name in the header that is no tensor. */
const METADATA = "__metadata__";

/** Bytes of the number that says how long the header is. */
const PREFIX_BYTES = 8;

/** Where elements start is a multiple of this. */
const ALIGNMENT_BYTES = 8;

/** The longest header that the format's own implementation reads. */
const MAX_HEADER_BYTES = 100_000_000;

/** One entry of the header. */
interface Entry extends StoredTensor {
  readonly start: number;
  readonly end: number;
}

/**
 * Tensors as bytes.
 * @throws {RangeError} If a tensor is called `__metadata__`, has more or fewer elements than its shape says, a name is
 * no well-formed text, or a truth value is neither 0 nor 1.
 * @throws {TypeError} If a tensor's array is not that of its element type, or metadata are no texts.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fromSafetensors, toSafetensors } from "./safetensors.ts";
 * const file = {
 *   tensors: { w: { dtype: "float32", shape: [2], values: new Float32Array([1, 2]) } },
 *   metadata: { by: "me" },
 * } as const;
 * assertEquals(fromSafetensors(toSafetensors(file)), file);
 * ```
 */
export function toSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const sorted = sortedByName(tensors);
  const header: [string, unknown][] = [[METADATA, Object.fromEntries(checkTexts(sortedByName(metadata)))]];
  let end = 0;
  for (const [name, tensor] of sorted) {
    checkWritable(name, tensor);
    const { dtype, shape, values } = tensor;
    header.push([name, { dtype: NAMES[dtype], shape, data_offsets: [end, end += values.byteLength] }]);
  }
  const text = new TextEncoder().encode(objectText(header));
  const start = Math.ceil((PREFIX_BYTES + text.length) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const bytes = new Uint8Array(start + end).fill(0x20, PREFIX_BYTES, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - PREFIX_BYTES), true);
  bytes.set(text, PREFIX_BYTES);
  let offset = start;
  for (const [, { values }] of sorted) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

/**
 * Reads tensors from bytes.
 * @throws {SyntaxError} If the bytes are no safetensors file, or a selected tensor has a type that we do not read.
 * @throws {TypeError} If the bytes are no `Uint8Array`, or select is no function.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fromSafetensors, toSafetensors } from "./safetensors.ts";
 * const one = { dtype: "float32", shape: [1], values: new Float32Array(1) } as const;
 * const bytes = toSafetensors({ tensors: { "encoder.w": one, "decoder.w": one }, metadata: {} });
 * const { tensors } = fromSafetensors(bytes, { select: ({ name }) => name.startsWith("encoder.") });
 * assertEquals(Object.keys(tensors), ["encoder.w"]);
 * ```
 */
export function fromSafetensors(bytes: Uint8Array, { select = () => true }: ReadOptions = {}): SafetensorsFile {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`Cannot read safetensors: bytes must be a Uint8Array: current value is ${typeof bytes}`);
  }
  if (typeof select !== "function") {
    throw new TypeError(`Cannot read safetensors: select must be a function: current value is ${typeof select}`);
  }
  const { header, start } = headerOf(bytes);
  const texts = Object.hasOwn(header, METADATA) ? recordOf(header[METADATA], METADATA) : {};
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== "string") throw refusal(`metadata ${name} must be a text`, JSON.stringify(text));
  }
  const named = Object.entries(header).filter(([name]) => name !== METADATA);
  const entries = named.map(([name, entry]) => entryOf(name, entry));
  checkRanges(entries, bytes.length - start);
  const tensors = entries.filter(({ name, storedType, shape }) => select({ name, storedType, shape }))
    .map((
      entry,
    ): [string, Tensor] => [entry.name, tensorOf(entry, bytes.slice(start + entry.start, start + entry.end))]);
  return { tensors: Object.fromEntries(tensors), metadata: texts as Record<string, string> };
}

function tensorOf({ name, storedType, shape }: Entry, { buffer }: Uint8Array<ArrayBuffer>): Tensor {
  const reading = READINGS.get(storedType);
  if (reading !== undefined) return { dtype: reading.dtype, shape, values: reading.convert(buffer, name) };
  const known = [...READINGS.keys()].join(", ");
  throw refusal(`${name} must be one of ${known}, or left out by select`, quoted(storedType));
}

function headerOf(bytes: Uint8Array): { readonly header: Record<string, unknown>; readonly start: number } {
  if (bytes.length < PREFIX_BYTES) throw refusal("a file must have at least 8 bytes", bytes.length);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - PREFIX_BYTES)) throw refusal("the header must end inside the file", length);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw refusal(`the header must have at most ${MAX_HEADER_BYTES} bytes`, length);
  }
  const start = PREFIX_BYTES + Number(length);
  const text = utf8(bytes.subarray(PREFIX_BYTES, start));
  if (!text.startsWith("{")) throw refusal("the header must be a JSON object that starts with {", shown(text));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw refusal("the header must be a JSON object", shown(text), cause);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw refusal("names in the header must be unique", `${quoted(twice)} twice`);
  return { header: recordOf(header, "the header"), start };
}

/** The text, with a byte order mark if there is one, so that it is refused like any other character before `{`. */
function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refusal("the header must be UTF-8", "other bytes", cause);
  }
}

function entryOf(name: string, entry: unknown): Entry {
  if (!name.isWellFormed()) throw refusal("a name must be a well-formed text", quoted(name));
  const { dtype: storedType, shape, data_offsets: range } = recordOf(entry, name);
  const bits = typeof storedType === "string" ? bitsOf(storedType) : undefined;
  if (typeof storedType !== "string" || bits === undefined) {
    throw refusal(`the type of ${name} must be one that the format has`, JSON.stringify(storedType));
  }
  const lengths = naturals(shape, name);
  const offsets = naturals(range, name);
  const size = lengths.reduce((product, length) => product * BigInt(length), BigInt(bits)) / 8n;
  const [start, end] = offsets;
  if (start === undefined || end === undefined || offsets.length !== 2 || BigInt(end) - BigInt(start) !== size) {
    throw refusal(`${name} must have as many bytes as its shape says, ${size}`, JSON.stringify(range));
  }
  return { name, storedType, shape: lengths, start, end };
}

function bitsOf(storedType: string): number | undefined {
  const reading = READINGS.get(storedType);
  return reading === undefined ? UNREAD_BITS.get(storedType) : 8 * reading.bytes;
}

/** Ranges follow each other from 0 to the end. */
function checkRanges(entries: readonly Entry[], length: number): void {
  let offset = 0;
  for (const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== offset) {
      throw refusal(`${name} must start where the tensor before it ends, at ${offset}`, start);
    }
    offset = end;
  }
  if (offset !== length) throw refusal(`tensors must fill the file up to its end, ${length}`, offset);
}

function naturals(value: unknown, name: string): readonly number[] {
  if (Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0)) return value;
  throw refusal(`${name} must have lists of non-negative integers`, JSON.stringify(value));
}

function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refusal(`${name} must be an object`, JSON.stringify(value));
}

function truthValues(buffer: ArrayBuffer, name: string): Uint8Array {
  const values = new Uint8Array(buffer);
  const other = values.find((value) => value > 1);
  if (other !== undefined) throw refusal(`truth values of ${name} must be 0 or 1`, other);
  return values;
}

function signed64(buffer: ArrayBuffer, name: string): BigInt64Array {
  const large = new BigUint64Array(buffer).find((value) => value >= 2n ** 63n);
  if (large !== undefined) throw refusal(`elements of ${name} must be below 2⁶³`, large);
  return new BigInt64Array(buffer);
}

function sortedByName<Value>(named: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(named).sort(([a], [b]) => a < b ? -1 : 1);
}

/** An object's JSON with its names in this order; `JSON.stringify` would put names like `"7"` first. */
function objectText(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
}

function checkTexts(texts: [string, string][]): [string, string][] {
  for (const [name, text] of texts) {
    if (typeof text === "string" && text.isWellFormed() && name.isWellFormed()) continue;
    throw new TypeError(
      `Cannot write safetensors: metadata ${name} must be a well-formed text: current value is ${
        typeof text === "string" ? JSON.stringify(text) : typeof text
      }`,
    );
  }
  return texts;
}

function checkWritable(name: string, { dtype, shape, values }: Tensor): void {
  const refuse = (rule: string, value: unknown) => `Cannot write safetensors: ${rule}: current value is ${value}`;
  if (name === METADATA) throw new RangeError(refuse("a tensor must not be called so", quoted(METADATA)));
  if (!name.isWellFormed()) throw new RangeError(refuse("a name must be a well-formed text", quoted(name)));
  if (!Object.hasOwn(NAMES, dtype) || !(values instanceof ARRAY_OF[dtype])) {
    throw new TypeError(
      refuse(`${name} must be an array of its element type`, `${dtype} in ${values?.constructor?.name}`),
    );
  }
  if (shape.reduce((count, length) => count * length, 1) !== values.length) {
    throw new RangeError(
      refuse(`${name} must have as many elements as its shape says`, `${showShape(shape)} and ${values.length}`),
    );
  }
  if (dtype !== "bool") return;
  const other = (values as Uint8Array).find((value) => value > 1);
  if (other !== undefined) throw new RangeError(refuse(`truth values of ${name} must be 0 or 1`, other));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function shown(text: string): string {
  return quoted(text.slice(0, 40));
}

function refusal(rule: string, value: unknown, cause?: unknown): SyntaxError {
  return new SyntaxError(`Cannot read safetensors: ${rule}: current value is ${value}`, { cause });
}
