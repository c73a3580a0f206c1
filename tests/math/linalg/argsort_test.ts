import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { argmax, argmaxOfRows, argmin, argminOfRows, argsort, topK } from "@lib/math/linalg/argsort.ts";
import { matrixOf, zeros } from "@lib/math/linalg/matrix.ts";
import vectors from "./array_vectors.json" with { type: "json" };

/** Lengths around the change from comparisons to the radix sort. */
const LENGTHS = [0, 1, 2, 17, 599, 600, 601, 3000];

Deno.test("by hand: of equal numbers the first counts, infinities too", () => {
  assertEquals([argmin([2, 1, 1]), argmax([2, 3, 3]), argmin([0, -0]), argmax([-Infinity])], [1, 1, 0, 0]);
  assertEquals([...argsort([Infinity, 0, -Infinity, -0, Infinity])], [2, 1, 3, 0, 4]);
  assertEquals([...argsort([Infinity, 0, -Infinity, -0, Infinity], { descending: true })], [0, 4, 1, 3, 2]);
  assertEquals([...topK([1, 5, 5, 2], 3)], [1, 2, 3]);
  assertEquals([...topK([1, 5, 1, 2], 3, { largest: false })], [0, 2, 3]);
  assertEquals([topK([1], 0).length, topK([], 0).length], [0, 0]);
  assertEquals([...argminOfRows(matrixOf([[2, 1, 1], [0, 3, 0]]))], [1, 0]);
  assertEquals([...argmaxOfRows(matrixOf([[2, 1, 2], [0, 3, 0]]))], [0, 1]);
  assertEquals(argminOfRows(zeros(0, 0)).length, 0);
});
Deno.test("oracle: NumPy's stable argsort, argmin and argmax", () => {
  assertEquals([...argsort(vectors.order)], vectors.argsort);
  assertEquals([...argsort(vectors.order, { descending: true })], vectors.argsortDescending);
  assertEquals([...argminOfRows(matrixOf(vectors.a))], vectors.argmin1);
  assertEquals([...argmaxOfRows(matrixOf(vectors.a))], vectors.argmax1);
});
Deno.test("both ways of sorting agree with a sort by comparisons, ties by index", () => {
  const dice = random(11);
  for (const n of LENGTHS) {
    const draws = [
      () => dice.normal() * 10 ** (dice.integer(600) - 300),
      () => dice.integer(7) - 3,
      () => dice.integer(2) === 0 ? -0 : 0,
      () => -1 - dice.integer(1000) * 2 ** -52, // differ in the lowest bits alone
      () => 1 + dice.integer(2 ** 20) * 2 ** -36, // and in those across both words
    ];
    for (const draw of draws) {
      const x = Float64Array.from({ length: n }, draw);
      for (const sign of [1, -1]) {
        const expected = Array.from(x.keys()).sort((i, j) => sign * (x[i]! - x[j]!) || i - j);
        assertEquals([...argsort(x, { descending: sign < 0 })], expected);
        const k = Math.floor(n / 3);
        assertEquals([...topK(x, k, { largest: sign < 0 })], expected.slice(0, k));
        assertEquals([...topK(x, n, { largest: sign < 0 })], expected);
        if (n > 0) assertEquals(sign > 0 ? argmin(x) : argmax(x), expected[0]);
      }
    }
  }
});
Deno.test("32-bit floats and plain arrays are sorted alike, and nothing is changed", () => {
  const x = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 997);
  const before = [...x];
  assertEquals([...argsort(Float32Array.from(x))], [...argsort(x)]);
  assert(x.every((value, i) => value === before[i]));
});
Deno.test("what has no order is refused by index", () => {
  const refusals: [() => unknown, string][] = [
    [() => argmin([]), "x must have at least one number"],
    [() => argmax([1, NaN]), "x[1] must be a number: current value is NaN"],
    [() => argsort([NaN]), "Cannot sort: x[0] must be a number"],
    [() => topK([1, 2], 3), "k must be at most 2, the number of numbers: current value is 3"],
    [() => topK([1, 2], -1), "k must be a non-negative integer"],
    [() => argminOfRows(zeros(2, 0)), "a must have columns: current value is 2 × 0"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(() => argsort(["2", "10"] as never), TypeError, 'x[0] must be a number: current value is "2"');
  assertThrows(() => argmin([1, null] as never), TypeError, "x[1] must be a number: current value is null");
  assertThrows(() => topK("123" as never, 1), TypeError, 'x must be a list of numbers: current value is "123"');
  assertThrows(() => argmax(new BigInt64Array(2) as never), TypeError, "x[0] must be a number: current value is 0n");
});
