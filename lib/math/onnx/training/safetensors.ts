/**
 * Safetensors: named tensors as bytes, in the format that the field's tools read.
 *
 * Eight bytes say how long the header is (little-endian), then comes the header in JSON, then the elements of all tensors without gaps. The header has for each tensor its
 * element type, shape, and where its elements begin and end behind the header; and `__metadata__`, texts by name.
 *
 * **Invariant.** Equal tensors and metadata give equal bytes: names are sorted, and spaces lengthen the header until the elements start at a multiple of 8.
 * What is read is checked before anything is believed: ranges lie inside the bytes, fit the shapes, and leave no gap, so no byte is hidden or shared.
 *
 * Cost: O(bytes); elements are copied once.
 *
 * Not here on purpose: 16-bit and 8-bit floats, lazy reading of single tensors, big-endian machines.
 *
 * Source: https://github.com/huggingface/safetensors, README, section Format.
 *
 * @module
 */
import { ARRAY_OF, type DType, type Tensor, type Values } from "../expressions/tensor_type.ts";

/** Tensors and texts. */
export interface SafetensorsFile {
  /** Tensors by name. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the format calls element types. */
const NAMES = { float32: "F32", float64: "F64", int32: "I32", int64: "I64", bool: "BOOL" } as const;

const DTYPES: ReadonlyMap<unknown, DType> = new Map(
  Object.entries(NAMES).map(([dtype, name]) => [name, dtype as DType]),
);

/** The name in the header that is no tensor. */
const METADATA = "__metadata__";

/** Bytes of the number that says how long the header is. */
const PREFIX_BYTES = 8;

/** Where elements start is a multiple of this. */
const ALIGNMENT_BYTES = 8;

/** One entry of the header. */
interface Entry {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/**
 * Tensors as bytes.
 * @throws {RangeError} If a tensor is called `__metadata__`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fromSafetensors, toSafetensors } from "./safetensors.ts";
 * const file = { tensors: { w: { dtype: "float32", shape: [2], values: new Float32Array([1, 2]) } }, metadata: { by: "me" } } as const;
 * assertEquals(fromSafetensors(toSafetensors(file)), file);
 * ```
 */
export function toSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  if (Object.hasOwn(tensors, METADATA)) {
    throw new RangeError(`Cannot write safetensors: a tensor must not be called so: current value is "${METADATA}"`);
  }
  const names = Object.keys(tensors).sort();
  const header: Record<string, unknown> = { [METADATA]: sortedByName(metadata) };
  let end = 0;
  for (const name of names) {
    const { dtype, shape, values } = tensors[name]!;
    header[name] = { dtype: NAMES[dtype], shape, data_offsets: [end, end += values.byteLength] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((PREFIX_BYTES + text.length) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const bytes = new Uint8Array(start + end).fill(0x20, PREFIX_BYTES, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - PREFIX_BYTES), true);
  bytes.set(text, PREFIX_BYTES);
  let place = start;
  for (const name of names) {
    const { values } = tensors[name]!;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), place);
    place += values.byteLength;
  }
  return bytes;
}

/**
 * Reads tensors from bytes.
 * @throws {SyntaxError} If the bytes are no safetensors file, or have element types that we do not.
 */
export function fromSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, start } = headerOf(bytes);
  const { [METADATA]: texts = {}, ...rest } = header;
  const metadata = recordOf(texts, METADATA);
  for (const [name, text] of Object.entries(metadata)) {
    if (typeof text !== "string") throw refusal(`metadata ${name} must be a text`, text);
  }
  const entries = Object.entries(rest).map(([name, entry]) => ({ name, ...entryOf(name, entry) }));
  checkRanges(entries, bytes.length - start);
  const tensors = entries.map(({ name, dtype, shape, start: from, end }): [string, Tensor] => {
    const { buffer } = bytes.slice(start + from, start + end);
    return [name, { dtype, shape, values: new ARRAY_OF[dtype](buffer) as Values }];
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

function headerOf(bytes: Uint8Array): { readonly header: Record<string, unknown>; readonly start: number } {
  if (bytes.length < PREFIX_BYTES) throw refusal("a file must have at least 8 bytes", bytes.length);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - PREFIX_BYTES)) throw refusal("the header must end inside the file", length);
  const start = PREFIX_BYTES + Number(length);
  const text = new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, start));
  try {
    return { header: recordOf(JSON.parse(text), "the header"), start };
  } catch (cause) {
    throw refusal("the header must be a JSON object", text.slice(0, 40), cause);
  }
}

function entryOf(name: string, entry: unknown): Entry {
  const { dtype: called, shape, data_offsets: range } = recordOf(entry, name);
  const dtype = DTYPES.get(called);
  if (dtype === undefined) throw refusal(`${name} must be one of ${[...DTYPES.keys()].join(", ")}`, called);
  const [start, end] = naturals(range, name);
  const lengths = naturals(shape, name);
  const size = lengths.reduce((product, length) => product * length, ARRAY_OF[dtype].BYTES_PER_ELEMENT);
  if (start === undefined || end === undefined || end - start !== size) {
    throw refusal(`${name} must have as many bytes as its shape says, ${size}`, JSON.stringify(range));
  }
  return { dtype, shape: lengths, start, end };
}

/** Ranges follow each other from 0 to the end. */
function checkRanges(entries: readonly (Entry & { readonly name: string })[], length: number): void {
  let place = 0;
  for (const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== place) throw refusal(`${name} must start where the tensor before it ends, at ${place}`, start);
    place = end;
  }
  if (place !== length) throw refusal(`tensors must fill the file up to its end, ${length}`, place);
}

function naturals(value: unknown, name: string): readonly number[] {
  if (Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0)) return value;
  throw refusal(`${name} must have lists of non-negative integers`, JSON.stringify(value));
}

function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refusal(`${name} must be an object`, JSON.stringify(value));
}

function sortedByName(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => a < b ? -1 : 1));
}

function refusal(rule: string, value: unknown, cause?: unknown): SyntaxError {
  return new SyntaxError(`Cannot read safetensors: ${rule}: current value is ${value}`, { cause });
}
