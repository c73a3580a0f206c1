/** Passes over the rows, until one makes no mistake. */
export class Perceptron {
  #classes: number[] = [];
  #weights: number[] = [];
  #bias = 0;

  fit(X: number[][], y: number[]): void {
    if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");
    this.#classes = [...new Set(y)].sort((a, b) => a - b);
    this.#weights = X[0]!.map(() => 0);
    this.#bias = 0;
    for (let pass = 0; pass < 2000; pass++) {
      let mistakes = 0;
      for (const [i, row] of X.entries()) {
        const side = y[i] === this.#classes[1] ? 1 : -1;
        if (side * this.#score(row) > 0) continue;
        mistakes++;
        this.#weights = this.#weights.map((w, j) => w + side * row[j]!);
        this.#bias += side;
      }
      if (mistakes === 0) break;
    }
  }

  predict(X: number[][]): number[] {
    return X.map((row) => this.#classes[this.#score(row) > 0 ? 1 : 0]!);
  }

  #score(row: number[]): number {
    return row.reduce((sum, v, j) => sum + v * this.#weights[j]!, this.#bias);
  }
}
