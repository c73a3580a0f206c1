/**
 * Cosine similarity of vectors along an axis: the dot product by the lengths.
 *
 * **Invariant.** A length below epsilon counts as epsilon, so a zero vector has the similarity 0 to everything, with
 * finite gradients: the maximum is taken of the squares, before the root, whose slope at 0 is infinite. Finite vectors
 * have a finite similarity: elements are divided by the largest before they are squared.
 *
 * Cost: six passes over both operands.
 *
 * Source: the conventions of PyTorch's `cosine_similarity`, but for the gradient of vectors shorter than epsilon:
 * PyTorch's ignores that they count as longer, ours is the slope of the value.
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { checkAxis, showShape } from "../expressions/tensor_type.ts";
import { multiply } from "../operations/arithmetic.ts";
import { sum } from "../operations/reductions.ts";
import { l2Normalize } from "./l2_normalize.ts";

/** Along which axis. */
export interface CosineSimilarityOptions {
  /** Negative ones count from the back; both operands must have it. @default {-1} */
  readonly axis?: number;
  /** The least length. @default {1e-8} */
  readonly epsilon?: number;
}

/**
 * a · b / (max(‖a‖, epsilon) · max(‖b‖, epsilon)) along an axis, with broadcasting.
 * @returns The shape that both broadcast to, without the axis.
 * @throws {TypeError} If the element types differ or are no floats.
 * @throws {RangeError} If the shapes do not broadcast, there is no such axis, their lengths along it differ, or epsilon
 * is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { cosineSimilarity } from "./cosine_similarity.ts";
 * const queries = input("queries", { shape: ["batch", 1, 64] });
 * const passages = input("passages", { shape: [10, 64] });
 * assertEquals(cosineSimilarity(queries, passages).shape, ["batch", 10]);
 * ```
 */
export function cosineSimilarity(a: Expression, b: Expression, options: CosineSimilarityOptions = {}): Expression {
  const { axis = -1, epsilon = 1e-8 } = options;
  checkPositive(epsilon, { action: "build a cosine similarity", argument: "epsilon" });
  const rank = Math.max(a.shape.length, b.shape.length);
  const fromTheBack = checkAxis(axis, { rank, operation: "a cosine similarity" }) - rank;
  if (a.shape.at(fromTheBack) !== b.shape.at(fromTheBack)) {
    throw new RangeError(
      `Cannot build a cosine similarity: vectors must have one length along axis ${axis}: current value is ${
        showShape(a.shape)
      } and ${showShape(b.shape)}`,
    );
  }
  const along = { axes: [fromTheBack] };
  const [unitA, unitB] = [a, b].map((x) => l2Normalize(x, { axis: fromTheBack, epsilon }));
  return sum(multiply(unitA!, unitB!), along);
}
