/** The library's metrics behind the names of the exercise. */
import { meanSquaredError, r2Score as score } from "../../../../ml/metrics/regression_metrics.ts";

/** The mean squared error. */
export function mse(yTrue: number[], yPred: number[]): number {
  return meanSquaredError(yTrue, yPred);
}

/** The share of the variance that is explained. */
export function r2Score(yTrue: number[], yPred: number[]): number {
  return score(yTrue, yPred);
}
