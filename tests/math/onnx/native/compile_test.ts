import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { add, divide, maximum, multiply, subtract } from "@lib/math/onnx/operations/arithmetic.ts";
import { greater, less, where } from "@lib/math/onnx/operations/logic.ts";
import { cast, erf, exp } from "@lib/math/onnx/operations/elementwise.ts";
import { maxPool, maxPoolIndices } from "@lib/math/onnx/operations/pooling.ts";
import { gelu, relu, sigmoid, softplus, tanh } from "@lib/math/onnx/operations/activations.ts";
import { gather, gatherElements, oneHot } from "@lib/math/onnx/operations/indexing.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { concat, expand, pad, reshape, slice, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import { argMax, logSumExp, max, mean, sum, sumTo } from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";
import { isOperation } from "@lib/math/onnx/expressions/expression.ts";
import { assertAgrees } from "./native_agreement.ts";

// By hand

Deno.test("a product and a sum, worked by hand, with a batch that is free", async () => {
  const [x, w] = [input("x", { shape: ["batch", 2] }), input("w", { shape: [2, 2] })];
  await using graph = await compile({ y: add(matmul(x, w), constant([10, 20])) });
  assertEquals(graph.inputs, {
    x: { dtype: "float32", shape: ["batch", 2] },
    w: { dtype: "float32", shape: [2, 2] },
  });
  assertEquals(graph.outputs, { y: { dtype: "float32", shape: ["batch", 2] } });
  assertEquals(graph.provider, "cpu");
  const values = Float32Array.of(1, 2, 3, 4);
  const { y } = await graph.run({ x: Float32Array.of(1, 1), w: values });
  assertEquals(y, { dtype: "float32", shape: [1, 2], values: Float32Array.of(14, 26) });
  const larger = await graph.run({ x: Float32Array.of(1, 0, 0, 1), w: values });
  assertEquals(larger.y, { dtype: "float32", shape: [2, 2], values: Float32Array.of(11, 22, 13, 24) });
});

Deno.test("an input that simplification finds to be without influence is asked for all the same", async () => {
  const [kept, dropped] = [input("kept", { shape: [1] }), input("dropped", { shape: [1] })];
  await using graph = await compile({ y: where(constant(1, { dtype: "bool", shape: [1] }), [kept, dropped]) });
  assertEquals(Object.keys(graph.inputs), ["kept", "dropped"]);
  const { y } = await graph.run({ kept: Float32Array.of(1), dropped: Float32Array.of(2) });
  assertEquals([...y!.values], [1]);
});

Deno.test("a number beside a column counts for each of its elements", async () => {
  const x = input("x", { shape: ["rows", 1] });
  await using graph = await compile({ y: maximum(subtract(10, divide(multiply(x, 3), 2)), 1) });
  const { y } = await graph.run({ x: Float32Array.of(2, 4, 8) });
  assertEquals(y, { dtype: "float32", shape: [3, 1], values: Float32Array.of(7, 4, 1) });
});

Deno.test("inputs, constants and one expression twice may be outputs", async () => {
  const x = input("x", { shape: [2] });
  const doubled = add(x, x);
  await using graph = await compile({ x1: x, x2: x, one: constant([1, 2]), y1: doubled, y2: doubled });
  const results = await graph.run({ x: Float32Array.of(3, 4) });
  const values = Object.entries(results).map(([name, tensor]) => [name, [...tensor.values]]);
  assertEquals(values, [["x1", [3, 4]], ["x2", [3, 4]], ["one", [1, 2]], ["y1", [6, 8]], ["y2", [6, 8]]]);
});

// Invariants: native results are those of evaluate

