/**
 * Products that the reader's code is asked for: how they are driven and watched, and what should come out.
 *
 * To watch one, `Float64Array` is replaced in the child by one that tells which number was read or written, so the
 * reader's own code is watched as it stands, with its copies and sums. What comes back is the list of cache lines in
 * the order of access; the cache itself is simulated here.
 *
 * Numbers in variables and ordinary arrays are not seen. They count as registers, of which the statement allows
 * {@linkcode REGISTERS}: with so few, a product must touch memory at least 2mnk / √registers − 2 · registers times, in
 * whatever order. Fewer accesses say that numbers were hidden.
 *
 * Source: D. Irony, S. Toledo, A. Tiskin, Communication lower bounds for distributed-memory matrix multiplication, JPDC
 * 64 (2004), whose bound T. Smith et al., A tight I/O lower bound for matrix multiplication (2017), sharpen to the one
 * used here.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { CpuCache } from "../../../structures/cpu_cache.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { BlockedMatmulGiven } from "./exercise.ts";

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
export const multiplyAll: Case<BlockedMatmulGiven, readonly Factors[]>["drive"] = (
  { matmul },
  pairs,
  child,
): unknown[] => {
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
 * @param options `isExact`: whether every entry must be the sum to the last bit; otherwise it may differ by what k
 *   roundings in any order can do.
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

/** Lines of the simulated cache; the one used longest ago is dropped. */
export const CACHE_LINES = 32;
/** Numbers in a line. */
export const NUMBERS_PER_LINE = 8;
/** Numbers that may be held outside a Float64Array. */
export const REGISTERS = 32;
/** The product: b's columns are longer than the cache has lines, and a row is whole lines. */
export const WATCHED_SHAPE = [24, 40, 32] as const;
/** Lines in the record at most: an answer with more than ten changes of line a multiplication is cut off. */
const LONGEST_RECORD = 400_000;

/** Runs in the child: the product, with every access to a Float64Array written down. */
export const watchProduct: Case<BlockedMatmulGiven, Factors>["drive"] = ({ matmul }, { a, b }): unknown => {
  const Real = Float64Array;
  const places = new WeakMap<ArrayBufferLike, number>();
  const lines: number[][] = [[]];
  let [end, last, accesses, isWatching] = [0, -1, 0, true];
  const access = (at: number) => {
    if (!isWatching) return;
    accesses++;
    const line = Math.floor(at / 8);
    if (line === last) return;
    last = line;
    if (lines[lines.length - 1]!.length === 50_000) lines[lines.length] = [];
    if (lines.length <= 8) lines[lines.length - 1]!.push(line);
  };
  const watched = (numbers: Float64Array): Float64Array => {
    let begin = places.get(numbers.buffer);
    if (begin === undefined) {
      begin = end; // every buffer begins a line of its own
      end += 8 * Math.ceil(numbers.buffer.byteLength / 64);
      places.set(numbers.buffer, begin);
    }
    const home = begin + numbers.byteOffset / 8;
    const seen: Float64Array = new Proxy(numbers, {
      get(target, key) {
        const at = typeof key === "string" ? Number(key) : NaN;
        if (at >= 0) {
          if (at < target.length) access(home + at);
          return target[at];
        }
        const value = Reflect.get(target, key, target);
        if (key === "constructor") return Watched;
        if (typeof value !== "function") return value;
        if (key === "subarray") return (from?: number, to?: number) => watched(target.subarray(from, to));
        if (key === "set") {
          return (source: ArrayLike<number>, offset = 0) => {
            for (let i = 0; i < source.length; i++) seen[offset + i] = source[i]!;
          };
        }
        const plain = (Array.prototype as unknown as Record<PropertyKey, unknown>)[key];
        return (...args: unknown[]) => { // any other method: as if written by hand, number by number
          const result = Reflect.apply((plain ?? value) as typeof Array.prototype.slice, plain ? seen : target, args);
          return Array.isArray(result) ? new Watched(result) : result;
        };
      },
      set(target, key, value) {
        const at = typeof key === "string" ? Number(key) : NaN;
        if (!(at >= 0)) return Reflect.set(target, key, value, target);
        if (at < target.length) access(home + at);
        target[at] = value;
        return true;
      },
    });
    return seen;
  };
  const filled = (numbers: Float64Array) => {
    const seen = watched(numbers);
    const home = places.get(numbers.buffer)!;
    for (let i = 0; i < numbers.length; i++) access(home + i);
    return seen;
  };
  const Watched = new Proxy(Real, {
    construct: (target, args: [number]) =>
      typeof args[0] === "object" && !((args[0] as object) instanceof ArrayBuffer)
        ? filled(new target(...args))
        : watched(new target(...args)),
    get(target, key) {
      if (key !== "from" && key !== "of") return Reflect.get(target, key, target);
      return (...args: [number[]]) => filled(Reflect.apply(target[key] as typeof target.from, target, args));
    },
  });
  const factors = [a, b].map(({ rows, columns, entries }) => ({
    rows,
    columns,
    data: watched(new Real(entries)),
  })) as [Parameters<typeof matmul>[0], Parameters<typeof matmul>[1]];
  globalThis.Float64Array = Watched;
  try {
    const { rows, columns, data } = matmul(factors[0], factors[1]);
    isWatching = false;
    const entries: number[] = [];
    for (let i = 0; i < data.length; i++) entries[i] = data[i]!;
    return { rows, columns, isFloat64: data instanceof Real, entries, accesses, lines };
  } finally {
    globalThis.Float64Array = Real;
  }
};

/**
 * The misses of a record of lines, in the simulated cache.
 * @throws {TypeError} If the evidence is not such a record, or it was cut off.
 */
export function missesOf(evidence: unknown): { readonly accesses: number; readonly misses: number } {
  const { accesses, lines } = evidence as { readonly accesses: unknown; readonly lines: unknown };
  const record = Array.isArray(lines) ? lines.flat() : [];
  const isLine = (line: unknown) => Number.isInteger(line) && (line as number) >= 0;
  if (!Number.isInteger(accesses) || !record.every(isLine) || record.length > (accesses as number)) {
    throw new TypeError(
      `Cannot judge a record: it must be lines and a count: current value is ${shownValue(evidence)}`,
    );
  }
  if (record.length >= LONGEST_RECORD) {
    return { accesses: accesses as number, misses: record.length };
  }
  const cache = new CpuCache({ lines: CACHE_LINES, numbersPerLine: 1 }); // places are lines already
  for (const line of record) cache.access(line);
  return { accesses: accesses as number, misses: cache.misses };
}
