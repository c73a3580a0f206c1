/** The library's gradient descent behind the name of the exercise. */
import { matrixOf } from "../../../../math/linalg/matrix.ts";
import { type DescentModel, fitByGradientDescent } from "../../../../ml/linear/gradient_descent_regression.ts";
import { predict, score } from "../../../../ml/linear/linear_regression.ts";

/** Plain gradient descent from 0. */
export class LinearRegression {
  #model: DescentModel | undefined;
  readonly #options: { readonly learningRate: number; readonly iterations: number };

  /** Not fitted yet. */
  constructor(learningRate = 0.01, iterations = 1000) {
    this.#options = { learningRate, iterations };
  }

  /** The cost before each update. */
  get costHistory(): readonly number[] {
    return this.#model?.costHistory ?? [];
  }

  /** One for each column. */
  get weights(): readonly number[] {
    return this.#model?.coefficients ?? [];
  }

  /** The prediction at 0. */
  get bias(): number {
    return this.#model?.intercept ?? 0;
  }

  /** Learns. */
  fit(X: number[][], y: number[]): void {
    this.#model = fitByGradientDescent(matrixOf(X), y, this.#options);
  }

  /** One number a row. */
  predict(X: number[][]): Float64Array {
    return predict(this.#model!, matrixOf(X));
  }

  /** R². */
  score(X: number[][], y: number[]): number {
    return score(this.#model!, { x: matrixOf(X), y });
  }
}
