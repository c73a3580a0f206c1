/**
 * What a split is worth: the criterion that a tree is grown by, for classes (Gini, entropy) and for numbers (squared
 * error).
 *
 * A criterion walks once along the rows of a node in the order of a feature and keeps sums of what lies left; the score
 * of a cut comes from these sums alone.
 *
 * **Invariant.** A higher score is a lower weighted impurity of the two sides. Equal scores keep the earlier cut, so
 * ties go to the lowest feature, then the lowest threshold.
 *
 * Cost: O(1) for each row that is passed.
 *
 * @module
 */
import type { Impurity } from "../metrics/entropy.ts";

/** A cut that was found, and changed in place by better ones. */
export interface Cut {
  /** The feature; −1 while there is none. */
  feature: number;
  /** Halfway between the neighbours that it parts. */
  threshold: number;
  /** How good it is; only comparable within a node. */
  score: number;
  /** How many rows of the order lie left of it. */
  leftRows: number;
}

/** Rows of a node in the order of one feature. */
export interface OrderedRows {
  /** Row numbers; those from `from` to before `to` are the node's, by rising value. */
  readonly order: Int32Array;
  /** (n): the feature's values by row number. */
  readonly column: Float64Array;
  /** The first place. */
  readonly from: number;
  /** The place after the last. */
  readonly to: number;
  /** The feature. */
  readonly feature: number;
  /** Fewest rows of a side, by weight. */
  readonly minSamplesLeaf: number;
}

/** What a node is. */
export interface NodeValue {
  /** Class shares, or the mean. */
  readonly value: readonly number[];
  /** How mixed the node is; 0 where all rows agree. */
  readonly impurity: number;
  /** The rows' weight. */
  readonly weight: number;
}

/** A way to judge cuts. */
export interface Criterion {
  /** How many numbers a value has. */
  readonly outputs: number;
  /** Looks at the rows of a node: what comes next is about them. */
  begin(rows: Pick<OrderedRows, "order" | "from" | "to">): NodeValue;
  /** Improves `best` by the cuts of one feature. */
  scan(rows: OrderedRows, best: Cut): void;
}

/**
 * Gini impurity or entropy of classes.
 * @param indices (n): class of each row.
 * @param options.weights (n): whole numbers, how often each row counts. @default {1 each}
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { classCriterion } from "./_criterion.ts";
 * const criterion = classCriterion(Int32Array.of(0, 1, 1), { classes: 2, impurity: "gini" });
 * const rows = { order: Int32Array.of(0, 1, 2), column: Float64Array.of(1, 2, 9), from: 0, to: 3, feature: 0 };
 * assertEquals(criterion.begin(rows).impurity, 1 - 1 / 9 - 4 / 9);
 * const best = { feature: -1, threshold: 0, score: -Infinity, leftRows: 0 };
 * criterion.scan({ ...rows, minSamplesLeaf: 1 }, best);
 * assertEquals([best.feature, best.threshold, best.leftRows], [0, 1.5, 1]);
 * ```
 */
