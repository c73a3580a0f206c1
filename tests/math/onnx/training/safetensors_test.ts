/**
 * Safetensors and checkpoints as bytes: what the package writes is read, what we write the package reads, and nothing
 * that is broken is believed.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { type Checkpoint, fromBytes, toBytes } from "@lib/math/onnx/training/checkpoint.ts";
import { fromSafetensors, type StoredTensor, toSafetensors } from "@lib/math/onnx/training/safetensors.ts";
import { random } from "@lib/base/random.ts";
import vectors from "./safetensors_vectors.json" with { type: "json" };

function floats(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { dtype: "float32", shape, values: Float32Array.from(values) };
}

function bytesOf({ values }: Tensor): number[] {
  return [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
}

/** A file with this header, and elements behind it. */
function fileOf(header: unknown, elements = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + elements);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** A copy of the file with one byte changed; the last if no place is named. */
function withByte(file: Uint8Array, { at = file.length - 1, byte }: { at?: number; byte: number }): Uint8Array {
  return file.with(at, byte);
}

Deno.test("by hand: the length of the header, the header, the elements", () => {
  const bytes = toSafetensors({ tensors: { b: floats([2]), a: floats([1], []) }, metadata: { z: "1", y: "2" } });
  const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = new TextDecoder().decode(bytes.subarray(8, start));
  assertEquals(
    header.trimEnd(),
    '{"__metadata__":{"y":"2","z":"1"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
  );
  assertEquals(start % 8, 0);
  assertEquals([...new Float32Array(bytes.buffer.slice(start))], [1, 2]);
});

Deno.test("oracle: what the safetensors package writes is read bit by bit", () => {
  const { tensors, metadata } = fromSafetensors(Uint8Array.fromBase64(vectors.theirs));
  assertEquals(metadata, { by: "safetensors" });
  assertEquals(Object.keys(tensors).sort(), Object.keys(vectors.tensors).sort());
  for (const [name, { dtype, shape, bytes }] of Object.entries(vectors.tensors)) {
    const found = tensors[name]!;
    assertEquals(
      { dtype: found.dtype as string, shape: found.shape, bytes: bytesOf(found) },
      { dtype, shape, bytes },
      name,
    );
  }
});

Deno.test("oracle: what we write is what the package read when the vectors were made", () => {
  const { tensors } = fromSafetensors(Uint8Array.fromBase64(vectors.theirs));
  assertEquals(toSafetensors({ tensors, metadata: { by: "us" } }).toBase64(), vectors.ours);
});

Deno.test("invariant: the order of names does not matter, and arrays may be parts of others", () => {
  const [a, b] = [floats([1, 2, 3]), {
    ...floats([]),
    shape: [2],
    values: new Float32Array([9, 4, 5, 9]).subarray(1, 3),
  }];
  const file = { tensors: { a, b }, metadata: { m: "1", n: "2" } };
  const other = { tensors: { b, a }, metadata: { n: "2", m: "1" } };
  assertEquals(toSafetensors(file), toSafetensors(other));
  assertEquals(fromSafetensors(toSafetensors(file)).tensors.b, {
    dtype: "float32",
    shape: [2],
    values: new Float32Array([4, 5]),
  });
});

Deno.test("invariant: a checkpoint of any names comes back", () => {
  const dice = random(5);
  const names = ["w", "layer/1/w", "slots/x/y", "__proto__", "ünï", ""];
  const named = () => Object.fromEntries(names.map((name) => [name, floats([dice.normal(), dice.normal()])]));
  const checkpoint: Checkpoint = {
    optimizer: "adam",
    step: 12345,
    parameters: named(),
    slots: { m: named(), v: named() },
    state: named(),
  };
  assertEquals(fromBytes(toBytes(checkpoint)), checkpoint);
  const bare = { optimizer: "sgd", step: 0, parameters: { w: floats([1]) }, slots: {}, state: {} };
  assertEquals(fromBytes(toBytes(bare)), bare);
});

Deno.test("by hand: narrow elements are widened without loss", () => {
  const table: readonly (readonly [string, ArrayBufferView, readonly (number | bigint)[]])[] = [
    // 1, -2, 65504 (the largest), 2⁻²⁴ (the smallest), -0, ∞
    ["F16", Uint16Array.of(0x3c00, 0xc000, 0x7bff, 1, 0x8000, 0x7c00), [1, -2, 65504, 2 ** -24, -0, Infinity]],
    ["F16", Uint16Array.of(0x7e00, 0x3555), [NaN, 0.333251953125]],
    ["BF16", Uint16Array.of(0x3f80, 0xc000, 0x8000, 0xff80, 0x4049), [1, -2, -0, -Infinity, 3.140625]],
    ["I8", Int8Array.of(-128, 127), [-128, 127]],
    ["U8", Uint8Array.of(0, 255), [0, 255]],
    ["I16", Int16Array.of(-32768, 32767), [-32768, 32767]],
    ["U16", Uint16Array.of(0, 65535), [0, 65535]],
    ["U32", Uint32Array.of(4294967295), [4294967295n]],
    ["U64", BigUint64Array.of(2n ** 63n - 1n), [2n ** 63n - 1n]],
  ];
  for (const [dtype, array, expected] of table) {
    const header = { x: { dtype, shape: [expected.length], data_offsets: [0, array.byteLength] } };
    const file = fileOf(header, array.byteLength);
    file.set(new Uint8Array(array.buffer), file.length - array.byteLength);
    assertEquals(Array.from(fromSafetensors(file).tensors.x!.values as Float32Array), expected as number[], dtype);
  }
});

