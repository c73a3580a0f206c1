/**
 * Tests of `expression.ts` and `operations/`: what is checked when an expression is built. Values are the business of
 * `evaluate_test.ts`.
 */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { constant, type Expression, expressionOf, inOrder, input } from "@lib/math/onnx/expressions/expression.ts";
import {
  absolute,
  add,
  divide,
  maximum,
  multiply,
  negate,
  power,
  reciprocal,
  sign,
  square,
  subtract,
} from "@lib/math/onnx/operations/arithmetic.ts";
import { and, equal, greater, less, not, or, where } from "@lib/math/onnx/operations/logic.ts";
import { cast, erf, exp, log, sqrt, stopGradient } from "@lib/math/onnx/operations/elementwise.ts";
import { gelu, relu, sigmoid, softplus, tanh } from "@lib/math/onnx/operations/activations.ts";
import { gather, gatherElements, oneHot, scatterElements, scatterRows } from "@lib/math/onnx/operations/indexing.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import {
  concat,
  expand,
  pad,
  reshape,
  slice,
  split,
  squeeze,
  transpose,
  transposeLastTwo,
  unsqueeze,
} from "@lib/math/onnx/operations/shape_ops.ts";
import { argMax, logSumExp, max, mean, sum, sumTo } from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";
import { type DType, type Shape, showType } from "@lib/math/onnx/expressions/tensor_type.ts";

const of = (shape: Shape, dtype: DType = "float32") => input("x", { dtype, shape });
const x = of(["batch", 3, 5]);
const flags = of(["batch", 3, 5], "bool");
const places = of([4], "int64");

// By hand

Deno.test("builders: the type of every result", () => {
  const cases: [Expression, string][] = [
    [add(x, of([3, 1])), "float32[batch, 3, 5]"],
    [subtract(1, x), "float32[batch, 3, 5]"],
    [power(of([2], "float64"), 2), "float64[2]"],
    [absolute(of([2], "int32")), "int32[2]"],
    [greater(x, 0), "bool[batch, 3, 5]"],
    [equal(flags, flags), "bool[batch, 3, 5]"],
    [and(flags, of([5], "bool")), "bool[batch, 3, 5]"],
    [where(of([3, 1], "bool"), [x, 0]), "float32[batch, 3, 5]"],
    [where(of([2], "bool"), [0, of([3, 1], "int32")]), "int32[3, 2]"],
    [cast(x, "int64"), "int64[batch, 3, 5]"],
    [gelu(x, { approximate: "tanh" }), "float32[batch, 3, 5]"],
    [sum(x, { axes: [1] }), "float32[batch, 5]"],
    [mean(x, { axes: [-1, 0], keepDimensions: true }), "float32[1, 3, 1]"],
    [max(x, { axes: [1, 2] }), "float32[batch]"],
    [logSumExp(x), "float32[]"],
    [argMax(x, { axis: -1 }), "int64[batch, 3]"],
    [argMax(x, { axis: 1, keepDimensions: true }), "int64[batch, 1, 5]"],
    [sumTo(x, [5]), "float32[5]"],
    [sumTo(x, ["batch", 1, 5]), "float32[batch, 1, 5]"],
    [softmax(x, { axis: 1 }), "float32[batch, 3, 5]"],
    [logSoftmax(x), "float32[batch, 3, 5]"],
    [matmul(x, of([5, 7])), "float32[batch, 3, 7]"],
    [matmul(of([2, 1, 4, 6]), of([3, 6, 5])), "float32[2, 3, 4, 5]"],
    [matmul(x, of([5])), "float32[batch, 3]"],
    [matmul(of([3]), of([3, 5])), "float32[5]"],
    [matmul(of([3]), of([3])), "float32[]"],
    [matmul(of([3]), x), "float32[batch, 5]"],
    [reshape(x, ["batch", 15]), "float32[batch, 15]"],
    [reshape(x, [-1]), "float32[15*batch]"],
    [reshape(x, [5, -1]), "float32[5, 3*batch]"],
    [reshape(of([0, 4]), [4, 0]), "float32[4, 0]"],
    [unsqueeze(x, 0), "float32[1, batch, 3, 5]"],
    [unsqueeze(x, -1), "float32[batch, 3, 5, 1]"],
    [squeeze(of([1, 4, 1]), [0, -1]), "float32[4]"],
    [transpose(x), "float32[5, 3, batch]"],
    [transpose(x, [1, 0, 2]), "float32[3, batch, 5]"],
    [transposeLastTwo(x), "float32[batch, 5, 3]"],
    [expand(of([3, 1]), ["batch", 3, 5]), "float32[batch, 3, 5]"],
    [slice(x, [{ axis: 2, start: 1 }]), "float32[batch, 3, 4]"],
    [slice(x, [{ axis: -1, end: -1, step: 2 }, { axis: 1, start: -1 }]), "float32[batch, 1, 2]"],
    [slice(x, [{ axis: 2, step: -2 }]), "float32[batch, 3, 3]"],
    [slice(x, [{ axis: 2, start: 4, end: 2 }]), "float32[batch, 3, 0]"],
    [slice(x, [{ axis: 2, start: 5, step: -1 }]), "float32[batch, 3, 5]"],
    [slice(of([0]), [{ axis: 0, step: -1 }]), "float32[0]"],
    [concat([x, of(["batch", 2, 5])], { axis: 1 }), "float32[batch, 5, 5]"],
    [concat([x], { axis: 0 }), "float32[batch, 3, 5]"],
    [pad(x, { before: [0, 1, 0], after: [0, 0, 2] }), "float32[batch, 4, 7]"],
    [gather(of([10, 8]), of(["batch", 4], "int32")), "float32[batch, 4, 8]"],
    [gather(x, places, { axis: -1 }), "float32[batch, 3, 4]"],
    [gatherElements(of([6, 2]), of([4, 2], "int32"), { axis: 0 }), "float32[4, 2]"],
    [scatterElements(of([6, 2]), { indices: of([4, 2], "int64"), updates: of([4, 2]), axis: 0 }), "float32[6, 2]"],
    [scatterRows(of([6, 2]), { indices: places, updates: of([4, 2]) }), "float32[6, 2]"],
    [oneHot(of(["batch"], "int32"), { depth: 10 }), "float32[batch, 10]"],
    [oneHot(of([2, 3], "int64"), { depth: 4, axis: 0, dtype: "float64" }), "float64[4, 2, 3]"],
    [constant([1, 2], { dtype: "int64" }), "int64[2]"],
    [constant(3, { shape: ["batch"] }), "float32[batch]"],
  ];
  for (const [expression, type] of cases) assertEquals(showType(expression), type, expression.operation);
});

