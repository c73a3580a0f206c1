import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { identity, type Matrix, matrixFrom, matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { gram } from "@lib/math/linalg/products.ts";
import { qr } from "@lib/math/linalg/qr.ts";
import { conditionNumber, pseudoInverse, rank, svd } from "@lib/math/linalg/svd.ts";
import { signOfLargest, symmetricEigen } from "@lib/math/linalg/symmetric_eigen.ts";
import { lengthOf } from "@lib/math/linalg/_tridiagonal_ql.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { jacobiSingularValues } from "./textbook_jacobi.ts";
import { assertOrthonormal, assertSameMatrix, CASES, randomMatrix } from "./vectors.ts";

const SHAPES = [[1, 1], [1, 5], [5, 1], [4, 4], [9, 4], [4, 9], [40, 25], [0, 3], [3, 0]] as const;
const withColumns = ({ rows, columns, data }: Matrix, factors: Float64Array) =>
  matrixFrom(data.map((value, at) => value * factors[at % columns]!), { rows, columns });

Deno.test("by hand: the QR factors of one column", () => {
  const { q, r } = qr(matrixOf([[3], [4]])); // (3, 4) has length 5; the reflection lands on the far side
  assertEquals(rowsOf(r), [[-5]]);
  assertAllClose(q.data, [-0.6, -0.8]);
});
Deno.test("Q · R is the matrix with its columns permuted; Q is orthonormal; R is a triangle that falls when pivoting", () => {
  const dice = random(10);
  for (const shape of SHAPES) {
    const a = randomMatrix(dice, shape);
    for (const pivoting of [false, true]) {
      const { q, r, permutation, rank } = qr(a, { pivoting });
      const k = Math.min(...shape);
      assertEquals([q.columns, r.rows, rank], [k, k, k]);
      assertOrthonormal(q);
      const product = transpose(blockedMatmul(q, r));
      const columns = transpose(a).data;
      for (const [j, from] of permutation.entries()) {
        const [m, n] = shape;
        assert(n > 0);
        assertAllClose(product.data.subarray(j * m, (j + 1) * m), columns.subarray(from * m, (from + 1) * m), {
          absolute: 1e-13,
        });
      }
      for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) assertEquals(r.data[i * r.columns + j], 0);
      if (!pivoting) assertEquals([...permutation], Array.from(permutation.keys()));
      for (let i = 1; pivoting && i < k; i++) {
        assert(Math.abs(r.data[i * r.columns + i]!) <= Math.abs(r.data[(i - 1) * (r.columns + 1)]!) * (1 + 1e-12));
      }
    }
  }
});
Deno.test("oracle: ranks, also of Hilbert, Vandermonde and graded matrices", () => {
  for (const { name, a, rank: expected } of CASES) {
    assertEquals(qr(a, { pivoting: true }).rank, expected, name);
    assertEquals(rank(a), expected, name);
  }
  assertEquals(qr(zeros(3, 2), { pivoting: true }).rank, 0);
  assertEquals(rank(matrixOf([[1, 0], [0, 1e-5]]), { tolerance: 1e-3 }), 1);
  assertEquals(qr(matrixOf([[1, 0], [0, 1e-5]]), { tolerance: 1e-3 }).rank, 1);
});
Deno.test("pivoting is not misled by lengths that cancel (Drmač & Bujanović)", () => {
  // After the first step the second column has lost all but its last ten digits, and must still come before the third.
  const a = matrixOf([[1, 1, 0], [0, 1e-9, 0], [0, 0, 0.5e-9]]);
  assertEquals([...qr(a, { pivoting: true }).permutation], [0, 1, 2]);
  assertEquals(qr(a, { pivoting: true, tolerance: 1e-12 }).rank, 3);
});
Deno.test("by hand: eigenvalues and eigenvectors of two by two", () => {
  const { values, vectors } = symmetricEigen(matrixOf([[2, 1], [1, 2]])); // 1: (1, −1)/√2; 3: (1, 1)/√2
  assertAllClose(values, [1, 3]);
  assertAllClose(vectors.data, [1, 1, -1, 1].map((x) => x / Math.SQRT2));
});
Deno.test("oracle: NumPy's eigenvalues of Gram matrices", () => {
  for (const { gram: given, gramEigenvalues } of CASES) {
    if (!given) continue;
    const { values } = symmetricEigen(matrixOf(given));
    assertAllClose(values, gramEigenvalues!, { relative: 0, absolute: 1e-14 * gramEigenvalues!.at(-1)! });
  }
});
Deno.test("eigenvectors are orthonormal and put the matrix together again; values rise", () => {
  const dice = random(11);
  const square = randomMatrix(dice, [30, 30]);
  const symmetric = matrixFrom(square.data.map((x, i) => x + transpose(square).data[i]!), { rows: 30, columns: 30 });
  const clusters = withColumns(identity(6), Float64Array.of(1, 1, 1, 2, 2, -5));
  for (const a of [symmetric, clusters, zeros(4, 4), zeros(0, 0), gram(zeros(2, 3)), matrixOf([[-7]]), wilkinson(21)]) {
    const { values, vectors } = symmetricEigen(a);
    assertOrthonormal(vectors);
    assertSameMatrix(blockedMatmul(withColumns(vectors, values), transpose(vectors)), a, 30);
    assert(values.every((value, i) => i === 0 || values[i - 1]! <= value));
    for (let j = 0; j < a.columns; j++) {
      assertEquals(signOfLargest(Float64Array.from({ length: a.rows }, (_, i) => vectors.data[i * a.rows + j]!)), 1);
    }
  }
});
/** Wilkinson's matrix: pairs of eigenvalues that agree in fourteen digits. */
function wilkinson(n: number): Matrix {
  const a = zeros(n, n);
  for (let i = 0; i < n; i++) {
    a.data[i * n + i] = Math.abs(i - (n - 1) / 2);
    if (i > 0) a.data[i * n + i - 1] = a.data[(i - 1) * n + i] = 1;
  }
  return a;
}
Deno.test("eigenvalues scale with the matrix, to both ends of the range", () => {
  const a = randomMatrix(random(12), [5, 5]);
  const symmetric = gram(a);
  const { values } = symmetricEigen(symmetric);
  for (const power of [-900, 900]) {
    const scaled = matrixFrom(symmetric.data.map((x) => x * 2 ** power), symmetric);
    assertAllClose(symmetricEigen(scaled).values.map((x) => x * 2 ** -power), values, { absolute: 1e-14 });
  }
});
Deno.test("by hand: the length of (3, 4), however small or large", () => {
  for (const power of [0, -600, -1000, 600, 1000]) {
    assertEquals(lengthOf(3 * 2 ** power, 4 * 2 ** power), 5 * 2 ** power);
  }
});
Deno.test("by hand: singular values of a matrix that swaps and stretches", () => {
  const { u, values, v } = svd(matrixOf([[0, 3], [2, 0], [0, 0]]));
  assertEquals([...values], [3, 2]);
  assertEquals([rowsOf(u), rowsOf(v)], [[[1, 0], [0, 1], [0, 0]], [[0, 1], [1, 0]]]);
  assertEquals(conditionNumber(matrixOf([[2, 0], [0, 8]])), 4);
  assertEquals(conditionNumber(matrixOf([[1, 1], [1, 1]])) > 1e15, true);
  assertEquals(conditionNumber(zeros(2, 2)), Infinity);
});
Deno.test("oracle: singular values to sixty digits, the small ones of graded columns too", () => {
  for (const { name, a, singularValues } of CASES) {
    const { values } = svd(a);
    const largest = singularValues[0]!;
    assertAllClose(values, singularValues, { relative: 1e-13, absolute: 1e-14 * largest });
    if (name === "graded columns") assertAllClose(values, singularValues, { relative: 1e-13 });
  }
});
Deno.test("singular values that were chosen come out again, whether they are even or fall far", () => {
  const dice = random(15);
  const orthonormal = (rows: number) => qr(randomMatrix(dice, [rows, 30])).q;
  for (const lowest of [1, 6, 8, 30]) {
    const values = Float64Array.from({ length: 30 }, (_, i) => 2 ** (-lowest * i / 29));
    const a = blockedMatmul(withColumns(orthonormal(50), values), transpose(orthonormal(30)));
    const found = svd(a);
    assertAllClose(found.values, values, { relative: 0, absolute: 1e-14 });
    assertOrthonormal(found.u);
    assertOrthonormal(found.v);
    assertSameMatrix(blockedMatmul(withColumns(found.u, found.values), transpose(found.v)), a, 1);
  }
});
Deno.test("oracle: a textbook's Jacobi, on columns that fall by 2⁻⁹⁰, agrees in every digit", () => {
  const factors = Float64Array.from({ length: 60 }, (_, j) => 2 ** (-1.5 * (j * 7 % 60)));
  const a = withColumns(randomMatrix(random(16), [70, 60]), factors);
  assertAllClose(svd(a).values, jacobiSingularValues(rowsOf(transpose(a))), { relative: 1e-12 });
});
Deno.test("U · diag · Vᵀ is the matrix; U and V are orthonormal, whatever the rank; values fall", () => {
  const dice = random(13);
  const deficient = blockedMatmul(randomMatrix(dice, [8, 2]), randomMatrix(dice, [2, 5]));
  const matrices = [
    ...SHAPES.map((shape) => randomMatrix(dice, shape)),
    deficient,
    transpose(deficient),
    zeros(4, 3),
    zeros(3, 4),
  ];
  for (const a of matrices) {
    const { u, values, v } = svd(a);
    assertOrthonormal(u);
    assertOrthonormal(v);
    assertSameMatrix(blockedMatmul(withColumns(u, values), transpose(v)), a, 40);
    assert(values.every((value, i) => value >= 0 && (i === 0 || values[i - 1]! >= value)));
    for (let j = 0; j < v.columns; j++) {
      assertEquals(signOfLargest(Float64Array.from({ length: v.rows }, (_, i) => v.data[i * v.columns + j]!)), 1);
    }
  }
});
Deno.test("oracle: NumPy's pseudo-inverses", () => {
  for (const { a, pseudoInverse: expected, singularValues, rank } of CASES) {
    if (!expected) continue;
    const condition = singularValues[0]! / singularValues[rank - 1]!;
    assertAllClose(pseudoInverse(a).data, expected.flat(), {
      relative: 0,
      absolute: 1e-14 * condition / singularValues[rank - 1]!,
    });
  }
});
Deno.test("a pseudo-inverse has Penrose's four properties", () => {
  const dice = random(14);
  for (const [m, n, rank] of [[6, 4, 4], [6, 4, 2], [3, 7, 3], [5, 5, 1]] as const) {
    const a = blockedMatmul(randomMatrix(dice, [m, rank]), randomMatrix(dice, [rank, n]));
    const p = pseudoInverse(a);
    const [left, right] = [blockedMatmul(a, p), blockedMatmul(p, a)];
    assertSameMatrix(blockedMatmul(left, a), a, 100);
    assertSameMatrix(blockedMatmul(right, p), p, 100);
    assertSameMatrix(transpose(left), left, 100);
    assertSameMatrix(transpose(right), right, 100);
  }
});
Deno.test("refusals", () => {
  const nan = matrixOf([[1, NaN]]);
  const refusals: [() => unknown, string][] = [
    [() => qr(nan), "a[0, 1] must be finite"],
    [() => svd(nan), "a[0, 1] must be finite"],
    [() => rank(nan), "a[0, 1] must be finite"],
    [() => pseudoInverse(nan), "a[0, 1] must be finite"],
    [() => conditionNumber(zeros(0, 3)), "a must have entries: current value is 0 × 3"],
    [() => symmetricEigen(zeros(2, 3)), "a must be square"],
    [() => symmetricEigen(matrixOf([[1, 2], [3, 1]])), "a must be symmetric"],
    [() => symmetricEigen(matrixOf([[Infinity]])), "a[0, 0] must be finite"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
