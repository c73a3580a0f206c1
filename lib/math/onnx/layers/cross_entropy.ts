/**
 * Cross-entropy of logits with the classes that were right: the mean of -ln of the probability that softmax gives them.
 *
 * **Invariant.** Logits of any size give a finite loss: the logarithm is taken of the softmax as a whole. A logit of -∞
 * is a class that is ruled out: loss and gradient are those of the other classes (and the loss is infinite if it was
 * the right one, or with smoothing). Samples whose target is the ignored index add nothing, neither to the sum nor to
 * the count, nor to a gradient, whatever their logits are. If all are ignored the loss is 0 and so are its gradients
 * (PyTorch has NaN there, which would spoil a whole run for one empty batch).
 *
 * A target that is neither a class nor the ignored index is refused when the graph runs.
 *
 * Cost: four passes over the logits.
 *
 * Not here on purpose: weights of classes, targets that are distributions, other reductions (use `logSoftmax`).
 *
 * Source: C. Szegedy et al., Rethinking the Inception Architecture (2016), section 7 (label smoothing); the conventions
 * of PyTorch's `cross_entropy`.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { sameShape, showShape, showType } from "../expressions/tensor_type.ts";
import { checkProbability } from "../../../base/argument.ts";
import { add, divide, maximum, multiply, negate } from "../operations/arithmetic.ts";
import { equal, greaterOrEqual, less, not, or, where } from "../operations/logic.ts";
import { cast } from "../operations/elementwise.ts";
import { gatherElements } from "../operations/indexing.ts";
import { squeeze, unsqueeze } from "../operations/shape_ops.ts";
import { sum } from "../operations/reductions.ts";
import { logSoftmax } from "../operations/softmax.ts";

/** What was right. */
export interface CrossEntropyOptions {
  /** The class of each sample, int32 or int64, of the logits' shape without its last axis. */
  readonly targets: Expression;
  /** Samples with this target do not count. @default {-100} */
  readonly ignoredIndex?: number;
  /** Share of the target's probability that is spread evenly over all classes, 0 … 1. @default {0} */
  readonly labelSmoothing?: number;
}

/**
 * The mean loss of the samples that are not ignored.
 * @param logits (…, classes).
 * @returns A scalar.
 * @throws {TypeError} If logits hold no floats or targets no integers.
 * @throws {RangeError} If the classes are no number, shapes do not belong together, or labelSmoothing is not in 0 … 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { crossEntropy } from "./cross_entropy.ts";
 * const logits = input("logits", { shape: ["batch", 10] });
 * const targets = input("targets", { dtype: "int32", shape: ["batch"] });
 * assertEquals(crossEntropy(logits, { targets }).shape, []);
 * ```
 */
export function crossEntropy(logits: Expression, options: CrossEntropyOptions): Expression {
  const { targets, ignoredIndex = -100, labelSmoothing = 0 } = options;
  checkProbability(labelSmoothing, { action: "build a cross-entropy", argument: "labelSmoothing" });
  const classes = logits.shape.at(-1);
  if (typeof classes !== "number" || !sameShape(targets.shape, logits.shape.slice(0, -1))) {
    throw new RangeError(
      `Cannot build a cross-entropy: logits must be (…, classes) with classes in numbers, and targets (…): current value is ${
        showShape(logits.shape)
      } and ${showShape(targets.shape)}`,
    );
  }
  if (targets.dtype !== "int32" && targets.dtype !== "int64") {
    throw new TypeError(
      `Cannot build a cross-entropy: targets must be int32 or int64: current value is ${showType(targets)}`,
    );
  }
  const isCounted = not(equal(targets, ignoredIndex));
  const count = maximum(sum(cast(isCounted, logits.dtype)), 1);
  const logarithms = logSoftmax(where(unsqueeze(isCounted, -1), [logits, 0])); // what is ignored may be NaN
  const outside = or(less(targets, 0), greaterOrEqual(targets, classes));
  const index = where(isCounted, [where(outside, [classes, targets]), 0]); // the runtime would count -1 from the back
  const right = squeeze(gatherElements(logarithms, unsqueeze(index, -1), { axis: -1 }), [-1]);
  const smoothed = labelSmoothing === 0 ? right : add(
    multiply(right, 1 - labelSmoothing),
    multiply(sum(logarithms, { axes: [-1] }), labelSmoothing / classes),
  );
  return negate(divide(sum(where(isCounted, [smoothed, 0])), count));
}