Deno.test("builders: attributes are counted from the front and complete", () => {
  assertEquals(sum(x, { axes: [-1, 0] }).attributes, { axes: [0, 2], keepDimensions: false });
  assertEquals(softmax(x).attributes, { axis: 2 });
  assertEquals(slice(x, [{ axis: -1, end: -1, step: 2 }]).attributes, {
    starts: [0, 0, 0],
    ends: [null, 3, 4],
    steps: [1, 1, 2],
  });
  assertEquals(slice(x, [{ axis: 2, step: -1 }]).attributes, {
    starts: [0, 0, 4],
    ends: [null, 3, -1],
    steps: [1, 1, -1],
  });
  assertEquals(transpose(x, [-1, 0, 1]).attributes, { permutation: [2, 0, 1] });
  assertEquals(gelu(x, { approximate: "tanh" }).attributes, { approximate: "tanh" });
});

Deno.test("builders: each curve is the operation of its name", () => {
  const curves = [exp, log, sqrt, erf, tanh, sigmoid, relu, softplus, gelu, stopGradient];
  const names = ["Exp", "Log", "Sqrt", "Erf", "Tanh", "Sigmoid", "Relu", "Softplus", "Gelu", "StopGradient"];
  assertEquals(curves.map((curve) => curve(x).operation as string), names);
});

Deno.test("expressions: a number takes the type of the other operand, and what changes nothing is no node", () => {
  assertEquals(add(of([2], "int64"), 3).inputs[1]!.attributes, { values: new BigInt64Array([3n]) });
  assertEquals(expressionOf(2, { operation: "Add", beside: constant(1, { dtype: "float64" }) }).dtype, "float64");
  assertStrictEquals(cast(x, "float32"), x);
  assertStrictEquals(sumTo(x, x.shape), x);
  const scalar = of([]);
  assertStrictEquals(sum(scalar), scalar);
});

Deno.test("expressions: every node comes once, after its inputs, however deep the graph", () => {
  let deep: Expression = x;
  for (let i = 0; i < 100_000; i++) deep = negate(deep);
  const twice = add(deep, deep);
  const order = inOrder([twice, deep]);
  assertEquals(order.length, 100_002);
  assertStrictEquals(order[0], x);
  assertStrictEquals(order.at(-1), twice);
});

Deno.test("expressions: nodes are frozen", () => {
  const sumOfTwo = add(x, x);
  for (const part of [sumOfTwo, sumOfTwo.inputs, sumOfTwo.shape, sumOfTwo.attributes]) {
    assertEquals(Object.isFrozen(part), true);
  }
});

