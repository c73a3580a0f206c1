/** Tests of `dimension.ts` and `tensor_type.ts`: what is known of a tensor before it has values. */
import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  type Dimension,
  dimensionProduct,
  dimensionQuotient,
  lengthOf,
  symbolsOf,
} from "@lib/math/onnx/expressions/dimension.ts";
import {
  broadcastShapes,
  checkAxis,
  checkShape,
  isFloat,
  type Shape,
  showType,
} from "@lib/math/onnx/expressions/tensor_type.ts";

// By hand

Deno.test("dimensions: products join factors and symbols in one spelling", () => {
  const cases: [Dimension[], Dimension][] = [
    [[], 1],
    [[2, 3], 6],
    [["b", 4], "4*b"],
    [["s", "b", 2, "b"], "2*b*b*s"],
    [["3*b", "5*a"], "15*a*b"],
    [["b", 0], 0],
    [["1*b"], "b"],
  ];
  for (const [parts, product] of cases) assertEquals(dimensionProduct(parts), product);
  assertEquals(checkShape(["b*3*a"]), ["3*a*b"]);
});

Deno.test("dimensions: a quotient is there only if it is whole for every value of the symbols", () => {
  const cases: [Dimension, Dimension, Dimension | undefined][] = [
    [12, 4, 3],
    [12, 5, undefined],
    ["12*b", 4, "3*b"],
    ["12*b", "b", 12],
    ["b", "b", 1],
    ["b*b", "b", "b"],
    [12, "b", undefined],
    ["b", 2, undefined],
    [0, 5, 0],
    [6, 0, undefined],
  ];
  for (const [whole, part, quotient] of cases) assertEquals(dimensionQuotient(whole, part), quotient);
});

Deno.test("dimensions: a length is known as soon as all its symbols are", () => {
  const lengths = new Map([["a", 3], ["b", 5]]);
  assertEquals([7, "a", "2*a*b", "c", "a*c"].map((dimension) => lengthOf(dimension, lengths)), [
    7,
    3,
    30,
    undefined,
    undefined,
  ]);
});

Deno.test("shapes: broadcasting aligns the last axes", () => {
  const cases: [Shape, Shape, Shape][] = [
    [[], [], []],
    [[3], [], [3]],
    [[2, 3], [3], [2, 3]],
    [[2, 1], [1, 3], [2, 3]],
    [["b", 1, 5], [4, 1], ["b", 4, 5]],
    [["b"], ["b"], ["b"]],
    [[0], [1], [0]],
    [[1], ["b"], ["b"]],
  ];
  for (const [a, b, both] of cases) {
    assertEquals(broadcastShapes([a, b], "Add"), both);
    assertEquals(broadcastShapes([b, a], "Add"), both);
  }
});

Deno.test("types: only floats have gradients, and a type is shown with its shape", () => {
  assertEquals((["float32", "float64", "int32", "int64", "bool"] as const).map(isFloat), [
    true,
    true,
    false,
    false,
    false,
  ]);
  assertEquals(showType({ dtype: "float32", shape: ["batch", 64] }), "float32[batch, 64]");
});

// Invariants

Deno.test("dimensions: dividing a product by one part leaves the other, and the spelling does not depend on the order", () => {
  const generator = random(1);
  const some = (): Dimension[] =>
    Array.from({ length: 1 + generator.integer(3) }, () => [2, 3, 5, "a", "b", "c"][generator.integer(6)]!);
  for (let round = 0; round < 300; round++) {
    const left = dimensionProduct(some());
    const right = dimensionProduct(some());
    const product = dimensionProduct([left, right]);
    assertEquals(product, dimensionProduct([right, left]));
    assertEquals(dimensionQuotient(product, left), right);
    assertEquals(symbolsOf(product), [...symbolsOf(product)].sort());
  }
});

// Refusals

Deno.test("dimensions and axes that are none are refused with their value", () => {
  for (const wrong of [-1, 1.5, NaN, "", "2b", "a*", "a+", "+*b", "a b", "a-"] as Dimension[]) {
    assertThrows(() => checkShape([2, wrong]), RangeError, `current value is ${wrong}`);
  }
  for (const axis of [-3, 2, 0.5, NaN]) {
    assertThrows(
      () => checkAxis(axis, { rank: 2, operation: "Softmax" }),
      RangeError,
      "Cannot build Softmax: axis must be an integer from -2 to 1",
    );
  }
  assertEquals(
    [checkAxis(-2, { rank: 2, operation: "Softmax" }), checkAxis(1, { rank: 2, operation: "Softmax" })],
    [0, 1],
  );
});

Deno.test("shapes that do not broadcast are refused with both shapes and the operation", () => {
  const cases: [Shape, Shape][] = [[[2], [3]], [["b"], [2]], [["a"], ["b"]], [[2, 3], [2]], [[0], [2]]];
  for (const [a, b] of cases) {
    assertThrows(
      () => broadcastShapes([a, b], "Mul"),
      RangeError,
      "Cannot build Mul: shapes must broadcast, axis by axis equal or 1: current value is [",
    );
    assertThrows(() => broadcastShapes([a, b], "Mul"), RangeError, `[${a.join(", ")}] and [${b.join(", ")}]`);
  }
});
