/**
 * Layers and clipping at the ends of the range, in both engines: what is finite mathematically stays finite.
 *
 * The expected values are PyTorch's documented ones, or arithmetic.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { batchNormTraining } from "@lib/math/onnx/layers/batch_norm.ts";
import { cosineSimilarity } from "@lib/math/onnx/layers/cosine_similarity.ts";
import { crossEntropy, type CrossEntropyOptions } from "@lib/math/onnx/layers/cross_entropy.ts";
import { layerNorm } from "@lib/math/onnx/layers/layer_norm.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { clipByGlobalNorm } from "@lib/math/onnx/training/clip_by_global_norm.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

function floats(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { dtype: "float32", shape, values: Float32Array.from(values) };
}

/** The values of expressions, by the interpreter and natively. */
async function both(outputs: readonly Expression[], feeds: Readonly<Record<string, Tensor>>): Promise<number[][][]> {
  const interpreted = evaluate(outputs, feeds);
  await using graph = await compile(Object.fromEntries(outputs.map((output, i) => [`o${i}`, output])));
  const native = await graph.run(feeds);
  return [interpreted, outputs.map((_, i) => native[`o${i}`]!)].map((tensors) =>
    tensors.map(({ values }) => Array.from(values as Float32Array, Number))
  );
}

/** Loss and gradient of a cross-entropy of rows. */
function lossOf(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  options: Partial<CrossEntropyOptions>,
) {
  const shape = [rows.length, rows[0]!.length];
  const logits = input("logits", { shape });
  const loss = crossEntropy(logits, { targets: input("t", { dtype: "int64", shape: [rows.length] }), ...options });
  const t: Tensor = { dtype: "int64", shape: [rows.length], values: BigInt64Array.from(targets, BigInt) };
  return both([loss, ...gradient(loss, [logits])], { logits: floats(rows.flat(), shape), t });
}

const LN_2 = Math.LN2;

Deno.test("by hand: cross-entropy of logits that rule classes out, and of rows that do not count", async () => {
  const { log, exp } = Math;
  const three = log(exp(1) + exp(2) + exp(3)) - 3; // the class 2 of [1, 2, 3]
  const share = [1, 2, 3].map((x) => exp(x) / (exp(1) + exp(2) + exp(3)));
  const cases: readonly (readonly [number[][], number[], Partial<CrossEntropyOptions>, number, number[]])[] = [
    [[[-Infinity, 0, 0]], [1], {}, LN_2, [0, -.5, .5]],
    [[[-Infinity, 0, 0]], [0], {}, Infinity, [-1, .5, .5]],
    [[[-Infinity, -Infinity, 5]], [2], {}, 0, [0, 0, 0]],
    [[[-Infinity, 0, 0]], [1], { labelSmoothing: .3 }, Infinity, [-.1, -.3, .4]],
    // rows that do not count, whatever is in them
    [[[1, 2, 3], [-Infinity, -Infinity, 0]], [2, -100], {}, three, [share[0]!, share[1]!, share[2]! - 1, 0, 0, 0]],
    [[[1, 2, 3], [-Infinity, -Infinity, -Infinity]], [2, -100], {}, three, [...share.with(2, share[2]! - 1), 0, 0, 0]],
    [[[1, 2, 3], [NaN, Infinity, 0]], [2, -100], {}, three, [...share.with(2, share[2]! - 1), 0, 0, 0]],
    [[[0, 0], [NaN, 0]], [0, 1], { ignoredIndex: 1 }, LN_2, [-.5, .5, 0, 0]],
    [[[0, 0], [NaN, 0]], [0, 1], { ignoredIndex: 1, labelSmoothing: .2 }, LN_2, [-.4, .4, 0, 0]],
    // far apart
    [[[3e38, -3e38]], [0], {}, 0, [0, 0]],
  ];
  for (const [rows, targets, options, loss, slope] of cases) {
    for (const [[ownLoss], own] of await lossOf(rows, targets, options) as [number[], number[]][]) {
      const label = JSON.stringify([rows, targets, options]);
      if (Number.isFinite(loss)) assertAllClose([ownLoss!], [loss], { absolute: 1e-6 });
      else assertEquals(ownLoss, loss, label);
      assertAllClose(own, slope, { absolute: 1e-6 });
    }
  }
});

Deno.test("refusals: a target that is no class is refused when the graph runs", async () => {
  for (const target of [3, -1, -99, 7]) {
    const logits = input("logits", { shape: [1, 3] });
    const loss = crossEntropy(logits, { targets: input("t", { dtype: "int32", shape: [1] }) });
    const feeds = {
      logits: floats([1, 2, 3], [1, 3]),
      t: { dtype: "int32", shape: [1], values: Int32Array.of(target) },
    } as const;
    assertThrows(() => evaluate([loss], feeds), RangeError, "indices must be from 0 to 2");
    await using graph = await compile({ loss });
    await assertRejects(() => graph.run(feeds), Error, "Cannot run a graph");
  }
});

