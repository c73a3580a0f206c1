/**
 * A product whose every access to memory is seen, run again through a simulated cache.
 *
 * In the child, `Float64Array` is replaced by one that tells which number was read or written, so the reader's own code is watched as it stands, with its
 * copies and sums. What comes back is the list of cache lines in the order of access; the cache itself is simulated here.
 *
 * Numbers in variables and ordinary arrays are not seen. They count as registers, of which the task allows {@linkcode REGISTERS}: with so few, a
 * product must touch memory at least 2mnk / √registers − 2 · registers times, in whatever order. Fewer accesses say that numbers were hidden.
 *
 * Source: D. Irony, S. Toledo, A. Tiskin, Communication lower bounds for distributed-memory matrix multiplication, JPDC 64 (2004), whose bound T. Smith et
 * al., A tight I/O lower bound for matrix multiplication (2017), sharpen to the one used here.
 *
 * @module
 */
import { CpuCache } from "../../../structures/cpu_cache.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure, HintLadder } from "../suite.ts";
import { type Factors, type Given, judgeProduct, showFactors, wholeFactors } from "./products.ts";

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
export const watchProduct: Case<Given, Factors>["drive"] = ({ matmul }, { a, b }): unknown => {
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

/** What a case of the cache demands. */
export interface CacheRule {
  /** What someone believes who fails here. */
  readonly misconception: string;
  /** Shown one at a time. */
  readonly hints: HintLadder;
  /** Multiplications for each miss, at least. */
  readonly perMiss: number;
  /** Whether numbers that were hidden from the watch are looked for. */
  readonly isHidingSought?: boolean;
}

/** A case that allows one miss for so many multiplications. */
export function cacheRule(name: string, rule: CacheRule): Case<Given, Factors> {
  const { misconception, hints, perMiss, isHidingSought = false } = rule;
  return {
    name,
    misconception,
    hints,
    input: (random) => wholeFactors(WATCHED_SHAPE, random),
    show: (pair) => `${showFactors(pair)}, in a cache of ${CACHE_LINES} lines of ${NUMBERS_PER_LINE} numbers`,
    drive: watchProduct,
    judge(pair, evidence) {
      const failure = judgeProduct(pair, evidence);
      if (failure) return failure;
      const products = pair.a.rows * pair.a.columns * pair.b.columns;
      const { accesses, misses } = missesOf(evidence);
      const least = Math.floor(2 * products / Math.sqrt(REGISTERS) - 2 * REGISTERS);
      if (isHidingSought && accesses < least) {
        return {
          expected: `at least ${
            shownCount(least)
          } accesses: no order of the loops does with fewer and ${REGISTERS} variables`,
          got: `${shownCount(accesses)}: the numbers were copied to where nothing is watched`,
        };
      }
      return judgeMisses({ misses, products, perMiss });
    },
  };
}

function judgeMisses(
  { misses, products, perMiss }: { misses: number; products: number; perMiss: number },
): Failure | undefined {
  const most = Math.floor(products / perMiss);
  if (misses <= most) return undefined;
  return {
    expected: `at most ${shownCount(most)} misses: one for every ${perMiss} of the ${
      shownCount(products)
    } multiplications`,
    got: `${shownCount(misses)} misses: one for every ${(products / misses).toFixed(1)} multiplications`,
  };
}

const shownCount = (count: number) => count.toLocaleString("en-US");

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
