/** The library's tree behind the name of the exercise. */
import { matrixOf } from "../../../../math/linalg/matrix.ts";
import { type DecisionTree as Model, fitDecisionTree, predict } from "../../../../ml/trees/decision_tree.ts";

/** Columns sorted once for the whole tree, split by Gini impurity. */
export class DecisionTree {
  #limits: { maxDepth?: number; minSamplesSplit?: number };
  #model: Model | undefined;

  /** Not fitted yet. */
  constructor(limits: { maxDepth?: number; minSamplesSplit?: number } = {}) {
    this.#limits = limits;
  }

  /** Grows the tree. */
  fit(X: number[][], y: number[]): void {
    this.#model = fitDecisionTree(matrixOf(X), y, this.#limits);
  }

  /** One label a row. */
  predict(X: number[][]): Int32Array {
    return predict(this.#model!, matrixOf(X));
  }
}
