import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { erf, erfc } from "@lib/math/onnx/evaluate/_error_function.ts";
import { linearOffsets } from "@lib/math/onnx/evaluate/_strides.ts";
import { bindDimensions, shapeInNumbers } from "@lib/math/onnx/expressions/_symbolic_dims.ts";
import { constant, type Expression, input, node } from "@lib/math/onnx/expressions/expression.ts";
import { add, divide, multiply, negate, power, subtract } from "@lib/math/onnx/operations/arithmetic.ts";
import * as logic from "@lib/math/onnx/operations/logic.ts";
import * as activations from "@lib/math/onnx/operations/activations.ts";
import * as elementwise from "@lib/math/onnx/operations/elementwise.ts";
import * as lookup from "@lib/math/onnx/operations/indexing.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { concat, expand, pad, reshape, slice, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import * as reductions from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";
import type { DType, Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

/** The elements of an expression without inputs. */
function valuesOf(expression: Expression): (number | bigint)[] {
  return Array.from<number | bigint>(evaluate([expression], {})[0]!.values as Float64Array);
}

const doubles = (values: number[], shape?: Shape) => constant(values, { dtype: "float64", ...shape && { shape } });
const integers = (values: number[], shape?: Shape) => constant(values, { dtype: "int64", ...shape && { shape } });
const truths = (values: number[]) => constant(values, { dtype: "bool" });

const square = doubles([1, 2, 3, 4, 5, 6], [2, 3]);
const window = { strides: [2], padsBefore: [1], padsAfter: [0] };
const line = doubles([1, 3, 2, 5, 4], [1, 1, 5]);

// by hand

const byHand: readonly (readonly [name: string, expression: Expression, expected: readonly (number | bigint)[]])[] = [
  ["Neg", negate(doubles([1, -2])), [-1, 2]],
  [
    "Abs and Sign",
    multiply(node("Abs", [doubles([-3, 2])], plain([2])), node("Sign", [doubles([-3, 2])], plain([2]))),
    [-3, 2],
  ],
  ["Reciprocal", node("Reciprocal", [doubles([4, -2])], plain([2])), [.25, -.5]],
  ["Exp and Log", elementwise.log(elementwise.exp(doubles([0, 1]))), [0, 1]],
  ["Sqrt", elementwise.sqrt(doubles([9, 0.25])), [3, .5]],
  ["Erf", elementwise.erf(doubles([0, 10, -10])), [0, 1, -1]],
  ["Tanh", activations.tanh(doubles([0, 100])), [0, 1]],
  ["Sigmoid", activations.sigmoid(doubles([0, 1000, -1000])), [.5, 1, 0]],
  ["Relu", activations.relu(doubles([-1, 2])), [0, 2]],
  ["Softplus", activations.softplus(doubles([0, 1000, -1000])), [Math.LN2, 1000, 0]],
  ["Gelu", activations.gelu(doubles([0, 20, -40])), [0, 20, 0]],
  ["Gelu by tanh", activations.gelu(doubles([0, 20, -40]), { approximate: "tanh" }), [0, 20, 0]],
  ["Not", logic.not(truths([1, 0])), [0, 1]],
  ["Cast towards zero", elementwise.cast(doubles([-1.9, 1.9]), "int64"), [-1n, 1n]],
  ["Cast rounds to the type", elementwise.cast(doubles([0.1]), "float32"), [Math.fround(0.1)]],
  ["StopGradient", elementwise.stopGradient(doubles([7])), [7]],
  ["Add, broadcast", add(square, doubles([10, 20, 30])), [11, 22, 33, 14, 25, 36]],
  ["Sub, broadcast both ways", subtract(doubles([10, 20], [2, 1]), doubles([1, 2])), [9, 8, 19, 18]],
  ["Mul", multiply(square, 2), [2, 4, 6, 8, 10, 12]],
  ["Div", divide(doubles([1, -9]), doubles([2, 3])), [.5, -3]],
  ["Div of whole numbers", divide(integers([7, -7]), integers([2, 2])), [3n, -3n]],
  ["Pow", power(doubles([2, 9]), doubles([3, .5])), [8, 3]],
  [
    "Max and Min",
    node("Max", [doubles([1, 5]), node("Min", [doubles([3, 3]), doubles([2, 9])], plain([2]))], plain([2])),
    [2, 5],
  ],
  ["Equal", logic.equal(doubles([1, 2]), 2), [0, 1]],
  ["Less", logic.less(doubles([1, 2, 3]), 2), [1, 0, 0]],
  ["LessOrEqual", logic.lessOrEqual(doubles([1, 2, 3]), 2), [1, 1, 0]],
  ["Greater", logic.greater(doubles([1, 2, 3]), 2), [0, 0, 1]],
  ["GreaterOrEqual", logic.greaterOrEqual(doubles([1, 2, 3]), 2), [0, 1, 1]],
  ["And", logic.and(truths([1, 1, 0]), truths([1, 0, 0])), [1, 0, 0]],
  ["Or", logic.or(truths([1, 1, 0]), truths([1, 0, 0])), [1, 1, 0]],
  ["Where", logic.where(truths([1, 0]), [doubles([1, 2]), doubles([3, 4])]), [1, 4]],
  // (1 2 3; 4 5 6) times (1; 0; 1): 1 + 3, 4 + 6
  ["MatMul", matmul(square, doubles([1, 0, 1], [3, 1])), [4, 10]],
  ["ReduceSum", reductions.sum(square, { axes: [0] }), [5, 7, 9]],
  ["ReduceMean", reductions.mean(square, { axes: [1] }), [2, 5]],
  ["ReduceMax", reductions.max(square), [6]],
  ["ReduceLogSumExp", reductions.logSumExp(doubles([1000, 1000])), [1000 + Math.LN2]],
  ["ArgMax, the first of equal ones", reductions.argMax(doubles([1, 3, 3]), { axis: 0 }), [1n]],
  ["Softmax", softmax(doubles([1000, 1000])), [.5, .5]],
  ["LogSoftmax", logSoftmax(doubles([1000, 1000])), [-Math.LN2, -Math.LN2]],
  ["Reshape", reshape(square, [3, 2]), [1, 2, 3, 4, 5, 6]],
  ["Expand", expand(doubles([1, 2], [2, 1]), [2, 2]), [1, 1, 2, 2]],
  ["Transpose", transpose(square), [1, 4, 2, 5, 3, 6]],
  ["Slice backwards", slice(square, [{ axis: 1, step: -2 }]), [3, 1, 6, 4]],
  ["Concat", concat([square, doubles([7, 8], [2, 1])], { axis: 1 }), [1, 2, 3, 7, 4, 5, 6, 8]],
  ["Pad", pad(doubles([1, 2]), { before: [1], after: [2] }), [0, 1, 2, 0, 0]],
  ["Gather", lookup.gather(square, integers([1, 0, 1])), [4, 5, 6, 1, 2, 3, 4, 5, 6]],
  ["Gather far away", lookup.gather(doubles(Array.from({ length: 70_000 }, (_, i) => i)), integers([300, 69_999])), [
    300,
    69_999,
  ]],
  ["GatherElements", lookup.gatherElements(square, integers([2, 0], [2, 1]), { axis: 1 }), [3, 4]],
  [
    "ScatterND, a row twice",
    lookup.scatterRows(square, {
      indices: integers([0, 0]),
      updates: constant([1, 1, 1, 2, 2, 2], { dtype: "float64", shape: [2, 3] }),
    }),
    [4, 5, 6, 4, 5, 6],
  ],
  [
    "ScatterElements, an element twice",
    lookup.scatterElements(doubles([0, 0]), { indices: integers([1, 1]), updates: doubles([3, 4]), axis: 0 }),
    [0, 7],
  ],
  ["OneHot", lookup.oneHot(integers([2, 0]), { depth: 3 }), [0, 0, 1, 1, 0, 0]],
  ["OneHot out of range", lookup.oneHot(integers([0, -1, 3]), { depth: 3 }), [1, 0, 0, 0, 0, 0, 0, 0, 0]],
  // windows over (0) 1 3 2 5 4 by steps of 2: (0 1) (3 2) (5 4); the filter is (1, 10)
  [
    "Conv",
    node("Conv", [line, doubles([1, 10], [1, 1, 2])], {
      ...plain([1, 1, 3]),
      attributes: { ...window, dilations: [1], groups: 1 },
    }),
    [10, 23, 45],
  ],
  // each of 1 2 spreads (1, 10) at distance 2: 1 10 2 20, of which the first is cut off as padding
  [
    "ConvTranspose",
    node("ConvTranspose", [doubles([1, 2], [1, 1, 2]), doubles([1, 10], [1, 1, 2])], {
      ...plain([1, 1, 3]),
      attributes: { ...window, dilations: [1], groups: 1, outputPads: [0] },
    }),
    [10, 2, 20],
  ],
  ["MaxPool", node("MaxPool", [line], { ...plain([1, 1, 3]), attributes: { ...window, kernel: [2] } }), [1, 3, 5]],
  [
    "MaxPoolIndices",
    node("MaxPoolIndices", [line], { dtype: "int64", shape: [1, 1, 3], attributes: { ...window, kernel: [2] } }),
    [0n, 1n, 3n],
  ],
  [
    "AveragePool that counts pads",
    node("AveragePool", [line], { ...plain([1, 1, 3]), attributes: { ...window, kernel: [2], countsPads: true } }),
    [.5, 2.5, 4.5],
  ],
  [
    "AveragePool that does not",
    node("AveragePool", [line], { ...plain([1, 1, 3]), attributes: { ...window, kernel: [2], countsPads: false } }),
    [1, 2.5, 4.5],
  ],
  ["Constant, repeated", constant(3, { shape: [2, 2] }), [3, 3, 3, 3]],
];

function plain(shape: Shape): { attributes: Readonly<Record<never, never>>; dtype: DType; shape: Shape } {
  return { attributes: {}, dtype: "float64", shape };
}

for (const [name, expression, expected] of byHand) {
  Deno.test(`by hand: ${name}`, () =>
    assertEquals(valuesOf(expression).map((value) => value === 0 ? 0 : value), [...expected]));
}

Deno.test("each node rounds to its own type, and only then", () => {
  // 0.1 + 0.2 in single precision, from single-precision operands
  const [sum] = evaluate([add(constant(0.1), constant(0.2))], {});
  assertEquals(sum!.values[0], Math.fround(Math.fround(0.1) + Math.fround(0.2)));
  // 2^24 + 1 is no single; a sum over an axis is rounded once, at its end
  assertEquals(valuesOf(reductions.sum(constant([2 ** 24, 1, 1]))), [2 ** 24 + 2]);
  assertEquals(valuesOf(add(add(constant(2 ** 24), 1), 1)), [2 ** 24]);
});

Deno.test("symbols get their lengths from the feeds", () => {
  const x = input("x", { dtype: "float64", shape: ["batch", 2] });
  const ones = constant(1, { dtype: "float64", shape: ["batch", 1] });
  const [rows, count] = evaluate([concat([x, ones], { axis: 1 }), reductions.sum(ones)], {
    x: fed([3, 2], [1, 2, 3, 4, 5, 6]),
  });
  assertEquals(rows, fed([3, 3], [1, 2, 1, 3, 4, 1, 5, 6, 1]));
  assertEquals(count, fed([], [3]));
  const product = { name: "p", declared: ["4*batch"], actual: [12] };
  assertEquals(bindDimensions([product], { action: "evaluate" }).get("batch"), 3);
  const squared = { name: "s", declared: ["batch*length", "length"], actual: [12, 4] };
  assertEquals(bindDimensions([squared], { action: "evaluate" }).get("batch"), 3);
  assertEquals(shapeInNumbers(["2*n", 3], { lengths: new Map([["n", 5]]), action: "evaluate" }), [10, 3]);
});

function fed(shape: number[], values: number[]): Tensor {
  return { dtype: "float64", shape, values: Float64Array.from(values) };
}

Deno.test("the error function and its complement, against mpmath", () => {
  // mpmath 1.3, 20 digits
  const points = [1e-9, 0.1, 0.5, 0.9, 1.5, 1.99, 2.01, 3, 4.5, 5.9];
  assertAllClose(points.map(erf), ERF, { relative: 1e-15 });
  assertAllClose(points.map(erfc), ERFC, { relative: 5e-15 });
  assertEquals([erf(7), erf(-7), erf(Infinity), erfc(Infinity), erfc(-Infinity)], [1, -1, 1, 0, 2]);
  assertEquals([erf(NaN), erfc(NaN)], [NaN, NaN]);
  assertAllClose([erfc(20)], [5.3958656116079009e-176], { relative: 1e-13 });
});

const ERF = [
  1.12837916709551264e-9,
  0.112462916018284898,
  0.520499877813046538,
  0.79690821242283214,
  0.966105146475310727,
  0.995111413199616997,
  0.995524849355248237,
  0.999977909503001415,
  0.999999999803383956,
  0.999999999999999928,
];
const ERFC = [
  0.999999998871620833,
  0.887537083981715102,
  0.479500122186953462,
  0.20309178757716786,
  0.0338948535246892729,
  0.00488858680038300295,
  0.00447515064475176292,
  0.0000220904969985854414,
  1.96616044154288748e-10,
  7.19040978355047772e-17,
];

// invariants

Deno.test("operands are not changed, and outputs share nothing", () => {
  const x = input("x", { dtype: "float64", shape: [2] });
  const feed = fed([2], [1, -2]);
  const outputs = evaluate([x, x, reshape(x, [1, 2]), activations.relu(x), elementwise.stopGradient(x)], { x: feed });
  assertEquals(feed.values, Float64Array.of(1, -2));
  assertEquals(new Set([feed.values, ...outputs.map(({ values }) => values)]).size, 6);
  assertEquals(new Set([feed.values.buffer, ...outputs.map(({ values }) => values.buffer)]).size, 6);
});

Deno.test("feeds that no output needs are ignored", () => {
  assertEquals(evaluate([constant(1)], { y: fed([1], [2]) })[0]!.values[0], 1);
});

Deno.test("property: places of permuted strides are a permutation, and transposing back gives what was there", () => {
  const draw = random(11);
  for (let round = 0; round < 100; round++) {
    const shape = Array.from({ length: draw.integer(5) }, () => draw.integer(4));
    const count = shape.reduce((product, length) => product * length, 1);
    const permutation = [...shape.keys()];
    draw.shuffle(permutation);
    const back = permutation.map((_, axis) => permutation.indexOf(axis));
    const x = input("x", { dtype: "float64", shape });
    const feed = fed(shape, Array.from({ length: count }, () => draw.normal()));
    const [there, andBack] = evaluate([transpose(x, permutation), transpose(transpose(x, permutation), back)], {
      x: feed,
    });
    assertEquals(andBack, feed);
    assertEquals(there!.values.toSorted(), feed.values.toSorted());
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
    assertEquals([...linearOffsets(shape, { strides })], Array.from({ length: count }, (_, place) => place));
  }
});

Deno.test("property: a convolution and its transpose are adjoint: ⟨conv x, y⟩ = ⟨x, convTranspose y⟩", () => {
  const draw = random(12);
  for (let round = 0; round < 60; round++) {
    const axes = 1 + draw.integer(2);
    const some = (from: number, count: number) => Array.from({ length: axes }, () => from + draw.integer(count));
    const [kernel, strides, dilations, padsBefore, padsAfter] = [
      some(1, 3),
      some(1, 3),
      some(1, 2),
      some(0, 2),
      some(0, 2),
    ];
    const spatial = kernel.map((length, axis) => (length - 1) * dilations[axis]! + 1 + draw.integer(5));
    const room = spatial.map((length, axis) =>
      length + padsBefore[axis]! + padsAfter[axis]! - (kernel[axis]! - 1) * dilations[axis]! - 1
    );
    const output = room.map((left, axis) => Math.floor(left / strides[axis]!) + 1);
    const outputPads = room.map((left, axis) => left % strides[axis]!);
    const groups = 1 + draw.integer(2);
    const [channels, filters] = [groups * (1 + draw.integer(2)), groups * (1 + draw.integer(2))];
    const random64 = (shape: number[]) =>
      doubles(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal()), shape);
    const x = random64([2, channels, ...spatial]);
    const y = random64([2, filters, ...output]);
    const w = random64([filters, channels / groups, ...kernel]);
    const attributes = { strides, padsBefore, padsAfter, dilations, groups };
    const forwards = node("Conv", [x, w], { ...plain(y.shape), attributes });
    const backwards = node("ConvTranspose", [y, w], { ...plain(x.shape), attributes: { ...attributes, outputPads } });
    const [left, right] = evaluate([reductions.sum(multiply(forwards, y)), reductions.sum(multiply(x, backwards))], {});
    assertAllClose(left!.values as Float64Array, right!.values as Float64Array, { relative: 1e-10, absolute: 1e-10 });
  }
});

