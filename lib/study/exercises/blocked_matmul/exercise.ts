/**
 * The exercise `blocked-matmul`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A matrix, row after row: entry (i, j) is `data[i * columns + j]`. */
export interface MatrixGiven {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** rows × columns numbers. */
  readonly data: Float64Array;
}

/** What the exercise `blocked-matmul` asks for: a · b as a new matrix. */
export type Matmul = (a: MatrixGiven, b: MatrixGiven) => MatrixGiven;

/** Multiplies matrices in the order that a cache likes. */
export type BlockedMatmulGiven = {
  /** The reader's function. */
  readonly matmul: Matmul;
};

/** Its card. */
export const exercise: ExerciseCard<BlockedMatmulGiven> = {
  title: "Matrix product in blocks",
  level: "medium",
  minutes: 35,
  notebook: "math/matrix_multiplication",
  names: ["matmul"],
  task: `/** Row after row: entry (i, j) is data[i * columns + j]. */
interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** a · b as a new matrix; a and b stay as they are. Throws a RangeError when a.columns is not b.rows. */
function matmul(a: Matrix, b: Matrix): Matrix {
  throw new Error("Not written yet");
}`,
  rules: [
    "Entries are finite, and a sum may be added up in any order, in 64 bits.",
    "Any size is allowed, including 0: a sum of no terms is 0.",
    "It must be kind to the cache: (24 × 40) · (40 × 32) is run with every Float64Array watched, in a simulated cache of 32 " +
    "lines of 8 numbers, which drops the line used longest ago. At most one miss for every 10 of the 24 · 40 · 32 " +
    "multiplications is allowed.",
    "Variables and ordinary arrays are not watched, so they may hold no more than 32 numbers at a time.",
  ],
  firstHint:
    "Write the three plain loops first; they are right. Then ask of the innermost loop: how far apart are two numbers that it " +
    "reads in succession, and how long until it reads the same line again?",
  solution: {
    file: "right/blocks_of_b.ts",
    why:
      "Five loops: the outer two choose a block of b that stays in the cache, the inner three are a row-by-row product with it. " +
      "The 8 is right for the small cache of the exercise; a real one has room for 64. Say what a library adds: blocks copied so " +
      "that they lie in a row, a tile of the result held in registers, SIMD, one block size for each level of cache. " +
      "lib/math/linalg/blocked_matmul.ts does the first two.",
  },
};
