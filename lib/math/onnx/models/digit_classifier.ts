/**
 * A small convolutional network for digits, as a model function: two convolutions with pooling, a hidden layer, and a
 * class for each digit.
 *
 * In training the pooled convolutions are computed as columns, which is faster; in inference they are plain operations,
 * so that the exported file is a network that every tool knows.
 *
 * **Invariant.** Both forms have the same parameters and, without dropout, the same logits up to rounding.
 *
 * Cost: about 1.3 million multiplications a picture forwards.
 *
 * Source: Y. LeCun et al., Gradient-Based Learning Applied to Document Recognition (1998), with relu, maxima and
 * dropout.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { linear } from "../layers/linear.ts";
import { pooledConvolution } from "../layers/pooled_convolution.ts";
import { relu } from "../operations/activations.ts";
import { reshape } from "../operations/shape_ops.ts";
import { glorotNormal, heNormal, zeros } from "../training/initializers.ts";
import type { ModelScope } from "../training/model.ts";

/** How large the network is. */
export interface DigitClassifierConfig {
  /** Filters of the two convolutions. @default {[16, 32]} */
  readonly filters?: readonly [number, number];
  /** Features of the hidden layer. @default {128} */
  readonly hidden?: number;
  /** Share of the hidden features that is dropped in training. @default {0.3} */
  readonly dropoutRate?: number;
}

/**
 * Logits of the ten digits.
 * @param images (batch, 1, 28, 28), float32.
 * @returns (batch, 10).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { model } from "../training/model.ts";
 * import { digitClassifier } from "./digit_classifier.ts";
 * const network = model((scope) => ({
 *   logits: digitClassifier(scope, { images: input("images", { shape: ["batch", 1, 28, 28] }) }),
 * }));
 * assertEquals(network.inference.logits.shape, ["batch", 10]);
 * ```
 */
export function digitClassifier(
  scope: ModelScope,
  { images, config = {} }: { readonly images: Expression; readonly config?: DigitClassifierConfig },
): Expression {
  const { filters: [first, second] = [16, 32], hidden = 128, dropoutRate = 0.3 } = config;
  const convolution = (name: string, x: Expression, [from, to]: readonly [number, number]) => {
    const own = scope.within(name);
    const w = own.parameter("weight", { shape: [to, from, 5, 5], initial: heNormal() });
    const bias = own.parameter("bias", { shape: [to], initial: zeros() });
    return relu(pooledConvolution(x, w, { padding: "same", pool: 2, bias, isPlain: !scope.isTraining }));
  };
  const dense = (name: string, x: Expression, [from, to]: readonly [number, number]) => {
    const own = scope.within(name);
    const initial = name === "output" ? glorotNormal() : heNormal();
    const weight = own.parameter("weight", { shape: [from, to], initial });
    return linear(x, { weight, bias: own.parameter("bias", { shape: [to], initial: zeros() }) });
  };
  const maps = convolution("conv2", convolution("conv1", images, [1, first]), [first, second]); // (batch, second, 7, 7)
  const features = reshape(maps, [images.shape[0]!, second * 49]);
  const inner = scope.dropout(relu(dense("hidden", features, [second * 49, hidden])), { rate: dropoutRate });
  return dense("output", inner, [hidden, 10]);
}
