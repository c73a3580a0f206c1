/**
 * The largest singular values of a matrix, dense or sparse, without the others.
 *
 * A random block of vectors is multiplied with aᵀa again and again, and made orthonormal in between: it turns towards
 * the largest singular vectors. `randomisedSvd` does so a fixed number of times and takes what is there; `truncatedSvd`
 * goes on until every one of the k triplets is exact up to `tolerance`.
 *
 * **Invariant.** u and v have orthonormal columns; values fall; of each column of v the entry of largest size is
 * positive. The same seed gives the same result.
 *
 * Cost: each pass two products of the matrix with k + `oversampling` vectors, and 2 · (m + n) · (k + `oversampling`)².
 *
 * Not here on purpose: all singular values (`svd.ts`), centring (subtract the means first; a sparse matrix is not
 * centred, which for term counts is what LSA wants).
 *
 * Source: N. Halko, P. Martinsson, J. Tropp, Finding Structure with Randomness, SIAM Review 53 (2011), algorithms 4.4,
 * 5.1.
 *
 * @module
 */
import { checkNonNegativeInteger, checkOptions, checkPositive, checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { checkCsr, csrMatmul, type CsrMatrix, csrTransposedMatmul } from "./csr_matrix.ts";
import { matmul } from "./matmul.ts";
import { type Matrix, transpose, zeros } from "./matrix.ts";
import { checkFiniteMatrix } from "./matrix_checks.ts";
import { qr } from "./qr.ts";
import { take } from "./rows_and_columns.ts";
import { type Svd, svd } from "./svd.ts";

/** What both ways take. */
export interface BlockOptions {
  /** How many singular values, from 1 to min(m, n). */
  readonly k: number;
  /** How many vectors more than k are carried along: they speed up the last of the k. @default {10} */
  readonly oversampling?: number;
  /** Of the block to begin with. @default {0} */
  readonly seed?: number;
}

/** How a randomised decomposition is made. */
export interface RandomisedSvdOptions extends BlockOptions {
  /** How often the block is multiplied with aᵀa. More is more exact where singular values fall slowly. @default {4} */
  readonly powerIterations?: number;
}

/** How a truncated decomposition is made. */
export interface TruncatedSvdOptions extends BlockOptions {
  /** How large ‖a · v − σ · u‖ may be, as a share of the largest singular value. @default {1e-10} */
  readonly tolerance?: number;
  /** After so many passes it gives up. @default {300} */
  readonly maxIterations?: number;
}

/** What a truncated decomposition gives. */
export interface TruncatedSvd extends Svd {
  /** Whether every triplet is exact up to the tolerance. */
  readonly converged: boolean;
  /** How many passes it took. */
  readonly iterations: number;
}

/**
 * The k largest singular values and their vectors, about: good where the values fall fast.
 * @param a (m, n).
 * @returns u (m, k), values (k), v (n, k).
 * @throws {RangeError} If `k` is larger than min(m, n), an option is out of range, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "./matrix.ts";
 * import { randomisedSvd, truncatedSvd } from "./truncated_svd.ts";
 *
 * const a = matrixOf([[3, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 0]]);
 * const rounded = (values: Float64Array) => [...values].map((value) => Number(value.toFixed(9)));
 * assertEquals(rounded(randomisedSvd(a, { k: 2 }).values), [3, 2]);
 * assertEquals(rounded(truncatedSvd(a, { k: 2 }).values), [3, 2]);
 * ```
 */
export function randomisedSvd(a: Matrix | CsrMatrix, options: RandomisedSvdOptions): Svd {
  const action = "take the largest singular values";
  const { k, powerIterations = 4 } = checkOptions(options, { action, argument: "options" });
  checkNonNegativeInteger(powerIterations, { action, argument: "powerIterations" });
  const products = productsWith(a, action);
  let q = orthonormal(products.times(startingBlock(a, { ...options, action })));
  for (let pass = 0; pass < powerIterations; pass++) {
    q = orthonormal(products.times(orthonormal(products.transposedTimes(q))));
  }
  return firstOf(projected(q, products.transposedTimes(q)), k);
}

/**
 * The k largest singular values and their vectors, exact up to `tolerance`.
 * @param a (m, n).
 * @returns u (m, k), values (k), v (n, k). `converged` is false if `maxIterations` were not enough.
 * @throws {RangeError} If `k` is larger than min(m, n), an option is out of range, or an entry is not finite.
 */
export function truncatedSvd(a: Matrix | CsrMatrix, options: TruncatedSvdOptions): TruncatedSvd {
  const action = "take the largest singular values";
  const { k, tolerance = 1e-10, maxIterations = 300 } = checkOptions(options, { action, argument: "options" });
  checkPositive(tolerance, { action, argument: "tolerance" });
  checkPositiveInteger(maxIterations, { action, argument: "maxIterations" });
  const products = productsWith(a, action);
  let q = orthonormal(products.times(startingBlock(a, { ...options, action })));
  for (let iterations = 1;; iterations++) {
    const image = products.transposedTimes(q); // (n, l): aᵀ · q
    const found = firstOf(projected(q, image), k);
    const converged = largestResidual(products, found) <= tolerance * (found.values[0] ?? 0);
    if (converged || iterations === maxIterations) return { ...found, converged, iterations };
    q = orthonormal(products.times(orthonormal(image)));
  }
}

interface Products {
  readonly times: (block: Matrix) => Matrix;
  readonly transposedTimes: (block: Matrix) => Matrix;
}

function productsWith(a: Matrix | CsrMatrix, action: string): Products {
  if (a !== null && typeof a === "object" && "indptr" in a) {
    const sparse = checkCsr(a, action);
    return {
      times: (block) => csrMatmul(sparse, block),
      transposedTimes: (block) => csrTransposedMatmul(sparse, block),
    };
  }
  const dense = checkFiniteMatrix(a, { action, argument: "a" });
  const turned = transpose(dense);
  return { times: (block) => matmul(dense, block), transposedTimes: (block) => matmul(turned, block) };
}

/** (n, l): normal numbers, with l = k + oversampling, at most min(m, n). */
function startingBlock(
  { rows, columns }: Matrix | CsrMatrix,
  { k, oversampling = 10, seed = 0, action }: BlockOptions & { readonly action: string },
): Matrix {
  checkPositiveInteger(k, { action, argument: "k" });
  checkNonNegativeInteger(oversampling, { action, argument: "oversampling" });
  const most = Math.min(rows, columns);
  if (k > most) {
    throw new RangeError(
      `Cannot ${action}: k must be at most ${most}, as a is ${rows} × ${columns}: current value is ${k}`,
    );
  }
  const dice = random(seed);
  const block = zeros(columns, Math.min(most, k + oversampling));
  for (let at = 0; at < block.data.length; at++) block.data[at] = dice.normal();
  return block;
}

function orthonormal(block: Matrix): Matrix {
  return qr(block).q;
}

/** The decomposition of q · qᵀ · a, from q and aᵀ · q. */
function projected(q: Matrix, image: Matrix): Svd {
  const { u, values, v } = svd(transpose(image)); // (l, n)
  return { u: matmul(q, u), values, v };
}

function firstOf({ u, values, v }: Svd, k: number): Svd {
  const first = Array.from({ length: k }, (_, j) => j);
  return { u: take(u, first, { axis: 1 }), values: values.slice(0, k), v: take(v, first, { axis: 1 }) };
}

/** The largest ‖a · v − σ · u‖: the other half, aᵀ · u = σ · v, holds by construction. */
function largestResidual({ times }: Products, { u, values, v }: Svd): number {
  const image = times(v); // (m, k)
  const k = values.length;
  const squares = new Float64Array(k);
  for (let i = 0, at = 0; i < image.rows; i++) {
    for (let j = 0; j < k; j++, at++) squares[j]! += (image.data[at]! - values[j]! * u.data[at]!) ** 2;
  }
  return Math.sqrt(Math.max(...squares));
}
