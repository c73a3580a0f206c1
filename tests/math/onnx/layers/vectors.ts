/** What PyTorch says of convolutions, poolings and layers (`layers_vectors.py`), and the same calls of ours. */
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { attention } from "@lib/math/onnx/layers/attention.ts";
import { batchNorm, batchNormTraining } from "@lib/math/onnx/layers/batch_norm.ts";
import { cosineSimilarity } from "@lib/math/onnx/layers/cosine_similarity.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { dropout } from "@lib/math/onnx/layers/dropout.ts";
import { embedding } from "@lib/math/onnx/layers/embedding.ts";
import { groupNorm } from "@lib/math/onnx/layers/group_norm.ts";
import { groupedQueryAttention } from "@lib/math/onnx/layers/grouped_query_attention.ts";
import { inBatchSoftmaxLoss } from "@lib/math/onnx/layers/in_batch_softmax_loss.ts";
import { l2Normalize } from "@lib/math/onnx/layers/l2_normalize.ts";
import { rmsNorm } from "@lib/math/onnx/layers/rms_norm.ts";
import { rotaryEmbedding } from "@lib/math/onnx/layers/rotary_embedding.ts";
import { resize } from "@lib/math/onnx/operations/resize.ts";
import { topK } from "@lib/math/onnx/operations/top_k.ts";
import { layerNorm } from "@lib/math/onnx/layers/layer_norm.ts";
import { linear } from "@lib/math/onnx/layers/linear.ts";
import { convolution, convolutionTranspose } from "@lib/math/onnx/operations/convolution.ts";
import { add, multiply } from "@lib/math/onnx/operations/arithmetic.ts";
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { cumulativeSum, sum } from "@lib/math/onnx/operations/reductions.ts";
import { ARRAY_OF, type DType, type Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import vectors from "./layers_vectors.json" with { type: "json" };

interface Numbers {
  readonly dtype: DType;
  readonly shape: number[];
  readonly values: number[];
}

/** One call, with its outputs and the gradients of Σ sin(1 + 2 i) · output[i]. */
export interface Case {
  readonly layer: string;
  readonly name: string;
  readonly options: Record<string, unknown>;
  readonly inputs: Record<string, Numbers>;
  readonly outputs: Record<string, Numbers>;
  readonly gradients: Record<string, number[]>;
}

/** All cases. */
export const CASES = vectors.cases as unknown as Case[];

type Call = (operands: Record<string, Expression>, options: never) => Expression | object;

const CALLS: Record<string, Call> = {
  convolution: ({ x, w, ...bias }, options: object) => convolution(x!, w!, { ...options, ...bias }),
  convolutionTranspose: ({ x, w, ...bias }, options: object) => convolutionTranspose(x!, w!, { ...options, ...bias }),
  maxPool: ({ x }, options: { kernel: number }) => maxPool(x!, options),
  averagePool: ({ x }, options: { kernel: number }) => averagePool(x!, options),
  layerNorm: ({ x, ...parameters }, options: object) => layerNorm(x!, { ...options, ...parameters }),
  batchNorm: ({ x, ...parameters }, options: object) => batchNorm(x!, { ...options, ...parameters } as never),
  batchNormTraining: ({ x, ...parameters }, options: object) =>
    batchNormTraining(x!, { ...options, ...parameters } as never),
  dropout: ({ x, ...mask }, options: object) => dropout(x!, { ...options, ...mask } as never),
  attention: ({ query, ...others }, options: object) => attention(query!, { ...options, ...others } as never),
  crossEntropy: ({ logits, ...targets }, options: object) => crossEntropy(logits!, { ...options, ...targets } as never),
  cosineSimilarity: ({ a, b }, options: object) => cosineSimilarity(a!, b!, options),
  embedding: ({ table, indices }) => embedding(table!, indices!),
  rmsNorm: ({ x, ...parameters }, options: object) => rmsNorm(x!, { ...options, ...parameters }),
  groupNorm: ({ x, ...parameters }, options: object) => groupNorm(x!, { ...options, ...parameters } as never),
  l2Normalize: ({ x }, options: object) => l2Normalize(x!, options),
  groupedQueryAttention: ({ query, ...others }) => groupedQueryAttention(query!, others as never),
  rotaryEmbedding: ({ x, ...tables }, options: object) => rotaryEmbedding(x!, { ...tables, ...options } as never),
  resize: ({ x }, options: object) => resize(x!, options as never),
  inBatchSoftmaxLoss: ({ queries, ...others }, options: object) =>
    inBatchSoftmaxLoss(queries!, { ...options, ...others } as never),
  cumulativeSum: ({ x }, options: object) => cumulativeSum(x!, options),
  topK: ({ x }, options: object) => ({ values: topK(x!, options as never).values }),
  globalAveragePool: ({ x }) => globalAveragePool(x!),
  globalMaxPool: ({ x }) => globalMaxPool(x!),
  linear: ({ x, ...parameters }) => linear(x!, parameters as never),
};

/** Our expressions for a case, with floats of this type. */
export function built({ layer, inputs, options }: Case, floats: "float32" | "float64") {
  const operands = Object.fromEntries(
    Object.entries(inputs).map(([name, { dtype, shape }]) => [
      name,
      input(name, { dtype: dtype === "float64" ? floats : dtype, shape }),
    ]),
  );
  const result = CALLS[layer]!(operands, options as never);
  const outputs = ("operation" in result ? { output: result } : result) as Record<string, Expression>;
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { dtype, shape, values }]): [string, Tensor] => {
      const own = dtype === "float64" ? floats : dtype;
      const elements = own === "int64" ? BigInt64Array.from(values, BigInt) : ARRAY_OF[own].from(values);
      return [name, { dtype: own, shape, values: elements }];
    }),
  );
  return { operands, outputs, feeds };
}

/** Σ sin(1 + 2 i) · output[i], as `layers_vectors.py` has it. */
export function weighted(outputs: readonly Expression[]): Expression {
  return outputs.filter(({ dtype }) => dtype !== "int64").map((output) => {
    const count = (output.shape as number[]).reduce((product, length) => product * length, 1);
    const weights = Array.from({ length: count }, (_, place) => Math.sin(1 + 2 * place));
    return sum(multiply(output, constant(weights, { dtype: output.dtype, shape: output.shape })));
  }).reduce(add);
}
