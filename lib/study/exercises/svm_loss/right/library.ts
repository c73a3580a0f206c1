/** The library's loss behind the names of the exercise. */
import { matrixOf, rowsOf } from "../../../../math/linalg/matrix.ts";
import { svmLoss as lossOf } from "../../../../ml/losses/svm_loss.ts";

/** The multiclass hinge loss and its gradient. */
export function svmLoss(W: number[][], X: number[][], y: number[], reg = 0.01): { loss: number; gradient: number[][] } {
  const { loss, gradient } = lossOf(matrixOf(W), { x: matrixOf(X), y, regularization: reg });
  return { loss, gradient: rowsOf(gradient) };
}
