/**
 * Grouped-query attention: several heads of queries share one head of keys and values, which makes the cache of keys
 * and values as many times smaller.
 *
 * **Invariant.** With as many key heads as query heads it is attention; with one it is multi-query attention. Head h of
 * the queries attends to head ⌊h / group⌋ of the keys.
 *
 * Cost: that of attention; keys and values are not copied for each head.
 *
 * Source: J. Ainslie et al., GQA: Training Generalized Multi-Query Transformer Models (2023); PyTorch's
 * `scaled_dot_product_attention` with `enable_gqa`.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import { showShape } from "../expressions/tensor_type.ts";
import { reshape, unsqueeze } from "../operations/shape_ops.ts";
import { attention, type AttentionOptions } from "./attention.ts";

/**
 * Attention of grouped heads.
 * @param query (batch, heads, queries, d).
 * @param options.key (batch, key heads, keys, d); `value` (batch, key heads, keys, features).
 * @param options.mask Truth values that broadcast to (batch, heads, queries, keys), of at most four axes.
 * @returns (batch, heads, queries, features).
 * @throws {TypeError} If the mask holds no truth values.
 * @throws {RangeError} If shapes do not fit, or the key heads do not divide the heads.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { groupedQueryAttention } from "./grouped_query_attention.ts";
 * const query = input("q", { shape: ["batch", 9, "tokens", 64] });
 * const key = input("k", { shape: ["batch", 3, "past+tokens", 64] });
 * const value = input("v", { shape: ["batch", 3, "past+tokens", 64] });
 * assertEquals(groupedQueryAttention(query, { key, value }).shape, ["batch", 9, "tokens", 64]);
 * ```
 */
export function groupedQueryAttention(query: Expression, options: AttentionOptions): Expression {
  const { key, value, mask } = options;
  const [batch, heads, queries, d] = query.shape;
  const groups = key.shape[1];
  const isGrouped = query.shape.length === 4 && key.shape.length === 4 && value.shape.length === 4 &&
    typeof heads === "number" && typeof groups === "number" && groups > 0 && heads % groups === 0 &&
    value.shape[1] === groups;
  if (!isGrouped) {
    throw new RangeError(
      "Cannot build a grouped-query attention: query must be (batch, heads, queries, d), key and value (batch, a " +
        `divisor of heads, keys, …): current value is ${
          [query, key, value].map(({ shape }) => showShape(shape)).join(", ")
        }`,
    );
  }
  const size = heads / groups;
  const grouped = reshape(query, [batch!, groups, size, queries!, d!]);
  const result = attention(grouped, {
    ...options,
    key: unsqueeze(key, 2),
    value: unsqueeze(value, 2),
    ...mask === undefined ? {} : { mask: groupedMask(mask, { heads, groups }) },
  });
  return reshape(result, [batch!, heads, queries!, result.shape.at(-1)!]);
}

/** The mask with its axis of heads split, if it has one. */
function groupedMask(
  mask: Expression,
  { heads, groups }: { readonly heads: number; readonly groups: number },
): Expression {
  const { shape } = mask;
  if (shape.length < 3) return mask;
  const axis = shape.length - 3;
  if (shape.length > 4 || (shape[axis] !== 1 && shape[axis] !== heads)) {
    throw new RangeError(
      `Cannot build a grouped-query attention: mask must broadcast to (batch, heads, queries, keys): current value is ${
        showShape(shape)
      }`,
    );
  }
  const split = shape[axis] === 1 ? [1, 1] : [groups, heads / groups];
  return reshape(mask, shape.toSpliced(axis, 1, ...split));
}
