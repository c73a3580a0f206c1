/**
 * The k nearest rows of others, exactly: all distances, by native matrix products where there are many.
 *
 * With ‖x‖² as one more column, one product gives ‖x‖² − 2·q·x for a block of queries and all rows: the squared
 * distance but for a constant. Products are of 32-bit floats; every row that they cannot tell from the k nearest is
 * measured again in 64 bits.
 *
 * **Invariant.** The answer is that of a loop over all rows in 64 bits: rising distances, of equal ones the earlier row
 * first.
 *
 * Cost: queries · rows · d multiplications, natively about 100 a nanosecond, and a look at each product.
 *
 * Not here on purpose: trees (`k_d_tree.ts`), approximate search (`hnsw.ts`).
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { input } from "../../math/onnx/expressions/expression.ts";
import { compile } from "../../math/onnx/native/compile.ts";
import { matmul } from "../../math/onnx/operations/matmul.ts";
import { transposeLastTwo } from "../../math/onnx/operations/shape_ops.ts";
import { checkFeatures } from "../features/feature_matrix.ts";

/** The nearest rows of each query. */
export interface Neighbors {
  /** How many a query. */
  readonly k: number;
  /** (m · k): row numbers, the nearest of each query first. */
  readonly rows: Int32Array;
  /** (m · k): Euclidean distances. */
  readonly distances: Float64Array;
}

/** Fewest multiplications for which native products pay. */
const NATIVE_FROM = 4_000_000;
/** Queries of a block. */
const BLOCK = 256;

/**
 * The `k` rows of `x` that are nearest to each query.
 * @param x (n, d): at least k rows.
 * @param queries (m, d).
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or there are fewer rows than k.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { nearestRows } from "./nearest_rows.ts";
 * const { rows, distances } = await nearestRows(matrixOf([[0], [3], [1], [3]]), matrixOf([[3]]), { k: 3 });
 * assertEquals([[...rows], [...distances]], [[1, 3, 2], [0, 0, 2]]);
 * ```
 */
export async function nearestRows(x: Matrix, queries: Matrix, { k }: { readonly k: number }): Promise<Neighbors> {
  const action = "find nearest rows";
  checkPositiveInteger(k, { action, argument: "k" });
  checkFeatures(x, { action });
  checkFeatures(queries, { action, argument: "queries", columns: x.columns });
  if (k > x.rows) {
    throw new RangeError(`Cannot ${action}: k must be at most the number of rows (${x.rows}): current value is ${k}`);
  }
  const isLarge = queries.rows * x.rows * x.columns >= NATIVE_FROM;
  return isLarge ? await byProducts(x, queries, { k }) : byLoops(x, queries, k);
}

/** As {@linkcode nearestRows}, by products whatever the size. */
export async function byProducts(x: Matrix, queries: Matrix, { k }: { readonly k: number }): Promise<Neighbors> {
  const [n, d, m] = [x.rows, x.columns, queries.rows];
  const means = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) means[j]! += x.data[at]! / n;
  const table = new Float32Array(n * (d + 1)); // centred rows, and their squares as one more column
  let largest = 0;
  for (let i = 0, at = 0; i < n; i++) {
    let square = 0;
    for (let j = 0; j < d; j++, at++) {
      const value = x.data[at]! - means[j]!;
      table[i * (d + 1) + j] = value;
      square += value * value;
    }
    table[i * (d + 1) + d] = square;
    largest = Math.max(largest, square);
  }
  const [q, rows] = [input("q", { shape: ["m", d + 1] }), input("rows", { shape: [n, d + 1] })];
  await using graph = await compile({ scores: matmul(q, transposeLastTwo(rows)) });
  const result = { k, rows: new Int32Array(m * k), distances: new Float64Array(m * k) };
  const search = new Search(x, k);
  for (let from = 0; from < m; from += BLOCK) {
    const count = Math.min(BLOCK, m - from);
    const block = new Float32Array(count * (d + 1));
    const slack = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let square = 0;
      for (let j = 0; j < d; j++) {
        const value = queries.data[(from + i) * d + j]! - means[j]!;
        block[i * (d + 1) + j] = -2 * value;
        square += value * value;
      }
      block[i * (d + 1) + d] = 1;
      slack[i] = 2 ** -22 * (d + 4) ** 0.5 * (largest + square + 2 * Math.sqrt(largest * square));
    }
    const { scores } = await graph.run({
      q: { dtype: "float32", shape: [count, d + 1], values: block },
      rows: { dtype: "float32", shape: [n, d + 1], values: table },
    });
    const values = scores!.values as Float32Array;
    for (let i = 0; i < count; i++) {
      search.answer(queries.data.subarray((from + i) * d, (from + i + 1) * d), {
        candidates: nearCandidates(values.subarray(i * n, (i + 1) * n), { k, slack: slack[i]! }),
        result,
        query: from + i,
      });
    }
  }
  return result;
}

function byLoops(x: Matrix, queries: Matrix, k: number): Neighbors {
  const [n, d, m] = [x.rows, x.columns, queries.rows];
  const result = { k, rows: new Int32Array(m * k), distances: new Float64Array(m * k) };
  const search = new Search(x, k);
  const candidates = Int32Array.from({ length: n }, (_, i) => i);
  for (let query = 0; query < m; query++) {
    search.answer(queries.data.subarray(query * d, (query + 1) * d), { candidates, result, query });
  }
  return result;
}

/** Rows whose score is at most `slack` above the k-th best, by rising row. */
function nearCandidates(
  scores: Float32Array,
  { k, slack }: { readonly k: number; readonly slack: number },
): Int32Array {
  const best = new Float64Array(k).fill(Infinity); // rising
  let limit = Infinity;
  let kept: number[] = [];
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (score > limit) continue;
    kept.push(row);
    if (score >= best[k - 1]!) continue;
    let place = k - 1;
    while (place > 0 && best[place - 1]! > score) {
      best[place] = best[place - 1]!;
      place--;
    }
    best[place] = score;
    limit = best[k - 1]! + 2 * slack;
    if (kept.length > 8 * k + 64) kept = kept.filter((other) => scores[other]! <= limit);
  }
  return Int32Array.from(kept.filter((row) => scores[row]! <= limit));
}

/** Measures candidates in 64 bits and keeps the k nearest. */
class Search {
  readonly #x: Matrix;
  readonly #k: number;

  constructor(x: Matrix, k: number) {
    this.#x = x;
    this.#k = k;
  }

  answer(query: Float64Array, { candidates, result, query: number }: {
    readonly candidates: Int32Array;
    readonly result: Neighbors;
    readonly query: number;
  }): void {
    const { columns: d, data } = this.#x;
    const [k, from] = [this.#k, number * this.#k];
    const { rows, distances } = result;
    let found = 0;
    for (let c = 0; c < candidates.length; c++) {
      const row = candidates[c]!;
      let square = 0;
      for (let j = 0, at = row * d; j < d; j++, at++) square += (data[at]! - query[j]!) ** 2;
      if (found === k && square >= distances[from + k - 1]!) continue;
      let place = found < k ? found++ : k - 1;
      while (place > 0 && distances[from + place - 1]! > square) {
        distances[from + place] = distances[from + place - 1]!;
        rows[from + place] = rows[from + place - 1]!;
        place--;
      }
      distances[from + place] = square;
      rows[from + place] = row;
    }
    for (let place = 0; place < k; place++) distances[from + place] = Math.sqrt(distances[from + place]!);
  }
}
