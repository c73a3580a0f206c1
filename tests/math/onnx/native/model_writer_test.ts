import { assert, assertEquals, assertThrows } from "@std/assert";
import { constant, type Expression, input, isOperation, node } from "@lib/math/onnx/expressions/expression.ts";
import { decodeModel, encodeModel } from "@lib/math/onnx/native/_model_schema.ts";
import { inputsOf, writeModel } from "@lib/math/onnx/native/_model_writer.ts";
import { add, multiply } from "@lib/math/onnx/operations/arithmetic.ts";
import { tanh } from "@lib/math/onnx/operations/activations.ts";
import { maxPool, maxPoolIndices } from "@lib/math/onnx/operations/pooling.ts";
import { expand, reshape, slice } from "@lib/math/onnx/operations/shape_ops.ts";
import { sum } from "@lib/math/onnx/operations/reductions.ts";

function write(outputs: Record<string, Expression>) {
  return writeModel({ inputs: inputsOf(Object.values(outputs)), outputs });
}

/** The nodes of a model, as text: what they do to what, and what their attributes are. */
function nodesOf(outputs: Record<string, Expression>): string[] {
  return (write(outputs).graph.node ?? []).map(({ opType, input = [], output = [], attribute = [] }) => {
    const attributes = attribute.map(({ name, i, ints, s }) =>
      `${name}=${ints ?? i ?? (s && new TextDecoder().decode(s))}`
    );
    return `${output} = ${[opType, ...attributes].join(" ")}(${input})`;
  });
}

/** The elements of the initializers of integers. */
function integersOf(outputs: Record<string, Expression>): number[][] {
  const tensors = (write(outputs).graph.initializer ?? []).filter(({ dataType }) => dataType === 7);
  return tensors.map(({ rawData }) => Array.from(new BigInt64Array(new Uint8Array(rawData!).buffer), Number));
}

const x = input("x", { shape: ["batch", 4] });

// By hand

Deno.test("a model by hand: types, names and metadata", () => {
  const model = write({ y: add(x, constant([1, 2, 3, 4])) });
  assertEquals(decodeModel(encodeModel(model)), {
    irVersion: 9,
    producerName: "ml-systems-lab",
    opsetImport: [{ domain: "", version: 20 }],
    graph: {
      name: "graph",
      node: [{ name: "Add_3", opType: "Add", input: ["x", "Constant_2"], output: ["y"] }],
      initializer: [{ name: "Constant_2", dims: [4], dataType: 1, rawData: model.graph.initializer![0]!.rawData! }],
      input: [{
        name: "x",
        type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: "batch" }, { dimValue: 4 }] } } },
      }],
      output: [{
        name: "y",
        type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: "batch" }, { dimValue: 4 }] } } },
      }],
    },
  });
});

Deno.test("a symbol that the runtime can work out is left to it", () => {
  assertEquals(nodesOf({ y: reshape(x, ["2*batch", 2]) }), ["y = Reshape(x,Constant_2)"]);
  assertEquals(integersOf({ y: reshape(x, ["2*batch", 2]) }), [[-1, 2]]);
  const two = input("two", { shape: ["batch", "seq", 6] });
  assertEquals(integersOf({ y: reshape(two, ["batch", "seq", 2, 3]) }), [[0, 0, 2, 3]]);
  assertEquals(integersOf({ y: reshape(two, ["batch", "6*seq"]) }), [[0, -1]]);
});

Deno.test("other symbols are computed, once for the model", () => {
  const two = input("two", { shape: ["batch", "seq", 6] });
  const outputs = {
    a: reshape(two, ["seq", "batch", 6]),
    b: expand(constant(1), ["seq", "batch", 6]),
    c: expand(constant(1), ["batch*batch", "2*seq"]),
  };
  assertEquals(nodesOf(outputs), [
    "Shape_4 = Shape start=1 end=2(two)",
    "Shape_5 = Shape start=0 end=1(two)",
    "Concat_7 = Concat axis=0(Shape_4,Shape_5,Constant_6)",
    "a = Reshape allowzero=1(two,Concat_7)",
    "b = Expand(Constant_9,Concat_7)",
    "Mul_12 = Mul(Shape_5,Shape_5)",
    "Mul_14 = Mul(Shape_4,Constant_13)",
    "Concat_15 = Concat axis=0(Mul_12,Mul_14)",
    "c = Expand(Constant_11,Concat_15)",
  ]);
});

