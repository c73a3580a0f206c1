/**
 * The exercise `isolation-forest`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** Trees of random cuts. */
export interface IsolationForestObject {
  /** Grows the trees. */
  fit(X: number[][]): unknown;
  /** One score a row, in (0, 1]. */
  score(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** What the constructor takes. */
export interface IsolationForestSettings {
  /** How many trees. */
  readonly trees?: number;
  /** Rows of each tree. */
  readonly sampleSize?: number;
  /** Decides everything. */
  readonly seed?: number;
}

/** Isolation forest. */
export type IsolationForestGiven = {
  /** The reader's class. */
  readonly IsolationForest: new (settings?: IsolationForestSettings) => IsolationForestObject;
};

/** Its card. */
export const exercise: ExerciseCard<IsolationForestGiven> = {
  title: "Isolation forest",
  level: "hard",
  minutes: 40,
  notebook: "learning/anomalies",
  names: ["IsolationForest"],
  task: `/** Random cuts part an unusual row from the others early. */
class IsolationForest {
  constructor({ trees = 100, sampleSize = 256, seed = 0 } = {}) {
    throw new Error("Not written yet");
  }

  fit(X: number[][]): void {
    throw new Error("Not written yet");
  }

  /** One score a row, in (0, 1]: the higher, the easier to isolate. */
  score(X: number[][]): number[] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "Each tree sees `sampleSize` rows, at most all, drawn without replacement.",
    "A node draws one of the columns that still vary among its rows, and a cut uniformly between the least and the " +
    "greatest value; whether a row equal to the cut goes left or right is up to you.",
    "A node is a leaf if it has one row, if no column varies, or at depth ⌈log₂ sample⌉.",
    "The path of a row is the depth of its leaf plus c(rows of the leaf).",
    "c(0) = c(1) = 0 and c(n) = 2·H(n − 1) − 2·(n − 1) / n, with the harmonic number H(m) = 1 + 1/2 + … + 1/m itself " +
    "and not a logarithm.",
    "The score is 2^(−mean path / c(sample)), so identical rows have ½, and so have two distinct rows.",
    "If the sample is one row, every score is ½.",
    "Equal seeds give equal scores. `fit` again starts afresh; no rows at all are refused. The arguments stay as they are.",
  ],
  mastery: [],
  firstHint:
    "Start with one tree and no sampling: a function that draws a column and a cut, parts the rows, and calls itself.",
  solution: {
    file: "right/recursive.ts",
    why:
      "A node keeps only its number of rows, its cut and its children. Columns that don't vary are filtered out before one " +
      "is drawn, so no cut leaves a side empty, and the same test ends the recursion on identical rows.",
  },
};