const TRIALS: Record<string, (x: Expression) => Record<string, Expression>> = {
  "arithmetic that broadcasts": (x) => ({
    out: divide(subtract(multiply(x, 2), sum(x, { axes: [1], keepDimensions: true })), add(exp(x), 1)),
  }),
  "curves": (x) => ({
    out: add(add(tanh(x), sigmoid(x)), add(softplus(x), relu(x))),
    gelu: gelu(x, { approximate: "tanh" }),
  }),
  "branches": (x) => ({ out: where(greater(x, 0), [x, constant(-1, { dtype: x.dtype, shape: x.shape })]) }),
  "branches of truth": (x) => ({ out: where(greater(x, 0), [less(x, 1), less(x, 2)]) }),
  "a constant over a symbolic shape": (x) => ({
    out: add(x, constant(2, { dtype: x.dtype, shape: ["batch", 6] })),
    alone: constant(7, { dtype: x.dtype, shape: ["seq", 2, "batch"] }),
  }),
  "reductions": (x) => ({
    sum: sum(x),
    mean: mean(x, { axes: [0] }),
    max: max(x, { axes: [0, 1], keepDimensions: true }),
    log: logSumExp(x, { axes: [-1] }),
    place: argMax(x, { axis: 1 }),
  }),
  "sums over leading axes": (x) => {
    const cube = reshape(x, ["batch", 2, 3]);
    return {
      one: sum(cube, { axes: [0] }),
      two: sum(cube, { axes: [0, 1] }),
      kept: sum(cube, { axes: [0], keepDimensions: true }),
      second: sum(cube, { axes: [1] }),
      symbolic: sum(transpose(x), { axes: [0] }),
      mixed: sum(transpose(cube, [1, 0, 2]), { axes: [0] }),
    };
  },
  "softmax": (x) => ({ out: softmax(x), log: logSoftmax(x, { axis: 0 }) }),
  "reshape that the runtime resolves": (x) => ({ out: reshape(x, ["batch", 2, 3]), flat: reshape(x, ["6*batch"]) }),
  "expand, and its undoing": (x) => ({
    out: expand(reshape(x, ["batch", 1, 6]), ["batch", "seq", 6]),
    back: sumTo(expand(reshape(x, ["batch", 1, 6]), ["batch", "seq", 6]), ["batch", 1, 6]),
  }),
  "transpose, slice, concat, pad": (x) => {
    const backwards = slice(x, [{ axis: 1, step: -2 }]);
    return {
      out: concat([transpose(x), transpose(pad(backwards, { before: [0, 2], after: [0, 1] }))], { axis: 0 }),
      back: backwards,
      all: slice(x, [{ axis: 1, start: 0 }]),
      tail: slice(x, [{ axis: 1, start: 4, end: 1, step: -1 }]),
    };
  },
  "lookup": (x) => {
    const indices = input("indices", { dtype: "int64", shape: ["seq"] });
    const places = input("places", { dtype: "int32", shape: ["batch", 2] });
    return {
      rows: gather(transpose(x), indices),
      elements: gatherElements(x, places, { axis: 1 }),
      hot: oneHot(places, { depth: 2, axis: 1 }),
    };
  },
};

for (const dtype of ["float32", "float64"] as const) {
  for (const [name, build] of Object.entries(TRIALS)) {
    Deno.test(`native results are those of evaluate: ${name}, ${dtype}`, async () => {
      const x = input("x", { dtype, shape: ["batch", 6] });
      const length = input("length", { dtype: "bool", shape: ["seq"] });
      const outputs = { ...build(x), seen: length };
      for (const batch of [1, 3, 5]) await assertAgrees(outputs, { lengths: { batch, seq: 4 }, below: 2, seed: batch });
    });
  }
}

Deno.test("native results are those of evaluate: two symbols change places", async () => {
  const x = input("x", { shape: ["batch", "seq", 8] });
  const heads = transpose(reshape(x, ["batch", "seq", 2, 4]), [0, 2, 1, 3]);
  const outputs = {
    heads,
    attention: matmul(softmax(matmul(heads, transpose(heads, [0, 1, 3, 2]))), heads),
    merged: reshape(x, ["8*batch*seq"]),
    swapped: reshape(x, ["seq", "batch", 8]),
    squared: reshape(expand(reshape(x, ["batch", 1, "seq", 8]), ["batch", "batch", "seq", 8]), [
      "batch*batch",
      "8*seq",
    ]),
    whole: multiply(cast(greater(x, 0), "int64"), constant(5, { dtype: "int64", shape: ["seq", 8] })),
  };
  await assertAgrees(outputs, { lengths: { batch: 2, seq: 3 } });
  await assertAgrees(outputs, { lengths: { batch: 4, seq: 1 } });
});

Deno.test("native results are those of evaluate: lengths of 0", async () => {
  const x = input("x", { shape: ["batch", 4] });
  const outputs = {
    flat: reshape(x, ["4*batch"]),
    down: sum(x, { axes: [0] }),
    parts: reshape(x, [2, "batch", 2]),
    none: reshape(slice(x, [{ axis: 1, start: 2, end: 2 }]), ["batch", 0, 3]),
  };
  await assertAgrees(outputs, { lengths: { batch: 0 } });
  await assertAgrees(outputs, { lengths: { batch: 2 } });
});

