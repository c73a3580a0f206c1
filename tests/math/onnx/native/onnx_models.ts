/**
 * Named graphs whose files Python checks and runs (`onnx_vectors.py`), and whose bytes and results
 * `onnx_vectors_test.ts` holds.
 *
 * Run as a program, it writes the files into the folder that is its argument, and what to feed them beside each as
 * JSON.
 *
 * @module
 */
import { constant, type Expression, input, isOperation } from "@lib/math/onnx/expressions/expression.ts";
import { encodeModel } from "@lib/math/onnx/native/_model_schema.ts";
import { inputsOf, writeModel } from "@lib/math/onnx/native/_model_writer.ts";
import {
  absolute,
  add,
  divide,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  reciprocal,
  sign,
  square,
  subtract,
} from "@lib/math/onnx/operations/arithmetic.ts";
import {
  and,
  equal,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  not,
  or,
  where,
} from "@lib/math/onnx/operations/logic.ts";
import { cast, cos, erf, exp, log, sin, sqrt, stopGradient } from "@lib/math/onnx/operations/elementwise.ts";
import { conv1d, conv2d, convolutionTranspose } from "@lib/math/onnx/operations/convolution.ts";
import { gelu, relu, sigmoid, softplus, tanh } from "@lib/math/onnx/operations/activations.ts";
import { gather, gatherElements, oneHot, scatterElements, scatterRows } from "@lib/math/onnx/operations/indexing.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { averagePool, maxPool, maxPoolIndices } from "@lib/math/onnx/operations/pooling.ts";
import { concat, expand, pad, reshape, slice, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import { topK } from "@lib/math/onnx/operations/top_k.ts";
import { argMax, cumulativeSum, logSumExp, max, mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { randomFeeds } from "./native_agreement.ts";

/** A graph, and what its symbols stand for when it is run. */
export interface NamedGraph {
  /** Results by name. */
  readonly outputs: Readonly<Record<string, Expression>>;
  /** Lengths by symbol. */
  readonly lengths: Readonly<Record<string, number>>;
}

const x = input("x", { shape: ["batch", 6] });
const wide = input("wide", { dtype: "float64", shape: ["batch", 3] });
const image = input("image", { shape: ["batch", 2, 6, 6] });
const tokens = input("tokens", { dtype: "int64", shape: ["batch", "seq"] });

/** Weights that everybody can write down: the sine of 1, 2, 3, … */
function weights(shape: readonly number[]): Expression {
  const count = shape.reduce((product, length) => product * length, 1);
  return constant(Float32Array.from({ length: count }, (_, place) => Math.sin(place + 1)), { shape });
}

/** Its gradient by hand, so that rules of differentiation may change without these bytes. */
function trainingStep(): Record<string, Expression> {
  const [w, b] = [input("w", { shape: [6, 3] }), input("b", { shape: [3] })];
  const labels = input("labels", { dtype: "int64", shape: ["batch"] });
  const hidden = tanh(x);
  const scores = add(matmul(hidden, w), b);
  const wanted = oneHot(labels, { depth: 3 });
  const loss = negate(mean(sum(multiply(logSoftmax(scores), wanted), { axes: [1] })));
  const errors = divide(subtract(softmax(scores), wanted), sum(wanted));
  return {
    loss,
    nextW: subtract(w, multiply(matmul(transpose(hidden), errors), 0.1)),
    nextB: subtract(b, multiply(sum(errors, { axes: [0] }), 0.1)),
  };
}

function attention(): Record<string, Expression> {
  const embedded = gather(weights([3, 8]), tokens);
  const heads = transpose(reshape(embedded, ["batch", "seq", 2, 4]), [0, 2, 1, 3]);
  const scores = divide(matmul(heads, transpose(heads, [0, 1, 3, 2])), 2);
  const mask = greater(reshape(tokens, ["batch", 1, 1, "seq"]), 0);
  const mixed = matmul(softmax(where(mask, [scores, -1e9])), heads);
  return {
    out: reshape(transpose(mixed, [0, 2, 1, 3]), ["batch", "seq", 8]),
    flat: reshape(embedded, ["8*batch*seq"]),
  };
}

function pools(): Record<string, Expression> {
  const largest = maxPool(image, { kernel: 3, strides: 2, padding: 1 });
  const places = isOperation(largest, "MaxPool") ? maxPoolIndices(largest) : largest;
  return {
    largest,
    places,
    mean: averagePool(image, { kernel: 2 }),
    inside: averagePool(image, { kernel: 3, strides: 1, padding: 1, countsPads: false }),
  };
}

/** The graphs by name; together they have every operation. */
export const GRAPHS: Readonly<Record<string, NamedGraph>> = {
  arithmetic: {
    outputs: {
      float32: divide(subtract(multiply(x, x), 1), add(power(x, 2), 1)),
      float64: sqrt(add(square(wide), exp(negate(wide)))),
      bounded: maximum(minimum(reciprocal(x), 2), negate(absolute(x))),
      integers: add(multiply(tokens, 3), sign(subtract(tokens, 1))),
    },
    lengths: { batch: 2, seq: 3 },
  },
  curves: {
    outputs: {
      bounded: add(add(tanh(x), sigmoid(x)), erf(x)),
      smooth: add(gelu(x), gelu(x, { approximate: "tanh" })),
      float64: add(gelu(wide, { approximate: "tanh" }), softplus(wide)),
      bent: add(relu(x), add(softplus(x), log(add(stopGradient(square(x)), 1)))),
    },
    lengths: { batch: 3 },
  },
  truth: {
    outputs: {
      chosen: where(and(greater(x, 0), not(lessOrEqual(x, -1))), [x, 0.5]),
      truth: where(greater(x, 0), [greater(x, 1), lessOrEqual(x, -1)]),
      compared: or(or(equal(tokens, 1), less(tokens, 0)), greaterOrEqual(tokens, 2)),
      places: cast(greater(x, 0), "int32"),
    },
    lengths: { batch: 2, seq: 3 },
  },
  order: {
    outputs: {
      up: cumulativeSum(x),
      down: cumulativeSum(x, { axis: 0, exclusive: true, reverse: true }),
      largest: topK(x, { k: 2 }).values,
      where: topK(x, { k: 2 }).indices,
      wave: add(sin(x), cos(x)),
    },
    lengths: { batch: 3 },
  },
  reductions: {
    outputs: {
      total: sum(x),
      mean: mean(wide, { axes: [0] }),
      largest: max(x, { axes: [-1], keepDimensions: true }),
      log: logSumExp(x, { axes: [0, 1] }),
      place: argMax(x, { axis: 1 }),
      shares: softmax(x, { axis: 0 }),
    },
    lengths: { batch: 4 },
  },
  rearrangement: {
    outputs: {
      swapped: reshape(transpose(x), [3, "2*batch"]),
      repeated: expand(reshape(x, ["batch", 1, 6]), ["batch", 2, 6]),
      known: add(constant(0.5, { shape: ["batch", 6] }), slice(x, [{ axis: 1, step: -1 }])),
      joined: concat([x, pad(slice(x, [{ axis: 1, start: 1, end: 4, step: 2 }]), { before: [0, 1], after: [0, 1] })], {
        axis: 1,
      }),
    },
    lengths: { batch: 2 },
  },
  lookup: {
    outputs: {
      elements: gatherElements(weights([3, 4]), constant([2, 0, 1, 1], { dtype: "int32", shape: [1, 4] }), { axis: 0 }),
      added: scatterElements(weights([3, 4]), {
        indices: constant([1, 1, 3, 0, 2, 2], { dtype: "int64", shape: [3, 2] }),
        updates: weights([3, 2]),
        axis: 1,
      }),
      rows: scatterRows(constant(0, { shape: [3, 8] }), {
        indices: reshape(tokens, ["batch*seq"]),
        updates: reshape(gather(weights([3, 8]), tokens), ["batch*seq", 8]),
      }),
      hot: oneHot(tokens, { depth: 2, axis: 1 }),
    },
    lengths: { batch: 2, seq: 3 },
  },
  convolution: {
    outputs: {
      plane: conv2d(image, weights([4, 1, 3, 3]), { groups: 2, strides: 2, padding: 1, bias: weights([4]) }),
      line: conv1d(reshape(image, ["batch", 2, 36]), weights([3, 2, 4]), { dilations: 2 }),
      back: convolutionTranspose(image, weights([2, 3, 3, 3]), { strides: 2, padding: 1, outputPads: 1 }),
    },
    lengths: { batch: 2 },
  },
  pooling: { outputs: pools(), lengths: { batch: 2 } },
  attention: { outputs: attention(), lengths: { batch: 2, seq: 3 } },
  training: { outputs: trainingStep(), lengths: { batch: 5 } },
};

/** The model of a graph, as it is: what simplification makes of it is another matter. */
export function bytesOf({ outputs }: NamedGraph): Uint8Array {
  return encodeModel(writeModel({ inputs: inputsOf(Object.values(outputs)), outputs }));
}

/** What a graph is fed. */
export function feedsOf({ outputs, lengths }: NamedGraph): Record<string, Tensor> {
  return randomFeeds(Object.values(outputs), { lengths, seed: 20 });
}

if (import.meta.main) {
  const [folder] = Deno.args;
  for (const [name, graph] of Object.entries(GRAPHS)) {
    await Deno.writeFile(`${folder}/${name}.onnx`, bytesOf(graph));
    const feeds = Object.entries(feedsOf(graph)).map((
      [input, { dtype, shape, values }],
    ) => [input, { dtype, shape, values: Array.from(values, Number) }]);
    await Deno.writeTextFile(`${folder}/${name}.json`, JSON.stringify(Object.fromEntries(feeds)));
  }
}
