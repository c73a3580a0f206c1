/**
 * Tests of `layers/`, and of convolution and pooling beside them: by hand, against PyTorch's values and gradients in
 * float64, what each layer promises, and what it refuses.
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { constant, input } from "@lib/math/onnx/expressions/expression.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { attention, mergeHeads, splitHeads } from "@lib/math/onnx/layers/attention.ts";
import { batchNorm, batchNormTraining } from "@lib/math/onnx/layers/batch_norm.ts";
import { cosineSimilarity } from "@lib/math/onnx/layers/cosine_similarity.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { dropout, dropoutMask } from "@lib/math/onnx/layers/dropout.ts";
import { embedding } from "@lib/math/onnx/layers/embedding.ts";
import { layerNorm } from "@lib/math/onnx/layers/layer_norm.ts";
import { linear } from "@lib/math/onnx/layers/linear.ts";
import { add } from "@lib/math/onnx/operations/arithmetic.ts";
import { sum } from "@lib/math/onnx/operations/reductions.ts";
import type { DType, Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { built, CASES, weighted } from "./vectors.ts";

const of = (name: string, ...shape: Shape) => input(name, { dtype: "float64", shape });
const feed = (values: readonly number[], ...shape: number[]): Tensor => ({
  dtype: "float64",
  shape,
  values: Float64Array.from(values),
});
const bits = (values: readonly number[], ...shape: number[]): Tensor => ({
  dtype: "bool",
  shape,
  values: Uint8Array.from(values),
});
const numbers = ({ values }: Tensor) => Array.from(values as Float64Array);

// By hand

Deno.test("by hand: layer norm of (1, 3) is (-1, 1), but for epsilon", () => {
  const x = of("x", 1, 2);
  const [result] = evaluate([layerNorm(x, { epsilon: 1e-12 })], { x: feed([1, 3], 1, 2) }); // mean 2, variance 1
  assertAllClose(numbers(result!), [-1, 1], { relative: 1e-11 });
});

Deno.test("by hand: running statistics move by momentum, the variance as an estimate", () => {
  const [x, one, zero] = [
    of("x", 2, 1),
    constant(1, { dtype: "float64", shape: [1] }),
    constant(0, { dtype: "float64", shape: [1] }),
  ];
  const running = { scale: one, bias: zero, runningMean: zero, runningVariance: one };
  const { runningMean, runningVariance } = batchNormTraining(x, { ...running, momentum: 0.5 });
  const [mean, variance] = evaluate([runningMean, runningVariance], { x: feed([1, 5], 2, 1) });
  assertEquals(numbers(mean!), [1.5]); // half of 3
  assertEquals(numbers(variance!), [4.5]); // half of 1 and half of 8 = (4 + 4) / (2 - 1)
});

Deno.test("by hand: cross-entropy of two equal logits is ln 2", () => {
  const [logits, targets] = [of("logits", 1, 2), input("targets", { dtype: "int32", shape: [1] })];
  const feeds = {
    logits: feed([7, 7], 1, 2),
    targets: { dtype: "int32", shape: [1], values: new Int32Array([1]) },
  } as const;
  assertAllClose(numbers(evaluate([crossEntropy(logits, { targets })], feeds)[0]!), [Math.LN2]);
});

Deno.test("by hand: heads take turns of features", () => {
  const x = of("x", 1, 2, 4);
  const split = splitHeads(x, { heads: 2 });
  const [result] = evaluate([split], { x: feed([1, 2, 3, 4, 5, 6, 7, 8], 1, 2, 4) });
  assertEquals(result!.shape, [1, 2, 2, 2]);
  assertEquals(numbers(result!), [1, 2, 5, 6, 3, 4, 7, 8]);
});

// Oracle

for (const one of CASES) {
  Deno.test(`oracle: ${one.layer}, ${one.name}: PyTorch's values and gradients`, () => {
    const { operands, outputs, feeds } = built(one, "float64");
    const names = Object.keys(one.outputs);
    for (const [place, { shape, values }] of evaluate(names.map((name) => outputs[name]!), feeds).entries()) {
      const expected = one.outputs[names[place]!]!;
      assertEquals(shape, expected.shape);
      assertAllClose(values as Float64Array, expected.values, { relative: 1e-10, absolute: 1e-11 });
    }
    const parameters = Object.keys(one.gradients);
    const loss = weighted(names.map((name) => outputs[name]!));
    const slopes = evaluate(gradient(loss, parameters.map((name) => operands[name]!)), feeds);
    for (const [place, name] of parameters.entries()) {
      assertAllClose(numbers(slopes[place]!), one.gradients[name]!, { relative: 1e-10, absolute: 1e-11 });
    }
  });
}

// Invariants

Deno.test("a query that may attend to nothing gets zeros and sends no gradient, others do not notice", () => {
  const dice = random(3);
  const draw = (...shape: number[]) =>
    feed(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 3 * dice.normal()), ...shape);
  const [query, key, value] = [of("query", 2, 3), of("key", 4, 3), of("value", 4, 2)];
  const mask = input("mask", { dtype: "bool", shape: [2, 4] });
  const feeds = { query: draw(2, 3), key: draw(4, 3), value: draw(4, 2), mask: bits([0, 0, 0, 0, 1, 0, 1, 1], 2, 4) };
  const result = attention(query, { key, value, mask });
  const [values, ...slopes] = evaluate([result, ...gradient(weighted([result]), [query, key, value])], feeds);
  assertEquals(numbers(values!).slice(0, 2), [0, 0]);
  assertEquals(numbers(slopes[0]!).slice(0, 3), [0, 0, 0]);
  assertEquals(numbers(slopes[1]!).slice(3, 6), [0, 0, 0]); // nobody may attend to the second key
  assert(slopes.flatMap(numbers).every(Number.isFinite));
  const alone = feed(numbers(feeds.query).slice(3), 1, 3);
  const single = attention(of("query", 1, 3), {
    key,
    value,
    mask: constant([1, 0, 1, 1], { dtype: "bool", shape: [1, 4] }),
  });
  assertAllClose(numbers(values!).slice(2), numbers(evaluate([single], { ...feeds, query: alone })[0]!));
});

Deno.test("cross-entropy: when all are ignored the loss is 0 and so are the gradients", () => {
  const [logits, targets] = [of("logits", 2, 3), input("targets", { dtype: "int32", shape: [2] })];
  const loss = crossEntropy(logits, { targets, ignoredIndex: 0, labelSmoothing: 0.1 });
  const values = evaluate([loss, ...gradient(loss, [logits])], {
    logits: feed([1, 2, 3, 4, 5, 6], 2, 3),
    targets: { dtype: "int32", shape: [2], values: new Int32Array(2) },
  });
  assertEquals(values.flatMap(numbers).map(Math.abs), new Array(7).fill(0));
});

Deno.test("layer norm: mean 0 and variance 1 along the axes, whatever the scale of x", () => {
  const dice = random(4);
  const x = of("x", 3, 8);
  for (const size of [1e-2, 1, 1e6]) {
    const values = Array.from({ length: 24 }, () => size * (5 + dice.normal()));
    const [result] = evaluate([layerNorm(x, { epsilon: 1e-12 })], { x: feed(values, 3, 8) });
    for (let row = 0; row < 3; row++) {
      const own = numbers(result!).slice(8 * row, 8 * row + 8);
      assertAllClose([own.reduce((a, b) => a + b) / 8], [0], { absolute: 1e-12 });
      assertAllClose([own.reduce((a, b) => a + b * b, 0) / 8], [1], { relative: 1e-7 });
    }
  }
});

Deno.test("batch norm: a symbolic batch; nothing flows through running statistics", () => {
  const x = of("x", "batch", 2, 3);
  const [scale, bias, runningMean, runningVariance] = ["scale", "bias", "mean", "variance"].map((name) => of(name, 2));
  const parameters = { scale: scale!, bias: bias!, runningMean: runningMean!, runningVariance: runningVariance! };
  const result = batchNormTraining(x, parameters);
  assertEquals(result.output.shape, ["batch", 2, 3]);
  const slopes = gradient(sum(add(result.runningMean, result.runningVariance)), [x, runningMean!]);
  assertEquals(slopes.map(({ operation }) => operation), ["Constant", "Constant"]);
});

Deno.test("dropout: the mask's share of zeros is the rate, the mean stays, and a seed repeats it", () => {
  const drawn = dropoutMask(random(5), { shape: [100, 100], rate: 0.3 });
  const kept = (drawn.values as Uint8Array).reduce((a, b) => a + b, 0);
  assert(Math.abs(kept - 7000) < 4 * Math.sqrt(10000 * 0.3 * 0.7), `${kept}`);
  assertEquals(drawn, dropoutMask(random(5), { shape: [100, 100], rate: 0.3 }));
  const [x, mask] = [
    constant(1, { dtype: "float64", shape: [100, 100] }),
    input("mask", { dtype: "bool", shape: [100, 100] }),
  ];
  const [total] = evaluate([sum(dropout(x, { mask, rate: 0.3 }))], { mask: drawn });
  assertAllClose(numbers(total!), [kept / 0.7]);
});

Deno.test("cosine similarity: 1 with itself whatever the length, 0 with a zero vector, whose gradient is finite", () => {
  const [a, b] = [of("a", 2, 3), of("b", 2, 3)];
  const feeds = { a: feed([1, -2, 3, 0, 0, 0], 2, 3), b: feed([2, -4, 6, 1, 1, 1], 2, 3) };
  const similarity = cosineSimilarity(a, b);
  const [values, slope] = evaluate([similarity, ...gradient(sum(similarity), [a])], feeds);
  assertAllClose(numbers(values!), [1, 0]);
  assert(numbers(slope!).every(Number.isFinite));
  assertEquals(cosineSimilarity(of("a", 3), of("b", 2, 3), { axis: 1 }).shape, [2]);
});

// Refusals

Deno.test("refused: wrong types, shapes and ranges, in words that name them", () => {
  const typed = (dtype: DType, ...shape: Shape) => input("t", { dtype, shape });
  const x = of("x", "n", 4);
  const four = of("four", 4);
  const norm = { scale: four, bias: four, runningMean: four, runningVariance: four };
  const rows: readonly (readonly [() => unknown, typeof TypeError | typeof RangeError, string])[] = [
    [() => layerNorm(x, { axis: 2 }), RangeError, "Cannot build a layer norm: axis"],
    [() => layerNorm(x, { epsilon: 0 }), RangeError, "Cannot build a layer norm: epsilon"],
    [
      () => layerNorm(x, { scale: of("s", 3) }),
      RangeError,
      "scale must have the shape [4] of the normalised axes: current value is [3]",
    ],
    [() => layerNorm(x, { bias: of("s", 1) }), RangeError, "bias must have the shape [4]"],
    [
      () => batchNorm(of("x", 3), norm),
      RangeError,
      "Cannot build a batch norm: scale must have the shape of x's channels",
    ],
    [() => batchNorm(x, { ...norm, runningVariance: of("v", 1) }), RangeError, "runningVariance must have"],
    [() => batchNorm(x, { ...norm, epsilon: -1 }), RangeError, "epsilon must be a positive"],
    [() => batchNormTraining(x, { ...norm, momentum: 2 }), RangeError, "momentum must be a number from 0 to 1"],
    [() => batchNormTraining(of("x", 1, 4, 1), norm), RangeError, "more than one element: current value is [1, 4, 1]"],
    [
      () => dropout(x, { mask: typed("bool", 4), rate: 1 }),
      RangeError,
      "rate must be from 0 to below 1: current value is 1",
    ],
    [
      () => dropout(x, { mask: x, rate: 0.5 }),
      TypeError,
      "mask must hold truth values: current value is float64[n, 4]",
    ],
    [() => dropout(x, { mask: typed("bool", 2, 1, 4), rate: 0.5 }), RangeError, "Cannot build a dropout: "],
    [() => dropout(x, { mask: typed("bool", 1, 1, 4), rate: 0.5 }), RangeError, "mask must broadcast to x"],
    [() => dropoutMask(random(1), { shape: [2.5], rate: 0.5 }), RangeError, "a length must be a non-negative integer"],
    [
      () => dropoutMask(random(1), { shape: [2], rate: NaN }),
      RangeError,
      "rate must be from 0 to below 1: current value is NaN",
    ],
    [
      () => attention(x, { key: x, value: x, mask: x }),
      TypeError,
      "Cannot build an attention: mask must hold truth values",
    ],
    [
      () => attention(x, { key: x, value: x, mask: typed("bool", 2, "n", "n") }),
      RangeError,
      "mask must broadcast to (…, queries, keys)",
    ],
    [
      () => attention(x, { key: x, value: x, mask: typed("bool") }),
      RangeError,
      "mask must broadcast to (…, queries, keys)",
    ],
    [() => attention(x, { key: x, value: x, scale: 0 }), RangeError, "scale must be a positive"],
    [() => attention(of("x", 4, "d"), { key: x, value: x }), RangeError, "with d in numbers, or a scale be given"],
    [() => attention(four, { key: x, value: x }), RangeError, "query must be (…, queries, d)"],
    [() => attention(x, { key: of("k", "n", 5), value: x }), RangeError, "Cannot build MatMul"],
    [() => splitHeads(of("x", "n", 5, 6), { heads: 4 }), RangeError, "a multiple of 4): current value is [n, 5, 6]"],
    [() => splitHeads(x, { heads: 2 }), RangeError, "Cannot split heads: x must be"],
    [() => splitHeads(of("x", "n", 5, 6), { heads: 0 }), RangeError, "heads must be a positive integer"],
    [() => mergeHeads(of("x", "n", 5, 6)), RangeError, "Cannot merge heads: x must be (batch, heads, tokens, d)"],
    [() => mergeHeads(of("x", "n", "h", 6, 5)), RangeError, "with heads and d in numbers"],
    [() => crossEntropy(x, { targets: typed("int32", 4) }), RangeError, "current value is [n, 4] and [4]"],
    [() => crossEntropy(of("x", "n", "c"), { targets: typed("int32", "n") }), RangeError, "with classes in numbers"],
    [
      () => crossEntropy(x, { targets: of("t", "n") }),
      TypeError,
      "targets must be int32 or int64: current value is float64[n]",
    ],
    [
      () => crossEntropy(x, { targets: typed("int32", "n"), labelSmoothing: 1.5 }),
      RangeError,
      "labelSmoothing must be",
    ],
    [
      () => cosineSimilarity(x, of("y", "n", 1)),
      RangeError,
      "one length along axis -1: current value is [n, 4] and [n, 1]",
    ],
    [() => cosineSimilarity(x, x, { epsilon: 0 }), RangeError, "epsilon must be"],
    [() => cosineSimilarity(x, x, { axis: 2 }), RangeError, "Cannot build a cosine similarity: axis must be"],
    [
      () => embedding(four, typed("int64", 3)),
      TypeError,
      "table must be (rows, features) of floats: current value is float64[4]",
    ],
    [() => embedding(typed("int32", 4, 4), typed("int64", 3)), TypeError, "table must be"],
    [() => embedding(x, four), TypeError, "Cannot build Gather: indices must be"],
    [
      () => linear(x, { weight: four }),
      RangeError,
      "weight must be (inputs, outputs) and bias (outputs): current value is [4] and none",
    ],
    [() => linear(x, { weight: of("w", 4, 3), bias: four }), RangeError, "current value is [4, 3] and [4]"],
    [() => linear(x, { weight: of("w", 3, 4) }), RangeError, "Cannot build MatMul"],
  ];
  for (const [call, kind, text] of rows) assertThrows(call, kind, text);
});
