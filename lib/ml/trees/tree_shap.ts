/**
 * TreeSHAP: how much each feature moved one row's score away from the mean, exactly, for a tree or a sum of trees.
 *
 * These are the Shapley values of the game whose worth for a set of known features is the mean value of the leaves that
 * the row can reach when the unknown ones go both ways, by the weights of the training rows. All subsets are counted at
 * once along each path, in O(depth²) instead of 2^features.
 *
 * **Invariant.** The contributions add up to score − base, and a feature that no split uses has 0.
 *
 * Cost: O(leaves · depth²) a row and tree.
 *
 * Not here on purpose: the interventional variant (a background set), interactions.
 *
 * Source: S. Lundberg et al., "From local explanations to global understanding with explainable AI for trees", Nature
 * Machine Intelligence 2, 2020, algorithm 2.
 *
 * @module
 */
import type { Tree } from "./tree.ts";

/** One row's score, taken apart. */
export interface Explanation {
  /** The mean score of the training rows. */
  readonly base: number;
  /** (features): what each added. */
  readonly contributions: Float64Array;
}

/** Trees whose values are added or averaged. */
export interface ExplainedTrees {
  /** The trees. */
  readonly trees: readonly Tree[];
  /** Score before the first tree. @default {0} */
  readonly base?: number;
  /** What each tree counts: 1 for boosting, 1 / trees for a forest. @default {1} */
  readonly scale?: number;
}

/** Which number of a value, for trees of several classes. */
export interface ExplainOptions {
  /** The class index. @default {0} */
  readonly output?: number;
}

/**
 * The contributions of all features to the score of one row.
 * @param row (features).
 *
 * @example One split: the row goes to the leaf of value 8 instead of the mean 5
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitRegressionTree } from "./decision_tree.ts";
 * import { explainRow } from "./tree_shap.ts";
 * const tree = fitRegressionTree(matrixOf([[0, 1], [1, 1]]), [2, 8]);
 * const { base, contributions } = explainRow({ trees: [tree] }, [1, 1]);
 * assertEquals([base, [...contributions]], [5, [3, 0]]);
 * ```
 */
export function explainRow(
  { trees, base = 0, scale = 1 }: ExplainedTrees,
  row: ArrayLike<number>,
  { output = 0 }: ExplainOptions = {},
): Explanation {
  const { features } = trees[0]!;
  if (row.length !== features) {
    throw new RangeError(`Cannot explain a score: row must have ${features} entries: current value is ${row.length}`);
  }
  const contributions = new Float64Array(features);
  let mean = base;
  for (const tree of trees) {
    mean += scale * meanValue(tree, output);
    shap(tree, { row, output, scale, into: contributions });
  }
  return { base: mean, contributions };
}

function meanValue({ feature, value, weight, outputs }: Tree, output: number): number {
  let sum = 0;
  for (const [node, f] of feature.entries()) if (f < 0) sum += weight[node]! * value[node * outputs + output]!;
  return sum / weight[0]!;
}

/**
 * A feature on the path: which share of rows goes on when it is unknown, whether the row does when it is known, and the
 * weight of subsets of this size.
 */
interface Step {
  readonly feature: number;
  readonly zero: number;
  readonly one: number;
  weight: number;
}

function shap(tree: Tree, { row, output, scale, into }: {
  readonly row: ArrayLike<number>;
  readonly output: number;
  readonly scale: number;
  readonly into: Float64Array;
}): void {
  const visit = (node: number, before: readonly Step[], last: Omit<Step, "weight">): void => {
    const path = extended(before, last);
    const f = tree.feature[node]!;
    if (f < 0) {
      const value = scale * tree.value[node * tree.outputs + output]!;
      for (let i = 1; i < path.length; i++) {
        const weight = unwound(path, i).reduce((sum, step) => sum + step.weight, 0);
        into[path[i]!.feature]! += weight * (path[i]!.one - path[i]!.zero) * value;
      }
      return;
    }
    const isLeft = row[f]! <= tree.threshold[node]!;
    const seen = path.findIndex((step, i) => i > 0 && step.feature === f);
    const { zero, one } = seen < 0 ? { zero: 1, one: 1 } : path[seen]!;
    const rest = seen < 0 ? path : unwound(path, seen);
    for (const [child, goes] of [[tree.left[node]!, isLeft], [tree.right[node]!, !isLeft]] as const) {
      const share = tree.weight[child]! / tree.weight[node]!;
      visit(child, rest, { feature: f, zero: zero * share, one: goes ? one : 0 });
    }
  };
  visit(0, [], { feature: -1, zero: 1, one: 1 });
}

function extended(path: readonly Step[], last: Omit<Step, "weight">): Step[] {
  const depth = path.length;
  const longer = [...path.map((step) => ({ ...step })), { ...last, weight: depth === 0 ? 1 : 0 }];
  for (let i = depth - 1; i >= 0; i--) {
    longer[i + 1]!.weight += last.one * longer[i]!.weight * (i + 1) / (depth + 1);
    longer[i]!.weight *= last.zero * (depth - i) / (depth + 1);
  }
  return longer;
}

/** The path without step `at`: what `extended` did is undone. */
function unwound(path: readonly Step[], at: number): Step[] {
  const depth = path.length - 1;
  const { zero, one } = path[at]!;
  const weights = path.map((step) => step.weight);
  let next = weights[depth]!;
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const kept = weights[i]!;
      weights[i] = next * (depth + 1) / ((i + 1) * one);
      next = kept - weights[i]! * zero * (depth - i) / (depth + 1);
    } else weights[i] = weights[i]! * (depth + 1) / (zero * (depth - i));
  }
  return path.filter((_, i) => i !== at).map((step, i) => ({ ...step, weight: weights[i]! }));
}