Deno.test("invariant: a text may be what a name is", () => {
  const { metadata } = fromSafetensors(fileOf({ __metadata__: { a: "a", b: "a", c: "b" } }));
  assertEquals(metadata, { a: "a", b: "a", c: "b" });
});

Deno.test("invariant: a file with a type that is not read gives its other tensors", () => {
  const header = {
    a: { dtype: "F8_E5M2", shape: [4], data_offsets: [0, 4] },
    b: { dtype: "F32", shape: [1], data_offsets: [4, 8] },
  };
  const seen: unknown[] = [];
  const select = (tensor: StoredTensor) => (seen.push(tensor), tensor.storedType === "F32");
  assertEquals(fromSafetensors(fileOf(header, 8), { select }).tensors, { b: floats([0]) });
  assertEquals(seen, [
    { name: "a", storedType: "F8_E5M2", shape: [4] },
    { name: "b", storedType: "F32", shape: [1] },
  ]);
});

Deno.test("refusals: what would be no safetensors file is not written", () => {
  const table: readonly (readonly [unknown, ErrorConstructor, string])[] = [
    [
      { m: { dtype: "bool", shape: [1], values: Uint8Array.of(7) } },
      RangeError,
      "truth values of m must be 0 or 1: current value is 7",
    ],
    [
      { w: { dtype: "float32", shape: [2], values: new Float32Array(3) } },
      RangeError,
      "as many elements as its shape says: current value is [2] and 3",
    ],
    [
      { w: { dtype: "float32", shape: [2], values: new Float64Array(2) } },
      TypeError,
      "current value is float32 in Float64Array",
    ],
    [{ w: { dtype: "float32", shape: [2], values: [1, 2] } }, TypeError, "current value is float32 in Array"],
    [{ "\ud800": floats([]) }, RangeError, "a name must be a well-formed text"],
  ];
  for (const [tensors, kind, message] of table) {
    assertThrows(() => toSafetensors({ tensors: tensors as Record<string, Tensor>, metadata: {} }), kind, message);
  }
  const metadata = { by: 7 } as unknown as Record<string, string>;
  assertThrows(() => toSafetensors({ tensors: {}, metadata }), TypeError, "metadata by must be a well-formed text");
});

Deno.test("refusals: names from a file never reach Object.prototype", () => {
  const tensors = Object.fromEntries(
    ["slots/__proto__/polluted", "parameters/__proto__", "state/constructor"].map((name) => [name, floats([1])]),
  );
  const metadata = { format: "ml-systems-lab checkpoint 1", optimizer: "sgd", step: "1" };
  const { parameters, slots, state } = withProtoSetter(() => fromBytes(toSafetensors({ tensors, metadata })));
  assertEquals("polluted" in {}, false);
  assertEquals([Object.keys(parameters), Object.keys(slots), Object.keys(state)], [["__proto__"], ["__proto__"], [
    "constructor",
  ]]);
  const named = Object.fromEntries([["__proto__", floats([2])]]);
  const again = withProtoSetter(() => fromSafetensors(toSafetensors({ tensors: named, metadata: {} })).tensors);
  assertEquals(Object.keys(again), ["__proto__"]);
});

/** Runs with the accessor that Node's objects have and Deno's lack. */
function withProtoSetter<Result>(run: () => Result): Result {
  const before = Object.getOwnPropertyDescriptor(Object.prototype, "__proto__");
  Object.defineProperty(Object.prototype, "__proto__", {
    configurable: true,
    get() {
      return Object.getPrototypeOf(this);
    },
    set(value) {
      Object.setPrototypeOf(this, value);
    },
  });
  try {
    return run();
  } finally {
    if (before === undefined) delete (Object.prototype as { __proto__?: unknown }).__proto__;
    else Object.defineProperty(Object.prototype, "__proto__", before);
  }
}

