/** The library's perceptron behind the name of the exercise. */
import { matrixOf } from "../../../../math/linalg/matrix.ts";
import { fitPerceptron, type PerceptronModel, predict } from "../../../../ml/linear/perceptron.ts";

/** The perceptron. */
export class Perceptron {
  #model: PerceptronModel | undefined;

  /** Learns. */
  fit(X: number[][], y: number[]): void {
    this.#model = fitPerceptron(matrixOf(X), y);
  }

  /** One label a row. */
  predict(X: number[][]): Int32Array {
    return predict(this.#model!, matrixOf(X));
  }
}
