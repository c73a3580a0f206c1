import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { compensatedSum } from "@lib/math/linalg/compensated_sum.ts";
import { matrixOf } from "@lib/math/linalg/matrix.ts";
import { euclidean, matrixNorm, vectorNorm } from "@lib/math/linalg/norms.ts";
import { gram, matvec, outer } from "@lib/math/linalg/products.ts";
import { rowsOf, transpose } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { CASES, randomMatrix } from "./vectors.ts";

Deno.test("by hand: sums keep the small terms, in whatever order they come", () => {
  assertEquals(compensatedSum(Float64Array.of()), 0);
  for (const x of [[1, 1e100, 1, -1e100], [1e100, 1, -1e100, 1], [1e16, 1, 1, -1e16]]) {
    assertEquals(compensatedSum(Float64Array.from(x)), 2);
  }
});
Deno.test("oracle: integers scaled by powers of two sum as big integers do", () => {
  const dice = random(2);
  for (let round = 0; round < 200; round++) {
    const terms = Array.from(
      { length: 200 },
      () => [BigInt(dice.integer(2 ** 20) - 2 ** 19), dice.integer(50)] as const,
    );
    const exact = terms.reduce((sum, [value, power]) => sum + (value << BigInt(power)), 0n);
    const x = Float64Array.from(terms, ([value, power]) => Number(value) * 2 ** power);
    assertAllClose([compensatedSum(x)], [Number(exact)], { relative: 4e-16 });
  }
});
Deno.test("by hand: norms", () => {
  const x = Float64Array.of(3, -4);
  assertEquals([vectorNorm(x), vectorNorm(x, "1"), vectorNorm(x, "infinity")], [5, 7, 4]);
  const a = matrixOf([[1, -2], [-3, 4]]); // column sums 4, 6; row sums 3, 7; squares 30
  assertEquals([matrixNorm(a, "1"), matrixNorm(a, "infinity"), matrixNorm(a)], [6, 7, Math.sqrt(30)]);
  assertEquals(vectorNorm(Float64Array.of()), 0);
});
Deno.test("the Euclidean norm neither overflows nor underflows", () => {
  for (const unit of [2 ** -1070, 2 ** -600, 1, 2 ** 600, 2 ** 1020]) {
    assertEquals(euclidean(Float64Array.of(3 * unit, 4 * unit)), 5 * unit);
    assertEquals(euclidean(Float64Array.of(0, -3 * unit, 0, -4 * unit)), 5 * unit);
  }
  assertEquals(euclidean(new Float64Array(5)), 0);
});
Deno.test("scaling by a power of two scales the Euclidean norm by the same bits", () => {
  const x = randomMatrix(random(31), [1, 40]).data;
  for (const power of [-700, 700]) {
    assertEquals(euclidean(x.map((value) => value * 2 ** power)), euclidean(x) * 2 ** power);
  }
});
Deno.test("oracle: NumPy's norms and Gram matrices", () => {
  for (const { a, norms, gram: expected } of CASES) {
    assertAllClose([matrixNorm(a, "1"), matrixNorm(a, "infinity")], [norms["1"], norms.infinity]);
    if (!expected) continue;
    const largest = Math.max(...expected.flat().map(Math.abs));
    assertAllClose(gram(a).data, expected.flat(), { relative: 0, absolute: 1e-14 * largest });
  }
});
Deno.test("a Gram matrix is its own mirror, bit for bit, and agrees with plain loops for any number of rows", () => {
  for (const [rows, columns] of [[20, 9], [300, 9], [257, 10], [511, 13], [256, 12], [40_000, 1], [1, 200]] as const) {
    const x = randomMatrix(random(3), [rows, columns]);
    const { data } = gram(x);
    assertAllClose(data, naiveMatmul(transpose(x), x).data, { relative: 1e-11, absolute: 1e-10 });
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) assertEquals(data[i * columns + j], data[j * columns + i]);
    }
  }
});
Deno.test("by hand: products with vectors", () => {
  const a = matrixOf([[1, 2, 3], [4, 5, 6]]);
  assertEquals([...matvec(a, Float64Array.of(1, 0, -1))], [-2, -2]);
  assertEquals(rowsOf(outer(Float64Array.of(1, 2), Float64Array.of(3, 4, 5))), [[3, 4, 5], [6, 8, 10]]);
  assertEquals([...matvec(matrixOf([[], []]), Float64Array.of())], [0, 0]);
});
Deno.test("what does not fit or is not finite is refused", () => {
  const nan = Float64Array.of(1, NaN);
  const a = matrixOf([[1, 2]]);
  const refusals: [() => unknown, string][] = [
    [() => compensatedSum(nan), "x[1] must be finite"],
    [() => vectorNorm(nan), "x[1] must be finite"],
    [() => matrixNorm(matrixOf([[Infinity]])), "a[0, 0] must be finite"],
    [() => matvec(a, Float64Array.of(1)), "x must have 2 entries, as a has columns: current value is 1"],
    [() => matvec(a, nan), "x[1] must be finite"],
    [() => matvec(matrixOf([[NaN, 1]]), Float64Array.of(1, 1)), "a[0, 0] must be finite"],
    [() => outer(nan, nan), "x[1] must be finite"],
    [() => outer(Float64Array.of(1), nan), "y[1] must be finite"],
    [() => gram(matrixOf([[1, -Infinity]])), "x[0, 1] must be finite"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
