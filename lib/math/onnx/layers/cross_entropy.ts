/**
 * Cross-entropy of logits with the classes that were right: the mean of -ln of the probability that softmax gives them.
 *
 * **Invariant.** Logits of any size give a finite loss: the logarithm is taken of the softmax as a whole. Samples whose target is the ignored index add
 * nothing, neither to the sum nor to the count. If all are ignored the loss is 0 and so are its gradients (PyTorch has NaN there, which would spoil a
 * whole run for one empty batch).
 *
 * A target that is neither a class nor the ignored index is a mistake that the graph cannot report: the sample then counts with the loss 0, but for
 * smoothing.
 *
 * Cost: three passes over the logits.
 *
 * Not here on purpose: weights of classes, targets that are distributions, other reductions (use `logSoftmax`).
 *
 * Source: C. Szegedy et al., Rethinking the Inception Architecture (2016), section 7 (label smoothing); the conventions of PyTorch's `cross_entropy`.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { showShape, showType } from "../expressions/tensor_type.ts";
import { checkProbability } from "../../../base/argument.ts";
import { add, divide, maximum, multiply, negate } from "../operations/arithmetic.ts";
import { cast, equal, not } from "../operations/comparison.ts";
import { oneHot } from "../operations/lookup.ts";
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
  if (typeof classes !== "number" || showShape(targets.shape) !== showShape(logits.shape.slice(0, -1))) {
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
  const logarithms = logSoftmax(logits);
  const counted = cast(not(equal(targets, ignoredIndex)), logits.dtype);
  const weights = divide(counted, maximum(sum(counted), 1));
  const right = oneHot(targets, { depth: classes, dtype: logits.dtype });
  const wanted = labelSmoothing === 0 ? right : add(multiply(right, 1 - labelSmoothing), labelSmoothing / classes);
  const each = sum(multiply(logarithms, wanted), { axes: [-1] });
  return negate(sum(multiply(each, weights)));
}
