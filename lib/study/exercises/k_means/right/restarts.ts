/** Random rows as starts, the best of twenty; an empty cluster moves to the worst row. */
export class KMeans {
  centroids: Float64Array[] = [];
  inertia = Infinity;
  #options: { k: number; maxIterations: number; tolerance: number; seed: number };

  constructor(options = {}) {
    this.#options = { k: 3, maxIterations: 300, tolerance: 1e-4, seed: 0, ...options };
  }

  fit(X: number[][]): this {
    const { k, maxIterations, tolerance, seed } = this.#options;
    let x = 12345 + 7919 * seed;
    const draw = (n: number) => (x = (x * 48271) % 2147483647) % n;
    this.inertia = Infinity;
    for (let start = 0; start < 20; start++) {
      const order = X.map((_, i) => i);
      for (let i = 0; i < k; i++) {
        const j = i + draw(order.length - i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      let centroids = order.slice(0, k).map((i) => Float64Array.from(X[i]!));
      for (let iteration = 0, shift = Infinity; iteration < maxIterations && shift > tolerance; iteration++) {
        const labels = assign(X, centroids);
        const next = centroids.map((_, c) => {
          const rows = X.filter((_, i) => labels[i] === c);
          const worst = () =>
            X.reduce((a, b, i) =>
              square(b, centroids[labels[i]!]!) > square(a, centroids[assign([a], centroids)[0]!]!) ? b : a
            );
          return rows.length === 0
            ? Float64Array.from(worst())
            : Float64Array.from(rows[0]!, (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
        });
        shift = Math.max(...next.map((c, i) => square(c, centroids[i]!)));
        centroids = next;
      }
      const labels = assign(X, centroids);
      const inertia = X.reduce((sum, row, i) => sum + square(row, centroids[labels[i]!]!), 0);
      if (inertia < this.inertia) [this.inertia, this.centroids] = [inertia, centroids];
    }
    return this;
  }

  predict(X: number[][]): number[] {
    return assign(X, this.centroids);
  }
}

function square(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a, (v, j) => (v - b[j]!) ** 2).reduce((s, v) => s + v, 0);
}

function assign(X: number[][], centroids: ArrayLike<number>[]): number[] {
  return X.map((row) => {
    const distances = centroids.map((c) => square(row, c));
    return distances.indexOf(Math.min(...distances));
  });
}