// Refusals

Deno.test("expressions: what is no number, or no element of the type, is refused in our words", () => {
  const [n, flags] = [of([2], "int32"), of([2], "bool")];
  const cases: readonly (readonly [() => unknown, ErrorConstructor, string])[] = [
    [
      () => constant([[1, 2, 3]] as never, { dtype: "float64" }),
      TypeError,
      "Cannot build a constant: values[0] must be a number, for float64: current value is an array",
    ],
    [
      () => constant([1, undefined, 3] as never),
      TypeError,
      "values[1] must be a number, for float32: current value is undefined",
    ],
    [() => constant([null, 1] as never), TypeError, "values[0] must be a number, for float32: current value is null"],
    [() => constant(["1"] as never), TypeError, 'current value is "1"'],
    [
      () => constant("12" as never),
      TypeError,
      'values must be a number, or numbers in a flat list: current value is "12"',
    ],
    [() => constant(undefined as never), TypeError, "current value is undefined"],
    [() => constant({ length: 2 } as never), TypeError, "current value is an object"],
    [
      () => constant([NaN, 1.5], { dtype: "int32" }),
      RangeError,
      "values[0] must be a whole number from -2147483648 to 2147483647, for int32: current value is NaN",
    ],
    [() => constant(3e9, { dtype: "int32" }), RangeError, "for int32: current value is 3000000000"],
    [() => constant(new Float32Array([1.5]), { dtype: "int64" }), RangeError, "for int64: current value is 1.5"],
    [() => constant([2 ** 60], { dtype: "int64" }), RangeError, "a safe integer, or a bigint of 64 bits, for int64"],
    [() => constant([7], { dtype: "bool" }), RangeError, "0, 1, true or false, for bool: current value is 7"],
    [() => constant(Uint8Array.of(7), { dtype: "bool" }), RangeError, "current value is 7"],
    [
      () => constant([1], { dtype: "float16" as never }),
      RangeError,
      'dtype must be "float32", "float64", "int32", "int64" or "bool": current value is "float16"',
    ],
    [() => constant([1], { shape: 1 as never }), TypeError, "a list of dimensions: current value is 1"],
    [() => input(7 as never, { shape: [] }), TypeError, "name must be a string: current value is 7"],
    [() => input("x", { dtype: "f32" as never, shape: [] }), RangeError, 'current value is "f32"'],
    [
      () => multiply(n, .5),
      RangeError,
      "Cannot build Mul: a number beside int32[2] must be a whole number from -2147483648 to 2147483647, or the operand be cast to floats: current value is 0.5",
    ],
    [() => add(3e9, n), RangeError, "a number beside int32[2]"],
    [() => less(n, 1.5), RangeError, "Cannot build Less: a number beside int32[2]"],
    [() => add(of([2], "int64"), .5), RangeError, "a number beside int64[2] must be a safe integer"],
    [() => where(flags, [n, NaN]), RangeError, "Cannot build Where: a number beside int32[2]"],
    [() => equal(flags, 2), RangeError, "a number beside bool[2] must be 0, 1, true or false"],
    [
      () => add(x, "1" as never),
      TypeError,
      'Cannot build Add: operands must be expressions or numbers: current value is "1"',
    ],
    [() => add(undefined as never, x), TypeError, "current value is undefined"],
    [() => multiply(x, [1, 2] as never), TypeError, "current value is an array"],
    [() => add(1, 2), TypeError, "one operand must be an expression: current value is 1 and 2"],
    [() => exp(5 as never), TypeError, "the operand must hold floats: current value is 5"],
    [() => relu(n), TypeError, "the operand must hold floats: current value is int32[2]"],
    [() => gelu(n), TypeError, "the operand must hold floats: current value is int32[2]"],
  ];
  for (const [attempt, kind, message] of cases) assertThrows(attempt, kind, message);
});

Deno.test("expressions: elements are taken as they are: truth values, bigints, arrays of another type", () => {
  assertEquals(constant([true, false] as never, { dtype: "bool" }).attributes.values, Uint8Array.of(1, 0));
  assertEquals(
    constant([2n ** 62n, 3] as never, { dtype: "int64" }).attributes.values,
    BigInt64Array.of(2n ** 62n, 3n),
  );
  assertEquals(constant(Int32Array.of(1, 2)).attributes.values, Float32Array.of(1, 2));
  assertEquals(constant([NaN, -Infinity]).attributes.values, Float32Array.of(NaN, -Infinity));
});