Deno.test("a chain of a hundred thousand nodes needs no stack", () => {
  let sum: Expression = constant(0, { dtype: "float64" });
  for (let i = 0; i < 100_000; i++) sum = add(sum, 1);
  assertEquals(valuesOf(sum), [100_000]);
});

// refusals

const x = input("x", { shape: ["batch", 2] });
const y = input("y", { shape: ["batch"] });
const z = input("z", { shape: ["2*batch"] });
const single = (...shape: number[]): Tensor => ({
  dtype: "float32",
  shape,
  values: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});

const refusals: readonly (readonly [message: string, attempt: () => unknown])[] = [
  ["Cannot evaluate: input x must be fed: current value is undefined", () => evaluate([x], {})],
  [
    "Cannot evaluate: input toString must be fed: current value is undefined",
    () => evaluate([input("toString", { shape: [] })], {}),
  ],
  [
    "Cannot evaluate: input x must be float32[batch, 2]: current value is float64[1, 2] in a Float64Array",
    () => evaluate([x], { x: fed([1, 2], [1, 2]) }),
  ],
  [
    "Cannot evaluate: input x must be float32[batch, 2]: current value is float32[1, 2] in a Float64Array",
    () => evaluate([x], { x: { ...single(1, 2), values: new Float64Array(2) } }),
  ],
  [
    "Cannot evaluate: input x must be float32[batch, 2]: current value is float64[1, 2] in a Float32Array",
    () => evaluate([x], { x: { ...single(1, 2), dtype: "float64" } }),
  ],
  [
    "Cannot evaluate: the operation must have floats: current value is int64",
    () => valuesOf(node("Softplus", [integers([1])], { ...plain([1]), dtype: "int64" })),
  ],
  ["Cannot evaluate: input x must have shape [batch, 2]: current value is [2]", () => evaluate([x], { x: single(2) })],
  [
    "Cannot evaluate: axis 1 of input x must have length 2: current value is 3",
    () => evaluate([x], { x: single(1, 3) }),
  ],
  [
    "Cannot evaluate: input x must have 4 elements: current value is 2",
    () => evaluate([x], { x: { ...single(2, 2), values: new Float32Array(2) } }),
  ],
  [
    "Cannot evaluate: batch must have one length: current value is 3 in x and 4 in y",
    () => evaluate([x, y], { x: single(3, 2), y: single(4) }),
  ],
  [
    "Cannot evaluate: axis 0 of input z must have length 2*batch = 6: current value is 8",
    () => evaluate([x, z], { x: single(3, 2), z: single(8) }),
  ],
  [
    "Cannot evaluate: axis 0 of input z must have length 2*batch: current value is 7",
    () => evaluate([z], { z: single(7) }),
  ],
  [
    "Cannot evaluate: an input must tell the symbols of every shape: current value is [3, batch]",
    () => evaluate([constant(1, { shape: [3, "batch"] })], {}),
  ],
  [
    "Cannot evaluate Gather: indices must be from 0 to 1: current value is 2",
    () => valuesOf(lookup.gather(square, integers([2]))),
  ],
  [
    "Cannot evaluate Gather: indices must be from 0 to 1: current value is -1",
    () => valuesOf(lookup.gather(square, integers([-1]))),
  ],
  [
    "Cannot evaluate GatherElements: indices must be from 0 to 2: current value is 3",
    () => valuesOf(lookup.gatherElements(square, integers([3, 0], [2, 1]), { axis: 1 })),
  ],
  [
    "Cannot evaluate ScatterND: indices must be from 0 to 1: current value is 5",
    () => valuesOf(lookup.scatterRows(square, { indices: integers([5]), updates: doubles([1, 1, 1], [1, 3]) })),
  ],
  [
    "Cannot evaluate Div: a divisor that is a whole number must not be 0: current value is 0",
    () => valuesOf(divide(constant([1], { dtype: "int32" }), 0)),
  ],
  [
    "Cannot evaluate Div: a divisor that is a whole number must not be 0: current value is 0",
    () => valuesOf(divide(integers([1]), 0)),
  ],
  ["Cannot evaluate Pow: 0 has no power below 0: current value is -2", () => valuesOf(power(integers([0]), -2))],
  [
    "Cannot evaluate Cast: the number must fit into int32: current value is 2147483648",
    () => valuesOf(elementwise.cast(doubles([2 ** 31]), "int32")),
  ],
  [
    "Cannot evaluate Cast: the number must fit into int64: current value is NaN",
    () => valuesOf(elementwise.cast(doubles([NaN]), "int64")),
  ],
  [
    "Cannot evaluate ArgMax: the axis must have elements: current value is length 0",
    () => valuesOf(reductions.argMax(constant([], { shape: [2, 0] }), { axis: 1 })),
  ],
  [
    "Cannot evaluate MaxPool: every window must cover an element: current value is one in the padding",
    () =>
      valuesOf(
        node("MaxPool", [line], {
          ...plain([1, 1, 3]),
          attributes: { strides: [3], padsBefore: [2], padsAfter: [0], kernel: [2] },
        }),
      ),
  ],
];

for (const [message, attempt] of refusals) {
  Deno.test(`refusal: ${message}`, () => {
    const error = assertThrows(attempt, Error);
    assertEquals(error.message, message);
    assertEquals(
      error instanceof (/must be fed|must be float|must have floats/.test(message) ? TypeError : RangeError),
      true,
    );
  });
}

Deno.test("whole numbers to negative powers are truncated", () => {
  assertEquals(valuesOf(power(integers([1, -1, -1, 2]), integers([-3, -3, -2, -1]))), [1n, -1n, 1n, 0n]);
});
