/** The library's k-means behind the name of the exercise. */
import { matrixOf } from "../../../../math/linalg/matrix.ts";
import { fitKMeans, type KMeansModel, predict } from "../../../../ml/clustering/k_means.ts";

/** Lloyd's algorithm with bounds, started by k-means++, the best of five. */
export class KMeans {
  #options: { k: number; maxIterations: number; tolerance: number; seed: number };
  #model: KMeansModel | undefined;

  /** Not fitted yet. */
  constructor(options: { k?: number; maxIterations?: number; tolerance?: number; seed?: number } = {}) {
    this.#options = { k: 3, maxIterations: 300, tolerance: 1e-4, seed: 0, ...options };
  }

  /** (k, d). */
  get centroids(): readonly (readonly number[])[] {
    return this.#model?.centroids ?? [];
  }

  /** Sum of squared distances. */
  get inertia(): number {
    return this.#model?.inertia ?? 0;
  }

  /** Finds the clusters. */
  fit(X: number[][]): void {
    const { k: clusters, maxIterations: iterations, tolerance, seed } = this.#options;
    this.#model = fitKMeans(matrixOf(X), { clusters, iterations, tolerance, seed: 5 * seed, restarts: 5 });
  }

  /** The nearest centroid of each row. */
  predict(X: number[][]): Int32Array {
    return predict(this.#model!, matrixOf(X));
  }
}
