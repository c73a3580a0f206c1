/**
 * Tests of the gradient rules of convolution and pooling and of `gradients/windows.ts`: every combination of stride,
 * padding, dilation and groups against central differences in float64, and each rule against the rule of its own
 * gradient.
 */
import { assert, assertEquals } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { constant, type Expression, inOrder, input } from "@lib/math/onnx/expressions/expression.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { gradientCheck } from "@lib/math/onnx/gradients/gradient_check.ts";
import { col2im, im2col, unreached } from "@lib/math/onnx/gradients/_im2col.ts";
import { multiply, square } from "@lib/math/onnx/operations/arithmetic.ts";
import { convolution, convolutionTranspose } from "@lib/math/onnx/operations/convolution.ts";
import { exp } from "@lib/math/onnx/operations/elementwise.ts";
import { averagePool, maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import type { Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";

const TOLERANCE = 2e-8;

function product(shape: Shape): number {
  return (shape as number[]).reduce((count, length) => count * length, 1);
}

function tensor(dice: Random, shape: Shape): Tensor {
  return {
    dtype: "float64",
    shape: shape as number[],
    values: Float64Array.from({ length: product(shape) }, () => 2 * dice.next() - 1),
  };
}

/** All different, in random order and far enough apart that a nudge changes no maximum. */
function distinct(dice: Random, shape: Shape): Tensor {
  const values = Float64Array.from({ length: product(shape) }, (_, place) => place / 10 - 1);
  return { dtype: "float64", shape: shape as number[], values: dice.shuffle(values) };
}

/** A loss that weighs every element differently. */
function weighted(result: Expression): Expression {
  const weights = Array.from({ length: product(result.shape) }, (_, place) => Math.sin(1 + 2 * place));
  return sum(multiply(result, constant(weights, { dtype: "float64", shape: result.shape })));
}

function parameter(name: string, shape: Shape): Expression<"Input"> {
  return input(name, { dtype: "float64", shape });
}

function assertSlopes(
  loss: Expression,
  { parameters, feeds, name }: { parameters: Expression<"Input">[]; feeds: Record<string, Tensor>; name: string },
): void {
  const [worst] = gradientCheck(loss, { parameters, feeds });
  assert(worst !== undefined && worst.error < TOLERANCE, `${name}: ${JSON.stringify(worst)}`);
}

/** Values of the gradients of `loss`. */
function gradientValues(loss: Expression, parameters: Expression[], feeds: Record<string, Tensor>): number[][] {
  return evaluate(gradient(loss, parameters), feeds).map(({ values }) => [...values as Float64Array]);
}

const scalarFeed = (values: number[], shape: number[]): Tensor => ({
  dtype: "float64",
  shape,
  values: Float64Array.from(values),
});

// By hand

Deno.test("by hand: the derivatives of a kernel of two taps over three places", () => {
  const [x, w] = [parameter("x", [1, 1, 3]), parameter("w", [1, 1, 2])];
  const feeds = { x: scalarFeed([1, 2, 3], [1, 1, 3]), w: scalarFeed([10, 20], [1, 1, 2]) };
  // y = (x0 w0 + x1 w1, x1 w0 + x2 w1), loss y0 + y1
  assertEquals(gradientValues(sum(convolution(x, w)), [x, w], feeds), [[10, 30, 20], [3, 5]]);
});

Deno.test("by hand: of equal largest elements the first gets the derivative, by every formulation", () => {
  const rows = [
    { shape: [1, 1, 4], kernel: [2], values: [5, 5, 1, 1], expected: [1, 0, 1, 0] }, // side by side
    { shape: [1, 1, 3], kernel: [3], values: [5, 1, 5], expected: [1, 0, 0] }, // a smaller one between
    { shape: [1, 1, 2, 2], kernel: [2, 2], values: [0, 7, 7, 7], expected: [0, 1, 0, 0] }, // windows
    { shape: [1, 1, 17], kernel: [17], values: new Array(17).fill(3), expected: [1, ...new Array(16).fill(0)] },
    { shape: [1, 1, 3], kernel: [2], strides: [1], values: [4, 4, 4], expected: [1, 1, 0] }, // overlapping
    { shape: [1, 1, 2], kernel: [2], padding: 1, values: [0, -1], expected: [1, 1] }, // no zero of the padding
  ];
  for (const { shape, values, expected, ...options } of rows) {
    const x = parameter("x", shape);
    assertEquals(gradientValues(sum(maxPool(x, options)), [x], { x: scalarFeed(values, shape) }), [expected]);
  }
});

// Oracle: central differences

const PADDINGS = {
  plane: ["valid", "same", 1, [[0, 1], [2, 0]]],
  line: ["valid", "same", 2, [[0, 1]]],
} as const;

Deno.test("convolution: every stride, padding and dilation, along one axis and two", () => {
  const dice = random(1);
  const spaces = [{ length: [7], kernel: [3], paddings: PADDINGS.line }, {
    length: [6, 5],
    kernel: [3, 2],
    paddings: PADDINGS.plane,
  }];
  for (const { length, kernel, paddings } of spaces) {
    const [x, w] = [parameter("x", [2, 2, ...length]), parameter("w", [3, 2, ...kernel])];
    const feeds = { x: tensor(dice, x.shape), w: tensor(dice, w.shape) };
    for (const strides of [1, 2, 3]) {
      for (const dilations of [1, 2]) {
        for (const padding of paddings) {
          const name = JSON.stringify({ length, strides, dilations, padding });
          const loss = weighted(convolution(x, w, { strides, dilations, padding }));
          assertSlopes(loss, { parameters: [x, w], feeds, name });
        }
      }
    }
  }
});

Deno.test("convolution: groups, depthwise with a multiplier, 1×1 kernels, three axes, and the bias", () => {
  const dice = random(2);
  const trials = [
    { x: [2, 4, 5, 4], w: [6, 2, 2, 3], groups: 2, padding: 1 },
    { x: [1, 3, 6], w: [6, 1, 3], groups: 3, strides: 2, padding: "same" },
    { x: [2, 3, 2, 2], w: [2, 3, 1, 1] },
    { x: [2, 3, 3, 3], w: [2, 3, 1, 1], strides: 2 },
    { x: [1, 2, 3, 3, 3], w: [2, 2, 2, 2, 2], strides: [1, 2, 1] },
    { x: [0, 2, 3], w: [2, 2, 2] },
  ] as const;
  for (const { x: xShape, w: wShape, ...options } of trials) {
    const [x, w, bias] = [parameter("x", xShape), parameter("w", wShape), parameter("bias", [wShape[0]])];
    const feeds = { x: tensor(dice, x.shape), w: tensor(dice, w.shape), bias: tensor(dice, bias.shape) };
    const loss = weighted(convolution(x, w, { ...options, bias }));
    assertSlopes(loss, { parameters: [x, w, bias], feeds, name: JSON.stringify(options) });
  }
});

Deno.test("transposed convolution: strides, paddings, dilations, groups, outputPads and bias", () => {
  const dice = random(3);
  const trials = [
    {},
    { strides: 2, padding: 1, outputPads: 1 },
    { strides: 3, padding: "same", outputPads: [2, 0] },
    { strides: [1, 2], dilations: 2, padding: [[1, 0], [0, 2]] },
    { groups: 2, strides: 2 },
    { groups: 4, padding: 1 },
  ] as const;
  for (const options of trials) {
    const groups = "groups" in options ? options.groups : 1;
    const [x, w] = [parameter("x", [2, 4, 3, 2]), parameter("w", [4, 2, 3, 2])];
    const bias = parameter("bias", [2 * groups]);
    const feeds = { x: tensor(dice, x.shape), w: tensor(dice, w.shape), bias: tensor(dice, bias.shape) };
    const loss = weighted(convolutionTranspose(x, w, { ...options, bias }));
    assertSlopes(loss, { parameters: [x, w, bias], feeds, name: JSON.stringify(options) });
  }
});

const POOLS = [
  { shape: [2, 2, 6], kernel: 3 },
  { shape: [2, 3, 4, 6], kernel: 2 },
  { shape: [2, 2, 5, 7], kernel: 2 }, // the last row and column are not reached
  { shape: [1, 2, 5, 5], kernel: 3, strides: 2, padding: 1 },
  { shape: [1, 2, 5, 4], kernel: 3, strides: 1, padding: "same" },
  { shape: [1, 2, 6, 5], kernel: [2, 1], strides: [3, 2] }, // places between the windows
  { shape: [2, 1, 4, 6], kernel: [1, 3] },
  { shape: [2, 1, 6, 4], kernel: [3, 1] },
  { shape: [1, 2, 5, 3], kernel: [2, 1] },
  { shape: [1, 1, 6, 4], kernel: [3, 1], strides: [3, 2] },
  { shape: [1, 2, 5, 6], kernel: [4, 5], strides: 1, padding: [[0, 1], [2, 0]] }, // scattered
  { shape: [1, 2, 7], kernel: 2, strides: 3, padding: [[1, 1]] },
  { shape: [1, 1, 3, 3, 4], kernel: 2, strides: 1 },
] as const;

Deno.test("maximum: every stride and padding used", () => {
  const dice = random(4);
  for (const { shape, ...options } of POOLS) {
    const x = parameter("x", shape);
    const loss = weighted(maxPool(x, options));
    for (const shift of [0, -20]) { // with all negative the zeros of the padding would be the largest
      const feed = distinct(dice, shape);
      const values = (feed.values as Float64Array).map((value) => value + shift);
      assertSlopes(loss, { parameters: [x], feeds: { x: { ...feed, values } }, name: JSON.stringify(options) });
    }
  }
});

Deno.test("mean: every stride and padding used, with the padding counted and not", () => {
  const dice = random(5);
  for (const { shape, ...options } of POOLS) {
    for (const countsPads of [true, false]) {
      const x = parameter("x", shape);
      const loss = weighted(averagePool(x, { ...options, countsPads }));
      assertSlopes(loss, { parameters: [x], feeds: { x: tensor(dice, shape) }, name: JSON.stringify(options) });
    }
  }
});

Deno.test("second derivatives: the gradient of a gradient's length against differences", () => {
  const dice = random(6);
  const [x, w] = [parameter("x", [2, 2, 5, 4]), parameter("w", [2, 2, 2, 2])];
  const feeds = { x: distinct(dice, x.shape), w: tensor(dice, w.shape) };
  const networks = [
    exp(convolution(x, w, { strides: 2, padding: 1 })),
    exp(convolutionTranspose(x, w, { strides: 2 })),
    exp(convolution(maxPool(x, { kernel: 2 }), w, { padding: 1 })),
    exp(averagePool(convolution(x, w), { kernel: 2, strides: 1 })),
  ];
  for (const [place, network] of networks.entries()) {
    const [first, second] = gradient(sum(network), [x, w]);
    for (const part of [first!, second!]) {
      const small = {
        x: { ...feeds.x, values: (feeds.x.values as Float64Array).map((value) => value / 4) },
        w: feeds.w,
      };
      assertSlopes(mean(square(part)), { parameters: [x, w], feeds: small, name: `network ${place}` });
    }
  }
});

// Properties

Deno.test("windows and their way back are transposes of each other, whether channels share a kernel or not", () => {
  const dice = random(7);
  const windows = [
    {
      channels: 3,
      lengths: [5, 6],
      kernel: [2, 3],
      strides: [2, 1],
      padsBefore: [1, 0],
      padsAfter: [0, 2],
      dilations: [2, 1],
    },
    { channels: 2, lengths: [9], kernel: [4], strides: [3], padsBefore: [2], padsAfter: [3], dilations: [1] },
    { channels: 2, lengths: [402], kernel: [400], strides: [1], padsBefore: [0], padsAfter: [0], dilations: [1] },
  ];
  for (const { channels, lengths, ...window } of windows) {
    const x = parameter("x", [2, channels, ...lengths]);
    const columns = im2col(x, window);
    const c = parameter("c", columns.shape);
    const back = col2im(c, { window, lengths });
    assertEquals(back.shape, x.shape);
    const feeds = { x: tensor(dice, x.shape), c: tensor(dice, c.shape) };
    const [left, right] = evaluate([sum(multiply(columns, c)), sum(multiply(x, back))], feeds);
    assertAllClose(left!.values as Float64Array, right!.values as Float64Array, { relative: 1e-10 });
  }
});

Deno.test("windows: 1×1 taps are x itself; the places that no window reaches are counted", () => {
  const x = parameter("x", [2, 3, 4, 4]);
  const one = { kernel: [1, 1], strides: [1, 1], padsBefore: [0, 0], padsAfter: [0, 0], dilations: [1, 1] };
  assertEquals(inOrder([im2col(x, one)]).map(({ operation }) => operation), ["Input", "Reshape"]);
  assertEquals(unreached([8, 8], { ...one, kernel: [2, 3], strides: [3, 2], padsAfter: [0, 1], dilations: [1, 2] }), [
    0,
    0,
  ]);
  assertEquals(unreached([7, 8], { ...one, kernel: [2, 3], strides: [3, 2], dilations: [1, 2] }), [2, 1]);
});

Deno.test("a symbolic batch stays one through every rule", () => {
  const x = input("x", { shape: ["batch", 2, 8, 8] });
  const [w, wide] = [input("w", { shape: [4, 1, 3, 3] }), input("wide", { shape: [4, 2, 3, 3] })];
  for (
    const result of [
      maxPool(convolution(x, w, { groups: 2, padding: 1 }), { kernel: 2 }),
      maxPool(x, { kernel: 5 }),
      averagePool(convolutionTranspose(convolution(x, wide, { strides: 2 }), wide, { strides: 2 }), {
        kernel: 3,
        padding: 1,
      }),
    ]
  ) {
    assertEquals(gradient(sum(result), [x])[0]!.shape, x.shape);
  }
});
