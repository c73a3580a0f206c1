/**
 * Dimensions of tensors: a number, or an expression in symbols that stands for one, like `batch`, `64*batch` or
 * `past+tokens`.
 *
 * A graph is built once and run with many batch sizes, so a length may be unknown while shapes are checked. What shapes
 * need of such lengths is products (a reshape that joins axes), quotients (one that splits them), sums and differences
 * (tensors put one behind the other, a part cut out) and equality. So a dimension is a polynomial with whole
 * coefficients.
 *
 * **Invariant.** A dimension has one spelling: terms of more symbols first, then in the order of the alphabet, the
 * plain number last; a term is its factor, left out when it is 1, then its symbols in the order of the alphabet, joined
 * by `*`. Two dimensions are equal for all values of their symbols exactly if they are `===`.
 *
 * Cost: linear in the number of symbols; a quotient is a division of polynomials.
 *
 * Not here on purpose: bounds (`n-1` is a length where n is at least 1), rounded quotients, the values of symbols
 * (`_symbolic_dims.ts`).
 *
 * @module
 */

/** A length: a non-negative integer, a symbol such as `"batch"`, or a polynomial such as `"64*batch"` or `"n-1"`. */
export type Dimension = number | string;

const SYMBOL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Spaces between terms are read, and never written. */
const TERM = /\s*([+-]?)\s*([^+\-\s]+)/y;

/** A monomial: `factor` times the product of `symbols`, which are in alphabetical order and may repeat. */
export interface Monomial {
  /** The numeric part; not 0. */
  readonly factor: number;
  /** The symbols, each as often as it occurs. */
  readonly symbols: readonly string[];
}

/**
 * Reads a dimension: its terms in the order of the one spelling; none for 0.
 * @throws {RangeError} If it is no dimension: a negative or fractional number, or a text that is no polynomial.
 */
export function termsOf(dimension: Dimension): readonly Monomial[] {
  if (typeof dimension === "number") {
    if (!Number.isSafeInteger(dimension) || dimension < 0) throw noDimension(dimension);
    return dimension === 0 ? [] : [{ factor: dimension, symbols: [] }];
  }
  if (typeof dimension !== "string" || dimension === "") throw noDimension(dimension);
  const terms: Monomial[] = [];
  const text = dimension.trimEnd();
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const match = TERM.exec(text);
    if (match === null || (terms.length > 0 && match[1] === "")) throw noDimension(dimension);
    const { factor, symbols } = monomialOf(match[2]!, dimension);
    terms.push({ factor: match[1] === "-" ? -factor : factor, symbols });
  }
  return collected(terms);
}

/** One term without its sign. */
function monomialOf(text: string, dimension: Dimension): Monomial {
  let factor = 1;
  const symbols: string[] = [];
  for (const part of text.split("*")) {
    if (SYMBOL.test(part)) symbols.push(part);
    else if (/^\d+$/.test(part)) factor *= Number(part);
    else throw noDimension(dimension);
  }
  return { factor, symbols: symbols.sort() };
}

function noDimension(value: unknown): RangeError {
  return new RangeError(
    "Cannot read a dimension: it must be a non-negative integer, or symbols and integers joined by *, + and -: " +
      `current value is ${value}`,
  );
}

/** Terms of the same symbols added up, in the order of the one spelling. */
function collected(terms: readonly Monomial[]): Monomial[] {
  if (terms.length === 1) return terms[0]!.factor === 0 ? [] : [...terms];
  const factors = new Map<string, { factor: number; readonly symbols: readonly string[] }>();
  for (const { factor, symbols } of terms) {
    const key = symbols.join("*");
    const own = factors.get(key);
    if (own === undefined) factors.set(key, { factor, symbols });
    else own.factor += factor;
  }
  return [...factors.values()].filter(({ factor }) => factor !== 0).sort(beforeInSpelling);
}

function beforeInSpelling(a: Monomial, b: Monomial): number {
  const byDegree = b.symbols.length - a.symbols.length;
  return byDegree !== 0 ? byDegree : a.symbols.join("*") < b.symbols.join("*") ? -1 : 1;
}

/**
 * The one spelling of a sum of terms.
 * @throws {RangeError} If it is a negative number.
 */
