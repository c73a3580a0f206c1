/** The library's k-d tree behind the name of the exercise: its nearest rows vote. */
import { matrixOf } from "../../../../math/linalg/matrix.ts";
import { buildKDTree, type KDTree, searchKDTree } from "../../../../ml/neighbors/k_d_tree.ts";

/** k nearest neighbours. */
export class KNN {
  #tree: KDTree | undefined;
  #labels: number[] = [];
  #classes: number[] = [];
  readonly #k: number;

  /** Not fitted yet. */
  constructor(k = 3) {
    this.#k = k;
  }

  /** Builds the tree. */
  fit(X: number[][], y: number[]): void {
    this.#tree = buildKDTree(matrixOf(X));
    this.#labels = [...y];
    this.#classes = [...new Set(y)].sort((a, b) => a - b);
  }

  /** One label a row. */
  predict(X: number[][]): number[] {
    return this.predictProba(X).map((shares) => this.#classes[shares.indexOf(Math.max(...shares))]!);
  }

  /** Shares of the votes. */
  predictProba(X: number[][]): number[][] {
    const { rows } = searchKDTree(this.#tree!, matrixOf(X), { k: this.#k });
    return X.map((_, query) => {
      const votes = new Array<number>(this.#classes.length).fill(0);
      for (let place = query * this.#k; place < (query + 1) * this.#k; place++) {
        votes[this.#classes.indexOf(this.#labels[rows[place]!]!)]!++;
      }
      return votes.map((count) => count / this.#k);
    });
  }
}
