/** The library's Gaussian naive Bayes behind the name of the exercise. */
import { matrixOf, rowsOf } from "../../../../math/linalg/matrix.ts";
import {
  fitGaussianNaiveBayes,
  type GaussianNaiveBayes,
  predict,
  predictProbability,
} from "../../../../ml/naive_bayes/gaussian_naive_bayes.ts";

/** Gaussian naive Bayes. */
export class NaiveBayes {
  #model: GaussianNaiveBayes | undefined;

  /** Learns means and variances. */
  fit(X: number[][], y: number[]): void {
    this.#model = fitGaussianNaiveBayes(matrixOf(X), y);
  }

  /** One label a row. */
  predict(X: number[][]): Int32Array {
    return predict(this.#model!, matrixOf(X));
  }

  /** Rows sum to 1. */
  predictProba(X: number[][]): number[][] {
    return rowsOf(predictProbability(this.#model!, matrixOf(X)));
  }
}
