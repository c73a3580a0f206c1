/**
 * The networks whose training is compared with PyTorch: as expressions, with weights and batches by the recipe of
 * `parity_vectors.py`.
 *
 * @module
 */
import { type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { attention, mergeHeads, splitHeads } from "@lib/math/onnx/layers/attention.ts";
import { batchNormTraining } from "@lib/math/onnx/layers/batch_norm.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { layerNorm } from "@lib/math/onnx/layers/layer_norm.ts";
import { linear } from "@lib/math/onnx/layers/linear.ts";
import { add } from "@lib/math/onnx/operations/arithmetic.ts";
import { convolution } from "@lib/math/onnx/operations/convolution.ts";
import { relu } from "@lib/math/onnx/operations/activations.ts";
import { maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { reshape, slice } from "@lib/math/onnx/operations/shape_ops.ts";
import { mean } from "@lib/math/onnx/operations/reductions.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import type { CarriedState } from "@lib/math/onnx/training/trainer.ts";

/** Something to train. */
export interface Network {
  readonly loss: Expression;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly state: Readonly<Record<string, CarriedState>>;
}

/** Numbers of [-scale, scale), the upper 24 bits of a linear congruential generator. */
export function uniform(
  seed: number,
  { shape, scale = 1 }: { readonly shape: readonly number[]; readonly scale?: number },
): Tensor {
  const values = new Float32Array(shape.reduce((count, length) => count * length, 1));
  let state = seed >>> 0;
  for (let place = 0; place < values.length; place++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[place] = Math.fround((state >>> 8) / 2 ** 23 - 1) * Math.fround(scale);
  }
  return { dtype: "float32", shape, values };
}

/** The batch of a step: x, and as y the first number of each sample cut into as many intervals as there are classes. */
export function batchOf(
  step: number,
  { shape, classes }: { readonly shape: readonly number[]; readonly classes: number },
): { x: Tensor; y: Tensor } {
  const x = uniform(1000 + step, { shape });
  const [samples = 1] = shape;
  const size = x.values.length / samples;
  const labels = Array.from(
    { length: samples },
    (_, at) => Math.floor((Number(x.values[at * size]) + 1) / 2 * classes),
  );
  return { x, y: { dtype: "int64", shape: [samples], values: BigInt64Array.from(labels, BigInt) } };
}

/** First values: a shape of one axis is (out), of two (in, out), of four as PyTorch has it. */
export function weightsOf(shapes: Readonly<Record<string, readonly number[]>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], place) => {
      const fanIn = (shape.length === 4 ? shape.slice(1) : shape.slice(0, 1)).reduce((a, b) => a * b, 1);
      const tensor = uniform(place + 1, { shape, scale: 1 / Math.sqrt(fanIn) });
      if (!name.endsWith(".scale")) return [name, tensor];
      return [name, { ...tensor, values: Float32Array.from(tensor.values as Float32Array, (value) => 1 + value) }];
    }),
  );
}

/** The input of each parameter. */
function inputsFor(parameters: Readonly<Record<string, Tensor>>): (name: string) => Expression {
  const inputs = new Map(Object.entries(parameters).map(([name, type]) => [name, input(name, type)]));
  return (name) => inputs.get(name)!;
}

/** Shapes of the small networks of `parity_vectors.py`. */
export const MLP_SHAPES = { "hidden.weight": [8, 16], "hidden.bias": [16], "out.weight": [16, 4], "out.bias": [4] };

/** … of the convolutions with batch norm. */
export const CNN_SHAPES = {
  "conv1.weight": [4, 1, 3, 3],
  "norm1.scale": [4],
  "norm1.bias": [4],
  "conv2.weight": [6, 4, 3, 3],
  "norm2.scale": [6],
  "norm2.bias": [6],
  "out.weight": [24, 3],
  "out.bias": [3],
};

/** … of a transformer encoder with two layers. */
export function transformerShapes(
  { width, inner, classes }: { readonly width: number; readonly inner: number; readonly classes: number },
): Record<string, number[]> {
  const layer = (place: number) => ({
    [`layer${place}.qkv.weight`]: [width, 3 * width],
    [`layer${place}.qkv.bias`]: [3 * width],
    [`layer${place}.project.weight`]: [width, width],
    [`layer${place}.project.bias`]: [width],
    [`layer${place}.norm1.scale`]: [width],
    [`layer${place}.norm1.bias`]: [width],
    [`layer${place}.inner.weight`]: [width, inner],
    [`layer${place}.inner.bias`]: [inner],
    [`layer${place}.outer.weight`]: [inner, width],
    [`layer${place}.outer.bias`]: [width],
    [`layer${place}.norm2.scale`]: [width],
    [`layer${place}.norm2.bias`]: [width],
  });
  return { ...layer(1), ...layer(2), "out.weight": [width, classes], "out.bias": [classes] };
}

