/**
 * Scaled dot-product attention with a mask, and the heads of a multi-head one.
 *
 * Every query is compared with every key; softmax makes weights of the products; the result is the weighted mean of the
 * values. What the mask forbids gets the weight 0: its product becomes about -10³⁰, whose exponential vanishes next to
 * any other.
 *
 * **Invariant.** The weights of a query sum to 1. A query that may attend to nothing gets zeros, and sends no gradient;
 * not NaN, nor the mean of everything. So a sentence of padding alone does no harm.
 *
 * The queries are scaled rather than the products, which are more where there are more keys than features; and the mask
 * is added rather than chosen by `where`, which is three times as slow in onnxruntime. So masked products must be
 * finite.
 *
 * Cost: queries · keys · (d + features of the values) multiplications for each head; memory for queries · keys weights.
 *
 * Not here on purpose: the projections (`linear.ts`), dropout of weights, blockwise evaluation without the weights in
 * memory (flash attention).
 *
 * Source: A. Vaswani et al., Attention Is All You Need (2017), section 3.2.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../../base/argument.ts";
import type { Expression } from "../expressions/expression.ts";
import { broadcastShapes, sameShape, showShape, showType } from "../expressions/tensor_type.ts";
import { add, multiply, subtract } from "../operations/arithmetic.ts";
import { cast } from "../operations/elementwise.ts";
import { matmul } from "../operations/matmul.ts";
import { reshape, transpose, transposeLastTwo } from "../operations/shape_ops.ts";
import { max } from "../operations/reductions.ts";
import { softmax } from "../operations/softmax.ts";

/** Far below every product, and far from the end of single precision. */
const FORBIDDEN = 1e30;

/** What queries attend to. */
export interface AttentionOptions {
  /** (…, keys, d) */
  readonly key: Expression;
  /** (…, keys, features) */
  readonly value: Expression;
  /**
   * Truth values that broadcast to (…, queries, keys): true where a query may attend to a key.
   * @default {everywhere}
   */
  readonly mask?: Expression;
  /** Factor of the products. @default {1 / √d} */
  readonly scale?: number;
}

/**
 * softmax(scale · query · keyᵀ) · value, where the mask allows.
 * @param query (…, queries, d); leading axes broadcast with those of key and value.
 * @returns (…, queries, features).
 * @throws {TypeError} If the mask holds no truth values.
 * @throws {RangeError} If shapes do not fit, d is a symbol and no scale is given, or the scale is not positive.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { attention } from "./attention.ts";
 * const tokens = (name: string) => input(name, { shape: ["batch", 4, "tokens", 32] });
 * const causal = input("causal", { dtype: "bool", shape: ["tokens", "tokens"] });
 * const result = attention(tokens("q"), { key: tokens("k"), value: tokens("v"), mask: causal });
 * assertEquals(result.shape, ["batch", 4, "tokens", 32]);
 * ```
 */
export function attention(query: Expression, { key, value, mask, scale }: AttentionOptions): Expression {
  const scores = matmul(multiply(query, factorOf(query, scale)), transposeLastTwo(key)); // (…, queries, keys)
  if (mask === undefined) return matmul(softmax(scores), value);
  if (mask.dtype !== "bool") {
    throw new TypeError(`Cannot build an attention: mask must hold truth values: current value is ${showType(mask)}`);
  }
  if (
    mask.shape.length === 0 ||
    !sameShape(broadcastShapes([mask.shape, scores.shape], "an attention"), scores.shape)
  ) {
    throw new RangeError(
      `Cannot build an attention: mask must broadcast to (…, queries, keys): current value is ${
        showShape(mask.shape)
      } and ${showShape(scores.shape)}`,
    );
  }
  const allowed = cast(mask, query.dtype);
  const masked = add(scores, multiply(subtract(allowed, 1), FORBIDDEN));
  // (…, queries, 1): 0 for a query that may attend to nothing
  const hasAny = max(allowed, { axes: [-1], keepDimensions: true });
  return multiply(matmul(softmax(masked), value), hasAny);
}

/**
 * Splits the last axis into heads: (batch, tokens, heads · d) → (batch, heads, tokens, d).
 * @throws {RangeError} If x has not three axes, or heads does not divide the last.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { mergeHeads, splitHeads } from "./attention.ts";
 * const split = splitHeads(input("x", { shape: ["batch", "tokens", 128] }), { heads: 4 });
 * assertEquals(split.shape, ["batch", 4, "tokens", 32]);
 * assertEquals(mergeHeads(split).shape, ["batch", "tokens", 128]);
 * ```
 */
export function splitHeads(x: Expression, { heads }: { readonly heads: number }): Expression {
  checkPositiveInteger(heads, { action: "split heads", argument: "heads" });
  const [batch, tokens, features] = x.shape;
  if (x.shape.length !== 3 || typeof features !== "number" || features % heads !== 0) {
    throw new RangeError(
      `Cannot split heads: x must be (batch, tokens, a multiple of ${heads}): current value is ${showShape(x.shape)}`,
    );
  }
  return transpose(reshape(x, [batch!, tokens!, heads, features / heads]), [0, 2, 1, 3]);
}

/**
 * Undoes {@linkcode splitHeads}: (batch, heads, tokens, d) → (batch, tokens, heads · d).
 * @throws {RangeError} If x has not four axes.
 */
export function mergeHeads(x: Expression): Expression {
  const [batch, heads, tokens, d] = x.shape;
  if (x.shape.length !== 4 || typeof heads !== "number" || typeof d !== "number") {
    throw new RangeError(
      `Cannot merge heads: x must be (batch, heads, tokens, d) with heads and d in numbers: current value is ${
        showShape(x.shape)
      }`,
    );
  }
  return reshape(transpose(x, [0, 2, 1, 3]), [batch!, tokens!, heads * d]);
}

function factorOf(query: Expression, scale: number | undefined): number {
  if (scale !== undefined) return checkPositive(scale, { action: "build an attention", argument: "scale" });
  const d = query.shape.at(-1);
  if (typeof d === "number" && query.shape.length >= 2) return 1 / Math.sqrt(d);
  throw new RangeError(
    `Cannot build an attention: query must be (…, queries, d) with d in numbers, or a scale be given: current value is ${
      showShape(query.shape)
    }`,
  );
}
