/**
 * Tests of `operations/_window.ts`, `convolution.ts` and `pooling.ts`: the shapes they promise are those that values
 * have, and what they refuse.
 */
import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { type Expression, input, isOperation } from "@lib/math/onnx/expressions/expression.ts";
import { multiply } from "@lib/math/onnx/operations/arithmetic.ts";
import {
  conv1d,
  conv2d,
  convolution,
  type ConvolutionOptions,
  convolutionTranspose,
  type ConvolutionTransposeOptions,
} from "@lib/math/onnx/operations/convolution.ts";
import { relu } from "@lib/math/onnx/operations/activations.ts";
import { averagePool, maxPool, maxPoolIndices, type PoolingOptions } from "@lib/math/onnx/operations/pooling.ts";
import { sum } from "@lib/math/onnx/operations/reductions.ts";
import type { Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";

const of = (...shape: Shape) => input("x", { shape });
const kernel = (...shape: Shape) => input("w", { shape });
const feed = (values: readonly number[], ...shape: number[]): Tensor => ({
  dtype: "float64",
  shape,
  values: Float64Array.from(values),
});
const wide = (name: string, ...shape: Shape) => input(name, { dtype: "float64", shape });
const valuesOf = (result: Expression, feeds: Record<string, Tensor>) => [...evaluate([result], feeds)[0]!.values];

// By hand

Deno.test("by hand: a kernel (1, 10) over (1, 2, 3)", () => {
  const [x, w] = [wide("x", 1, 1, 3), wide("w", 1, 1, 2)];
  const feeds = { x: feed([1, 2, 3], 1, 1, 3), w: feed([1, 10], 1, 1, 2) };
  assertEquals(valuesOf(conv1d(x, w), feeds), [21, 32]); // 1 + 20, 2 + 30: not turned round
  assertEquals(valuesOf(convolution(x, w, { padding: "same" }), feeds), [21, 32, 3]); // the odd place lies behind
  assertEquals(valuesOf(convolution(x, w, { padding: [[1, 0]] }), feeds), [10, 21, 32]);
  assertEquals(valuesOf(convolutionTranspose(x, w), feeds), [1, 12, 23, 30]);
  assertEquals(valuesOf(maxPool(x, { kernel: 2, strides: 1 }), feeds), [2, 3]);
  assertEquals(valuesOf(averagePool(x, { kernel: 2, padding: 1 }), feeds), [0.5, 2.5]);
  assertEquals(valuesOf(averagePool(x, { kernel: 2, padding: 1, countsPads: false }), feeds), [1, 2.5]);
});

Deno.test("by hand: groups see their own channels, the bias belongs to filters", () => {
  const [x, w, bias] = [wide("x", 1, 2, 1), wide("w", 2, 1, 1), wide("bias", 2)];
  const feeds = { x: feed([3, 5], 1, 2, 1), w: feed([10, 100], 2, 1, 1), bias: feed([1, 2], 2) };
  assertEquals(valuesOf(convolution(x, w, { groups: 2, bias }), feeds), [31, 502]);
  assertEquals(valuesOf(convolutionTranspose(x, w, { groups: 2, bias }), feeds), [31, 502]);
});

// Invariants

const CONVOLUTIONS: readonly (readonly [x: Shape, w: Shape, options: ConvolutionOptions, expected: Shape])[] = [
  [["batch", 3, 28, 28], [8, 3, 3, 3], {}, ["batch", 8, 26, 26]],
  [["batch", 3, 28, 28], [8, 3, 3, 3], { padding: "same" }, ["batch", 8, 28, 28]],
  [["batch", 3, 28, 27], [8, 3, 4, 2], { padding: "same", strides: [3, 2] }, ["batch", 8, 10, 14]],
  [["batch", 3, 28, 28], [8, 3, 3, 3], { padding: [[1, 0], [2, 3]], dilations: [1, 4] }, ["batch", 8, 27, 25]],
  [["batch", 4, 9], [6, 2, 3], { groups: 2, strides: 2, padding: 1 }, ["batch", 6, 5]],
  [[2, 1, 4, 5, 6], [1, 1, 2, 2, 2], { strides: 2 }, [2, 1, 2, 2, 3]],
];

Deno.test("convolution: shapes", () => {
  for (const [x, w, options, expected] of CONVOLUTIONS) {
    const result = convolution(of(...x), kernel(...w), options);
    assertEquals(result.shape, expected);
    assertEquals(result.dtype, "float32");
  }
  assertEquals(conv2d(of("n", 1, 5, 5), kernel(1, 1, 5, 5)).shape, ["n", 1, 1, 1]);
});

Deno.test("the transpose is the convolution's transpose as a linear map, and brings the lengths back", () => {
  const dice = random(1);
  const draw = (shape: Shape) =>
    feed(
      Array.from({ length: (shape as number[]).reduce((a, b) => a * b, 1) }, () => dice.normal()),
      ...shape as number[],
    );
  for (const [shape, taps, options] of CONVOLUTIONS) {
    const x = wide("x", 2, ...shape.slice(1));
    const w = wide("w", ...taps);
    const there = convolution(x, w, options);
    const y = wide("y", ...there.shape);
    const { padsBefore, padsAfter, strides, dilations } = there.attributes as Expression<"Conv">["attributes"];
    const padding = padsBefore.map((before, axis): [number, number] => [before, padsAfter[axis]!]);
    const outputPads = padsBefore.map((before, axis) =>
      (Number(x.shape[axis + 2]) + before + padsAfter[axis]! - dilations[axis]! * (Number(taps[axis + 2]) - 1) - 1) %
      strides[axis]!
    );
    const back = convolutionTranspose(y, w, { ...options, padding, outputPads });
    assertEquals(back.shape, x.shape);
    const feeds = { x: draw(x.shape), w: draw(w.shape), y: draw(y.shape) };
    const [left, right] = evaluate([sum(multiply(there, y)), sum(multiply(x, back))], feeds);
    assertAllClose(left!.values as Float64Array, right!.values as Float64Array, { relative: 1e-11 });
  }
});

Deno.test("transposed convolution: shapes", () => {
  const rows: readonly (readonly [x: Shape, w: Shape, options: ConvolutionTransposeOptions, expected: Shape])[] = [
    [["batch", 4, 5, 5], [4, 2, 3, 3], {}, ["batch", 2, 7, 7]],
    [["batch", 4, 5, 5], [4, 2, 3, 3], { strides: 2, outputPads: [1, 0] }, ["batch", 2, 12, 11]],
    [["batch", 4, 5, 5], [4, 2, 3, 2], { strides: 3, padding: "same" }, ["batch", 2, 15, 14]],
    [["batch", 4, 5, 5], [4, 2, 4, 5], { strides: 2, padding: "same" }, ["batch", 2, 10, 10]],
    [["batch", 4, 5], [4, 2, 3], { groups: 2, padding: 1, dilations: 2 }, ["batch", 4, 7]],
  ];
  for (const [x, w, options, expected] of rows) {
    assertEquals(convolutionTranspose(of(...x), kernel(...w), options).shape, expected);
  }
});

Deno.test("pooling: shapes; windows lie side by side unless told otherwise", () => {
  const rows: readonly (readonly [x: Shape, options: PoolingOptions, expected: Shape])[] = [
    [["batch", 16, 28, 28], { kernel: 2 }, ["batch", 16, 14, 14]],
    [["batch", 16, 29, 28], { kernel: [2, 3] }, ["batch", 16, 14, 9]],
    [["batch", 2, 28], { kernel: 3, strides: 2, padding: 1 }, ["batch", 2, 14]],
    [["batch", 2, 7, 7], { kernel: 3, strides: 2, padding: "same" }, ["batch", 2, 4, 4]],
    [["batch", 2, 7, 7], { kernel: 7 }, ["batch", 2, 1, 1]],
  ];
  for (const [x, options, expected] of rows) {
    const pool = maxPool(of(...x), options) as Expression<"MaxPool">;
    assertEquals(pool.shape, expected);
    assertEquals(averagePool(of(...x), options).shape, expected);
    assertEquals([maxPoolIndices(pool).dtype, maxPoolIndices(pool).shape], ["int64", expected]);
  }
});

Deno.test("the maximum of a relu is the relu of the maximum, and is built as such", () => {
  const x = wide("x", 1, 1, 4);
  const pool = maxPool(relu(x), { kernel: 2 });
  assertEquals(isOperation(pool, "Relu"), true);
  assertEquals(valuesOf(pool, { x: feed([-1, -2, -3, 4], 1, 1, 4) }), [0, 4]);
});

// Refusals

Deno.test("refused: shapes, types and options, with both shapes and the operation named", () => {
  const x = of("batch", 4, 8, 8);
  const rows: readonly (readonly [() => unknown, typeof TypeError | typeof RangeError, string])[] = [
    [() => convolution(of("batch", 4), kernel(2, 4)), RangeError, "Cannot build Conv: x must have the axes"],
    [
      () => convolution(of("n", 4, "h", 8), kernel(2, 4, 3, 3)),
      RangeError,
      "current value is h, axis 2 of [n, 4, h, 8]",
    ],
    [
      () => convolution(of("n", "c", 8, 8), kernel(2, 4, 3, 3)),
      RangeError,
      "current value is c, axis 1 of [n, c, 8, 8]",
    ],
    [() => convolution(x, kernel(2, 4, 3)), RangeError, "current value is [2, 4, 3] for x [batch, 4, 8, 8]"],
    [
      () => convolution(x, kernel("f", 4, 3, 3)),
      RangeError,
      "w must have as many axes as x, all with positive lengths",
    ],
    [() => convolution(x, kernel(2, 4, 0, 3)), RangeError, "all with positive lengths"],
    [() => convolution(x, kernel(2, 3, 3, 3)), RangeError, "[batch, 4, 8, 8] and [2, 3, 3, 3] with 1 groups"],
    [() => convolution(x, kernel(4, 4, 3, 3), { groups: 2 }), RangeError, "axis 1 of w must be x's channels / groups"],
    [() => convolution(x, kernel(3, 2, 3, 3), { groups: 2 }), RangeError, "divides the 3 filters: current value is 2"],
    [() => convolution(x, kernel(3, 1, 3, 3), { groups: 3 }), RangeError, "divides the 4 channels: current value is 3"],
    [() => convolution(x, kernel(2, 4, 3, 3), { groups: 0 }), RangeError, "groups must be a positive integer"],
    [
      () => convolution(x, kernel(2, 4, 9, 3)),
      RangeError,
      "must fit into the padded axis 2: current value is 9 places for",
    ],
    [() => convolution(x, kernel(2, 4, 3, 3), { dilations: 4 }), RangeError, "[batch, 4, 8, 8] and [2, 4, 3, 3]"],
    [() => convolution(x, kernel(2, 4, 3, 3), { strides: 0 }), RangeError, "strides must be an integer of at least 1"],
    [() => convolution(x, kernel(2, 4, 3, 3), { strides: [1] }), RangeError, "current value is [1]"],
    [() => convolution(x, kernel(2, 4, 3, 3), { dilations: 1.5 }), RangeError, "dilations must be"],
    [() => convolution(x, kernel(2, 4, 3, 3), { padding: -1 }), RangeError, "current value is -1"],
    [() => convolution(x, kernel(2, 4, 3, 3), { padding: [[1, 1]] }), RangeError, "a pair of such for each of 2 axes"],
    [() => convolution(x, kernel(2, 4, 3, 3), { padding: [[1, 1], [0, 0], [0, 0]] }), RangeError, "for each of 2 axes"],
    [
      () => convolution(x, kernel(2, 4, 3, 3), { padding: [[1, 1], [0, 0.5]] }),
      RangeError,
      "current value is [[1,1],[0,0.5]]",
    ],
    [
      () => convolution(x, wide("w", 2, 4, 3, 3)),
      TypeError,
      "floats of one type: current value is float32[batch, 4, 8, 8] and float64",
    ],
    [() => convolution(x, kernel(2, 4, 3, 3), { bias: input("b", { shape: [3] }) }), RangeError, "bias must be [2]"],
    [() => convolution(x, kernel(2, 4, 3, 3), { bias: wide("b", 2) }), TypeError, "and float64[2]"],
    [() => conv1d(x, kernel(2, 4, 3, 3)), RangeError, "conv1d must have x with 3 axes"],
    [() => conv2d(of("n", 4, 8), kernel(2, 4, 3)), RangeError, "conv2d must have x with 4 axes"],
    [
      () => convolutionTranspose(x, kernel(2, 4, 3, 3)),
      RangeError,
      "Cannot build ConvTranspose: axis 0 of w must be x's filters",
    ],
    [
      () => convolutionTranspose(x, kernel(4, 2, 3, 3), { outputPads: 1 }),
      RangeError,
      "less than the stride 1: current value is 1",
    ],
    [
      () => convolutionTranspose(x, kernel(4, 2, 3, 3), { padding: 5 }),
      RangeError,
      "must leave a place of the 10 along axis 2",
    ],
    [() => convolutionTranspose(x, kernel(4, 2, 3, 3), { groups: 3 }), RangeError, "divides the 4 filters"],
    [
      () => convolutionTranspose(x, kernel(4, 2, 3, 3), { bias: input("b", { shape: [4] }) }),
      RangeError,
      "bias must be [2]",
    ],
    [
      () => maxPool(input("i", { dtype: "int32", shape: [1, 1, 4] }), { kernel: 2 }),
      TypeError,
      "Cannot build MaxPool: the operand",
    ],
    [
      () => maxPool(of("n", 1, 4), { kernel: 2, padding: 2 }),
      RangeError,
      "less than the window of 2 along axis 2: current value is 2",
    ],
    [() => maxPool(of("n", 1, 4), { kernel: 5 }), RangeError, "current value is 5 places for shapes [n, 1, 4] and [5]"],
    [
      () => averagePool(of("n", 1, "time"), { kernel: 2 }),
      RangeError,
      "Cannot build AveragePool: channels and spatial axes",
    ],
    [() => averagePool(of("n", 1, 4), { kernel: 0 }), RangeError, "kernel must be an integer of at least 1"],
    [() => averagePool(of("n", 1, 4, 4), { kernel: [2] }), RangeError, "one for each of 2 axes"],
  ];
  for (const [call, kind, text] of rows) assertThrows(call, kind, text);
});
