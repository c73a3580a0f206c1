/**
 * Products that the reader's code is asked for, and what should come out.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { BlockedMatmulGiven } from "./exercise.ts";

/** What the reader hands in, as the drivers see it. */
export type Given = BlockedMatmulGiven;

/** A matrix as it travels: entry (i, j) is `entries[i * columns + j]`. */
export interface Grid {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** All entries, row after row. */
  readonly entries: readonly number[];
}

/** Two factors. */
export interface Factors {
  /** (m, k). */
  readonly a: Grid;
  /** (k, n). */
  readonly b: Grid;
}

/** A grid whose entries come from `draw`. */
export function gridOf([rows, columns]: readonly [number, number], draw: () => number): Grid {
  return { rows, columns, entries: Array.from({ length: rows * columns }, draw) };
}

/** Factors of whole numbers from −9 to 9, whose products are exact. */
export function wholeFactors([m, k, n]: readonly [number, number, number], random: Random): Factors {
  const draw = () => random.integer(19) - 9;
  return { a: gridOf([m, k], draw), b: gridOf([k, n], draw) };
}

/** `matmul` of (2 × 3) and (3 × 4), as one would say it. */
export function showFactors({ a, b }: Factors): string {
  return `matmul(a, b) with a ${a.rows} × ${a.columns} and b ${b.rows} × ${b.columns}`;
}

/** Runs in the child: multiplies each pair, and looks at each product at once. */
export const multiplyAll: Case<Given, readonly Factors[]>["drive"] = ({ matmul }, pairs, child): unknown[] => {
  const seen: unknown[] = [];
  for (let i = 0; i < pairs.length; i++) {
    child.step(i);
    const { a, b } = pairs[i]!;
    const { rows, columns, data } = matmul(
      { rows: a.rows, columns: a.columns, data: new Float64Array(a.entries) },
      { rows: b.rows, columns: b.columns, data: new Float64Array(b.entries) },
    );
    seen[i] = { rows, columns, isFloat64: data instanceof Float64Array, entries: Array.from(data) };
  }
  return seen;
};

/**
 * What is wrong with a product, or `undefined`.
 * @param evidence What the child says it is. Its shape is checked here.
 * @param options `isExact`: whether every entry must be the sum to the last bit; otherwise it may differ by what k roundings in any order can do.
 */
export function judgeProduct(
  { a, b }: Factors,
  evidence: unknown,
  { isExact = true }: { readonly isExact?: boolean } = {},
): Failure | undefined {
  const { rows, columns, entries, isFloat64 } = productOf(evidence);
  if (rows !== a.rows || columns !== b.columns || entries.length !== a.rows * b.columns) {
    return {
      expected: `a ${a.rows} × ${b.columns} matrix with ${a.rows * b.columns} entries`,
      got: `${shownValue(rows)} × ${shownValue(columns)} with ${entries.length} entries`,
    };
  }
  if (!isFloat64) return { expected: "data as a Float64Array", got: "data of another kind" };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const { sum, size } = entryOf({ a, b }, [i, j]);
      const slack = isExact ? 0 : 2 * a.columns * 2 ** -53 * size;
      const got = entries[i * columns + j];
      if (typeof got === "number" && Math.abs(got - sum) <= slack) continue;
      const input = `${showFactors({ a, b })}; entry (${i}, ${j})${showSum({ a, b }, [i, j])}`;
      return { input, expected: shownValue(sum), got: shownValue(got) };
    }
  }
}

/** The entry by its definition, and the sum of the products' sizes. */
function entryOf({ a, b }: Factors, [i, j]: readonly [number, number]): { sum: number; size: number } {
  let [sum, size] = [0, 0];
  for (let p = 0; p < a.columns; p++) {
    const product = a.entries[i * a.columns + p]! * b.entries[p * b.columns + j]!;
    sum += product;
    size += Math.abs(product);
  }
  return { sum, size };
}

function showSum({ a, b }: Factors, [i, j]: readonly [number, number]): string {
  if (a.columns > 8) return "";
  const row = a.entries.slice(i * a.columns, (i + 1) * a.columns);
  const column = Array.from({ length: a.columns }, (_, p) => b.entries[p * b.columns + j]!);
  return `: row ${i} of a is ${shownValue(row)}, column ${j} of b is ${shownValue(column)}`;
}

/** A product as the child reports it. */
interface ProductSeen {
  readonly rows: unknown;
  readonly columns: unknown;
  readonly entries: readonly unknown[];
  readonly isFloat64: boolean;
}

function productOf(evidence: unknown): ProductSeen {
  const seen = evidence as ProductSeen | undefined;
  if (typeof seen === "object" && seen !== null && Array.isArray(seen.entries)) return seen;
  throw new TypeError(`Cannot judge a product: it must be a matrix: current value is ${shownValue(evidence)}`);
}

/**
 * The evidence as a list of so many things.
 * @throws {TypeError} If it is anything else.
 */
export function listOf(evidence: unknown, length: number): readonly unknown[] {
  if (Array.isArray(evidence) && evidence.length === length) return evidence;
  throw new TypeError(
    `Cannot judge products: ${length} of them are needed: current value is ${shownValue(evidence)}`,
  );
}
