/** All distances, sorted. */
export class KNN {
  #k: number;
  #X: number[][] = [];
  #y: number[] = [];
  #classes: number[] = [];

  constructor(k = 3) {
    this.#k = k;
  }

  fit(X: number[][], y: number[]): void {
    if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");
    this.#X = X.map((row) => [...row]);
    this.#y = [...y];
    this.#classes = [...new Set(y)].sort((a, b) => a - b);
  }

  predict(X: number[][]): number[] {
    return this.predictProba(X).map((shares) => this.#classes[shares.indexOf(Math.max(...shares))]!);
  }

  predictProba(X: number[][]): number[][] {
    return X.map((query) => {
      const near = this.#X
        .map((row, i) => ({ i, distance: Math.hypot(...row.map((v, j) => v - query[j]!)) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, this.#k);
      const votes = this.#classes.map(() => 0);
      for (const { i } of near) votes[this.#classes.indexOf(this.#y[i]!)]!++;
      return votes.map((count) => count / this.#k);
    });
  }
}
