/**
 * In-batch softmax loss: the item that belongs to each query competes with the items of the other queries of the batch.
 *
 * It trains two towers (queries and items, passages, users) without drawing negatives: row i of the similarities is a
 * softmax over the batch whose right class is i. Frequent items are in more batches, and would be pushed away too
 * often; the logarithm of how likely an item is in a batch, taken off its scores, corrects that.
 *
 * **Invariant.** An item that comes twice in a batch is no negative of itself, if ids are given. The loss is finite for
 * finite vectors.
 *
 * Cost: batch² similarities.
 *
 * Source: X. Yi et al., Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations (2019), section
 * 4; A. van den Oord et al., Representation Learning with Contrastive Predictive Coding (2018).
 *
 * @module
 */
import { checkPositive } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { sameShape, showShape, showType } from "../expressions/tensor_type.ts";
import { add, multiply, subtract } from "../operations/arithmetic.ts";
import { equal, where } from "../operations/logic.ts";
import { matmul } from "../operations/matmul.ts";
import { logSumExp, mean, sum } from "../operations/reductions.ts";
import { concat, transpose, unsqueeze } from "../operations/shape_ops.ts";

/** What the queries are compared with. */
export interface InBatchSoftmaxOptions {
  /** (batch, d): row i belongs to query i. */
  readonly items: Expression;
  /** What similarities are divided by. @default {1} */
  readonly temperature?: number;
  /** (batch): ln of the probability that an item is in a batch; taken off its similarities. @default {0} */
  readonly logProbabilities?: Expression;
  /**
   * (batch), int32 or int64: which item each row is; equal ones are no negatives of each other.
   * @default {all differ}
   */
  readonly ids?: Expression;
}

/** Far below every similarity, and far from the end of single precision. */
const RULED_OUT = -1e30;

/**
 * The mean of −ln of the probability that softmax over the batch gives each query's own item.
 * @param queries (batch, d).
 * @returns A scalar.
 * @throws {TypeError} If queries and items are not floats of one type, or ids no integers.
 * @throws {RangeError} If shapes do not belong together, or the temperature is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { inBatchSoftmaxLoss } from "./in_batch_softmax_loss.ts";
 * const [queries, items] = ["q", "i"].map((name) => input(name, { shape: ["batch", 32] }));
 * assertEquals(inBatchSoftmaxLoss(queries!, { items: items!, temperature: 0.05 }).shape, []);
 * ```
 */
export function inBatchSoftmaxLoss(queries: Expression, options: InBatchSoftmaxOptions): Expression {
  const { items, temperature = 1, logProbabilities, ids } = options;
  checkPositive(temperature, { action: "build an in-batch softmax loss", argument: "temperature" });
  checkShapes(queries, options);
  const own = (x: Expression) => logProbabilities === undefined ? x : subtract(x, logProbabilities);
  const scaled = multiply(queries, 1 / temperature);
  const scores = own(matmul(scaled, transpose(items))); // (batch, batch)
  const right = own(sum(multiply(scaled, items), { axes: [1] })); // (batch)
  if (ids === undefined) return mean(subtract(logSumExp(scores, { axes: [1] }), right));
  const isSame = equal(unsqueeze(ids, 1), unsqueeze(ids, 0));
  const negatives = add(scores, where(isSame, [RULED_OUT, subtract(scores, scores)]));
  const all = concat([negatives, unsqueeze(right, 1)], { axis: 1 });
  return mean(subtract(logSumExp(all, { axes: [1] }), right));
}

function checkShapes(queries: Expression, { items, logProbabilities, ids }: InBatchSoftmaxOptions): void {
  const vectors = [logProbabilities, ids].filter((one) => one !== undefined);
  const fits = queries.shape.length === 2 && sameShape(queries.shape, items.shape) &&
    vectors.every(({ shape }) => sameShape(shape, [queries.shape[0]!]));
  if (!fits) {
    throw new RangeError(
      "Cannot build an in-batch softmax loss: queries and items must be (batch, d), and logProbabilities and ids " +
        `(batch): current value is ${[queries, items, ...vectors].map(({ shape }) => showShape(shape)).join(", ")}`,
    );
  }
  if (ids !== undefined && ids.dtype !== "int32" && ids.dtype !== "int64") {
    throw new TypeError(
      `Cannot build an in-batch softmax loss: ids must be int32 or int64: current value is ${showType(ids)}`,
    );
  }
}
