/**
 * A k-d tree: rows in boxes that are halved along their widest side, so that a search for neighbours passes most of
 * them by.
 *
 * A search goes down to the query's own box, and on its way back into every box that could still hold a row nearer than
 * the k-th found. In many dimensions that is every box: `visited` shows it.
 *
 * **Invariant.** Each row is in one leaf; all rows of a node lie in its box. A search gives the rows that a loop over
 * all would: rising distances, of equal ones the earlier row.
 *
 * Cost: O(n log² n) to build; a search O(log n) in few dimensions, O(n) in many (from 15 or so on).
 *
 * Not here on purpose: rows added later, ball trees.
 *
 * Source: J. Friedman, J. Bentley, R. Finkel, "An Algorithm for Finding Best Matches in Logarithmic Expected Time", ACM
 * TOMS 3, 1977.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import type { Neighbors } from "./nearest_rows.ts";

/** The boxes. */
export interface KDTree {
  /** (n, d): the rows, shared with the caller. */
  readonly x: Matrix;
  /** (n): row numbers; each leaf has a run of them. */
  readonly order: Int32Array;
  /** (nodes · 2 · d): lowest and highest coordinates of each box. */
  readonly boxes: Float64Array;
  /** (nodes): where the run of a node begins and ends in `order`, and its children (−1 for a leaf). */
  readonly nodes: readonly {
    readonly from: number;
    readonly to: number;
    readonly left: number;
    readonly right: number;
  }[];
}

/** Neighbours, and what it took. */
export interface KDNeighbors extends Neighbors {
  /** Rows whose distance was taken, for all queries. */
  readonly visited: number;
}

/**
 * Builds the tree.
 * @param x (n, d); must not change while the tree is in use.
 * @param options `leafSize`: most rows of a leaf. @default {16}
 * @throws {RangeError} If `x` is empty, an entry is not finite, or `leafSize` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { buildKDTree, searchKDTree } from "./k_d_tree.ts";
 * const tree = buildKDTree(matrixOf([[0], [1], [2], [10], [11], [12]]), { leafSize: 2 });
 * const { rows, visited } = searchKDTree(tree, matrixOf([[10.9]]), { k: 1 });
 * assertEquals([[...rows], visited < 6], [[4], true]);
 * ```
 */
export function buildKDTree(x: Matrix, { leafSize = 16 }: { readonly leafSize?: number } = {}): KDTree {
  const action = "build a k-d tree";
  checkPositiveInteger(leafSize, { action, argument: "leafSize" });
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const nodes: { from: number; to: number; left: number; right: number }[] = [];
  const boxes: number[] = [];
  const build = (from: number, to: number): number => {
    const node = nodes.push({ from, to, left: -1, right: -1 }) - 1;
    const [low, high] = [new Float64Array(d).fill(Infinity), new Float64Array(d).fill(-Infinity)];
    for (let at = from; at < to; at++) {
      for (let j = 0; j < d; j++) {
        const value = data[order[at]! * d + j]!;
        if (value < low[j]!) low[j] = value;
        if (value > high[j]!) high[j] = value;
      }
    }
    for (let j = 0; j < d; j++) boxes.push(low[j]!, high[j]!);
    let widest = 0;
    for (let j = 1; j < d; j++) if (high[j]! - low[j]! > high[widest]! - low[widest]!) widest = j;
    if (to - from <= leafSize || high[widest] === low[widest]) return node;
    order.subarray(from, to).sort((a, b) => data[a * d + widest]! - data[b * d + widest]! || a - b);
    const middle = (from + to) >>> 1;
    nodes[node]!.left = build(from, middle);
    nodes[node]!.right = build(middle, to);
    return node;
  };
  build(0, n);
  return { x, order, boxes: Float64Array.from(boxes), nodes };
}

/**
 * The `k` nearest rows of each query.
 * @param queries (m, d).
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or there are fewer rows than k.
 */
export function searchKDTree(tree: KDTree, queries: Matrix, { k }: { readonly k: number }): KDNeighbors {
  const action = "search a k-d tree";
  const { x: { rows: n, columns: d, data }, order, boxes, nodes } = tree;
  checkPositiveInteger(k, { action, argument: "k" });
  checkFeatures(queries, { action, argument: "queries", columns: d });
  if (k > n) {
    throw new RangeError(`Cannot ${action}: k must be at most the number of rows (${n}): current value is ${k}`);
  }
  const [rows, distances] = [new Int32Array(queries.rows * k), new Float64Array(queries.rows * k)];
  let visited = 0;
  for (let query = 0; query < queries.rows; query++) {
    const point = queries.data.subarray(query * d, (query + 1) * d);
    const from = query * k;
    let found = 0;
    const look = (row: number) => {
      visited++;
      let square = 0;
      for (let j = 0, at = row * d; j < d; j++, at++) square += (data[at]! - point[j]!) ** 2;
      const isNearer = (place: number) =>
        square < distances[from + place]! || (square === distances[from + place]! && row < rows[from + place]!);
      if (found === k && !isNearer(k - 1)) return;
      let place = found < k ? found++ : k - 1;
      for (; place > 0 && isNearer(place - 1); place--) {
        distances[from + place] = distances[from + place - 1]!;
        rows[from + place] = rows[from + place - 1]!;
      }
      distances[from + place] = square;
      rows[from + place] = row;
    };
    const gap = (node: number) => {
      let square = 0;
      for (let j = 0, at = node * 2 * d; j < d; j++, at += 2) {
        const outside = Math.max(boxes[at]! - point[j]!, point[j]! - boxes[at + 1]!, 0);
        square += outside * outside;
      }
      return square;
    };
    const visit = (node: number, square: number) => {
      if (found === k && square > distances[from + k - 1]!) return;
      const { from: first, to, left, right } = nodes[node]!;
      if (left < 0) {
        for (let at = first; at < to; at++) look(order[at]!);
        return;
      }
      const [near, far] = [gap(left), gap(right)];
      if (near <= far) {
        visit(left, near);
        visit(right, far);
      } else {
        visit(right, far);
        visit(left, near);
      }
    };
    visit(0, gap(0));
    for (let place = 0; place < k; place++) distances[from + place] = Math.sqrt(distances[from + place]!);
  }
  return { k, rows, distances, visited };
}
