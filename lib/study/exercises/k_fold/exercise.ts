/**
 * The exercise `k-fold`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What `kFoldCv` fits and scores. */
export interface CrossValidated {
  /** Learns from these rows alone. */
  fit(X: number[][], y: number[]): unknown;
  /** How good the predictions of these rows are. */
  score(X: number[][], y: number[]): number | Promise<number>;
}

/** Splits for cross-validation. */
export type KFoldGiven = {
  /** k splits of the row numbers 0 … n − 1. */
  kFold(
    n: number,
    k: number,
    seed: number,
  ): readonly { readonly train: ArrayLike<number>; readonly test: ArrayLike<number> }[];
  /** The score of each fold. */
  kFoldCv?(
    model: CrossValidated,
    X: number[][],
    y: number[],
    k?: number,
    seed?: number,
  ): ArrayLike<number> | Promise<ArrayLike<number>>;
};

/** Its card. */
export const exercise: ExerciseCard<KFoldGiven> = {
  title: "K-fold cross-validation",
  level: "easy",
  minutes: 20,
  notebook: "learning/metrics_and_losses",
  names: ["kFold"],
  task:
    `/** k splits of the row numbers 0 … n - 1: shuffled by the seed, each row in the test part of exactly one split. */
function kFold(n: number, k: number, seed: number): { train: number[]; test: number[] }[] {
  throw new Error("Not written yet");
}`,
  rules: [
    "The test parts of the k splits share no row and together hold every row once; a train part holds all rows that its test part doesn't.",
    "The sizes of the test parts differ by at most 1: 10 rows in 3 folds are 4, 3 and 3. Which folds are larger is up to you.",
    "The rows are shuffled: the same seed gives the same splits, and other seeds can give others. The order within a part is up to you.",
    "`k` below 2 or above `n` is refused: an error is thrown.",
  ],
  mastery: [
    "Export `kFoldCv(model, X, y, k = 5, seed)` as well: the list of `model.score` on each test part after `model.fit` on its train part.",
  ],
  firstHint:
    "Shuffle the numbers 0 … n − 1 once, then deal them out like cards. JavaScript's Math.random takes no seed: write a small " +
    "generator, such as x = (1664525 · x + 1013904223) mod 2³².",
  solution: {
    file: "right/dealt.ts",
    why:
      "One shuffle (Fisher–Yates), then row i of the shuffled list goes to fold i mod k: sizes differ by at most 1 without any arithmetic.",
  },
};