Deno.test("a constant that repeats one element is that element and a shape", () => {
  assertEquals(nodesOf({ y: constant(3, { shape: [1000, 1000] }) }), [
    "y = ConstantOfShape value=undefined(Constant_1)",
  ]);
  const { t } = write({ y: constant(3, { shape: [1000, 1000] }) }).graph.node![0]!.attribute![0]!;
  assertEquals(new Float32Array(new Uint8Array(t!.rawData!).buffer), Float32Array.of(3));
  assert(encodeModel(write({ y: constant(3, { shape: [1000, 1000] }) })).length < 200);
});

Deno.test("of a slice only the axes that lose something are written", () => {
  assertEquals(nodesOf({ y: slice(x, []) }), ["y = Identity(x)"]);
  assertEquals(integersOf({ y: slice(x, [{ axis: 1, start: 3, end: 1, step: -1 }]) }), [[3], [1], [-1]]);
  assertEquals(integersOf({ y: slice(x, [{ axis: 1, step: -1 }]) }), [[3], [-5], [1], [-1]]);
});

Deno.test("maxima and their places are one node of two results; maxima alone have one", () => {
  const pool = maxPool(input("images", { shape: ["batch", 1, 4, 4] }), { kernel: 2 });
  assert(isOperation(pool, "MaxPool"));
  const window = "MaxPool kernel_shape=2,2 strides=2,2 pads=0,0,0,0(images)";
  assertEquals(nodesOf({ pool, places: maxPoolIndices(pool) }), [`pool,places = ${window}`]);
  assertEquals(nodesOf({ pool }), [`pool = ${window}`]);
  assertEquals(
    nodesOf({ places: maxPoolIndices(pool) }),
    [`MaxPoolIndices_2,places = ${window}`].map((line) => line.replace("MaxPoolIndices_2", "MaxPool_2")),
  );
});

Deno.test("a part of a longer array is written, not the whole", () => {
  const values = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  const part = node("Constant", [], { attributes: { values }, dtype: "float32", shape: [2] });
  const rawData = write({ y: tanh(part) }).graph.initializer?.[0]?.rawData;
  assertEquals([...new Float32Array(new Uint8Array(rawData!).buffer)], [2, 3]);
});

// Invariants

Deno.test("equal expressions give equal bytes", () => {
  const build = () => {
    const a = input("a", { shape: ["batch", 4] });
    return { y: sum(tanh(multiply(a, a)), { axes: [1] }), z: reshape(expand(a, [2, "batch", 4]), ["batch", 8]) };
  };
  assertEquals(encodeModel(write(build())), encodeModel(write(build())));
});

Deno.test("names that look like ours stay free", () => {
  const clash = input("Tanh_2", { shape: [] });
  const other = input("Tanh_3", { shape: [] });
  const names = write({ y: add(tanh(clash), tanh(other)) }).graph.node!.flatMap(({ output = [] }) => output);
  assertEquals(new Set([...names, "Tanh_2", "Tanh_3"]).size, names.length + 2);
});

Deno.test("a graph of 20,000 nodes is written without recursion", () => {
  let deep: Expression = x;
  for (let depth = 0; depth < 20_000; depth++) deep = tanh(deep);
  assertEquals(write({ deep }).graph.node?.length, 20_000);
});

// Refusals

Deno.test("two inputs of one name, an output called like an input, a symbol from nowhere", () => {
  assertThrows(() => inputsOf([add(x, input("x", { shape: [4] }))]), RangeError, "names of inputs must be unique");
  assertThrows(
    () => write({ x: tanh(x) }),
    RangeError,
    "an output must not be called like an input: current value is x",
  );
  assertThrows(() => write({ "": tanh(x) }), RangeError, "an output must have a name");
  const whole = input("whole", { shape: ["batch*seq"] });
  const unknown = { y: add(reshape(whole, ["batch", "seq"]), constant(1, { shape: ["batch", "seq"] })) };
  assertThrows(
    () => write(unknown),
    RangeError,
    "a symbol must be the length of an input's axis: current value is batch in [batch, seq]",
  );
});