export function classCriterion(
  indices: Int32Array,
  { classes, impurity, weights }: {
    readonly classes: number;
    readonly impurity: Impurity;
    readonly weights?: Int32Array;
  },
): Criterion {
  const isGini = impurity === "gini";
  const totals = new Float64Array(classes);
  const [leftCounts, rightCounts] = [new Float64Array(classes), new Float64Array(classes)];
  const total = weights === undefined ? indices.length : weights.reduce((sum, one) => sum + one, 0);
  // f(count) = count² for Gini, count·log₂ count for entropy: a side's score is Σ f(count) / weight, or Σ f(count) −
  // f(weight).
  const table = isGini
    ? new Float64Array(0)
    : Float64Array.from({ length: total + 1 }, (_, k) => k === 0 ? 0 : k * Math.log2(k));
  let whole = 0;
  return {
    outputs: classes,
    begin({ order, from, to }) {
      totals.fill(0);
      whole = 0;
      for (let at = from; at < to; at++) {
        const weight = weights === undefined ? 1 : weights[order[at]!]!;
        totals[indices[order[at]!]!]! += weight;
        whole += weight;
      }
      let mixed = isGini ? 1 : 0;
      for (let c = 0; c < classes; c++) {
        const share = totals[c]! / whole;
        if (share > 0) mixed -= isGini ? share * share : share * Math.log2(share);
      }
      const isPure = totals.some((count) => count === whole);
      return { value: Array.from(totals, (count) => count / whole), impurity: isPure ? 0 : mixed, weight: whole };
    },
    scan({ order, column, from, to, feature, minSamplesLeaf }, best) {
      leftCounts.fill(0);
      rightCounts.set(totals);
      let [left, leftSum, rightSum] = [0, 0, 0];
      for (let c = 0; c < classes; c++) rightSum += isGini ? totals[c]! * totals[c]! : table[totals[c]!]!;
      let row = order[from]!;
      let value = column[row]!;
      for (let at = from + 1; at < to; at++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        const own = indices[row]!;
        const l = leftCounts[own]!;
        const r = rightCounts[own]!;
        if (isGini) {
          leftSum += weight * (2 * l + weight);
          rightSum -= weight * (2 * r - weight);
        } else {
          leftSum += table[l + weight]! - table[l]!;
          rightSum -= table[r]! - table[r - weight]!;
        }
        leftCounts[own] = l + weight;
        rightCounts[own] = r - weight;
        left += weight;
        row = order[at]!;
        const next = column[row]!;
        if (next > value) {
          const right = whole - left;
          if (left >= minSamplesLeaf && right >= minSamplesLeaf) {
            const score = isGini
              ? leftSum / left + rightSum / right
              : leftSum - table[left]! + (rightSum - table[right]!);
            if (score > best.score) keep(best, { feature, score, leftRows: at - from, value, next });
          }
          value = next;
        }
      }
    },
  };
}

/**
 * The squared error of numbers.
 * @param targets (n).
 * @param options.weights (n): whole numbers, how often each row counts. @default {1 each}
 */
export function squaredCriterion(
  targets: Float64Array,
  { weights }: { readonly weights?: Int32Array } = {},
): Criterion {
  let [whole, sum, mean] = [0, 0, 0];
  return {
    outputs: 1,
    begin({ order, from, to }) {
      whole = sum = 0;
      let isPure = true;
      const first = targets[order[from]!]!;
      for (let at = from; at < to; at++) {
        const [weight, target] = [weights === undefined ? 1 : weights[order[at]!]!, targets[order[at]!]!];
        whole += weight;
        sum += weight * target;
        isPure &&= target === first;
      }
      mean = isPure ? first : sum / whole;
      let squares = 0;
      for (let at = from; at < to; at++) {
        squares += (weights === undefined ? 1 : weights[order[at]!]!) * (targets[order[at]!]! - mean) ** 2;
      }
      return { value: [mean], impurity: squares / whole, weight: whole };
    },
    scan({ order, column, from, to, feature, minSamplesLeaf }, best) {
      // Sums of target − mean: nothing large is subtracted from something large, and the right side's sum is minus the
      // left's.
      let [left, leftSum] = [0, 0];
      let row = order[from]!;
      let value = column[row]!;
      for (let at = from + 1; at < to; at++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        leftSum += weight * (targets[row]! - mean);
        left += weight;
        row = order[at]!;
        const next = column[row]!;
        if (next > value) {
          const right = whole - left;
          if (left >= minSamplesLeaf && right >= minSamplesLeaf) {
            const score = leftSum * leftSum * (1 / left + 1 / right);
            if (score > best.score) keep(best, { feature, score, leftRows: at - from, value, next });
          }
          value = next;
        }
      }
    },
  };
}

function keep(
  best: Cut,
  { feature, score, leftRows, value, next }: {
    readonly feature: number;
    readonly score: number;
    readonly leftRows: number;
    readonly value: number;
    readonly next: number;
  },
): void {
  const middle = value / 2 + next / 2;
  best.feature = feature;
  best.score = score;
  best.leftRows = leftRows;
  best.threshold = middle < next && middle >= value ? middle : value; // neighbouring floats have nothing between them
}
