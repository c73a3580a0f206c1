/**
 * Dimensions of tensors: a number, or a symbol that stands for one, like `batch`, or a product of both, like
 * `64*batch`.
 *
 * A graph is built once and run with many batch sizes, so a length may be unknown while shapes are checked. All that
 * shapes need of such lengths is products (a reshape that joins axes), quotients (one that splits them) and equality;
 * sums never occur but where an operation refuses symbols. So a dimension is a monomial: a whole number times symbols.
 *
 * **Invariant.** A dimension has one spelling: the factor first, left out when it is 1, then the symbols in the order
 * of the alphabet, joined by `*`. Two dimensions are equal for all values of their symbols exactly if they are `===`.
 *
 * Cost: linear in the number of symbols.
 *
 * Not here on purpose: sums of symbols (a convolution over an axis of symbolic length is refused), bounds, learning the
 * values of symbols (`evaluate/symbols.ts`, `native/feeds.ts`).
 *
 * @module
 */

/** A length: a non-negative integer, a symbol such as `"batch"`, or a product such as `"64*batch"`. */
export type Dimension = number | string;

const SYMBOL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A monomial: `factor` times the product of `symbols`, which are in alphabetical order and may repeat. */
export interface Monomial {
  /** The numeric part. */
  readonly factor: number;
  /** The symbols, each as often as it occurs. */
  readonly symbols: readonly string[];
}

/**
 * Reads a dimension.
 * @throws {RangeError} If it is no dimension: a negative or fractional number, or a text that names no product of
 * symbols.
 */
export function monomialOf(dimension: Dimension): Monomial {
  if (typeof dimension === "number" && Number.isInteger(dimension) && dimension >= 0) {
    return { factor: dimension, symbols: [] };
  }
  let factor = 1;
  const symbols: string[] = [];
  for (const part of String(dimension).split("*")) {
    if (typeof dimension === "string" && SYMBOL.test(part)) symbols.push(part);
    else if (typeof dimension === "string" && /^\d+$/.test(part)) factor *= Number(part);
    else {
      throw new RangeError(
        `Cannot read a dimension: it must be a non-negative integer, or symbols and integers joined by "*": current value is ${dimension}`,
      );
    }
  }
  return { factor, symbols: symbols.sort() };
}

/** The one spelling of a monomial. */
export function dimensionOf({ factor, symbols }: Monomial): Dimension {
  if (factor === 0 || symbols.length === 0) return factor;
  return [...factor === 1 ? [] : [factor], ...symbols].join("*");
}

/**
 * The product of dimensions; 1 of none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dimensionProduct } from "./dimension.ts";
 * assertEquals(dimensionProduct(["batch", 4, 16]), "64*batch");
 * assertEquals(dimensionProduct([3, 5]), 15);
 * ```
 */
export function dimensionProduct(dimensions: readonly Dimension[]): Dimension {
  let factor = 1;
  const symbols: string[] = [];
  for (const dimension of dimensions) {
    const monomial = monomialOf(dimension);
    factor *= monomial.factor;
    symbols.push(...monomial.symbols);
  }
  return dimensionOf({ factor, symbols: symbols.sort() });
}

/**
 * The dimension that `divisor` has to be multiplied with to give `dividend`; undefined if there is none for all values
 * of the symbols.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dimensionQuotient } from "./dimension.ts";
 * assertEquals(dimensionQuotient("64*batch", 16), "4*batch");
 * assertEquals(dimensionQuotient("batch", 2), undefined);
 * ```
 */
export function dimensionQuotient(dividend: Dimension, divisor: Dimension): Dimension | undefined {
  const whole = monomialOf(dividend);
  const part = monomialOf(divisor);
  if (part.factor === 0 || whole.factor % part.factor !== 0) return undefined;
  const symbols = [...whole.symbols];
  for (const symbol of part.symbols) {
    const index = symbols.indexOf(symbol);
    if (index < 0) return undefined;
    symbols.splice(index, 1);
  }
  return dimensionOf({ factor: whole.factor / part.factor, symbols });
}

/** The length that a dimension has, given those of symbols; undefined if one of its symbols is unknown. */
export function lengthOf(dimension: Dimension, lengths: ReadonlyMap<string, number>): number | undefined {
  if (typeof dimension === "number") return dimension;
  if (!dimension.includes("*")) return lengths.get(dimension);
  const { factor, symbols } = monomialOf(dimension);
  let product = factor;
  for (const symbol of symbols) {
    const length = lengths.get(symbol);
    if (length === undefined) return undefined;
    product *= length;
  }
  return product;
}