Deno.test("native results are those of evaluate: maxima and their places are one node", async () => {
  const pool = maxPool(input("x", { shape: ["batch", 2, 6, 6] }), { kernel: 3, strides: 2, padding: 1 });
  assert(isOperation(pool, "MaxPool"));
  await assertAgrees({ pool, places: maxPoolIndices(pool) }, { lengths: { batch: 2 } });
  await assertAgrees({ places: maxPoolIndices(pool) }, { lengths: { batch: 1 } });
});

/** A graph of random operations on a pool of matrices of shape (batch, 4). */
function randomGraph(draw: Random): Record<string, Expression> {
  const nodes: Expression[] = [input("a", { shape: ["batch", 4] }), input("b", { shape: ["batch", 4] })];
  const pick = () => nodes[draw.integer(nodes.length)]!;
  const steps: readonly (() => Expression)[] = [
    () => add(pick(), pick()),
    () => subtract(pick(), multiply(pick(), 0.5)),
    () => maximum(pick(), pick()),
    () => tanh(pick()),
    () => erf(pick()),
    () => sigmoid(add(pick(), constant(0.25, { shape: ["batch", 1] }))),
    () => softmax(pick(), { axis: draw.integer(2) }),
    () => where(greater(pick(), pick()), [pick(), 0.5]),
    () => matmul(pick(), constant(Float32Array.from({ length: 16 }, () => draw.normal() / 2), { shape: [4, 4] })),
    () => matmul(softmax(matmul(pick(), transpose(pick()))), pick()),
    () => subtract(pick(), mean(pick(), { axes: [draw.integer(2)], keepDimensions: true })),
    () => reshape(slice(reshape(pick(), ["batch", 2, 2]), [{ axis: 1, step: -1 }]), ["batch", 4]),
    () => concat([slice(pick(), [{ axis: 1, end: 1 }]), slice(pick(), [{ axis: 1, start: 1 }])], { axis: 1 }),
    () => gather(pick(), constant([3, 0, 1, 1], { dtype: "int64" }), { axis: 1 }),
    () => expand(max(pick(), { axes: [0], keepDimensions: true }), ["batch", 4]),
  ];
  for (let step = 0; step < 12; step++) nodes.push(steps[draw.integer(steps.length)]!());
  return { last: nodes.at(-1)!, middle: nodes[7]!, sum: sum(nodes.at(-2)!) };
}

Deno.test("native results are those of evaluate: 60 random graphs", async () => {
  for (let seed = 0; seed < 60; seed++) {
    const outputs = randomGraph(random(seed));
    try {
      await assertAgrees(outputs, { lengths: { batch: 1 + seed % 4 }, seed });
    } catch (error) {
      throw new Error(`graph ${seed}: ${(error as Error).message}`);
    }
  }
});

// Refusals

Deno.test("what cannot be compiled is refused by name", async () => {
  const x = input("x", { shape: ["batch"] });
  const wide = input("wide", { dtype: "float64", shape: ["batch"] });
  const refusals: [Record<string, Expression>, string][] = [
    [{}, "Cannot compile a graph: outputs must not be empty: current value is {}"],
    [{ x: add(x, 1) }, "Cannot write a model: an output must not be called like an input: current value is x"],
    [{ "": add(x, 1) }, 'Cannot write a model: an output must have a name: current value is ""'],
    [
      { y: add(x, input("x", { shape: [1] })) },
      "Cannot write a model: names of inputs must be unique: current value is x twice",
    ],
    [
      { y: erf(wide) },
      "Cannot compile Erf: the runtime must have a kernel for its element type, cast to float32 or use evaluate: current value is float64[batch]",
    ],
    [{ y: gelu(wide) }, "Cannot compile Gelu: "],
    [
      { y: constant(1, { shape: ["seq"] }) },
      "Cannot write a model: a symbol must be the length of an input's axis: current value is seq in [seq]",
    ],
  ];
  for (const [outputs, message] of refusals) {
    const { message: actual } = await assertRejects(() => compile(outputs), Error);
    assert(actual.startsWith(message), actual);
  }
  await assertRejects(() => compile({ y: x }, { threads: 0 }), RangeError, "Cannot open a session: threads must be");
});
