/**
 * Permutation importance: how much worse a model gets when the values of one feature are shuffled among the rows.
 *
 * It asks any model, on any rows (test rows: on training rows, what was learnt by heart counts too). Importances by
 * impurity favour features with many distinct values, even random ones; these do not. Of two features that say the
 * same, neither seems important.
 *
 * **Invariant.** A feature that the model does not use has importance 0 exactly. The rows are not changed.
 *
 * Cost: features · repeats scorings.
 *
 * Source: L. Breiman, "Random Forests", 2001; A. Fisher, C. Rudin, F. Dominici, JMLR 20, 2019.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { type Matrix, matrixFrom } from "../../math/linalg/matrix.ts";
import type { Awaitable } from "../features/estimator.ts";
import { checkFeatures } from "../features/feature_matrix.ts";

/** Importances and how much the shuffles differ. */
export interface PermutationImportance {
  /** (features): mean loss of score. */
  readonly means: readonly number[];
  /** (features): its standard deviation over the repeats. */
  readonly deviations: readonly number[];
}

/** How often columns are shuffled. */
export interface PermutationOptions {
  /** Shuffles a feature. @default {5} */
  readonly repeats?: number;
  /** Decides the shuffles. @default {0} */
  readonly seed?: number;
}

/**
 * The importance of each feature.
 * @param score How good the model is on rows like these: more is better.
 * @param x (n, d).
 * @throws {RangeError} If `x` is empty or not finite, or `repeats` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { permutationImportance } from "./permutation_importance.ts";
 * const x = matrixOf([[0, 5], [1, 5], [0, 7], [1, 9]]);
 * const firstIs = [0, 1, 0, 1];
 * const { means } = await permutationImportance(
 *   ({ data }) => firstIs.filter((label, i) => data[2 * i] === label).length / 4,
 *   x,
 * );
 * assertEquals([means[0]! > 0, means[1]], [true, 0]);
 * ```
 */
export async function permutationImportance(
  score: (x: Matrix) => Awaitable<number>,
  x: Matrix,
  { repeats = 5, seed = 0 }: PermutationOptions = {},
): Promise<PermutationImportance> {
  const action = "take permutation importances";
  checkPositiveInteger(repeats, { action, argument: "repeats" });
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  const dice = random(seed);
  const whole = await score(x);
  const [means, deviations]: [number[], number[]] = [[], []];
  for (let f = 0; f < d; f++) {
    const losses: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = dice.shuffle(Int32Array.from({ length: n }, (_, i) => i));
      const shuffled = data.slice();
      for (let i = 0; i < n; i++) shuffled[i * d + f] = data[order[i]! * d + f]!;
      losses.push(whole - await score(matrixFrom(shuffled, x)));
    }
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / repeats;
    means.push(mean);
    deviations.push(Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / repeats));
  }
  return { means, deviations };
}