Deno.test("by hand: the norm of gradients whose squares are infinite, or 0, in single precision", async () => {
  const cases: readonly (readonly [number[][], number, number[], number])[] = [
    [[[3e19, 4e19]], 1, [.6, .8], 5e19],
    [[[3e19], [4e19]], 1, [.6, .8], 5e19],
    [[[3e-30, 4e-30]], 1, [3e-30, 4e-30], 5e-30],
    [[[0, 0], [0]], 1, [0, 0, 0], 0],
    [[[3, 4]], 10, [3, 4], 5],
  ];
  for (const [gradients, maxNorm, expected, length] of cases) {
    const { gradients: clipped, norm } = clipByGlobalNorm(gradients.map((one) => constant(one)), { maxNorm });
    for (const results of await both([...clipped, norm], {})) {
      assertAllClose(results.slice(0, -1).flat(), expected, { relative: 2e-6 });
      assertAllClose(results.at(-1)!, [length], { relative: 1e-6 });
    }
  }
  const { norm } = clipByGlobalNorm([constant([1e200, 1e200], { dtype: "float64" }), constant([1])], { maxNorm: 1 });
  for (const [[length]] of await both([norm], {}) as [number[]][]) assertAllClose([length!], [Math.SQRT2 * 1e200]);
  for (const value of [Infinity, NaN]) {
    const { norm } = clipByGlobalNorm([constant([value, 1])], { maxNorm: 1 });
    for (const [[length]] of await both([norm], {}) as [number[]][]) assertEquals(length, value);
  }
});

Deno.test("by hand: similarities of vectors whose squares are infinite, or 0, in single precision", async () => {
  const cases: readonly (readonly [number[], number[], number])[] = [
    [[1e25, 1e25], [1, 1], 1],
    [[3e38, 3e38], [-3e38, -3e38], -1],
    [[3e20, 4e20], [4e-3, 3e-3], .96],
    [[0, 0], [1e30, 1], 0],
    [[1e-4, 0], [1e-4, 0], 1],
  ];
  for (const [a, b, similarity] of cases) {
    const [x, y] = [input("a", { shape: [2] }), input("b", { shape: [2] })];
    for (const [[own]] of await both([cosineSimilarity(x, y)], { a: floats(a), b: floats(b) }) as [number[]][]) {
      assertAllClose([own!], [similarity], { absolute: 1e-6 });
    }
  }
  // d/da of a·b / (‖a‖ ‖b‖) at a = (1, 0)·s, b = (1, 1): (0, 1 / (s √2))
  const a = input("a", { shape: [2] });
  const slope = gradient(cosineSimilarity(a, constant([1, 1])), [a]);
  for (const size of [1, 1e25]) {
    for (const [own] of await both(slope, { a: floats([size, 0]) }) as [number[]][]) {
      assertAllClose(own!.map((one) => one * size), [0, Math.SQRT1_2], { absolute: 1e-6 });
    }
  }
  // shorter than epsilon counts as epsilon
  const epsilon = 1e-30;
  const tiny = cosineSimilarity(constant([1e-33, 0]), constant([1, 0]), { epsilon });
  for (const [[own]] of await both([tiny], {}) as [number[]][]) assertAllClose([own!], [1e-3], { relative: 1e-5 });
});

Deno.test("by hand: layer norm and batch norm of elements whose squares are infinite in single precision", async () => {
  const x = input("x", { shape: [2, 2] });
  const values = floats([1e20, 3e20, -2e38, 2e38], [2, 2]);
  for (const [own] of await both([layerNorm(x)], { x: values }) as [number[]][]) {
    assertAllClose(own!, [-1, 1, -1, 1], { absolute: 1e-6 });
  }
  const p = (name: string) => input(name, { shape: [2] });
  const norm = batchNormTraining(x, { scale: p("s"), bias: p("b"), runningMean: p("m"), runningVariance: p("v") });
  const feeds = { x: floats([1e20, 1, 3e20, 2], [2, 2]), s: floats([1, 1]), b: floats([0, 0]) };
  for (const [own] of await both([norm.output], feeds) as [number[]][]) {
    assertAllClose(own!, [-1, -1, 1, 1], { absolute: 1e-4 });
  }
});

Deno.test("by hand: batch norm of a single example keeps its running statistics, in both engines", async () => {
  const x = input("x", { shape: ["batch", 2] });
  const p = (name: string) => input(name, { shape: [2] });
  const norm = batchNormTraining(x, { scale: p("s"), bias: p("b"), runningMean: p("m"), runningVariance: p("v") });
  const outputs = [norm.output, norm.runningMean, norm.runningVariance];
  const rest = { s: floats([1, 2]), b: floats([5, 6]), m: floats([.1, .2]), v: floats([.3, .4]) };
  for (const [output, mean, variance] of await both(outputs, { ...rest, x: floats([7, 8], [1, 2]) })) {
    assertAllClose(output!, [5, 6], { absolute: 1e-6 });
    assertAllClose(mean!, [.1, .2], { relative: 1e-6 });
    assertAllClose(variance!, [.3, .4], { relative: 1e-6 });
  }
  // mean 2 and 3, unbiased variance 2 and 2
  for (const [, mean, variance] of await both(outputs, { ...rest, x: floats([1, 2, 3, 4], [2, 2]) })) {
    assertAllClose(mean!, [.29, .48], { relative: 1e-6 });
    assertAllClose(variance!, [.47, .56], { relative: 1e-6 });
  }
});
