/**
 * What NumPy, SciPy and mpmath say of matrices of every awkward kind (`linalg_vectors.py`), and seeded random matrices.
 */
import type { Random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { type Matrix, matrixOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./linalg_vectors.json" with { type: "json" };

interface Case {
  readonly name: string;
  readonly a: number[][];
  readonly b: number[];
  readonly singularValues: number[];
  readonly rank: number;
  readonly shortestSolution: number[];
  readonly norms: { readonly "1": number; readonly infinity: number };
  readonly pseudoInverse?: number[][];
  readonly determinant?: number;
  readonly solution?: number[];
  readonly gram?: number[][];
  readonly gramEigenvalues?: number[];
  readonly cholesky?: number[][];
}

/** All cases, with the matrix as ours. */
export const CASES: readonly (Omit<Case, "a"> & { readonly a: Matrix })[] = (vectors.cases as unknown as Case[])
  .map((one) => ({ ...one, a: matrixOf(one.a) }));

/** A matrix of normal numbers. */
export function randomMatrix(dice: Random, shape: readonly [rows: number, columns: number]): Matrix {
  const result = zeros(...shape);
  for (let i = 0; i < result.data.length; i++) result.data[i] = dice.normal();
  return result;
}

/** Demands that the columns of `q` are orthonormal. */
export function assertOrthonormal(q: Matrix): void {
  const products = blockedMatmul(transpose(q), q);
  const wanted = Float64Array.from({ length: q.columns ** 2 }, (_, i) => i % (q.columns + 1) === 0 ? 1 : 0);
  assertAllClose(products.data, wanted, { relative: 0, absolute: 1e-13 });
}

/** Demands that two matrices agree up to rounding of entries as large as `scale`. */
export function assertSameMatrix(actual: Matrix, expected: Matrix, scale: number): void {
  assertAllClose([actual.rows, actual.columns], [expected.rows, expected.columns]);
  assertAllClose(actual.data, expected.data, { relative: 0, absolute: 1e-13 * scale });
}
