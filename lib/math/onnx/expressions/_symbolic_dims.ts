/**
 * What symbols of shapes stand for, learnt from the lengths of tensors: symbolic dims are bound to numbers.
 *
 * An axis declared `batch` says at once what `batch` is; one declared `4*batch` or `past+tokens` says so if all its
 * symbols but one are known, and that one multiplies no other. Once all symbols that can be known are known, every axis
 * is compared with its declaration.
 *
 * **Invariant.** What comes back makes every declared axis exactly as long as it is.
 *
 * Cost: O(axes) for each symbol that only products and sums carry.
 *
 * @module
 */
import { type Dimension, lengthOf, symbolsOf, termsOf } from "./dimension.ts";
import { type Shape, showShape } from "./tensor_type.ts";

/** A tensor that is fed: what was declared, and what it is. */
export interface FedShape {
  /** The input's name. */
  readonly name: string;
  /** Its shape in the graph. */
  readonly declared: Shape;
  /** Its shape now. */
  readonly actual: readonly number[];
}

/** Lengths by symbol. */
export type SymbolLengths = ReadonlyMap<string, number>;

/**
 * The symbol that a dimension tells, once some are known: the only unknown one, in one term, where it multiplies known
 * ones at most.
 */
export function solvableSymbol(
  dimension: Dimension,
  isKnown: (symbol: string) => boolean,
): string | undefined {
  if (typeof dimension === "number") return undefined;
  const unknown = symbolsOf(dimension).filter((symbol) => !isKnown(symbol));
  if (unknown.length !== 1) return undefined;
  const terms = termsOf(dimension).filter(({ symbols }) => symbols.includes(unknown[0]!));
  const isLinear = terms.length === 1 && terms[0]!.symbols.filter((symbol) => symbol === unknown[0]).length === 1;
  return isLinear ? unknown[0] : undefined;
}

/** All symbols that dimensions of known lengths tell. */
export function solvableSymbols(dimensions: readonly Dimension[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (let before = -1; before !== told.size;) {
    before = told.size;
    for (const dimension of dimensions) {
      const symbol = solvableSymbol(dimension, (one) => told.has(one));
      if (symbol !== undefined) told.add(symbol);
    }
  }
  return told;
}

/**
 * Learns what a dimension of this length tells; says whether that is a symbol that was not known.
 * @param options.lengths Grows by that symbol.
 */
export function bindDimension(
  dimension: Dimension,
  { length, lengths }: { readonly length: number; readonly lengths: Map<string, number> },
): boolean {
  if (typeof dimension === "number" || lengths.has(dimension)) return false; // most axes, each time a graph runs
  const symbol = solvableSymbol(dimension, (one) => lengths.has(one));
  if (symbol === undefined) return false;
  let [rest, scale] = [length, 0];
  for (const { factor, symbols } of termsOf(dimension)) {
    const known = symbols.reduce((product, one) => product * (lengths.get(one) ?? 1), factor);
    if (symbols.includes(symbol)) scale = known;
    else rest -= known;
  }
  const own = rest / scale;
  if (scale === 0 || !Number.isInteger(own) || own < 0) return false;
  lengths.set(symbol, own);
  return true;
}

/**
 * The length of each symbol.
 * @param action What is being done, for errors: `"evaluate"`.
 * @throws {RangeError} If an axis has another length or number than declared, or two inputs disagree about a symbol: it
 * and both are named.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { bindDimensions } from "./_symbolic_dims.ts";
 * const x = { name: "x", declared: ["batch", 3], actual: [8, 3] };
 * assertEquals(bindDimensions([x], { action: "run" }).get("batch"), 8);
 * const y = { name: "y", declared: ["batch"], actual: [9] };
 * assertThrows(() => bindDimensions([x, y], { action: "run" }), RangeError, "current value is 8 in x and 9 in y");
 * ```
 */
export function bindDimensions(fed: readonly FedShape[], { action }: { readonly action: string }): SymbolLengths {
  for (const { name, declared, actual } of fed) {
    if (declared.length !== actual.length) {
      throw new RangeError(
        `Cannot ${action}: input ${name} must have shape ${showShape(declared)}: current value is ${showShape(actual)}`,
      );
    }
  }
  const axes = fed.flatMap(({ name, declared, actual }) =>
    declared.map((dimension, axis) => ({ name, axis, dimension, length: actual[axis]! }))
  );
  const lengths = new Map<string, number>();
  const teachers = new Map<string, string>();
  for (let before = -1; before !== lengths.size;) {
    before = lengths.size;
    for (const { name, dimension, length } of axes) {
      const count = lengths.size;
      if (bindDimension(dimension, { length, lengths })) teachers.set([...lengths.keys()][count]!, name);
    }
  }
  for (const axis of axes) verify(axis, { teachers, lengths, action });
  return lengths;
}

interface Axis {
  readonly name: string;
  readonly axis: number;
  readonly dimension: Dimension;
  readonly length: number;
}

interface Verification {
  /** Which input told each symbol. */
  readonly teachers: ReadonlyMap<string, string>;
  readonly lengths: SymbolLengths;
  readonly action: string;
}

function verify({ name, axis, dimension, length }: Axis, { teachers, lengths, action }: Verification): void {
  const own = lengthOf(dimension, lengths);
  if (own === length) return;
  const teacher = teachers.get(String(dimension));
  throw new RangeError(
    teacher !== undefined && own !== undefined
      ? `Cannot ${action}: ${dimension} must have one length: current value is ${own} in ${teacher} and ${length} in ${name}`
      : `Cannot ${action}: axis ${axis} of input ${name} must have length ${
        shown(dimension, lengths)
      }: current value is ${length}`,
  );
}

/** The dimension, and what it is now if it is composed. */
function shown(dimension: Dimension, lengths: SymbolLengths): string {
  const length = lengthOf(dimension, lengths);
  return typeof dimension === "number" || length === undefined ? String(dimension) : `${dimension} = ${length}`;
}

/**
 * A dimension in numbers.
 * @throws {RangeError} If no input tells one of its symbols, or it is negative.
 */
export function lengthIn(
  dimension: Dimension,
  { lengths, action, within = [dimension] }: {
    readonly lengths: SymbolLengths;
    readonly action: string;
    /** The shape that the dimension is of. */
    readonly within?: Shape;
  },
): number {
  const length = lengthOf(dimension, lengths);
  if (length !== undefined && length >= 0) return length;
  throw new RangeError(
    length === undefined
      ? `Cannot ${action}: an input must tell the symbols of every shape: current value is ${showShape(within)}`
      : `Cannot ${action}: ${dimension} must be a length: current value is ${length}`,
  );
}

/** The shape in numbers; errors as for {@linkcode lengthIn}. */
export function shapeInNumbers(
  shape: Shape,
  options: { readonly lengths: SymbolLengths; readonly action: string },
): number[] {
  return shape.map((dimension) => lengthIn(dimension, { ...options, within: shape }));
}
