/**
 * Grows a tree greedily: at each node the best cut of all features, until nothing is left to part.
 *
 * Every feature is sorted once, before the root. A split parts each sorted list in two and keeps the order on both
 * sides, so no node sorts again.
 *
 * **Invariant.** All lists of a node hold the same rows, each in the order of its feature. A node that is not pure is
 * cut even if the best cut gains nothing (XOR needs that), unless a limit forbids it or all its rows are equal.
 *
 * Cost: d · n log n to sort, then d · n for each level.
 *
 * Not here on purpose: a best-first order of splits, pruning (`prune_tree.ts`).
 *
 * Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees, 1984; presorting as in M. Mehta et
 * al., "SLIQ", EDBT 1996.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import type { Random } from "../../base/random.ts";
import { argsort } from "../../math/linalg/argsort.ts";
import { type Matrix, transpose } from "../../math/linalg/matrix.ts";
import type { Criterion, Cut } from "./_criterion.ts";
import type { Tree } from "./tree.ts";

/** Where a tree stops. */
export interface TreeLimits {
  /** Thresholds on the longest way; 0 leaves a single leaf. @default {unlimited} */
  readonly maxDepth?: number;
  /** A node with fewer rows (by weight) is not split. @default {2} */
  readonly minSamplesSplit?: number;
  /** Fewest rows (by weight) of each side of a split. @default {1} */
  readonly minSamplesLeaf?: number;
}

/** Features sorted once, for as many trees as need them. */
export interface SortedColumns {
  /** n. */
  readonly rows: number;
  /** For each feature its values by row. */
  readonly columns: readonly Float64Array[];
  /** For each feature the rows by rising value. */
  readonly orders: readonly Int32Array[];
}

/** What a tree is grown from. */
export interface Growth extends TreeLimits {
  /** The features. */
  readonly sorted: SortedColumns;
  /** What a split is worth. */
  readonly criterion: Criterion;
  /** (n): 0 for rows that the tree must not see. @default {all rows} */
  readonly weights?: Int32Array;
  /** How many features each node looks at, drawn for each node. @default {all} */
  readonly maxFeatures?: number;
  /** Draws them. */
  readonly dice?: Random;
}

/**
 * Where a node looks at so few of all features that it is cheaper to sort those again than to part the lists of all: so
 * many times fewer.
 */
const WIDE = 15;

/** The columns of `x`, and the order of each. */
export function sortColumns(x: Matrix): SortedColumns {
  const { data } = transpose(x);
  const columns = Array.from({ length: x.columns }, (_, f) => data.subarray(f * x.rows, (f + 1) * x.rows));
  return { rows: x.rows, columns, orders: columns.map((column) => new Int32Array(argsort(column).buffer)) };
}

/** Refuses limits that are none. */
export function checkTreeLimits({ maxDepth, minSamplesSplit, minSamplesLeaf }: TreeLimits, action: string): void {
  if (maxDepth !== undefined && !(maxDepth >= 0 && (Number.isInteger(maxDepth) || maxDepth === Infinity))) {
    throw new RangeError(
      `Cannot ${action}: maxDepth must be a non-negative integer or Infinity: current value is ${maxDepth}`,
    );
  }
  if (minSamplesSplit !== undefined) checkPositiveInteger(minSamplesSplit, { action, argument: "minSamplesSplit" });
  if (minSamplesLeaf !== undefined) checkPositiveInteger(minSamplesLeaf, { action, argument: "minSamplesLeaf" });
}

/**
 * The tree.
 *
 * @example XOR: the first cut gains nothing and is made
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { classCriterion } from "./_criterion.ts";
 * import { growTree, sortColumns } from "./_grow_tree.ts";
 * const sorted = sortColumns(matrixOf([[0, 0], [0, 1], [1, 0], [1, 1]]));
 * const criterion = classCriterion(Int32Array.of(0, 1, 1, 0), { classes: 2, impurity: "gini" });
 * const tree = growTree({ sorted, criterion });
 * assertEquals([tree.feature, tree.threshold[0], tree.impurity[0]], [[0, 1, -1, -1, 1, -1, -1], 0.5, 0.5]);
 * ```
 */