/** Two linear layers with ReLU between. */
export function mlp(parameters: Readonly<Record<string, Tensor>>): Network {
  const p = inputsFor(parameters);
  const x = input("x", { shape: ["batch", p("hidden.weight").shape[0]!] });
  const middle = relu(linear(x, { weight: p("hidden.weight"), bias: p("hidden.bias") }));
  const logits = linear(middle, { weight: p("out.weight"), bias: p("out.bias") });
  return { loss: crossEntropy(logits, { targets: targets() }), parameters, state: {} };
}

/** Twice convolution, batch norm, ReLU, pooling; then a linear layer. */
export function cnn(parameters: Readonly<Record<string, Tensor>>): Network {
  const p = inputsFor(parameters);
  const state: Record<string, CarriedState> = {};
  const block = (x: Expression, place: number): Expression => {
    const [scale, bias] = [p(`norm${place}.scale`), p(`norm${place}.bias`)];
    const [meanName, varianceName] = [`norm${place}.mean`, `norm${place}.variance`];
    const norm = batchNormTraining(convolution(x, p(`conv${place}.weight`), { padding: "same" }), {
      scale,
      bias,
      runningMean: input(meanName, scale),
      runningVariance: input(varianceName, scale),
    });
    const filled = (value: number): Tensor => {
      const shape = scale.shape as number[];
      return { dtype: "float32", shape, values: new Float32Array(shape[0]!).fill(value) };
    };
    state[meanName] = { initial: filled(0), next: norm.runningMean };
    state[varianceName] = { initial: filled(1), next: norm.runningVariance };
    return maxPool(relu(norm.output), { kernel: 2 });
  };
  const features = block(block(input("x", { shape: ["batch", 1, 8, 8] }), 1), 2);
  const logits = linear(reshape(features, ["batch", 24]), { weight: p("out.weight"), bias: p("out.bias") });
  return { loss: crossEntropy(logits, { targets: targets() }), parameters, state };
}

/**
 * Two encoder layers with norms behind the sums, the mean over the tokens, a linear layer; shaped as PyTorch's
 * `TransformerEncoderLayer`.
 */
export function transformer(
  parameters: Readonly<Record<string, Tensor>>,
  { tokens, heads }: { readonly tokens: number; readonly heads: number },
): Network {
  const p = inputsFor(parameters);
  const width = Number(p("out.weight").shape[0]);
  const affine = (x: Expression, name: string) => linear(x, { weight: p(`${name}.weight`), bias: p(`${name}.bias`) });
  const norm = (x: Expression, name: string) => layerNorm(x, { scale: p(`${name}.scale`), bias: p(`${name}.bias`) });
  // Rows of all samples stay one matrix, but where heads are split, so that a ReLU stands right behind its product.
  const attended = (rows: Expression, name: string): Expression => {
    const joined = reshape(affine(rows, `${name}.qkv`), ["batch", tokens, 3 * width]);
    const [query, key, value] = [0, 1, 2].map((part) =>
      splitHeads(slice(joined, [{ axis: -1, start: part * width, end: (part + 1) * width }]), { heads })
    );
    const merged = mergeHeads(attention(query!, { key: key!, value: value! }));
    return affine(reshape(merged, [-1, width]), `${name}.project`);
  };
  const layer = (rows: Expression, name: string): Expression => {
    const middle = norm(add(rows, attended(rows, name)), `${name}.norm1`);
    return norm(add(middle, affine(relu(affine(middle, `${name}.inner`)), `${name}.outer`)), `${name}.norm2`);
  };
  const x = input("x", { shape: ["batch", tokens, width] });
  const rows = layer(layer(reshape(x, [-1, width]), "layer1"), "layer2");
  const encoded = reshape(rows, ["batch", tokens, width]);
  const logits = affine(mean(encoded, { axes: [1] }), "out");
  return { loss: crossEntropy(logits, { targets: targets() }), parameters, state: {} };
}

function targets(): Expression {
  return input("y", { dtype: "int64", shape: ["batch"] });
}
