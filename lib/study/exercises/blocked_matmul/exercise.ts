/**
 * The exercise `blocked-matmul`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

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

/** Its entry. */
export const blockedMatmulExercise: CatalogueEntry<BlockedMatmulGiven> = {
  title: "Matrix product in blocks",
  level: "medium",
  minutes: 35,
  notebook: "math/matrix_multiplication",
  firstHint:
    "Write the three plain loops first; they are right. Then ask of the innermost loop: how far apart are two numbers that it " +
    "reads one after the other, and how long until it reads the same line again?",
  solution: {
    file: new URL("./right/blocks_of_b.ts", import.meta.url),
    why:
      "Five loops: the outer two choose a block of b that stays in the cache, the inner three are a row-by-row product with it. The 8 is right for " +
      "the small cache of the exercise; a real one has room for 64. Say what a library adds: blocks copied so that they lie in a row, a tile of the " +
      "result held in registers, SIMD, one block size for each level of cache. lib/math/linalg/blocked_matmul.ts does the first two.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
