/**
 * Accuracy by depth for three analysts of the same customers, who differ in what was wrong with their records.
 *
 * @module
 */
import { random } from "../../../base/random.ts";
import { matrixOf } from "../../../math/linalg/matrix.ts";
import { fitDecisionTree, score } from "../../../ml/trees/decision_tree.ts";

/** How the three differ. */
export type Records = "clean records" | "wrong records" | "a column from the future";

/** Accuracy for each depth limit, from 0. */
export interface DepthCurves {
  /** On the rows the trees were grown on. */
  readonly training: readonly number[];
  /** On other customers. */
  readonly test: readonly number[];
}

const CUSTOMERS = 800; // half of them train
const WRONG_RATIO = 0.3;

/**
 * The curves. A customer cancels if the bill is large for little use; the column from the future is the label, and is
 * 0 for the test customers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cancellationCurves } from "./cancellation_curves.ts";
 *
 * const { training } = cancellationCurves({ seed: 1, maxDepth: 1 })["a column from the future"];
 * assertEquals(training[1], 1);
 * ```
 */
export function cancellationCurves({ seed, maxDepth }: {
  /** Decides the customers. */
  readonly seed: number;
  /** The deepest limit. */
  readonly maxDepth: number;
}): Record<Records, DepthCurves> {
  const dice = random(seed);
  const customers = Array.from({ length: CUSTOMERS }, () => [40 * dice.next(), 100 * dice.next()]);
  const truth = customers.map(([hours, bill]) => Number(hours! < 10 + bill! / 5 && bill! > 30));
  const wrong = truth.map((label) => dice.next() < WRONG_RATIO ? 1 - label : label);
  const leaked = customers.map((row, i) => [...row, i < CUSTOMERS / 2 ? truth[i]! : 0]);
  return {
    "clean records": curves(customers, { y: truth, maxDepth }),
    "wrong records": curves(customers, { y: wrong, maxDepth }),
    "a column from the future": curves(leaked, { y: truth, maxDepth }),
  };
}

function curves(
  rows: readonly (readonly number[])[],
  { y, maxDepth }: { readonly y: readonly number[]; readonly maxDepth: number },
): DepthCurves {
  const half = CUSTOMERS / 2;
  const training = { x: matrixOf(rows.slice(0, half)), y: y.slice(0, half) };
  const test = { x: matrixOf(rows.slice(half)), y: y.slice(half) };
  const trees = Array.from(
    { length: maxDepth + 1 },
    (_, depth) => fitDecisionTree(training.x, training.y, { maxDepth: depth }),
  );
  return { training: trees.map((tree) => score(tree, training)), test: trees.map((tree) => score(tree, test)) };
}
