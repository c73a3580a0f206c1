/** Entries at the top and at the bottom of the range of a double: the answer is right whenever it is a double. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { exponentOf, largestExponent, safeShift, scaledBy, timesPowerOfTwo } from "@lib/math/linalg/binary_exponent.ts";
import { cholesky } from "@lib/math/linalg/cholesky.ts";
import { compensatedSum } from "@lib/math/linalg/compensated_sum.ts";
import { leastSquares } from "@lib/math/linalg/least_squares.ts";
import { determinant, logDeterminant, lu, solve } from "@lib/math/linalg/lu.ts";
import { type Matrix, matrixFrom, matrixOf, rowsOf, zeros } from "@lib/math/linalg/matrix.ts";
import { matmul } from "@lib/math/linalg/matmul.ts";
import { gram, matvec } from "@lib/math/linalg/products.ts";
import { euclidean, matrixNorm, vectorNorm } from "@lib/math/linalg/norms.ts";
import { qr } from "@lib/math/linalg/qr.ts";
import { conditionNumber, pseudoInverse, rank, svd } from "@lib/math/linalg/svd.ts";
import { symmetricEigen } from "@lib/math/linalg/symmetric_eigen.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { randomMatrix } from "./vectors.ts";

const MAX = Number.MAX_VALUE;
const MIN = Number.MIN_VALUE;
const scaled = (a: Matrix, exponent: number) => matrixFrom(scaledBy(a.data, exponent), a);
const diagonal = (values: readonly number[]) => {
  const a = zeros(values.length, values.length);
  for (const [i, value] of values.entries()) a.data[i * values.length + i] = value;
  return a;
};

Deno.test("by hand: exponents, and products with powers of two that are no doubles", () => {
  assertEquals([1, -1, 1.99, 2, 0.5, MAX, -MAX, 2 ** -1022, 2 ** -1023, MIN].map(exponentOf), [
    ...[0, 0, 0, 1, -1, 1023, 1023, -1022, -1023, -1074],
  ]);
  assertEquals(timesPowerOfTwo(MIN, 2097), 2 ** 1023);
  assertEquals(timesPowerOfTwo(2 ** 1023, -2097), MIN);
  assertEquals(timesPowerOfTwo(1.5, -1074), 2 * MIN); // a tie, rounded to even
  assertEquals([timesPowerOfTwo(1, 1024), timesPowerOfTwo(-1, 5000), timesPowerOfTwo(1, -5000)], [
    ...[Infinity, -Infinity, 0],
  ]);
  assertEquals([largestExponent([0, -5, 3]), largestExponent([0, 0]), largestExponent([])], [2, undefined, undefined]);
  assertEquals([safeShift([1, 1e100]), safeShift([MAX]), safeShift([MIN]), safeShift([0])], [0, -623, 674, 0]);
});
Deno.test("norms of the largest and the smallest doubles", () => {
  for (const unit of [MAX, MIN, 2 ** 1023, 2 ** -1022]) {
    const x = Float64Array.of(0, -unit);
    assertEquals([vectorNorm(x), vectorNorm(x, "1"), vectorNorm(x, "infinity"), euclidean(x)], [
      unit,
      unit,
      unit,
      unit,
    ]);
    const a = matrixOf([[unit, 0], [0, 0]]);
    assertEquals([matrixNorm(a), matrixNorm(a, "1"), matrixNorm(a, "infinity")], [unit, unit, unit]);
  }
  assertEquals(vectorNorm(Float64Array.of(MAX * 0.6, MAX * 0.8)), MAX); // a little less than the largest
  // Truly larger than every double: infinite, and no error about an argument that nobody wrote.
  const full = matrixOf([[MAX, MAX], [MAX, MAX]]);
  assertEquals([matrixNorm(full), matrixNorm(full, "1"), matrixNorm(full, "infinity")], [Infinity, Infinity, Infinity]);
});
Deno.test("sums whose parts leave the range", () => {
  assertEquals(compensatedSum(Float64Array.of(MAX, MAX, -MAX)), MAX);
  assertEquals(compensatedSum(Float64Array.of(MAX, MAX, -MAX, -MAX)), 0);
  assertEquals(compensatedSum(Float64Array.of(MAX, MAX)), Infinity);
});
Deno.test("products whose parts leave the range are finite where they themselves are, and never NaN", () => {
  const a = matrixOf([[MAX, MAX], [1, 1]]);
  assertEquals([...matvec(a, Float64Array.of(2, -2))], [0, 0]); // 2 · MAX − 2 · MAX
  assertEquals([...matvec(matrixOf([[MAX, MAX, -MAX]]), Float64Array.of(1, 1, 1))], [MAX]);
  assertEquals([...matvec(a, Float64Array.of(1, 1))], [Infinity, 2]); // truly larger
  assertEquals(rowsOf(matmul(a, matrixOf([[2, 1], [-2, 0]]))), [[0, MAX], [0, 1]]);
  const wide = matrixFrom(new Float64Array(60 * 60).fill(MAX), { rows: 60, columns: 60 });
  const signs = matrixFrom(Float64Array.from({ length: 3600 }, (_, at) => (at / 60) % 2 < 1 ? 4 : -4), wide);
  assertEquals(matmul(wide, signs).data.every((value) => value === 0), true); // by kernels
  assertEquals(rowsOf(gram(matrixOf([[1e200, 1e200], [1e200, -1e200]])))[0]![1], 0);
});
Deno.test("by hand: determinants whose partial products leave the range", () => {
  assertAllClose([determinant(diagonal([1e-200, 1e-200, 1e200, 1e200]))], [1], { relative: 1e-15 });
  assertAllClose([determinant(diagonal([1e200, 1e200, 1e-200]))], [1e200], { relative: 1e-15 });
  const tenths = [...new Array(400).fill(0.1), ...new Array(400).fill(10)];
  assertAllClose([determinant(diagonal(tenths))], [1], { relative: 1e-13 });
  assertEquals(determinant(matrixOf([[MAX, MAX], [-MAX, MAX]])), Infinity); // 2 · MAX²
  assertAllClose([determinant(matrixOf([[MAX, 1], [MAX, 2]]))], [MAX], { relative: 1e-15 });
  assertEquals(determinant(matrixOf([[MIN]])), MIN);
  assertEquals(determinant(diagonal([MIN, 2 ** 1000])), 2 ** -74);
  assertAllClose([determinant(matrixOf([[1e200, 1e200], [1e-200, 2e-200]]))], [1], { relative: 1e-14 });
  assertAllClose([determinant(matrixOf([[MAX, 1 / 3], [1, 0]]))], [-1 / 3], { relative: 1e-15 });
  assertEquals(determinant(diagonal([1e-200, -1e-200])), 0); // −1e−400 is no double
});
Deno.test("log-determinants go on where determinants end", () => {
  assertAllClose([logDeterminant(diagonal([1e-200, 1e-200])).logAbsolute], [-400 * Math.LN10], { relative: 1e-15 });
  assertEquals(logDeterminant(diagonal([1e200, -1e200, 1])).sign, -1);
  assertEquals(logDeterminant(zeros(0, 0)), { sign: 1, logAbsolute: 0 });
  assertEquals(logDeterminant(matrixOf([[1, 2], [2, 4]])), { sign: 0, logAbsolute: -Infinity });
  const dice = random(5);
  for (const n of [1, 3, 8]) {
    const a = randomMatrix(dice, [n, n]);
    const { sign, logAbsolute } = logDeterminant(a);
    assertAllClose([sign * Math.exp(logAbsolute)], [determinant(a)], { relative: 1e-13 });
  }
  // One part in 1e12 above the identity: its logarithm keeps its digits.
  assertAllClose([logDeterminant(diagonal([2, 0.5 * (1 + 2 ** -40)])).logAbsolute], [2 ** -40], { relative: 1e-11 });
});
Deno.test("singular values, ranks and conditions of one large or small entry", () => {
  for (const unit of [MAX, MIN, 1e308, 1e-320]) {
    const a = matrixOf([[unit]]);
    assertEquals([svd(a).values[0], rank(a), conditionNumber(a), symmetricEigen(a).values[0]], [unit, 1, 1, unit]);
  }
  const full = matrixOf([[MAX, MAX], [MAX, MAX]]); // singular values 2 · MAX and 0
  assertEquals([svd(full).values[0], rank(full), conditionNumber(full) > 1e15], [Infinity, 1, true]);
  assertAllClose(pseudoInverse(matrixOf([[1e300, 1e300], [1e300, 1e300]])).data, new Array(4).fill(2.5e-301));
  assertAllClose(svd(matrixOf([[1e200, 0], [0, 1e-200]])).values, [1e200, 1e-200]);
  assertAllClose(symmetricEigen(matrixOf([[1e-200, 0], [0, 1e200]])).values, [1e-200, 1e200]);
  assertAllClose([conditionNumber(matrixOf([[1e200, 0], [0, 1e-100]]))], [1e300]);
});
Deno.test("scaling a matrix by any power of two scales what is made of it", () => {
  const dice = random(21);
  const [a, b] = [randomMatrix(dice, [5, 3]), randomMatrix(dice, [5, 1]).data];
  const square = matrixFrom(a.data.slice(0, 9), { rows: 3, columns: 3 });
  const right = b.slice(0, 3);
  const symmetric = matrixOf([[4, 1, 0], [1, 3, 1], [0, 1, 2]]);
  const close = (actual: Float64Array, expected: Float64Array) => assertAllClose(actual, expected, { relative: 1e-12 });
  for (const power of [-1020, -700, -450, 450, 700, 1018]) {
    const by = (x: Float64Array, exponent = power) => scaledBy(x, exponent);
    close(svd(scaled(a, power)).values, by(svd(a).values));
    close(symmetricEigen(scaled(symmetric, power)).values, by(symmetricEigen(symmetric).values));
    close(qr(scaled(a, power)).r.data, by(qr(a).r.data));
    close(qr(scaled(a, power)).q.data, qr(a).q.data);
    assertEquals([rank(scaled(a, power)), qr(scaled(a, power), { pivoting: true }).rank], [3, 3]);
    assertAllClose([conditionNumber(scaled(a, power))], [conditionNumber(a)], { relative: 1e-12 });
    close(leastSquares(scaled(a, power), by(b)).x, leastSquares(a, b).x);
    assertAllClose([leastSquares(scaled(a, power), by(b)).residualNorm], [
      timesPowerOfTwo(leastSquares(a, b).residualNorm, power),
    ], { relative: 1e-12 });
    close(solve(scaled(square, power), by(right)), solve(square, right));
    const even = power - power % 2;
    close(cholesky(scaled(symmetric, even))!.data, by(cholesky(symmetric)!.data, even / 2));
  }
});
Deno.test("oracle: NumPy's answers at the top of the range", () => {
  const a = matrixOf([[1e308, 0], [0, 1e308], [1e308, 1e308]]);
  assertAllClose(leastSquares(a, Float64Array.of(1e308, 1e308, 2e307)).x, [0.4, 0.4], { relative: 1e-14 });
  assertAllClose(solve(matrixOf([[MAX, MAX], [-MAX, MAX]]), Float64Array.of(MAX, 0)), [0.5, 0.5], { relative: 1e-14 });
  assertAllClose(solve(matrixOf([[1e-300]]), Float64Array.of(1e-310)), [1e-10], { relative: 1e-13 });
  assertEquals(rowsOf(qr(matrixOf([[MAX], [MAX]])).r), [[-Infinity]]); // −√2 · MAX
});
Deno.test("factors that are no doubles are refused, and the message says so", () => {
  assertThrows(() => lu(matrixOf([[MAX, MAX], [-MAX, MAX]])), RangeError, "the factor[1, 1] must be finite");
  assert(lu(matrixOf([[MAX, 1], [-MAX, 1]])).singularAt === undefined);
});
