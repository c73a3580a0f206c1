/** The library's forest behind the name of the exercise. */
import { matrixOf } from "../../../../math/linalg/matrix.ts";
import {
  anomalyScores,
  fitIsolationForest,
  type IsolationForest as Forest,
  type IsolationForestOptions,
} from "../../../../ml/anomaly/isolation_forest.ts";

/** Trees of random cuts. */
export class IsolationForest {
  readonly #options: IsolationForestOptions;
  #forest: Forest | undefined;

  /** Not fitted yet. */
  constructor(options: IsolationForestOptions = {}) {
    this.#options = options;
  }

  /** Grows the trees. */
  fit(X: number[][]): void {
    this.#forest = fitIsolationForest(matrixOf(X), this.#options);
  }

  /** One score a row. */
  score(X: number[][]): number[] {
    return Array.from(anomalyScores(this.#forest!, matrixOf(X)));
  }
}