Deno.test("refusals: files that are cut, changed or made up", () => {
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const table: readonly (readonly [Uint8Array, string])[] = [
    [new Uint8Array(7), "at least 8 bytes: current value is 7"],
    [fileOf({}).subarray(0, 9), "the header must end inside the file"],
    [fileOf("{"), "the header must be a JSON object"],
    [fileOf("[]"), "the header must be a JSON object"],
    [fileOf({ a: 1 }), "a must be an object"],
    [fileOf({ a: { ...entry, dtype: "F8_E4M3" } }, 1), "a must have as many bytes as its shape says, 1"],
    [
      fileOf({ a: { dtype: "F8_E4M3", shape: [1], data_offsets: [0, 1] } }, 1),
      'a must be one of F32, F64, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL, or left out by select: current value is "F8_E4M3"',
    ],
    [
      fileOf({ a: { ...entry, dtype: "F33" } }, 4),
      'the type of a must be one that the format has: current value is "F33"',
    ],
    [fileOf({ a: { ...entry, dtype: 7 } }, 4), "the type of a must be one that the format has: current value is 7"],
    [fileOf({ a: { ...entry, shape: [2 ** 32, 2 ** 32] } }, 4), "as its shape says, 73786976294838206464"],
    [
      fileOf({ a: { ...entry, data_offsets: [0, 4, 9] } }, 4),
      "as many bytes as its shape says, 4: current value is [0,4,9]",
    ],
    [fileOf(` ${JSON.stringify({ a: entry })}`, 4), "a JSON object that starts with {: current value is"],
    [fileOf(`\ufeff${JSON.stringify({ a: entry })}`, 4), "a JSON object that starts with {: current value is"],
    [fileOf(`{"a":${JSON.stringify(entry)},"a":${JSON.stringify(entry)}}`, 4), 'unique: current value is "a" twice'],
    [fileOf('{"a":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}}', 4), '"dtype" twice'],
    [fileOf('{"__metadata__":{"k":"1","\\u006b":"2"}}'), '"k" twice'],
    [fileOf('{"\\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4), "a name must be a well-formed text"],
    [withByte(fileOf({ ab: entry }, 4), { at: 10, byte: 0xff }), "the header must be UTF-8"],
    [
      withByte(fileOf({ m: { dtype: "BOOL", shape: [1], data_offsets: [0, 1] } }, 1), { byte: 7 }),
      "truth values of m must be 0 or 1: current value is 7",
    ],
    [
      withByte(fileOf({ u: { dtype: "U64", shape: [1], data_offsets: [0, 8] } }, 8), { byte: 0x80 }),
      "elements of u must be below 2⁶³: current value is 9223372036854775808",
    ],
    [fileOf({ a: { ...entry, shape: [-1] } }, 4), "non-negative integers: current value is [-1]"],
    [fileOf({ a: { ...entry, shape: [2] } }, 4), "as many bytes as its shape says, 8"],
    [fileOf({ a: { ...entry, data_offsets: [0] } }, 4), "as many bytes"],
    [fileOf({ a: { ...entry, data_offsets: [0, 8] } }, 8), "as many bytes"],
    [
      fileOf({ a: { ...entry, data_offsets: [4, 8] } }, 8),
      "a must start where the tensor before it ends, at 0: current value is 4",
    ],
    [fileOf({ a: entry, b: entry }, 4), "b must start where the tensor before it ends, at 4: current value is 0"],
    [fileOf({ a: entry }, 3), "up to its end, 3"],
    [fileOf({ a: entry }, 5), "up to its end, 5"],
    [fileOf({ __metadata__: { a: 1 } }), "metadata a must be a text"],
    [fileOf({ __metadata__: [] }), "__metadata__ must be an object"],
  ];
  for (const [bytes, message] of table) assertThrows(() => fromSafetensors(bytes), SyntaxError, message);
  assertThrows(
    () => toSafetensors({ tensors: { __metadata__: floats([]) }, metadata: {} }),
    RangeError,
    "__metadata__",
  );
});

Deno.test("refusals: safetensors that are no checkpoint", () => {
  const metadata = { format: "ml-systems-lab checkpoint 1", optimizer: "adam", step: "3" };
  const tensors = { "parameters/w": floats([1]) };
  const { optimizer: _, ...nameless } = metadata;
  const table = [
    [{ tensors, metadata: {} }, "metadata must say format"],
    [{ tensors, metadata: { ...metadata, format: "2" } }, "metadata must say format"],
    [{ tensors, metadata: nameless }, "metadata must say format"],
    [{ tensors, metadata: { ...metadata, step: "-1" } }, "metadata must say format"],
    [{ tensors, metadata: { ...metadata, step: "x" } }, "metadata must say format"],
    [
      { tensors: { w: floats([1]) }, metadata },
      'tensors must be called parameters/…, slots/…/… or state/…: current value is "w"',
    ],
    [{ tensors: { "slots/w": floats([1]) }, metadata }, 'current value is "slots/w"'],
  ] as const;
  for (const [file, message] of table) assertThrows(() => fromBytes(toSafetensors(file)), SyntaxError, message);
  const slashed = { optimizer: "x", step: 0, parameters: {}, slots: { "a/b": {} }, state: {} };
  assertThrows(() => toBytes(slashed), RangeError, "a/b");
});