export function growTree(
  { sorted, criterion, weights, maxFeatures, dice, maxDepth = Infinity, minSamplesSplit = 2, minSamplesLeaf = 1 }:
    Growth,
): Tree {
  const d = sorted.columns.length;
  const isWide = maxFeatures !== undefined && maxFeatures * WIDE < d;
  const orders = (isWide ? sorted.orders.slice(0, 1) : sorted.orders).map((order) =>
    weights === undefined ? order.slice() : order.filter((row) => weights[row]! > 0)
  );
  const rows = orders[0]!.length;
  const goesLeft = new Uint8Array(sorted.rows);
  const buffer = new Int32Array(rows);
  const [nodeOrder, sortKeys] = [new Int32Array(isWide ? rows : 0), new Float64Array(isWide ? rows : 0)];
  const features = Int32Array.from({ length: d }, (_, f) => f);
  const nodes = { feature: [], threshold: [], left: [], right: [], value: [], impurity: [], weight: [] } as Record<
    "feature" | "threshold" | "left" | "right" | "value" | "impurity" | "weight",
    number[]
  >;
  const best: Cut = { feature: -1, threshold: 0, score: -Infinity, leftRows: 0 };
  const open = [{ from: 0, to: rows, depth: 0, parent: -1 }];
  while (open.length > 0) {
    const { from, to, depth, parent } = open.pop()!;
    const node = nodes.feature.length;
    // The left side is taken first, so it is the child that follows its parent at once.
    if (parent >= 0) nodes[nodes.left[parent] === -1 ? "left" : "right"][parent] = node;
    const { value, impurity, weight } = criterion.begin({ order: orders[0]!, from, to });
    nodes.feature.push(-1);
    nodes.threshold.push(0);
    nodes.left.push(-1);
    nodes.right.push(-1);
    for (const one of value) nodes.value.push(one);
    nodes.impurity.push(impurity);
    nodes.weight.push(weight);
    if (impurity === 0 || depth >= maxDepth || weight < minSamplesSplit || weight < 2 * minSamplesLeaf) continue;
    best.feature = -1;
    best.score = -Infinity;
    search(from, to);
    if (best.feature < 0) continue;
    nodes.feature[node] = best.feature;
    nodes.threshold[node] = best.threshold;
    const middle = from + best.leftRows;
    part({ from, to });
    open.push({ from: middle, to, depth: depth + 1, parent: node }, {
      from,
      to: middle,
      depth: depth + 1,
      parent: node,
    });
  }
  return { features: d, outputs: criterion.outputs, ...nodes };

  function search(from: number, to: number): void {
    const wanted = maxFeatures ?? d;
    for (let looked = 0, next = 0; next < d && looked < wanted; next++) {
      if (dice !== undefined && wanted < d) { // the next of a shuffle
        const drawn = next + dice.integer(d - next);
        [features[next], features[drawn]] = [features[drawn]!, features[next]!];
      }
      const feature = dice !== undefined && wanted < d ? features[next]! : next;
      const column = sorted.columns[feature]!;
      const [order, first, end] = isWide
        ? [orderOfNode(feature, { from, to }), 0, to - from]
        : [orders[feature]!, from, to];
      if (column[order[first]!]! === column[order[end - 1]!]!) continue; // constant here: another is looked at instead
      looked++;
      criterion.scan({ order, column, from: first, to: end, feature, minSamplesLeaf }, best);
    }
  }

  function part({ from, to }: { readonly from: number; readonly to: number }): void {
    const column = sorted.columns[best.feature]!;
    for (let at = from; at < to; at++) {
      const row = orders[0]![at]!;
      goesLeft[row] = Number(column[row]! <= best.threshold);
    }
    for (const [feature, order] of orders.entries()) {
      if (!isWide && feature === best.feature) continue;
      let [left, right] = [from, 0];
      for (let at = from; at < to; at++) {
        const row = order[at]!;
        if (goesLeft[row] === 1) order[left++] = row;
        else buffer[right++] = row;
      }
      for (let at = 0; at < right; at++) order[left + at] = buffer[at]!;
    }
  }

  /**
   * The rows of a node by rising value of one feature: by counting where values are few, else by sorting their ranks.
   */
  function orderOfNode(feature: number, { from, to }: { readonly from: number; readonly to: number }): Int32Array {
    const { ranks, distinct } = ranksOf(sorted, feature);
    const [rows, count] = [orders[0]!, to - from];
    const order = nodeOrder.subarray(0, count);
    if (distinct > 4 * count) {
      const keys = sortKeys.subarray(0, count);
      for (let at = 0; at < count; at++) keys[at] = ranks[rows[from + at]!]! * sorted.rows + rows[from + at]!;
      keys.sort();
      for (let at = 0; at < count; at++) order[at] = keys[at]! % sorted.rows;
      return order;
    }
    const ends = new Int32Array(distinct + 1);
    for (let at = from; at < to; at++) ends[ranks[rows[at]!]! + 1]!++;
    for (let rank = 0; rank < distinct; rank++) ends[rank + 1]! += ends[rank]!;
    for (let at = from; at < to; at++) order[ends[ranks[rows[at]!]!]!++] = rows[at]!;
    return order;
  }
}

/** For each feature the place of each row's value among the distinct ones, made when it is first needed. */
const rankCache = new WeakMap<SortedColumns, Map<number, { readonly ranks: Int32Array; readonly distinct: number }>>();

function ranksOf(sorted: SortedColumns, feature: number): { readonly ranks: Int32Array; readonly distinct: number } {
  const known = rankCache.get(sorted) ?? new Map<number, { readonly ranks: Int32Array; readonly distinct: number }>();
  rankCache.set(sorted, known);
  const found = known.get(feature);
  if (found !== undefined) return found;
  const [order, column] = [sorted.orders[feature]!, sorted.columns[feature]!];
  const ranks = new Int32Array(sorted.rows);
  let rank = 0;
  for (let at = 0; at < order.length; at++) {
    if (at > 0 && column[order[at]!]! > column[order[at - 1]!]!) rank++;
    ranks[order[at]!] = rank;
  }
  const made = { ranks, distinct: rank + 1 };
  known.set(feature, made);
  return made;
}
