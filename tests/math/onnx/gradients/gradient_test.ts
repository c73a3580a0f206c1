/**
 * Tests of `gradient.ts`, `gradients/` and `gradient_check.ts`: every rule against central differences in float64, on
 * random shapes. Windows have tests of their own (`gradients/`), PyTorch's values stand in the tests of `layers/`.
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { centralDifference } from "@lib/math/onnx/gradients/central_difference.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { gradientCheck } from "@lib/math/onnx/gradients/gradient_check.ts";
import {
  absolute,
  add,
  divide,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  reciprocal,
  sign,
  square,
  subtract,
} from "@lib/math/onnx/operations/arithmetic.ts";
import { greater, where } from "@lib/math/onnx/operations/logic.ts";
import { cast, erf, exp, log, sqrt, stopGradient } from "@lib/math/onnx/operations/elementwise.ts";
import { gelu, relu, sigmoid, softplus, tanh } from "@lib/math/onnx/operations/activations.ts";
import { gather, gatherElements, scatterElements, scatterRows } from "@lib/math/onnx/operations/indexing.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { concat, expand, pad, reshape, slice, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import { logSumExp, max, mean, sum, sumTo } from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";
import type { Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";

const TOLERANCE = 2e-8;

/** Operands of these shapes, and their values: normal, or uniform in a range where the function is smooth. */
interface Trial {
  readonly shapes: readonly (readonly number[])[];
  readonly build: (...operands: Expression[]) => Expression;
  /** Elements are drawn from here. @default {-2 … 2} */
  readonly range?: readonly [number, number];
}

const anywhere = { range: [-2, 2] } as const;
const positive = { range: [0.2, 3] } as const;

/** A loss that weighs every element of the result differently, so that no error can cancel. */
function weighted(result: Expression): Expression {
  const count = (result.shape as number[]).reduce((product, length) => product * length, 1);
  const weights = Array.from({ length: count }, (_, place) => Math.sin(1 + 2 * place));
  return sum(multiply(result, constant(weights, { dtype: "float64", shape: result.shape })));
}

function tensorOf(
  generator: Random,
  { shape, range: [low, high] }: { shape: readonly number[]; range: readonly [number, number] },
): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return {
    dtype: "float64",
    shape,
    values: Float64Array.from({ length: count }, () => low + (high - low) * generator.next()),
  };
}

/** The largest disagreement of gradient and differences. */
function worstOf({ shapes, build, range = anywhere.range }: Trial, seed: number) {
  const generator = random(seed);
  const parameters = shapes.map((shape, place) => input(`p${place}`, { dtype: "float64", shape }));
  const feeds = Object.fromEntries(shapes.map((shape, place) => [`p${place}`, tensorOf(generator, { shape, range })]));
  const loss = weighted(build(...parameters));
  return { comparisons: gradientCheck(loss, { parameters, feeds }), loss, parameters, feeds };
}

function holds(name: string, trials: readonly Trial[]): void {
  Deno.test(name, () => {
    for (const [place, trial] of trials.entries()) {
      const [worst] = worstOf(trial, place + 1).comparisons;
      assert(worst === undefined || worst.error < TOLERANCE, `trial ${place}: ${JSON.stringify(worst)}`);
    }
  });
}

// By hand

Deno.test("gradient: of x² y at (3, 5) it is (30, 9)", () => {
  const [x, y] = [input("x", { dtype: "float64", shape: [] }), input("y", { dtype: "float64", shape: [] })];
  const feeds = { x: scalar(3), y: scalar(5) };
  const values = evaluate(gradient(multiply(square(x), y), [x, y]), feeds).map((tensor) => tensor.values[0]);
  assertEquals(values, [2 * 3 * 5, 3 * 3]);
});

Deno.test("gradient: a parameter that is used twice gets both shares, one that is not used gets zeros", () => {
  const x = input("x", { dtype: "float64", shape: [2] });
  const other = input("other", { dtype: "float64", shape: [3] });
  const loss = add(sum(x), multiply(sum(multiply(x, x)), 10)); // 1 + 20 x
  const [own, unused] = evaluate(gradient(loss, [x, other]), {
    x: { dtype: "float64", shape: [2], values: new Float64Array([1, -1]) },
  });
  assertEquals([...own!.values], [21, -19]);
  assertEquals([unused!.shape, [...unused!.values]], [[3], [0, 0, 0]]);
});

