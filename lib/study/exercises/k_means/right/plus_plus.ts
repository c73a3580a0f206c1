/** k-means++ and Lloyd's two steps. */
function squaredDistance(a: number[], b: number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}

function nearest(row: number[], centroids: number[][]): { index: number; distance: number } {
  let index = 0, distance = Infinity;
  for (let c = 0; c < centroids.length; c++) {
    const d = squaredDistance(row, centroids[c]!);
    if (d < distance) [index, distance] = [c, d];
  }
  return { index, distance };
}

export class KMeans {
  centroids: number[][] = [];
  inertia = 0;
  k: number;
  maxIterations: number;
  tolerance: number;
  seed: number;

  constructor({ k = 3, maxIterations = 300, tolerance = 1e-4, seed = 0 } = {}) {
    this.k = k;
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
    this.seed = seed;
  }

  fit(X: number[][]): void {
    let best = Infinity, kept: number[][] = [];
    for (let start = 0; start < 5; start++) {
      const centroids = this.#run(X, 5 * this.seed + start);
      let inertia = 0;
      for (const row of X) inertia += nearest(row, centroids).distance;
      if (inertia < best) [best, kept] = [inertia, centroids];
    }
    this.centroids = kept;
    this.inertia = best;
  }

  predict(X: number[][]): number[] {
    return X.map((row) => nearest(row, this.centroids).index);
  }

  #run(X: number[][], seed: number): number[][] {
    let state = (seed + 1) * 2654435761 >>> 0;
    const random = () => (state = (Math.imul(1664525, state) + 1013904223) >>> 0) / 4294967296;
    for (let n = 0; n < 5; n++) random();
    let centroids = [X[Math.floor(random() * X.length)]!.slice()];
    while (centroids.length < this.k) {
      const weights = X.map((row) => nearest(row, centroids).distance);
      let left = random() * weights.reduce((a, b) => a + b, 0), chosen = 0;
      while (chosen < X.length - 1 && (left -= weights[chosen]!) > 0) chosen++;
      centroids.push(X[chosen]!.slice());
    }
    for (let iteration = 0; iteration < this.maxIterations; iteration++) {
      const sums = centroids.map((c) => c.map(() => 0)), counts = centroids.map(() => 0);
      for (const row of X) {
        const { index } = nearest(row, centroids);
        counts[index]!++;
        row.forEach((v, j) => sums[index]![j]! += v);
      }
      const moved = sums.map((sum, c) => counts[c] === 0 ? centroids[c]! : sum.map((v) => v / counts[c]!));
      const shift = Math.max(...moved.map((c, i) => Math.sqrt(squaredDistance(c, centroids[i]!))));
      centroids = moved;
      if (shift <= this.tolerance) break;
    }
    return centroids;
  }
}
