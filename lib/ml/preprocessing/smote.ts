/**
 * SMOTE: rare classes are filled up with rows that lie between a row and one of its nearest neighbours of the same
 * class.
 *
 * Each new row takes a row of the class, one of its k nearest other rows of the class, and one random point on the
 * segment between them. All classes are brought up to the size of the largest.
 *
 * **Invariant.** The originals come first and in their order; every new row lies on a segment between two rows of its
 * class; the seed decides everything.
 *
 * Cost: O(m² · d) for each class of m rows that is filled up.
 *
 * Not here on purpose: anything about test rows. Oversample inside the training fold only (`pipeline.ts` does): a copy
 * of a test row's neighbour in train is a leak.
 *
 * Source: N. Chawla et al., "SMOTE: Synthetic Minority Over-sampling Technique", JAIR 16, 2002. Its listing draws a gap
 * for each attribute; here, as in its text and in imbalanced-learn, one gap holds for the whole row.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { type Matrix, matrixFrom } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { encodeLabels } from "../features/labels.ts";

/** Rows and labels. */
export interface LabelledRows {
  /** (n, d). */
  readonly x: Matrix;
  /** (n). */
  readonly y: Int32Array;
}

/** How rows are made. */
export interface SmoteOptions {
  /** How many nearest rows of the class are candidates; at most all others. @default {5} */
  readonly neighbors?: number;
  /** Decides rows, neighbours and gaps. @default {0} */
  readonly seed?: number;
}

/**
 * The rows, and new ones of all classes but the largest.
 * @param x (n, d).
 * @param y (n) labels; a class that is filled up needs two rows.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or a class that is to be filled up has one
 *   row.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { smote } from "./smote.ts";
 * const { x, y } = smote(matrixOf([[0], [1], [2], [10], [12]]), [0, 0, 0, 1, 1], { seed: 1 });
 * assertEquals([x.rows, [...y]], [6, [0, 0, 0, 1, 1, 1]]);
 * assertEquals(x.data[5]! >= 10 && x.data[5]! <= 12, true);
 * ```
 */
export function smote(x: Matrix, y: ArrayLike<number>, { neighbors = 5, seed = 0 }: SmoteOptions = {}): LabelledRows {
  const action = "oversample by SMOTE";
  const { rows: n, columns: d, data } = checkFeatures(x, { action });
  checkPositiveInteger(neighbors, { action, argument: "neighbors" });
  const { classes, indices } = encodeLabels(y, { action, rows: n });
  const members = classes.map((_, index) => Array.from(indices.keys()).filter((i) => indices[i] === index));
  const most = Math.max(...members.map(({ length }) => length));
  const dice = random(seed);
  const all = new Float64Array(most * classes.length * d);
  const labels = new Int32Array(most * classes.length);
  all.set(data);
  labels.set(Int32Array.from(indices, (index) => classes[index]!));
  let at = n;
  for (const [index, mine] of members.entries()) {
    if (mine.length === 1 && most > 1) {
      throw new RangeError(`Cannot ${action}: class ${classes[index]} must have at least two rows: current value is 1`);
    }
    const nearest = new Map<number, number[]>();
    for (let made = mine.length; made < most; made++, at++) {
      const row = mine[dice.integer(mine.length)]!;
      if (!nearest.has(row)) nearest.set(row, nearestRows(x, { row, among: mine, count: neighbors }));
      const candidates = nearest.get(row)!;
      const other = candidates[dice.integer(candidates.length)]!;
      const gap = dice.next();
      for (let j = 0; j < d; j++) {
        const from = data[row * d + j]!;
        all[at * d + j] = from + gap * (data[other * d + j]! - from);
      }
      labels[at] = classes[index]!;
    }
  }
  return { x: matrixFrom(all, { rows: at, columns: d }), y: labels };
}

/** The nearest of `among`, without the row itself; of equal distances the earlier row. */
function nearestRows(
  { columns: d, data }: Matrix,
  { row, among, count }: { readonly row: number; readonly among: readonly number[]; readonly count: number },
): number[] {
  const distances = among.filter((other) => other !== row).map((other) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += (data[other * d + j]! - data[row * d + j]!) ** 2;
    return { other, sum };
  });
  return distances.sort((a, b) => a.sum - b.sum).slice(0, count).map(({ other }) => other);
}