Deno.test("gradient: nothing flows through a comparison, a cast to whole numbers, or stopGradient", () => {
  const x = input("x", { dtype: "float64", shape: [3] });
  const feeds = { x: { dtype: "float64", shape: [3], values: new Float64Array([-1, 0.5, 2.7]) } } as const;
  for (const dead of [cast(greater(x, 0), "float64"), cast(cast(x, "int32"), "float64"), sign(x)]) {
    const [zero] = evaluate(gradient(sum(dead), [x]), feeds);
    assertEquals([...zero!.values], [0, 0, 0]);
  }
  const [held] = evaluate(gradient(sum(multiply(stopGradient(x), x)), [x]), feeds);
  assertEquals([...held!.values], [-1, 0.5, 2.7]);
});

Deno.test("gradient: at kinks it is what the header says", () => {
  const x = input("x", { dtype: "float64", shape: [2] });
  const feeds = { x: { dtype: "float64", shape: [2], values: new Float64Array([0, 0]) } } as const;
  const cases: [Expression, number[]][] = [
    [relu(x), [0, 0]],
    [absolute(x), [0, 0]],
    [maximum(x, 0), [0.5, 0.5]],
    [minimum(x, 0), [0.5, 0.5]],
    [max(x), [0.5, 0.5]],
    [power(x, 0), [0, 0]],
    [power(x, 2), [0, 0]],
    [power(x, 1), [1, 1]],
  ];
  for (const [result, expected] of cases) {
    assertEquals([...evaluate(gradient(sum(result), [x]), feeds)[0]!.values], expected, result.operation);
  }
});

Deno.test("gradient check: it finds a gradient that is wrong, and names the element", () => {
  const x = input("x", { dtype: "float64", shape: [3] });
  const feeds = { x: { dtype: "float64", shape: [3], values: new Float64Array([1, 2, 3]) } } as const;
  const wrong = multiply(x, constant([2, 2, 2.01], { dtype: "float64" }));
  const [worst, next] = gradientCheck(sum(square(x)), { parameters: [x], feeds, gradients: [wrong] });
  assertEquals([worst!.parameter, worst!.index], ["x", 2]);
  assertAllClose([worst!.gradient, worst!.difference, worst!.error], [6.03, 6, 0.03 / 6.03], { relative: 1e-6 });
  assert(next!.error < 1e-9);
});

Deno.test("central difference: ten digits near zero and far away, and the point is left as it was", () => {
  const at = new Float64Array([1, 3e6]);
  const slow = ([, b]: Float64Array) => 3e6 * Math.sin(b! / 3e6);
  assertAllClose([centralDifference(slow, { at, index: 1 })], [Math.cos(1)], { relative: 1e-9 });
  assertAllClose([centralDifference(([a]) => Math.sin(a!), { at, index: 0 })], [Math.cos(1)], { relative: 1e-10 });
  assertEquals([...at], [1, 3e6]);
});

// Oracle: central differences

holds("gradient: arithmetic, with and without broadcasting", [
  ...[add, subtract, multiply, divide, maximum, minimum].flatMap((operation): Trial[] => {
    const pairs: [number[], number[]][] = [
      [[3], [3]],
      [[2, 3], [3]],
      [[1, 3], [2, 1]],
      [[], [2, 2]],
      [[2, 1, 2], [4, 1]],
      [[0, 3], [3]],
      [[1], [1, 1]],
    ];
    return pairs.map((shapes) => ({ shapes, build: operation, ...operation === divide ? positive : anywhere }));
  }),
  { shapes: [[2, 3], [3]], build: power, ...positive },
  { shapes: [[4]], build: (x) => power(x!, 3) },
  { shapes: [[4]], build: (x) => power(2, x!) },
  { shapes: [[2, 3]], build: negate },
  { shapes: [[5]], build: absolute },
  { shapes: [[5]], build: reciprocal, ...positive },
  { shapes: [[3]], build: (x) => multiply(x!, x!) },
]);

holds("gradient: choice and casts", [
  { shapes: [[2, 3], [3]], build: (a, b) => where(greater(a!, 0.3), [a!, b!]) },
  { shapes: [[2, 1], [1, 3]], build: (a, b) => where(constant([1, 0, 1], { dtype: "bool" }), [a!, b!]) },
]);

holds("gradient: exponentials and activations", [
  ...[exp, erf, tanh, sigmoid, relu, softplus, gelu].map((build) => ({
    shapes: [[2, 3]],
    build: (x: Expression) => build(x),
  })),
  { shapes: [[6]], build: (x) => gelu(x!, { approximate: "tanh" }) },
  { shapes: [[6]], build: log, ...positive },
  { shapes: [[6]], build: sqrt, ...positive },
]);