Deno.test("builders: what does not fit is refused with the operation, the rule and the value", () => {
  const cases: [() => unknown, typeof RangeError | typeof TypeError, string][] = [
    [
      () => add(x, of([4])),
      RangeError,
      "Cannot build Add: shapes must broadcast, axis by axis equal or 1: current value is [batch, 3, 5] and [4]",
    ],
    [
      () => add(x, of([5], "float64")),
      TypeError,
      "Cannot build Add: operands must be numbers of one element type: current value is float32[batch, 3, 5] and float64[5]",
    ],
    [() => divide(flags, flags), TypeError, "Cannot build Div"],
    [() => maximum(1, 2), TypeError, "Cannot build Max: one operand must be an expression: current value is 1 and 2"],
    [() => negate(flags), TypeError, "Cannot build Neg"],
    [() => sign(flags), TypeError, "Cannot build Sign"],
    [
      () => reciprocal(places),
      TypeError,
      "Cannot build Reciprocal: the operand must hold floats: current value is int64[4]",
    ],
    [() => square(flags), TypeError, "Cannot build Mul"],
    [
      () => less(flags, flags),
      TypeError,
      "Cannot build Less: operands must have one element type with this comparison",
    ],
    [() => equal(x, of([5], "float64")), TypeError, "Cannot build Equal"],
    [
      () => not(x),
      TypeError,
      "Cannot build Not: operands must hold truth values: current value is float32[batch, 3, 5]",
    ],
    [() => or(flags, x), TypeError, "Cannot build Or: operands must hold truth values"],
    [() => where(x, [x, 0]), TypeError, "Cannot build Where: operands must hold truth values"],
    [
      () => where(flags, [1, 0]),
      TypeError,
      "Cannot build Where: one branch must be an expression: current value is 1 and 0",
    ],
    [() => where(flags, [x, of([5], "float64")]), TypeError, "Cannot build Where: branches must have one element type"],
    [() => exp(places), TypeError, "Cannot build Exp: the operand must hold floats"],
    [() => gelu(places), TypeError, "Cannot build Gelu"],
    [() => sum(flags), TypeError, "Cannot build ReduceSum"],
    [
      () => sum(x, { axes: [3] }),
      RangeError,
      "Cannot build ReduceSum: axis must be an integer from -3 to 2: current value is 3",
    ],
    [
      () => sum(x, { axes: [0, -3] }),
      RangeError,
      "Cannot build ReduceSum: axes must be named once: current value is [0,-3]",
    ],
    [() => mean(places), TypeError, "Cannot build ReduceMean"],
    [() => max(flags), TypeError, "Cannot build ReduceMax"],
    [
      () => max(of([2, 0]), { axes: [-1] }),
      RangeError,
      "Cannot build ReduceMax: an axis that is reduced must not be empty: current value is [2, 0]",
    ],
    [() => logSumExp(places), TypeError, "Cannot build ReduceLogSumExp"],
    [
      () => sumTo(of([3]), [2, 3]),
      RangeError,
      "Cannot build ReduceSum: the shape must broadcast to the operand's: current value is [2, 3] and [3]",
    ],
    [() => argMax(x, { axis: 3 }), RangeError, "Cannot build ArgMax"],
    [() => softmax(places), TypeError, "Cannot build Softmax"],
    [
      () => logSoftmax(x, { axis: -4 }),
      RangeError,
      "Cannot build LogSoftmax: axis must be an integer from -3 to 2: current value is -4",
    ],
    [
      () => matmul(x, of([4, 7])),
      RangeError,
      "Cannot build MatMul: the last axis of a must be as long as the last but one of b: current value is [batch, 3, 5] and [4, 7]",
    ],
    [() => matmul(of([]), x), RangeError, "Cannot build MatMul: operands must have an axis"],
    [() => matmul(of([2, 3, 4]), of([3, 4, 5])), RangeError, "Cannot build MatMul: shapes must broadcast"],
    [() => matmul(places, places), TypeError, "Cannot build MatMul: operands must hold floats of one type"],
    [
      () => reshape(x, [-1, -1]),
      RangeError,
      "Cannot build Reshape: both shapes must have as many elements: current value is [batch, 3, 5] and [-1, -1]",
    ],
    [() => reshape(x, [15]), RangeError, "Cannot build Reshape"],
    [() => reshape(x, [4, -1]), RangeError, "Cannot build Reshape"],
    [() => squeeze(x, [1]), RangeError, "Cannot build Reshape"],
    [
      () => transpose(x, [0, 1]),
      RangeError,
      "Cannot build Transpose: permutation must name each axis of [batch, 3, 5] once: current value is [0,1]",
    ],
    [() => transpose(x, [0, 1, 1]), RangeError, "Cannot build Transpose"],
    [() => transposeLastTwo(of([2])), RangeError, "Cannot build Transpose"],
    [
      () => expand(x, [3, 5]),
      RangeError,
      "Cannot build Expand: the operand must broadcast to the shape: current value is [batch, 3, 5] and [3, 5]",
    ],
    [
      () => slice(x, [{ axis: 1, step: 0 }]),
      RangeError,
      "Cannot build Slice: step must be an integer other than 0: current value is 0",
    ],
    [
      () => slice(x, [{ axis: 1, start: 4 }]),
      RangeError,
      "Cannot build Slice: start must be an integer from -3 to 3: current value is 4",
    ],
    [() => slice(x, [{ axis: 1, end: -4 }]), RangeError, "Cannot build Slice: end must be"],
    [
      () => slice(x, [{ axis: 1 }, { axis: -2 }]),
      RangeError,
      "Cannot build Slice: an axis must be named once: current value is -2",
    ],
    [
      () => slice(x, [{ axis: 0, step: 2 }]),
      RangeError,
      "Cannot build Slice: step must be 1 or -1 where a length is not in numbers: current value is 2",
    ],
    [() => concat([], { axis: 0 }), RangeError, "Cannot build Concat: parts must not be empty"],
    [
      () => concat([x, of(["batch", 3, 4])], { axis: 1 }),
      RangeError,
      "Cannot build Concat: shapes must agree but on axis 1: current value is [batch, 3, 5] and [batch, 3, 4]",
    ],
    [
      () => split(x, { axis: 0, lengths: ["batch-1", 2] }),
      RangeError,
      "Cannot build Slice: parts must be together as long as the axis, batch: current value is batch+1",
    ],
    [
      () => concat([x, of(["batch", 3, 5], "float64")], { axis: 1 }),
      TypeError,
      "Cannot build Concat: parts must have one element type",
    ],
    [
      () => pad(x, { before: [0, -1, 0], after: [0, 0, 0] }),
      RangeError,
      "Cannot build Pad: there must be a non-negative integer for each axis of [batch, 3, 5]: current value is [0,-1,0]",
    ],
    [() => pad(x, { before: [0, 0], after: [0, 0, 0] }), RangeError, "Cannot build Pad"],
    [
      () => pad(x, { before: [.5, 0, 0], after: [0, 0, 0] }),
      RangeError,
      "current value is [0.5,0,0]",
    ],
    [() => gather(x, x), TypeError, "Cannot build Gather: indices must be int32 or int64"],
    [
      () => gatherElements(of([6, 2]), of([4, 3], "int32"), { axis: 0 }),
      RangeError,
      "Cannot build GatherElements: shapes must agree but on axis 0: current value is [6, 2] and [4, 3]",
    ],
    [
      () => scatterElements(of([6]), { indices: places, updates: of([3]), axis: 0 }),
      RangeError,
      "Cannot build ScatterElements: updates must have the indices' shape",
    ],
    [
      () => scatterElements(of([6]), { indices: places, updates: of([4], "float64"), axis: 0 }),
      TypeError,
      "Cannot build ScatterElements",
    ],
    [
      () => scatterRows(of([6, 2]), { indices: of([4], "int32"), updates: of([4, 2]) }),
      TypeError,
      "Cannot build ScatterND: indices must be int64",
    ],
    [
      () => scatterRows(of([6, 2]), { indices: places, updates: of([4, 3]) }),
      RangeError,
      "Cannot build ScatterND: updates must be one row of data for each index",
    ],
    [
      () => oneHot(places, { depth: 0 }),
      RangeError,
      "Cannot build OneHot: depth must be a positive integer: current value is 0",
    ],
    [() => oneHot(x, { depth: 2 }), TypeError, "Cannot build OneHot"],
    [() => input("", { shape: [] }), RangeError, "Cannot build an input: name must not be empty"],
    [() => input("x", { shape: [-1] }), RangeError, "Cannot read a dimension"],
    [
      () => constant([1, 2, 3], { shape: [2] }),
      RangeError,
      "Cannot build a constant: values must be as many as [2] has: current value is 3",
    ],
    [() => constant([1, 2], { shape: ["batch"] }), RangeError, "Cannot build a constant"],
  ];
  for (const [build, kind, message] of cases) assertThrows(build, kind, message);
});

Deno.test("builders: what passes through is what was given", () => {
  for (const expression of [relu(x), stopGradient(x), exp(x)]) assertStrictEquals(expression.inputs[0], x);
});