export function dimensionOf(terms: readonly Monomial[]): Dimension {
  const own = collected(terms);
  if (own.length === 0) return 0;
  if (own.length === 1 && own[0]!.symbols.length === 0) {
    if (own[0]!.factor < 0) throw noDimension(own[0]!.factor);
    return own[0]!.factor;
  }
  return own.map(({ factor, symbols }, index) => {
    const sign = factor < 0 ? "-" : index === 0 ? "" : "+";
    const size = Math.abs(factor);
    return sign + [...size === 1 && symbols.length > 0 ? [] : [size], ...symbols].join("*");
  }).join("");
}

/**
 * The product of dimensions; 1 of none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dimensionProduct } from "./dimension.ts";
 * assertEquals(dimensionProduct(["batch", 4, 16]), "64*batch");
 * assertEquals(dimensionProduct(["past+tokens", 2]), "2*past+2*tokens");
 * assertEquals(dimensionProduct([3, 5]), 15);
 * ```
 */
export function dimensionProduct(dimensions: readonly Dimension[]): Dimension {
  return dimensionOf(dimensions.map(termsOf).reduce(termsProduct, [{ factor: 1, symbols: [] }]));
}

function termsProduct(a: readonly Monomial[], b: readonly Monomial[]): readonly Monomial[] {
  return collected(a.flatMap((left) =>
    b.map((right) => ({
      factor: left.factor * right.factor,
      symbols: [...left.symbols, ...right.symbols].sort(),
    }))
  ));
}

/**
 * The sum of dimensions; 0 of none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dimensionSum } from "./dimension.ts";
 * assertEquals(dimensionSum(["tokens", "past"]), "past+tokens");
 * assertEquals(dimensionSum(["n-1", 1]), "n");
 * ```
 */
export function dimensionSum(dimensions: readonly Dimension[]): Dimension {
  return dimensionOf(dimensions.flatMap(termsOf));
}

/**
 * The first dimension less the second; undefined if it is a negative number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dimensionDifference } from "./dimension.ts";
 * assertEquals(dimensionDifference("past+tokens", "past"), "tokens");
 * assertEquals(dimensionDifference("tokens", 1), "tokens-1");
 * assertEquals(dimensionDifference(2, 3), undefined);
 * ```
 */
export function dimensionDifference(from: Dimension, less: Dimension): Dimension | undefined {
  const terms = collected([...termsOf(from), ...termsOf(less).map(negated)]);
  const isNegative = terms.length === 1 && terms[0]!.symbols.length === 0 && terms[0]!.factor < 0;
  return isNegative ? undefined : dimensionOf(terms);
}

function negated({ factor, symbols }: Monomial): Monomial {
  return { factor: -factor, symbols };
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
 * assertEquals(dimensionQuotient("batch*past+batch*tokens", "past+tokens"), "batch");
 * assertEquals(dimensionQuotient("batch", 2), undefined);
 * ```
 */
export function dimensionQuotient(dividend: Dimension, divisor: Dimension): Dimension | undefined {
  const by = termsOf(divisor);
  if (by.length === 0) return undefined;
  const quotient: Monomial[] = [];
  let rest = termsOf(dividend);
  while (rest.length > 0) {
    const part = monomialQuotient(rest[0]!, by[0]!);
    if (part === undefined) return undefined;
    quotient.push(part);
    rest = collected([...rest, ...termsProduct([negated(part)], by)]);
  }
  return dimensionOf(quotient);
}

function monomialQuotient(whole: Monomial, part: Monomial): Monomial | undefined {
  if (whole.factor % part.factor !== 0) return undefined;
  const symbols = [...whole.symbols];
  for (const symbol of part.symbols) {
    const index = symbols.indexOf(symbol);
    if (index < 0) return undefined;
    symbols.splice(index, 1);
  }
  return { factor: whole.factor / part.factor, symbols };
}

/** The symbols of a dimension, each once. */
export function symbolsOf(dimension: Dimension): readonly string[] {
  if (typeof dimension === "number") return [];
  if (SYMBOL.test(dimension)) return [dimension];
  return [...new Set(termsOf(dimension).flatMap(({ symbols }) => symbols))];
}

/** The length that a dimension has, given those of symbols; undefined if one of its symbols is unknown. */
export function lengthOf(dimension: Dimension, lengths: ReadonlyMap<string, number>): number | undefined {
  if (typeof dimension === "number") return dimension;
  if (SYMBOL.test(dimension)) return lengths.get(dimension);
  let sum = 0;
  for (const { factor, symbols } of termsOf(dimension)) {
    let product = factor;
    for (const symbol of symbols) {
      const length = lengths.get(symbol);
      if (length === undefined) return undefined;
      product *= length;
    }
    sum += product;
  }
  return sum;
}