holds("gradient: reductions and softmax over every choice of axes", [
  ...[sum, mean, max, logSumExp].flatMap((operation): Trial[] =>
    [[0], [1], [2], [0, 2], [0, 1, 2]].flatMap((axes) =>
      [true, false].map((keepDimensions) => ({
        shapes: [[2, 3, 1]],
        build: (x: Expression) => operation(x, { axes, keepDimensions }),
      }))
    )
  ),
  ...[softmax, logSoftmax].flatMap((operation): Trial[] =>
    [0, 1, -1].map((axis) => ({ shapes: [[2, 3, 2]], build: (x: Expression) => operation(x, { axis }) }))
  ),
  { shapes: [[2, 3]], build: (x) => sumTo(x!, [3]) },
  { shapes: [[2, 2, 3]], build: (x) => sumTo(x!, [1, 3]) },
  { shapes: [[2, 2, 3]], build: (x) => sumTo(x!, [2, 1]) },
]);

holds("gradient: the matrix product, of vectors, matrices and batches", [
  { shapes: [[2, 3], [3, 4]], build: matmul },
  { shapes: [[3], [3]], build: matmul },
  { shapes: [[3], [3, 2]], build: matmul },
  { shapes: [[2, 3], [3]], build: matmul },
  { shapes: [[2, 2, 3], [3, 2]], build: matmul },
  { shapes: [[2, 3], [4, 3, 2]], build: matmul },
  { shapes: [[4, 2], [3, 2, 2]], build: matmul },
  { shapes: [[2, 1, 2, 3], [3, 3, 2]], build: matmul },
  { shapes: [[1, 1], [1, 1]], build: matmul },
]);

holds("gradient: what rearranges, slices with steps forwards and backwards included", [
  { shapes: [[2, 6]], build: (x) => reshape(x!, [3, -1]) },
  { shapes: [[2, 3, 4]], build: (x) => transpose(x!, [2, 0, 1]) },
  { shapes: [[2, 1]], build: (x) => expand(x!, [3, 2, 4]) },
  { shapes: [[3, 1]], build: (x) => expand(x!, [3, 1]) },
  { shapes: [[2, 3], [2, 1], [2, 2]], build: (...parts) => concat(parts, { axis: -1 }) },
  { shapes: [[2, 3]], build: (x) => concat([x!, x!], { axis: 0 }) },
  { shapes: [[2, 3]], build: (x) => pad(x!, { before: [1, 0], after: [0, 2] }) },
  ...[1, 2, 3, 4].flatMap((step): Trial[] =>
    [0, 1, 2].map((start) => ({ shapes: [[7, 2]], build: (x: Expression) => slice(x, [{ axis: 0, start, step }]) }))
  ),
  ...[-1, -2, -3].flatMap((step): Trial[] =>
    [6, 5].map((start) => ({ shapes: [[7, 2]], build: (x: Expression) => slice(x, [{ axis: 0, start, step }]) }))
  ),
  {
    shapes: [[5, 6]],
    build: (x) => slice(x!, [{ axis: 1, start: 4, end: 0, step: -2 }, { axis: 0, start: 1, end: 4, step: 2 }]),
  },
  { shapes: [[5]], build: (x) => slice(x!, [{ axis: 0, start: 2, end: 2 }]) },
  { shapes: [[5, 2]], build: (x) => transpose(slice(transpose(x!), [{ axis: 1, start: 1, step: 3 }])) },
]);

const whole = (values: number[], shape: Shape) => constant(values, { dtype: "int64", shape });

holds("gradient: lookups add up what one element was taken for", [
  { shapes: [[4, 3]], build: (x) => gather(x!, whole([3, 0, 3, 3], [2, 2])) },
  { shapes: [[2, 4, 3]], build: (x) => gather(x!, whole([1, 1, 2], [3]), { axis: 1 }) },
  { shapes: [[2, 4]], build: (x) => gather(x!, whole([0, 3, 0, 2], [2, 2]), { axis: -1 }) },
  { shapes: [[2, 3, 4]], build: (x) => gather(x!, whole([0, 3, 0], [3]), { axis: 2 }) },
  { shapes: [[4]], build: (x) => gather(x!, whole([2], [])) },
  { shapes: [[3, 4]], build: (x) => gatherElements(x!, whole([0, 0, 3, 1, 2, 2], [3, 2]), { axis: 1 }) },
  {
    shapes: [[3, 2], [4, 2]],
    build: (x, updates) =>
      scatterElements(x!, { indices: whole([0, 1, 0, 1, 2, 2, 0, 0], [4, 2]), updates: updates!, axis: 0 }),
  },
  {
    shapes: [[3, 2], [4, 2]],
    build: (x, updates) => scatterRows(x!, { indices: whole([0, 2, 2, 0], [4]), updates: updates! }),
  },
]);

