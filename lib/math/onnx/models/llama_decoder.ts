/**
 * A Llama-style decoder as a model function: token ids and a cache in, logits and a longer cache out.
 *
 * Norms come before each part (RMS norm), positions are turns of queries and keys, heads of queries share keys and
 * values, and the network of a layer is gated (SwiGLU). Keys and values of earlier tokens are fed as the cache, of
 * length `past`, and come back with those of the new tokens behind them, of length `past+tokens`: one graph computes a
 * prompt at once, and then a token at a time.
 *
 * **Invariant.** Tokens one by one with a cache get the logits that they get all at once. A token attends to itself and
 * to those before it.
 *
 * Cost: for each new token layers · (parameters of a layer + past · width) multiplications.
 *
 * Not here on purpose: the tokenizer, sampling (`generation/`), tied output weights.
 *
 * Source: H. Touvron et al., Llama 2 (2023); the names and shapes of `LlamaForCausalLM` in transformers.
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { constant, type Expression, input } from "../expressions/expression.ts";
import type { Dimension, DType } from "../expressions/tensor_type.ts";
import { mergeHeads, splitHeads } from "../layers/attention.ts";
import { embedding } from "../layers/embedding.ts";
import { groupedQueryAttention } from "../layers/grouped_query_attention.ts";
import { linear } from "../layers/linear.ts";
import { rmsNorm } from "../layers/rms_norm.ts";
import { rotaryEmbedding, rotaryTables } from "../layers/rotary_embedding.ts";
import { sigmoid } from "../operations/activations.ts";
import { add, multiply } from "../operations/arithmetic.ts";
import { greaterOrEqual } from "../operations/logic.ts";
import { concat, slice, transpose, unsqueeze } from "../operations/shape_ops.ts";
import { normal, ones } from "../training/initializers.ts";
import type { ModelScope } from "../training/model.ts";

/** How large a decoder is. */
export interface LlamaConfig {
  /** Rows of the token table. */
  readonly vocabularySize: number;
  /** Features of a token's vector. */
  readonly width: number;
  /** How many layers. */
  readonly layers: number;
  /** Heads of queries; divides the width. */
  readonly heads: number;
  /** Heads of keys and values; divides heads. @default {heads} */
  readonly keyHeads?: number;
  /** Features between the products of a layer's network. */
  readonly innerWidth: number;
  /** The longest sequence. @default {2048} */
  readonly positions?: number;
  /** Base of the rotary embedding. @default {10000} */
  readonly ropeBase?: number;
  /** Added to means of squares. @default {1e-5} */
  readonly epsilon?: number;
  /** Element type of the parameters. @default {"float32"} */
  readonly dtype?: DType;
}

/** Keys and values of earlier tokens, one pair for each layer. */
export interface LayerCache {
  /** (batch, key heads, past, d) */
  readonly key: Expression;
  /** (batch, key heads, past, d) */
  readonly value: Expression;
}

/** What a decoder gives. */
export interface DecoderOutputs {
  /** (batch, tokens, vocabulary) */
  readonly logits: Expression;
  /** The caches with the new tokens: (batch, key heads, past+tokens, d). */
  readonly caches: readonly LayerCache[];
}

/**
 * The inputs of the caches: `past.0.key`, `past.0.value` and so on, of length `past`. Fed with length 0 for a prompt.
 */
export function cacheInputs(config: LlamaConfig): LayerCache[] {
  const { layers, heads, keyHeads = heads, width, dtype = "float32" } = config;
  const shape: Dimension[] = ["batch", keyHeads, "past", width / heads];
  return Array.from({ length: layers }, (_, layer) => ({
    key: input(`past.${layer}.key`, { dtype, shape }),
    value: input(`past.${layer}.value`, { dtype, shape }),
  }));
}

/**
 * Logits of the next token at each place.
 * @param options.tokens (batch, tokens), int32 or int64.
 * @param options.caches What `cacheInputs` gives; nothing for training on whole sequences.
 * @throws {RangeError} If a size is no positive integer, or sizes do not divide each other.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { model } from "../training/model.ts";
 * import { cacheInputs, llamaDecoder } from "./llama_decoder.ts";
 * const config = { vocabularySize: 99, width: 32, layers: 1, heads: 4, keyHeads: 2, innerWidth: 64 };
 * const decoder = model((scope) => {
 *   const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
 *   const { logits, caches } = llamaDecoder(scope, { tokens, caches: cacheInputs(config), config });
 *   return { logits, "past.0.key.next": caches[0]!.key };
 * });
 * assertEquals(decoder.inference.logits.shape, ["batch", "tokens", 99]);
 * assertEquals(decoder.inference["past.0.key.next"].shape, ["batch", 2, "past+tokens", 8]);
 * ```
 */
