/**
 * What every estimator checks first: a feature matrix that a model can be fitted to, or asked about.
 *
 * Rows are observations, columns are features. A refusal names the row and the column, because that is what a user has
 * to look up in their data.
 *
 * **Invariant.** What passes has at least one row and one column, and no NaN or infinity; nothing is copied or changed.
 *
 * Cost: one pass over the entries.
 *
 * Not here on purpose: missing values (impute them first), categories (`one_hot_encoder.ts`).
 *
 * @module
 */
import { argumentError, checkList } from "../../base/argument.ts";
import { checkMatrix, type Matrix } from "../../math/linalg/matrix.ts";

/** What is being done, and with what. */
export interface FeatureContext {
  /** What cannot be done, as an infinitive: `"fit k-means"`. */
  readonly action: string;
  /** The argument. @default {"x"} */
  readonly argument?: string;
  /** How many columns the model was fitted to. @default {any number} */
  readonly columns?: number;
}

/**
 * The matrix itself, once it is known to be usable.
 * @param x (n, d): at least one row and one column.
 * @throws {TypeError} If `x` is no matrix.
 * @throws {RangeError} If `x` is empty, has other columns than the model, or an entry is NaN or infinite.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { checkFeatures } from "./feature_matrix.ts";
 * assertThrows(
 *   () => checkFeatures(matrixOf([[1, 2], [3, NaN]]), { action: "fit k-means" }),
 *   RangeError,
 *   "Cannot fit k-means: x (row 1, column 1) must be a finite number: current value is NaN",
 * );
 * ```
 */
export function checkFeatures(x: Matrix, { action, argument = "x", columns }: FeatureContext): Matrix {
  checkFeatureShape(checkMatrix(x, { action, argument }), { action, argument, columns });
  const at = firstNotFinite(x.data);
  if (at === undefined) return x;
  const cell = `row ${Math.floor(at / x.columns)}, column ${at % x.columns}`;
  throw new RangeError(
    `Cannot ${action}: ${argument} (${cell}) must be a finite number: current value is ${x.data[at]}`,
  );
}

/**
 * The shape alone, for rows that are not kept as a dense matrix.
 * @throws {RangeError} If there are no rows or no columns, or other columns than in the fit.
 */
export function checkFeatureShape(
  x: Pick<Matrix, "rows" | "columns">,
  { action, argument = "x", columns }: Omit<FeatureContext, "columns"> & { readonly columns?: number | undefined },
): void {
  if (x.rows === 0 || x.columns === 0) {
    throw new RangeError(
      `Cannot ${action}: ${argument} must have at least one row and one column: current value is ${x.rows} × ${x.columns}`,
    );
  }
  if (columns !== undefined && x.columns !== columns) {
    throw new RangeError(
      `Cannot ${action}: ${argument} must have ${columns} columns, as in the fit: current value is ${x.columns}`,
    );
  }
}

/**
 * The targets of a regression as 64-bit floats, one a row.
 * @throws {TypeError} If `y` is no list, or a target is not a number.
 * @throws {RangeError} If there are not `rows` of them, or one is NaN or infinite.
 */
export function checkTargets(
  y: ArrayLike<number>,
  { action, rows, argument = "y" }: { readonly action: string; readonly rows: number; readonly argument?: string },
): Float64Array {
  checkList(y, { action, argument });
  if (y.length !== rows) {
    throw new RangeError(
      `Cannot ${action}: ${argument} must have ${rows} entries, one a row: current value is ${y.length}`,
    );
  }
  const targets = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const value = y[i];
    if (Number.isFinite(value)) targets[i] = value!;
    else throw argumentError(value, { action, argument: `${argument}[${i}]`, rule: "a finite number" });
  }
  return targets;
}

function firstNotFinite(values: Float64Array): number | undefined {
  // x − x is 0 for finite numbers and NaN for all others, so a sum tells in one pass without branches.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  if (sum === 0) return undefined;
  return values.findIndex((value) => !Number.isFinite(value));
}
