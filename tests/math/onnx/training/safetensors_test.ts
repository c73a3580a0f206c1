/**
 * Safetensors and checkpoints as bytes: what the package writes is read, what we write the package reads, and nothing that is broken is believed.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { type Checkpoint, fromBytes, toBytes } from "@lib/math/onnx/training/checkpoint.ts";
import { fromSafetensors, toSafetensors } from "@lib/math/onnx/training/safetensors.ts";
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
    slots: { sums: named(), squares: named() },
    state: named(),
  };
  assertEquals(fromBytes(toBytes(checkpoint)), checkpoint);
  const bare = { optimizer: "sgd", step: 0, parameters: { w: floats([1]) }, slots: {}, state: {} };
  assertEquals(fromBytes(toBytes(bare)), bare);
});

Deno.test("refusals: files that are cut, changed or made up", () => {
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const table: readonly (readonly [Uint8Array, string])[] = [
    [new Uint8Array(7), "at least 8 bytes: current value is 7"],
    [fileOf({}).subarray(0, 9), "the header must end inside the file"],
    [fileOf("{"), "the header must be a JSON object"],
    [fileOf("[]"), "the header must be a JSON object"],
    [fileOf({ a: 1 }), "a must be an object"],
    [fileOf({ a: { ...entry, dtype: "F16" } }, 4), "a must be one of F32, F64, I32, I64, BOOL: current value is F16"],
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
      "tensors must be called parameters/…, slots/…/… or state/…: current value is w",
    ],
    [{ tensors: { "slots/w": floats([1]) }, metadata }, "current value is slots/w"],
  ] as const;
  for (const [file, message] of table) assertThrows(() => fromBytes(toSafetensors(file)), SyntaxError, message);
  const slashed = { optimizer: "x", step: 0, parameters: {}, slots: { "a/b": {} }, state: {} };
  assertThrows(() => toBytes(slashed), RangeError, "a/b");
});