export function llamaDecoder(
  scope: ModelScope,
  { tokens, caches, config }: {
    readonly tokens: Expression;
    readonly caches?: readonly LayerCache[];
    readonly config: LlamaConfig;
  },
): DecoderOutputs {
  const { vocabularySize, width, layers, heads, positions = 2048, ropeBase = 10000, dtype = "float32" } = config;
  for (const [argument, value] of Object.entries({ vocabularySize, width, layers, positions })) {
    checkPositiveInteger(value, { action: "build a decoder", argument });
  }
  const tables = rotaryTables({ positions, features: width / heads, base: ropeBase, dtype });
  const length = tokens.shape[1]!;
  const past: Dimension = caches === undefined ? 0 : "past";
  const places = { tables, positions, past, length };
  const body = scope.within("model");
  let hidden = embedding(
    body.parameter("embed_tokens.weight", { shape: [vocabularySize, width], initial: normal(), dtype }),
    tokens,
  );
  const next: LayerCache[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const own = body.within(`layers.${layer}`);
    const { attended, cache } = attend(own, {
      x: norm(own, "input_layernorm", hidden, config),
      cache: caches?.[layer],
      config,
      places,
    });
    hidden = add(hidden, attended);
    hidden = add(hidden, gated(own.within("mlp"), norm(own, "post_attention_layernorm", hidden, config), config));
    next.push(cache);
  }
  const last = norm(body, "norm", hidden, config);
  return { logits: dense(scope, "lm_head", last, { to: vocabularySize, config }), caches: next };
}

/** Where the new tokens stand. */
interface Places {
  readonly tables: ReturnType<typeof rotaryTables>;
  readonly positions: number;
  /** How many tokens are in the cache. */
  readonly past: Dimension;
  /** How many are new. */
  readonly length: Dimension;
}

interface AttentionParts {
  readonly x: Expression;
  readonly cache: LayerCache | undefined;
  readonly config: LlamaConfig;
  readonly places: Places;
}

function attend(
  scope: ModelScope,
  { x, cache, config, places }: AttentionParts,
): { readonly attended: Expression; readonly cache: LayerCache } {
  const { width, heads, keyHeads = heads } = config;
  const features = width / heads;
  const self = scope.within("self_attn");
  const project = (name: string, count: number) =>
    splitHeads(dense(self, name, x, { to: count * features, config }), { heads: count });
  const { tables: { cos, sin }, past, length } = places;
  const total = past === 0 ? length : `${past}+${length}`;
  const rows = [{ axis: 0, start: past, end: total }];
  const turned = (heads: Expression) => rotaryEmbedding(heads, { cos: slice(cos, rows), sin: slice(sin, rows) });
  const [query, newKey, newValue] = [
    turned(project("q_proj", heads)),
    turned(project("k_proj", keyHeads)),
    project("v_proj", keyHeads),
  ];
  const key = cache === undefined ? newKey : concat([cache.key, newKey], { axis: 2 });
  const value = cache === undefined ? newValue : concat([cache.value, newValue], { axis: 2 });
  const mask = causalMask(places, total);
  const attended = mergeHeads(groupedQueryAttention(query, { key, value, mask }));
  return { attended: dense(self, "o_proj", attended, { to: width, config }), cache: { key, value } };
}

/** (tokens, past+tokens): true where a key stands at or before a query. */
function causalMask({ positions, past }: Places, total: Dimension): Expression {
  const counted = constant(Int32Array.from({ length: positions }, (_, i) => i), { dtype: "int32" });
  const queries = slice(counted, [{ axis: 0, start: past, end: total }]);
  const keys = slice(counted, [{ axis: 0, end: total }]);
  return greaterOrEqual(unsqueeze(queries, 1), unsqueeze(keys, 0));
}

function gated(scope: ModelScope, x: Expression, config: LlamaConfig): Expression {
  const { innerWidth, width } = config;
  const gate = dense(scope, "gate_proj", x, { to: innerWidth, config });
  const up = dense(scope, "up_proj", x, { to: innerWidth, config });
  return dense(scope, "down_proj", multiply(multiply(gate, sigmoid(gate)), up), { to: width, config });
}

function dense(
  scope: ModelScope,
  name: string,
  x: Expression,
  { to, config: { dtype = "float32" } }: { readonly to: number; readonly config: LlamaConfig },
): Expression {
  const from = x.shape.at(-1) as number;
  return linear(x, {
    weight: transpose(scope.parameter(`${name}.weight`, { shape: [to, from], initial: normal(), dtype })),
  });
}

function norm(
  scope: ModelScope,
  name: string,
  x: Expression,
  { width, epsilon = 1e-5, dtype = "float32" }: LlamaConfig,
): Expression {
  return rmsNorm(x, { epsilon, scale: scope.parameter(`${name}.weight`, { shape: [width], initial: ones(), dtype }) });
}
