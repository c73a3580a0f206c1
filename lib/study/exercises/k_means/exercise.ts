/**
 * The exercise `k-means`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** A clustering. */
export interface KMeansObject {
  /** Finds the clusters. */
  fit(X: number[][]): unknown;
  /** The nearest centroid of each row. */
  predict(X: number[][]): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** (k, d). */
  readonly centroids: ArrayLike<ArrayLike<number>>;
  /** Sum of squared distances of the fitted rows. */
  readonly inertia: number;
}

/** k-means. */
export type KMeansGiven = {
  /** The reader's class. */
  readonly KMeans: new (options?: {
    readonly k?: number;
    readonly maxIterations?: number;
    readonly tolerance?: number;
    readonly seed?: number;
  }) => KMeansObject;
};

/** Its card. */
export const exercise: ExerciseCard<KMeansGiven> = {
  title: "k-means",
  level: "medium",
  minutes: 45,
  notebook: "learning/k_means",
  names: ["KMeans"],
  task:
    `/** Lloyd's algorithm: assign every row to its nearest centroid, move every centroid to the mean of its rows. */
class KMeans {
  centroids: number[][] = [];
  inertia = 0;

  constructor({ k = 3, maxIterations = 300, tolerance = 1e-4, seed = 0 } = {}) {
    throw new Error("Not written yet");
  }

  fit(X: number[][]): void {
    throw new Error("Not written yet");
  }

  predict(X: number[][]): number[] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "`new KMeans()` and `new KMeans({})` use the defaults: k 3, maxIterations 300, tolerance 1e-4, seed 0.",
    "How the centroids start is up to you (k-means++ is the usual way, restarts are allowed), but the seed decides everything: " +
    "the same seed and rows give the same answer.",
    "After `fit`, `centroids` is a list of k lists, and `inertia` the sum over all rows of the squared distance to the nearest of these centroids.",
    "It stops when no centroid moves by more than `tolerance`; `tolerance: 0` means until nothing moves.",
    "A cluster without rows keeps its centroid, or moves to the row farthest from its centroid; a centroid is never NaN.",
    "`predict` gives the number of the nearest centroid, the lower one on a tie. Calling `fit` again starts over.",
    "On well separated blobs at least half of ten seeds must find them. The rows stay as they are.",
  ],
  mastery: [
    "Ten of ten seeds find four blobs in two distant pairs: a start that spreads out (k-means++) or several starts.",
  ],
  firstHint:
    "You need three small functions: assign rows by distance, move centroids to means, and sum the distances. Write and check them " +
    "one by one (the steps k-means.assign, k-means.update and k-means.inertia), then loop.",
  solution: {
    file: "right/plus_plus.ts",
    why:
      "k-means++ draws each start with a probability proportional to its squared distance from the starts before it, which is " +
      "what keeps two starts out of one blob. The rest is Lloyd's two steps until nothing moves.",
  },
};
