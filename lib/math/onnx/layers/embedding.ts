/**
 * Embedding: each index becomes the row of a table that it names.
 *
 * **Invariant.** The gradient of the table adds up what arrives at all places with the same index.
 *
 * Cost: one copy of a row for each index.
 *
 * Not here on purpose: a padding row without gradient (mask what comes of it), sparse gradients.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { isFloat, showType } from "../expressions/tensor_type.ts";
import { gather } from "../operations/indexing.ts";

/**
 * Rows of the table.
 * @param table (rows, features).
 * @param indices int32 or int64 of any shape, each from 0 to rows - 1.
 * @returns The indices' shape and the features behind it.
 * @throws {TypeError} If the table is no matrix of floats, or the indices are no integers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { embedding } from "./embedding.ts";
 * const tokens = input("tokens", { dtype: "int64", shape: ["batch", 128] });
 * assertEquals(embedding(input("table", { shape: [30522, 384] }), tokens).shape, ["batch", 128, 384]);
 * ```
 */
export function embedding(table: Expression, indices: Expression): Expression {
  if (table.shape.length !== 2 || !isFloat(table.dtype)) {
    throw new TypeError(
      `Cannot build an embedding: table must be (rows, features) of floats: current value is ${showType(table)}`,
    );
  }
  return gather(table, indices, { axis: 0 });
}
