import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { cholesky, choleskySolve } from "@lib/math/linalg/cholesky.ts";
import { leastSquares } from "@lib/math/linalg/least_squares.ts";
import { determinant, lu, luSolve, solve } from "@lib/math/linalg/lu.ts";
import { identity, matrixFrom, matrixOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { checkSymmetric } from "@lib/math/linalg/matrix_checks.ts";
import { euclidean } from "@lib/math/linalg/norms.ts";
import { gram, matvec } from "@lib/math/linalg/products.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { assertSameMatrix, CASES, randomMatrix } from "./vectors.ts";

Deno.test("by hand: a system that needs a swap", () => {
  // 2y = 4, x + 3y = 5: y = 2, x = −1; the determinant is 0 · 3 − 2 · 1 = −2
  const a = matrixOf([[0, 2], [1, 3]]);
  assertEquals([...solve(a, Float64Array.of(4, 5))], [-1, 2]);
  assertEquals([determinant(a), lu(a).sign, lu(a).singularAt], [-2, -1, undefined]);
  assertEquals(determinant(zeros(0, 0)), 1);
  assertEquals([lu(matrixOf([[1, 2], [2, 4]])).singularAt, determinant(matrixOf([[1, 2], [2, 4]]))], [1, 0]);
});
Deno.test("oracle: solutions and determinants to sixty digits", () => {
  for (const { a, b, solution, determinant: expected, singularValues } of CASES) {
    if (!solution) continue;
    const condition = singularValues[0]! / singularValues.at(-1)!;
    const scale = euclidean(Float64Array.from(solution));
    assertAllClose(solve(a, Float64Array.from(b)), solution, { relative: 0, absolute: 1e-15 * condition * scale });
    assertAllClose([determinant(a)], [expected!], { relative: 1e-15 * condition + 1e-14 });
  }
});
Deno.test("L · U is the matrix with its rows permuted, and no multiplier is larger than 1", () => {
  const dice = random(7);
  for (const n of [1, 2, 5, 30]) {
    const a = randomMatrix(dice, [n, n]);
    const { factors, permutation } = lu(a);
    const lower = matrixFrom(
      factors.data.map((value, at) => compare(at, n) > 0 ? value : compare(at, n) === 0 ? 1 : 0),
      { rows: n, columns: n },
    );
    const upper = matrixFrom(factors.data.map((value, at) => compare(at, n) > 0 ? 0 : value), { rows: n, columns: n });
    const permuted = matrixOf(Array.from(permutation, (row) => [...a.data.subarray(row * n, (row + 1) * n)]));
    assertSameMatrix(blockedMatmul(lower, upper), permuted, n);
    assert(lower.data.every((value) => Math.abs(value) <= 1));
  }
});
/** Above 0 below the diagonal, 0 on it. */
const compare = (at: number, n: number) => Math.floor(at / n) - at % n;

Deno.test("many right-hand sides are solved as each alone", () => {
  const dice = random(8);
  const [a, b] = [randomMatrix(dice, [6, 6]), randomMatrix(dice, [6, 3])];
  const x = solve(a, b);
  for (let k = 0; k < 3; k++) {
    const column = Float64Array.from({ length: 6 }, (_, i) => b.data[i * 3 + k]!);
    assertEquals(Float64Array.from({ length: 6 }, (_, i) => x.data[i * 3 + k]!), solve(a, column));
  }
  assertAllClose(blockedMatmul(a, x).data, b.data, { relative: 0, absolute: 1e-12 });
});
Deno.test("oracle: NumPy's Cholesky factors; L · Lᵀ is the matrix; systems are solved", () => {
  for (const { a, cholesky: expected, b } of CASES) {
    if (!expected) continue;
    const positive = gram(a);
    const lower = cholesky(positive)!;
    assertAllClose(lower.data, expected.flat(), { relative: 1e-10, absolute: 1e-12 });
    assertSameMatrix(blockedMatmul(lower, transpose(lower)), positive, 100);
    const right = Float64Array.from({ length: positive.rows }, (_, i) => b[i % b.length]!);
    assertAllClose(choleskySolve(lower, right), solve(positive, right), { relative: 1e-8, absolute: 1e-10 });
  }
});
Deno.test("a matrix that is not positive definite has no Cholesky factor", () => {
  for (const rows of [[[0]], [[-1]], [[1, 2], [2, 1]], [[1, 1], [1, 1]]]) {
    assertEquals(cholesky(matrixOf(rows)), undefined);
  }
});
Deno.test("oracle: SciPy's shortest least-squares solutions and ranks", () => {
  for (const { name, a, b, shortestSolution, rank, singularValues } of CASES) {
    const found = leastSquares(a, Float64Array.from(b));
    assertEquals(found.rank, rank, name);
    const condition = singularValues[0]! / singularValues[rank - 1]!;
    const scale = euclidean(Float64Array.from(shortestSolution));
    assertAllClose(found.x, shortestSolution, { relative: 0, absolute: 1e-13 * condition * scale });
  }
});
Deno.test("the residual is orthogonal to every column, and x lies in the row space", () => {
  const dice = random(9);
  for (const [m, n, rank] of [[9, 4, 4], [9, 4, 2], [3, 8, 3], [6, 6, 6]] as const) {
    const a = blockedMatmul(randomMatrix(dice, [m, rank]), randomMatrix(dice, [rank, n]));
    const b = randomMatrix(dice, [m, 1]).data;
    const { x, residualNorm, rank: found } = leastSquares(a, b);
    assertEquals(found, rank);
    const residual = matvec(a, x).map((value, i) => value - b[i]!);
    assertAllClose([euclidean(residual)], [residualNorm], { relative: 1e-9, absolute: 1e-12 });
    assertAllClose(matvec(transpose(a), residual), new Float64Array(n), { relative: 0, absolute: 1e-11 });
    // x = aᵀ · y for some y: what least squares of aᵀ against x leaves is nothing.
    assert(leastSquares(transpose(a), x).residualNorm < 1e-11);
  }
});
Deno.test("a tolerance decides what counts as dependent", () => {
  const a = matrixOf([[1, 1], [0, 1e-6]]);
  const b = Float64Array.of(1, 1);
  assertEquals([leastSquares(a, b).rank, leastSquares(a, b, { tolerance: 1e-3 }).rank], [2, 1]);
});
Deno.test("refusals", () => {
  const one = Float64Array.of(1);
  const refusals: [() => unknown, string][] = [
    [() => lu(zeros(2, 3)), "a must be square: current value is 2 × 3"],
    [() => lu(matrixOf([[NaN]])), "a[0, 0] must be finite"],
    [() => solve(matrixOf([[1, 2], [2, 4]]), Float64Array.of(1, 2)), "current value is a pivot of 0 in column 1"],
    [() => solve(identity(2), one), "b must have 2 entries"],
    [() => solve(identity(2), identity(3)), "b must have 2 rows, as a has: current value is 3"],
    [() => luSolve(lu(identity(1)), Float64Array.of(NaN)), "b[0] must be finite"],
    [() => cholesky(matrixOf([[1, 2], [3, 4]])), "a must be symmetric: current value is 3 at (1, 0) and 2 at (0, 1)"],
    [
      () => checkSymmetric(matrixOf([[0, 1], [0, 0]]), { action: "go", argument: "m" }),
      "Cannot go: m must be symmetric",
    ],
    [() => cholesky(zeros(1, 2)), "a must be square"],
    [() => choleskySolve(identity(2), one), "b must have 2 entries"],
    [() => choleskySolve(identity(1), Float64Array.of(Infinity)), "b[0] must be finite"],
    [() => leastSquares(identity(2), one), "b must have 2 entries, as a has rows: current value is 1"],
    [() => leastSquares(identity(1), Float64Array.of(NaN)), "b[0] must be finite"],
    [() => leastSquares(matrixOf([[Infinity]]), one), "a[0, 0] must be finite"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
Deno.test("a matrix that is symmetric but for rounding is symmetric", () => {
  const a = matrixOf([[1, 1 + 1e-13], [1, 1]]);
  assertEquals(checkSymmetric(a, { action: "go", argument: "a" }), a);
});
