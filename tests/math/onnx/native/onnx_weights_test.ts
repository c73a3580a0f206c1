/**
 * Weights read back from models: what the onnx package wrote, in every way that it writes, and what is refused.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { encodeModel, type TensorMessage } from "@lib/math/onnx/native/_model_schema.ts";
import { weightsFrom } from "@lib/math/onnx/native/onnx_weights.ts";
import vectors from "./onnx_weights_vectors.json" with { type: "json" };

const MODEL = Uint8Array.from(atob(vectors.model), (character) => character.charCodeAt(0));
const WIDENED: Readonly<Record<string, string>> = {
  f16: "float32",
  bf16: "float32",
  u32: "int64",
  u64: "int64",
  f64: "float64",
  f32: "float32",
  empty: "float32",
  i64: "int64",
  bool: "bool",
};
const FILE = new Uint8Array(new Float32Array([9, 1, 2]).buffer);

function modelOf(tensor: Partial<TensorMessage>): Uint8Array {
  return encodeModel({ irVersion: 9, graph: { initializer: [{ dataType: 1, name: "w", dims: [2], ...tensor }] } });
}

Deno.test("oracle: every element type that the onnx package writes, raw and in lists, is read without loss", () => {
  const tensors = weightsFrom(MODEL, { external: () => FILE });
  for (const [name, { shape, values }] of Object.entries(vectors.tensors)) {
    for (const form of name === "bf16" ? ["raw"] : ["raw", "listed"]) {
      const own = tensors[`${name} ${form}`]!;
      assertEquals(own.dtype as string, WIDENED[name] ?? "int32", name);
      assertEquals(own.shape, shape, name);
      const expected = own.dtype === "int64" ? values.map(BigInt) : values.map(Number);
      const rounded = own.dtype === "float32" ? (expected as number[]).map(Math.fround) : expected;
      assertEquals(Array.from(own.values as Float64Array), rounded as number[], `${name} ${form}`);
    }
  }
});

Deno.test("by hand: elements in another file are taken from their place", () => {
  const asked: string[] = [];
  const external = (location: string) => (asked.push(location), FILE);
  const { outside } = weightsFrom(MODEL, { select: ({ name }) => name === "outside", external });
  assertEquals(outside, { dtype: "float32", shape: [2], values: new Float32Array([1, 2]) });
  assertEquals(asked, ["weights.bin"]);
});

Deno.test("invariant: a type that is not read does no harm where it is not selected", () => {
  const bytes = modelOf({ dataType: 17 });
  assertEquals(weightsFrom(bytes, { select: ({ storedType }) => storedType === "float32" }), {});
  assertThrows(() => weightsFrom(bytes), RangeError, "w must be one of float32, uint8, int8");
});

Deno.test("refusals: counts, bytes and files that do not fit", () => {
  const at = (entries: Readonly<Record<string, string>>) =>
    modelOf({ dataLocation: 1, externalData: Object.entries(entries).map(([key, value]) => ({ key, value })) });
  const external = () => FILE;
  const table: readonly (readonly [() => unknown, string])[] = [
    [() => weightsFrom(new Uint8Array(3)), "bytes must be a whole ONNX model"],
    [
      () => weightsFrom(modelOf({ rawData: new Uint8Array(7) })),
      "w must have 8 bytes, as its shape says: current value is 7",
    ],
    [
      () => weightsFrom(modelOf({ floatData: [1] })),
      "w must have as many elements as its shape [2] says: current value is 1",
    ],
    [
      () => weightsFrom(MODEL),
      'outside lies in another file, which external must give: current value is "weights.bin"',
    ],
    [() => weightsFrom(at({}), { external }), "w lies in another file"],
    [
      () => weightsFrom(at({ location: "f", offset: "8" }), { external }),
      "w must be 8 bytes inside f, which has 12: current value is none from 8",
    ],
    [() => weightsFrom(at({ location: "f", offset: "-1" }), { external }), "from -1"],
    [() => weightsFrom(at({ location: "f", length: "4" }), { external }), "4 from 0"],
  ];
  for (const [attempt, message] of table) assertThrows(attempt, RangeError, message);
  assertThrows(() => weightsFrom(MODEL, { select: 1 as never }), TypeError, "select must be a function");
});
