/**
 * Rotary position embedding: pairs of features are turned by an angle that grows with the position.
 *
 * The product of a turned query and a turned key depends on the distance of their positions alone. Pair i of d / 2
 * turns by position · base^(−2 i / d): the first fast, the last slowly.
 *
 * **Invariant.** Lengths stay: a turn changes no norm. Position 0 changes nothing.
 *
 * Cost: four passes over x; the tables are constants of the graph.
 *
 * Not here on purpose: stretching of positions beyond those that were trained.
 *
 * Source: J. Su et al., RoFormer (2021), section 3.2.2; pairs as in Hugging Face's Llama (feature i with i + d / 2), or
 * as in the paper (2 i with 2 i + 1) with `interleaved`.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../../base/argument.ts";
import { constant, type Expression } from "../expressions/expression.ts";
import { broadcastShapes, type DType, sameShape, showShape } from "../expressions/tensor_type.ts";
import { add, multiply, subtract } from "../operations/arithmetic.ts";
import { concat, reshape, split } from "../operations/shape_ops.ts";

/** Cosines and sines of angles, by position and pair. */
export interface RotaryTables {
  /** (positions, d / 2) */
  readonly cos: Expression;
  /** (positions, d / 2) */
  readonly sin: Expression;
}

/** Which angles. */
export interface RotaryTableOptions {
  /** How many positions, from 0. */
  readonly positions: number;
  /** d: features of a head; even. */
  readonly features: number;
  /** What the slowest turn is measured by. @default {10000} */
  readonly base?: number;
  /** Element type. @default {"float32"} */
  readonly dtype?: DType;
}

/**
 * Tables of angles as constants; slice the rows of the positions that are there.
 * @throws {RangeError} If positions is no positive integer, features no positive even one, or base not positive.
 */
export function rotaryTables(
  { positions, features, base = 10000, dtype = "float32" }: RotaryTableOptions,
): RotaryTables {
  const action = "build rotary tables";
  checkPositiveInteger(positions, { action, argument: "positions" });
  checkPositive(base, { action, argument: "base" });
  checkPositiveInteger(features / 2, { action, argument: "features / 2" });
  const half = features / 2;
  const angles = Array.from(
    { length: positions * half },
    (_, i) => Math.floor(i / half) * base ** (-2 * (i % half) / features),
  );
  const options = { dtype, shape: [positions, half] };
  return { cos: constant(angles.map(Math.cos), options), sin: constant(angles.map(Math.sin), options) };
}

/**
 * x with each pair of features turned.
 * @param x (…, tokens, d).
 * @param options.cos (tokens, d / 2), or what broadcasts to (…, tokens, d / 2); likewise sin.
 * @param options.interleaved Whether pairs are neighbours. @default {false}
 * @throws {RangeError} If d is odd or a symbol, or a table does not broadcast.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { slice } from "../operations/shape_ops.ts";
 * import { rotaryEmbedding, rotaryTables } from "./rotary_embedding.ts";
 * const query = input("query", { shape: ["batch", 8, "tokens", 64] });
 * const { cos, sin } = rotaryTables({ positions: 512, features: 64 });
 * const rows = [{ axis: 0, end: "tokens" }];
 * const turned = rotaryEmbedding(query, { cos: slice(cos, rows), sin: slice(sin, rows) });
 * assertEquals(turned.shape, query.shape);
 * ```
 */
export function rotaryEmbedding(
  x: Expression,
  { cos, sin, interleaved = false }: RotaryTables & { readonly interleaved?: boolean },
): Expression {
  const features = x.shape.at(-1);
  if (typeof features !== "number" || features % 2 !== 0) {
    throw new RangeError(
      `Cannot build a rotary embedding: x must be (…, tokens, an even number of features): current value is ${
        showShape(x.shape)
      }`,
    );
  }
  const half = features / 2;
  const halves = [...x.shape.slice(0, -1), half];
  for (const [name, table] of Object.entries({ cos, sin })) {
    if (sameShape(broadcastShapes([table.shape, halves], "a rotary embedding"), halves)) continue;
    throw new RangeError(
      `Cannot build a rotary embedding: ${name} must broadcast to ${showShape(halves)}: current value is ${
        showShape(table.shape)
      }`,
    );
  }
  const pairs = interleaved ? reshape(x, [...halves, 2]) : x;
  const parts = split(pairs, { axis: -1, lengths: interleaved ? [1, 1] : [half, half] });
  const [first, second] = parts.map((part) => interleaved ? reshape(part, halves) : part) as [Expression, Expression];
  const turned = [
    subtract(multiply(first, cos), multiply(second, sin)),
    add(multiply(second, cos), multiply(first, sin)),
  ];
  if (!interleaved) return concat(turned, { axis: -1 });
  const columns = turned.map((part) => reshape(part, [...halves, 1]));
  return reshape(concat(columns, { axis: -1 }), x.shape);
}