// Invariants

Deno.test("gradient: every derivative has the type of its parameter, symbols included", () => {
  const x = input("x", { shape: ["batch", 3] });
  const w = input("w", { shape: [3, 1] });
  const b = input("b", { shape: [1] });
  const loss = mean(square(subtract(matmul(x, w), b)));
  assertEquals(gradient(loss, [w, b, x]).map(({ dtype, shape }) => [dtype, shape]), [["float32", [3, 1]], ["float32", [
    1,
  ]], ["float32", ["batch", 3]]]);
});

Deno.test("gradient: the mean over a symbolic batch divides by the batch that is fed", () => {
  const x = input("x", { dtype: "float64", shape: ["batch", 2] });
  for (const batch of [1, 3]) {
    const values = new Float64Array(2 * batch).fill(7);
    const loss = mean(x);
    const [, slope] = evaluate([loss, ...gradient(loss, [x])], { x: { dtype: "float64", shape: [batch, 2], values } });
    assertEquals([...slope!.values], Array(2 * batch).fill(1 / (2 * batch)));
  }
});

Deno.test("gradient: of a gradient, the second derivative", () => {
  const curves = [
    exp,
    tanh,
    sigmoid,
    softplus,
    erf,
    gelu,
    (x: Expression) => power(x, 4),
    (x: Expression) => softmax(x),
    (x: Expression) => logSoftmax(x),
  ];
  for (const [place, curve] of curves.entries()) {
    const trial = { shapes: [[4]], build: (x: Expression) => gradient(weighted(curve(x)), [x])[0]! };
    const [worst] = worstOf(trial, place).comparisons;
    assert(worst!.error < 1e-7, `curve ${place}: ${JSON.stringify(worst)}`);
  }
  const product = {
    shapes: [[2, 3], [3, 2]],
    build: (a: Expression, b: Expression) => gradient(weighted(tanh(matmul(a, b))), [a])[0]!,
  };
  assert(worstOf(product, 1).comparisons[0]!.error < 1e-7);
});

Deno.test("gradient: of 200 random expressions", () => {
  const generator = random(7);
  const unary = [
    tanh,
    sigmoid,
    softplus,
    (x: Expression) => multiply(x, 0.5),
    (x: Expression) => sum(x, { axes: [0], keepDimensions: true }),
    transpose,
    softmax,
  ];
  const binary = [add, multiply, subtract, matmul];
  for (let round = 0; round < 200; round++) {
    const build = (...operands: Expression[]) => {
      const pool = [...operands];
      for (let step = 0; step < 6; step++) {
        const [a, b] = [pool[generator.integer(pool.length)]!, pool[generator.integer(pool.length)]!];
        if (generator.next() < 0.4) pool.push(unary[generator.integer(unary.length)]!(a));
        else if (a.shape[1] === b.shape[0]) pool.push(binary[3]!(a, b));
        else if (String(a.shape) === String(b.shape)) pool.push(binary[generator.integer(3)]!(a, b));
      }
      return pool.at(-1)!;
    };
    const [worst] = worstOf({ shapes: [[2, 3], [3, 2], [2, 3]], build, range: [-1, 1] }, round).comparisons;
    assert(worst!.error < 1e-7, `round ${round}: ${JSON.stringify(worst)}`);
  }
});

// Refusals

Deno.test("gradient: what cannot be differentiated is refused", () => {
  const x = input("x", { shape: [3] });
  const count = input("n", { dtype: "int64", shape: [] });
  assertThrows(
    () => gradient(x, [x]),
    TypeError,
    "Cannot differentiate: loss must be a float of shape []: current value is float32[3]",
  );
  assertThrows(() => gradient(count, [x]), TypeError, "current value is int64[]");
  assertThrows(
    () => gradient(sum(x), [count]),
    TypeError,
    "Cannot differentiate: parameters must hold floats: current value is int64[]",
  );
  const feeds = { x: { dtype: "float32", shape: [3], values: new Float32Array(3) } } as const;
  assertThrows(
    () => gradientCheck(sum(x), { parameters: [x], feeds }),
    TypeError,
    "parameters must be float64: current value is float32[3]",
  );
});

function scalar(value: number): Tensor {
  return { dtype: "float64", shape: [], values: new Float64Array([value]) };
}
