/**
 * What symbols of shapes stand for, learnt from the tensors that are fed.
 *
 * An axis declared `batch` says at once what `batch` is; one declared `4*batch` says so if its length is a multiple of
 * 4. Once all symbols that can be known are known, every axis is compared with its declaration.
 *
 * **Invariant.** What comes back makes every declared axis exactly as long as it is.
 *
 * Cost: O(axes) for each symbol that only products carry.
 *
 * @module
 */
import { type Dimension, lengthOf, monomialOf } from "./dimension.ts";
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
 * The length of each symbol.
 * @param action What is being done, for errors: `"evaluate"`.
 * @throws {RangeError} If an axis has another length or number than declared, or two inputs disagree about a symbol: it
 * and both are named.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { symbolLengths } from "./_symbolic_dims.ts";
 * const x = { name: "x", declared: ["batch", 3], actual: [8, 3] };
 * assertEquals(symbolLengths([x], { action: "run" }).get("batch"), 8);
 * const y = { name: "y", declared: ["batch"], actual: [9] };
 * assertThrows(() => symbolLengths([x, y], { action: "run" }), RangeError, "current value is 8 in x and 9 in y");
 * ```
 */
export function symbolLengths(fed: readonly FedShape[], { action }: { readonly action: string }): SymbolLengths {
  for (const { name, declared, actual } of fed) {
    if (declared.length !== actual.length) {
      throw new RangeError(
        `Cannot ${action}: input ${name} must have shape ${showShape(declared)}: current value is ${showShape(actual)}`,
      );
    }
  }
  const found = new Map<string, { readonly length: number; readonly name: string }>();
  const axes = fed.flatMap(({ name, declared, actual }) =>
    declared.map((dimension, axis) => ({ name, axis, dimension, length: actual[axis]! }))
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const axis of axes) learn(axis, found);
  }
  const lengths = new Map([...found].map(([symbol, { length }]) => [symbol, length]));
  for (const axis of axes) verify(axis, { found, lengths, action });
  return lengths;
}

interface Axis {
  readonly name: string;
  readonly axis: number;
  readonly dimension: Dimension;
  readonly length: number;
}

type Found = Map<string, { readonly length: number; readonly name: string }>;

/** Adds the axis's symbol if it is the only unknown one and the length decides it. */
function learn({ name, dimension, length }: Axis, found: Found): void {
  const { factor, symbols } = monomialOf(dimension);
  const unknown = symbols.filter((symbol) => !found.has(symbol));
  if (unknown.length !== 1) return;
  const rest = symbols.reduce((product, symbol) => product * (found.get(symbol)?.length ?? 1), factor);
  if (rest > 0 && length % rest === 0) found.set(unknown[0]!, { length: length / rest, name });
}

function verify(
  { name, axis, dimension, length }: Axis,
  { found, lengths, action }: { readonly found: Found; readonly lengths: SymbolLengths; readonly action: string },
): void {
  const first = found.get(String(dimension));
  if (first !== undefined && first.length !== length) {
    throw new RangeError(
      `Cannot ${action}: ${dimension} must have one length: current value is ${first.length} in ${first.name} and ${length} in ${name}`,
    );
  }
  if (lengthOf(dimension, lengths) === length) return;
  throw new RangeError(
    `Cannot ${action}: axis ${axis} of input ${name} must have length ${
      shown(dimension, lengths)
    }: current value is ${length}`,
  );
}

/** The dimension, and what it is now if it is a product. */
function shown(dimension: Dimension, lengths: SymbolLengths): string {
  const length = lengthOf(dimension, lengths);
  return typeof dimension === "number" || length === undefined ? String(dimension) : `${dimension} = ${length}`;
}

/**
 * The shape in numbers.
 * @throws {RangeError} If no input carries one of its symbols.
 */
export function shapeInNumbers(
  shape: Shape,
  { lengths, action }: { readonly lengths: SymbolLengths; readonly action: string },
): number[] {
  return shape.map((dimension) => {
    const length = lengthOf(dimension, lengths);
    if (length !== undefined) return length;
    throw new RangeError(
      `Cannot ${action}: an input must tell the symbols of every shape: current value is ${showShape(shape)}`,
    );
  });
}
