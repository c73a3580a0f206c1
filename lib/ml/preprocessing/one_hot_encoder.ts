/**
 * One-hot encoding: a column of categories becomes one column of 0 and 1 for each category.
 *
 * **Invariant.** Categories are those of the fit, column by column, in order of first appearance. A known row has
 * exactly one 1 for each of its columns (none for a dropped first category), and an unknown category is what the fit
 * chose: refused, or a row of zeros.
 *
 * Cost: O(n · d) expected, with one lookup an entry.
 *
 * Not here on purpose: rare categories gathered into one, target encoding, sparse results.
 *
 * @module
 */
import { checkOneOf } from "../../base/argument.ts";
import { type Matrix, zeros } from "../../math/linalg/matrix.ts";

/** A category: compared as a `Map` compares its keys, so `1` and `"1"` differ. */
export type Category = string | number;

/** What was learnt of the columns. */
export interface OneHotEncoder {
  /** For each column its categories, in order of first appearance. */
  readonly categories: readonly (readonly Category[])[];
  /** What happens to a category that the fit did not see. */
  readonly unknown: "refuse" | "zeros";
  /** Whether the first category of each column has no column of its own. */
  readonly dropFirst: boolean;
}

/** How categories are encoded. */
export interface OneHotOptions {
  /** What happens to a category that the fit did not see: it is refused, or all its columns are 0. @default {"refuse"} */
  readonly unknown?: "refuse" | "zeros";
  /** Leaves out each column's first category, so that a linear model with a bias has no columns that depend on each other. @default {false} */
  readonly dropFirst?: boolean;
}

/**
 * Learns the categories.
 * @param rows (n, d): at least one row, all of one length.
 * @throws {RangeError} If there are no rows or columns, or a row has another length than the first.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rowsOf } from "../../math/linalg/matrix.ts";
 * import { fitOneHotEncoder, inverseTransform, transform } from "./one_hot_encoder.ts";
 * const encoder = fitOneHotEncoder([["red"], ["blue"], ["red"]], { unknown: "zeros" });
 * assertEquals(encoder.categories, [["red", "blue"]]);
 * assertEquals(rowsOf(transform(encoder, [["blue"], ["green"]])), [[0, 1], [0, 0]]);
 * assertEquals(inverseTransform(encoder, transform(encoder, [["blue"]])), [["blue"]]);
 * ```
 */
export function fitOneHotEncoder(
  rows: readonly (readonly Category[])[],
  { unknown = "refuse", dropFirst = false }: OneHotOptions = {},
): OneHotEncoder {
  const action = "fit a one-hot encoder";
  checkOneOf(unknown, { action, argument: "unknown", choices: ["refuse", "zeros"] });
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) {
    throw new RangeError(
      `Cannot ${action}: rows must have at least one row and one column: current value is ${rows.length} × 0`,
    );
  }
  checkWidth(rows, { action, columns });
  const categories = Array.from({ length: columns }, (_, j) => [...new Set(rows.map((row) => row[j]!))]);
  return { categories, unknown, dropFirst };
}

/**
 * The rows as zeros and ones.
 * @param rows (m, d).
 * @returns (m, number of categories of all columns, less d if the first are dropped).
 * @throws {RangeError} If a row has another length than those of the fit, or a category is unknown and to be refused.
 */
export function transform(encoder: OneHotEncoder, rows: readonly (readonly Category[])[]): Matrix {
  const action = "encode categories";
  checkWidth(rows, { action, columns: encoder.categories.length });
  const { places, width } = layout(encoder);
  const encoded = zeros(rows.length, width);
  for (const [i, row] of rows.entries()) {
    for (const [j, category] of row.entries()) {
      const at = places[j]!.get(category);
      if (at === undefined && encoder.unknown === "refuse") {
        throw new RangeError(
          `Cannot ${action}: row ${i}, column ${j} must be a category of the fit: current value is ${
            JSON.stringify(category)
          }`,
        );
      }
      if (at !== undefined && at >= 0) encoded.data[i * width + at] = 1;
    }
  }
  return encoded;
}

/**
 * The categories of encoded rows; `undefined` where all columns of a category are 0 and none was dropped.
 * @throws {RangeError} If `encoded` has another number of columns than the encoder makes.
 */
export function inverseTransform(encoder: OneHotEncoder, encoded: Matrix): (Category | undefined)[][] {
  const { places, width } = layout(encoder);
  if (encoded.columns !== width) {
    throw new RangeError(
      `Cannot decode categories: encoded must have ${width} columns: current value is ${encoded.columns}`,
    );
  }
  return Array.from({ length: encoded.rows }, (_, i) =>
    encoder.categories.map((all, j) => {
      const found = all.find((category) => encoded.data[i * width + places[j]!.get(category)!] === 1);
      return found ?? (encoder.dropFirst ? all[0] : undefined);
    }));
}

/** Which column each category has; −1 for one that is dropped. */
function layout({ categories, dropFirst }: OneHotEncoder): { places: Map<Category, number>[]; width: number } {
  let width = 0;
  const places = categories.map((all) =>
    new Map(all.map((category, place) => [category, dropFirst && place === 0 ? -1 : width++] as const))
  );
  return { places, width };
}

function checkWidth(
  rows: readonly (readonly Category[])[],
  { action, columns }: { readonly action: string; readonly columns: number },
): void {
  for (const [i, row] of rows.entries()) {
    if (row.length === columns) continue;
    throw new RangeError(`Cannot ${action}: row ${i} must have ${columns} categories: current value is ${row.length}`);
  }
}
