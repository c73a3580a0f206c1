/**
 * What an answer of `blocked-matmul` must do: the numbers first, whatever the order of the loops, from squares to
 * rectangles to sizes that no block divides; then what a caller may rely on; then what a product costs in a small
 * cache.
 *
 * The shapes are chosen so that each mistake meets its own case first. At the size that is watched the plain loops miss
 * 1.1 times a multiplication, loops along the rows once in 7.6, blocks of 8 once in 27; the library's product, made for
 * a cache sixteen times as large, once in 10.7.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, Failure, HintLadder } from "../suite.ts";
import type { BlockedMatmulGiven } from "./exercise.ts";
import {
  CACHE_LINES,
  type Factors,
  gridOf,
  judgeProduct,
  listOf,
  missesOf,
  multiplyAll,
  NUMBERS_PER_LINE,
  REGISTERS,
  showFactors,
  WATCHED_SHAPE,
  watchProduct,
  wholeFactors,
} from "./script.ts";

type Shape = readonly [m: number, k: number, n: number];

interface Rule {
  readonly misconception: string;
  readonly hints: HintLadder;
  readonly shapes: readonly Shape[];
}

function rule(name: string, { misconception, hints, shapes }: Rule): Case<BlockedMatmulGiven, readonly Factors[]> {
  return {
    name,
    misconception,
    hints,
    input: (random) => shapes.map((shape) => wholeFactors(shape, random)),
    show: (pairs, throughStep = 0) => showFactors(pairs[Math.max(0, throughStep)]!),
    drive: multiplyAll,
    judge: (pairs, evidence) => firstFailure(pairs, evidence),
  };
}

function firstFailure(pairs: readonly Factors[], evidence: unknown) {
  for (const [at, product] of listOf(evidence, pairs.length).entries()) {
    const failure = judgeProduct(pairs[at]!, product);
    if (failure) return { input: showFactors(pairs[at]!), ...failure };
  }
}

const rowsTimesColumns = rule("an entry is a row of a times a column of b", {
  misconception:
    "Entry (i, j) takes row i of a and column j of b. Walking along a row of b as well gives a · bᵀ, another matrix.",
  hints: [
    "Work out one entry of the product above by hand. Is it in your result, at another place? If yours is all zeros, your blocks are larger than " +
    "this matrix and must end with it.",
    "p counts along the row of a and down the column of b: a.data[i * a.columns + p], b.data[p * b.columns + j].",
    "for i, for j, for p: result[i * b.columns + j] += a.data[i * a.columns + p] * b.data[p * b.columns + j];",
  ],
  shapes: [[8, 8, 8]],
});

const innerBlocks = rule("what the blocks of the inner dimension give is added up", {
  misconception:
    "When k is cut into blocks, an entry of the result gets a part of its sum from each. Writing the part with = keeps the last one only.",
  hints: [
    "Is your result right when k is one block long, and wrong when it is two?",
    "Begin with zeros and add; a new Float64Array is all zeros.",
    "result[i * n + j] += sum;",
  ],
  shapes: [[64, 64, 64], [128, 128, 128]],
});

const rectangles = rule("each matrix has its own row length", {
  misconception:
    "A row of a is k long, a row of b and of the result n. In a square they are the same, so a wrong one only shows in a rectangle.",
  hints: [
    "Which number do you multiply the row index with, in each of the three matrices?",
    "It is always the number of columns of that very matrix.",
    "a.data[i * a.columns + p], b.data[p * b.columns + j], result[i * b.columns + j]",
  ],
  shapes: [[64, 128, 192], [192, 64, 128]],
});

const ragged = rule("sizes need not be multiples of a block", {
  misconception:
    "The last block of a row is often shorter than the others. If you skip it, the sums lose terms; if you run to the full block length, it " +
    "reads on into the next row.",
  hints: [
    "Take a block of 8 and a matrix of 37 columns: where does your last block begin, and where must it end?",
    "Each block begins at a multiple of the block size below the size, and ends at the matrix's end at the latest.",
    "const end = Math.min(n, start + BLOCK);",
  ],
  shapes: [[37, 41, 43], [1, 1, 1], [1, 67, 1], [5, 1, 3], [65, 66, 67], [130, 3, 129]],
});

const emptySums = rule("a sum of no terms is zero", {
  misconception:
    "With k = 0 there is nothing to add, and the result is a matrix of zeros, not of NaN and not an empty one. A model without features predicts " +
    "with its bias alone.",
  hints: [
    "What does your code read when a has no columns?",
    "Begin each sum with 0, not with its first term, and do not return early.",
    "const result = new Float64Array(a.rows * b.columns); // already right for k = 0",
  ],
  shapes: [[2, 0, 3], [0, 4, 3], [2, 4, 0]],
});

const precision: Case<BlockedMatmulGiven, readonly [Factors]> = {
  name: "sums keep the precision of 64 bits",
  misconception:
    "A copy in a Float32Array halves the traffic and keeps 24 bits of each number: seven digits instead of sixteen. That is another function, " +
    "for another signature.",
  hints: [
    "Which of your arrays can't hold 0.1 as exactly as the inputs do?",
    "Copies and sums must be 64 bits wide, like the factors.",
    "new Float64Array(BLOCK * BLOCK)",
  ],
  input: (random) => {
    const draw = () => random.normal() * 10 ** (random.integer(13) - 6);
    return [{ a: gridOf([24, 40], draw), b: gridOf([40, 16], draw) }];
  },
  show: ([pair]) => `${showFactors(pair)}, entries from millionths to millions`,
  drive: multiplyAll,
  judge: ([pair], evidence) => judgeProduct(pair, listOf(evidence, 1)[0], { isExact: false }),
};

const ownResult: Case<BlockedMatmulGiven, readonly Factors[]> = {
  name: "each product is a matrix of its own",
  misconception:
    "A result kept between calls saves an allocation, and the next call writes over what the caller still holds, or adds to it.",
  hints: [
    "Multiply twice and look at the first product again. Where does your result live?",
    "Whatever lives outside the function, or comes from an earlier call, must not be handed out.",
    "const data = new Float64Array(a.rows * b.columns); // inside matmul",
  ],
  input: (random) => [1, 2, 3].map(() => wholeFactors([8, 8, 8], random)),
  show: (pairs) => `${showFactors(pairs[0]!)}; again with two other pairs; then a look at all three products`,
  drive({ matmul }, pairs, child) {
    const products: ReturnType<typeof matmul>[] = [];
    for (let i = 0; i < pairs.length; i++) {
      child.step(i);
      const { a, b } = pairs[i]!;
      products[i] = matmul(
        { rows: a.rows, columns: a.columns, data: new Float64Array(a.entries) },
        { rows: b.rows, columns: b.columns, data: new Float64Array(b.entries) },
      );
    }
    const seen: unknown[] = [];
    for (let i = 0; i < products.length; i++) {
      const { rows, columns, data } = products[i]!;
      seen[i] = { rows, columns, isFloat64: data instanceof Float64Array, entries: Array.from(data) };
    }
    return seen;
  },
  judge(pairs, evidence) {
    const failure = firstFailure(pairs, evidence);
    return failure && { ...failure, input: `three products of 8 × 8 one after the other; ${failure.input}` };
  },
};

const untouched: Case<BlockedMatmulGiven, Factors> = {
  name: "the factors stay as they are",
  misconception:
    "Turning b round in its own memory makes the inner loop fast, and the caller's matrix another one. A copy costs k · n moves against m · n · k " +
    "multiplications.",
  hints: [
    "Print b before and after the call.",
    "Write only into arrays that you made.",
    "const turned = new Float64Array(b.data.length); // and fill that one",
  ],
  input: (random) => wholeFactors([8, 8, 8], random),
  show: (pair) => `${showFactors(pair)}; then a look at a and b`,
  drive({ matmul }, { a, b }) {
    const left = { rows: a.rows, columns: a.columns, data: new Float64Array(a.entries) };
    const right = { rows: b.rows, columns: b.columns, data: new Float64Array(b.entries) };
    matmul(left, right);
    return [left, right].map(({ data }) => ({ entries: Array.from(data) }));
  },
  judge({ a, b }, evidence) {
    const after = listOf(evidence, 2) as readonly (typeof a | undefined)[];
    for (const [at, before] of [a, b].entries()) {
      const entries = Array.isArray(after[at]?.entries) ? after[at].entries : [];
      const place = before.entries.findIndex((value, place) => value !== entries[place]);
      if (place === -1) continue;
      const index = `${Math.floor(place / before.columns)}, ${place % before.columns}`;
      return {
        expected: `entry (${index}) of ${at === 0 ? "a" : "b"} as before, ${shownValue(before.entries[place])}`,
        got: shownValue(entries[place]),
      };
    }
  },
};

const misfits: Case<BlockedMatmulGiven, Factors> = {
  name: "shapes that do not fit are refused",
  misconception:
    "Reading past the end of a Float64Array gives undefined, and undefined gives NaN: a mistake of the caller would travel on as numbers.",
  hints: [
    "What does your function return for 2 × 3 times 4 × 2?",
    "Compare the columns of a with the rows of b before anything else.",
    'if (a.columns !== b.rows) throw new RangeError("…");',
  ],
  input: (random) => ({ a: wholeFactors([8, 16, 1], random).a, b: wholeFactors([8, 8, 8], random).b }),
  show: showFactors,
  drive({ matmul }, { a, b }) {
    try {
      matmul(
        { rows: a.rows, columns: a.columns, data: new Float64Array(a.entries) },
        { rows: b.rows, columns: b.columns, data: new Float64Array(b.entries) },
      );
      return "a matrix";
    } catch (error) {
      return error instanceof Error ? "an error" : "something else thrown";
    }
  },
  judge(_input, evidence) {
    return evidence === "an error" ? undefined : { expected: "an error is thrown", got: shownValue(evidence) };
  },
};

/** What a case of the cache demands. */
interface CacheRule {
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
function cacheRule(name: string, rule: CacheRule): Case<BlockedMatmulGiven, Factors> {
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

const alongRows = cacheRule("the inner loop walks along rows", {
  misconception:
    "Memory comes in lines of eight neighbours. Going down a column of b uses one number of each line, and before its neighbours are needed the line " +
    "has been dropped: every multiplication waits for memory.",
  hints: [
    "From one turn of your innermost loop to the next, how far do you move in each of the three matrices?",
    "Make j the innermost loop: a's entry stays the same, and b and the result are walked along their rows. Or turn b round first, in a copy.",
    "for i, for p, { const factor = a.data[i * k + p]; for j: result[i * n + j] += factor * b.data[p * n + j]; }",
  ],
  perMiss: 4,
});

const usedAgain = cacheRule("what is in the cache is used again before it goes", {
  misconception:
    "Loops along the rows use every number of a line, but go through all of b for each row of a; by then its beginning has been dropped. A block of b that " +
    "fits into the cache serves all rows of a before the next one is fetched.",
  hints: [
    "How many lines are touched between two uses of the same number of b? The cache holds 32.",
    "Cut b into blocks of 8 × 8: eight lines. Two outer loops choose the block, and i, p and j run with it alone. A larger block does not fit, a smaller " +
    "one leaves parts of lines unused.",
    "for (let top = 0; top < k; top += 8) for (let left = 0; left < n; left += 8) for i, for p from top, for j from left: result[i * n + j] += …",
  ],
  perMiss: 10,
  isHidingSought: true,
});

/** In the order in which they teach. */
export const cases = [
  rowsTimesColumns,
  innerBlocks,
  rectangles,
  ragged,
  emptySums,
  precision,
  ownResult,
  untouched,
  misfits,
  alongRows,
  usedAgain,
] as readonly Case<BlockedMatmulGiven>[];

/** Eight vectors through a layer of 1,024: the large factor does not fit into a second-level cache. */
export const cost: Cost<BlockedMatmulGiven, { readonly rows: number; readonly size: number }, number> = {
  time: {
    what: "8 × 1,024 times 1,024 × 1,024",
    input: () => ({ rows: 8, size: 1024 }),
    run({ matmul }, { rows, size }) {
      const a = { rows, columns: size, data: new Float64Array(rows * size).fill(1) };
      const b = { rows: size, columns: size, data: new Float64Array(size * size).fill(1) };
      return matmul(a, b).data[0]!;
    },
  },
  memory: {
    what: "a product of 100 × 100",
    input: () => 100,
    build({ matmul }, size) {
      const data = new Float64Array(size * size).fill(1);
      return matmul({ rows: size, columns: size, data }, { rows: size, columns: size, data });
    },
  },
};
