/**
 * The BERT encoder as a model function: token ids in, a vector for each token out.
 *
 * Parameters have the names and shapes that Hugging Face's checkpoints have (weights are (outputs, inputs)), so a
 * published encoder is loaded by feeding the tensors of its file, and a trained one is saved under names that others
 * read.
 *
 * **Invariant.** What the mask forbids changes nothing: the vectors of a sentence do not depend on its padding.
 *
 * Cost: layers · tokens · (12 · width² + 2 · tokens · width) multiplications.
 *
 * Not here on purpose: the tokenizer, the pooler and heads of pre-training, position embeddings other than learnt ones.
 *
 * Source: J. Devlin et al., BERT (2019); the layer norm behind each sum, as in `BertModel` of transformers.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import type { DType } from "../expressions/tensor_type.ts";
import { attention, mergeHeads, splitHeads } from "../layers/attention.ts";
import { embedding } from "../layers/embedding.ts";
import { layerNorm } from "../layers/layer_norm.ts";
import { linear } from "../layers/linear.ts";
import { gelu } from "../operations/activations.ts";
import { add } from "../operations/arithmetic.ts";
import { reshape, slice, transpose } from "../operations/shape_ops.ts";
import { normal, ones, zeros } from "../training/initializers.ts";
import type { ModelScope } from "../training/model.ts";

/** How large an encoder is. */
export interface BertConfig {
  /** Rows of the token table. */
  readonly vocabularySize: number;
  /** Features of a token's vector. */
  readonly width: number;
  /** How many layers. */
  readonly layers: number;
  /** Heads of attention; divides the width. */
  readonly heads: number;
  /** Features between the two products of a layer's network. @default {4 · width} */
  readonly innerWidth?: number;
  /** Rows of the position table: the longest sequence. @default {512} */
  readonly positions?: number;
  /** Rows of the segment table. @default {2} */
  readonly segments?: number;
  /** Added to variances. @default {1e-12} */
  readonly epsilon?: number;
  /** Share that is dropped in training. @default {0.1} */
  readonly dropoutRate?: number;
  /** Element type of the parameters. @default {"float32"} */
  readonly dtype?: DType;
}

/** What an encoder is fed. */
export interface BertInputs {
  /** (batch, tokens), int32 or int64. */
  readonly tokens: Expression;
  /** (batch, tokens) of truth values: true where a token is no padding. @default {everywhere} */
  readonly mask?: Expression;
}

/**
 * The vectors of all tokens, all of segment 0.
 * @returns (batch, tokens, width).
 * @throws {RangeError} If a size is no positive integer, or heads does not divide the width.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { model } from "../training/model.ts";
 * import { bertEncoder } from "./bert_encoder.ts";
 * const encoder = model((scope) => {
 *   const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
 *   return { hidden: bertEncoder(scope, { tokens, config: { vocabularySize: 99, width: 32, layers: 2, heads: 4 } }) };
 * });
 * assertEquals(encoder.inference.hidden.shape, ["batch", "tokens", 32]);
 * assertEquals(encoder.parameters["encoder.layer.1.attention.self.query.weight"]!.shape, [32, 32]);
 * ```
 */
export function bertEncoder(
  scope: ModelScope,
  { tokens, mask, config }: BertInputs & { readonly config: BertConfig },
): Expression {
  const { vocabularySize, width, layers, positions = 512, segments = 2, dropoutRate = 0.1 } = config;
  for (const [argument, value] of Object.entries({ vocabularySize, width, layers, positions, segments })) {
    checkPositiveInteger(value, { action: "build a BERT encoder", argument });
  }
  const [, length] = tokens.shape;
  const own = scope.within("embeddings");
  const table = (name: string, rows: number) =>
    own.parameter(`${name}.weight`, { shape: [rows, width], initial: normal(), ...typeOf(config) });
  const words = embedding(table("word_embeddings", vocabularySize), tokens);
  const places = slice(table("position_embeddings", positions), [{ axis: 0, end: length! }]);
  const segment = reshape(slice(table("token_type_embeddings", segments), [{ axis: 0, end: 1 }]), [width]);
  let hidden = norm(own.within("LayerNorm"), add(add(words, places), segment), config);
  hidden = scope.dropout(hidden, { rate: dropoutRate });
  for (let layer = 0; layer < layers; layer++) {
    hidden = encoderLayer(scope.within(`encoder.layer.${layer}`), { hidden, mask, config });
  }
  return hidden;
}

interface LayerParts {
  readonly hidden: Expression;
  readonly mask: Expression | undefined;
  readonly config: BertConfig;
}

function encoderLayer(scope: ModelScope, { hidden, mask, config }: LayerParts): Expression {
  const { width, heads, innerWidth = 4 * width, dropoutRate = 0.1 } = config;
  const self = scope.within("attention.self");
  const [query, key, value] = ["query", "key", "value"].map((name) =>
    splitHeads(dense(self.within(name), hidden, { from: width, to: width, config }), { heads })
  ) as [Expression, Expression, Expression];
  const [batch, tokens] = hidden.shape;
  const allowed = mask === undefined ? {} : { mask: reshape(mask, [batch!, 1, 1, tokens!]) };
  const context = mergeHeads(attention(query, { key, value, ...allowed }));
  const residual = (
    inner: ModelScope,
    x: Expression,
    { to, from }: { readonly to: Expression; readonly from: number },
  ) => {
    const projected = dense(inner.within("dense"), x, { from, to: width, config });
    return norm(inner.within("LayerNorm"), add(scope.dropout(projected, { rate: dropoutRate }), to), config);
  };
  const attended = residual(scope.within("attention.output"), context, { to: hidden, from: width });
  const inner = gelu(dense(scope.within("intermediate.dense"), attended, { from: width, to: innerWidth, config }));
  return residual(scope.within("output"), inner, { to: attended, from: innerWidth });
}

interface DenseParts {
  readonly from: number;
  readonly to: number;
  readonly config: BertConfig;
}

function dense(scope: ModelScope, x: Expression, { from, to, config }: DenseParts): Expression {
  const weight = scope.parameter("weight", { shape: [to, from], initial: normal(), ...typeOf(config) });
  const bias = scope.parameter("bias", { shape: [to], initial: zeros(), ...typeOf(config) });
  return linear(x, { weight: transpose(weight), bias });
}

function norm(scope: ModelScope, x: Expression, config: BertConfig): Expression {
  const { width, epsilon = 1e-12 } = config;
  const scale = scope.parameter("weight", { shape: [width], initial: ones(), ...typeOf(config) });
  const bias = scope.parameter("bias", { shape: [width], initial: zeros(), ...typeOf(config) });
  return layerNorm(x, { scale, bias, epsilon });
}

function typeOf({ dtype = "float32" }: BertConfig): { readonly dtype: DType } {
  return { dtype };
}
