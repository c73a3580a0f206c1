/** Gradient descent on standardised columns. */
export class LogisticRegression {
  #classes: number[] = [];
  #means: number[] = [];
  #scales: number[] = [];
  #weights: number[] = [];
  #bias = 0;

  fit(X: number[][], y: number[]): void {
    if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");
    const n = X.length;
    this.#classes = [...new Set(y)].sort((a, b) => a - b);
    const targets = y.map((label) => (label === this.#classes[1] ? 1 : 0));
    this.#means = X[0]!.map((_, j) => X.reduce((sum, row) => sum + row[j]!, 0) / n);
    this.#scales = this.#means.map((mean, j) =>
      Math.sqrt(X.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / n) || 1
    );
    this.#weights = this.#means.map(() => 0);
    this.#bias = 0;
    const rows = X.map((row) => this.#standardised(row));
    for (let step = 0; step < 3000; step++) {
      const errors = rows.map((row, i) => this.#probability(row) - targets[i]!);
      this.#weights = this.#weights.map((w, j) => {
        const slope = rows.reduce((sum, row, i) => sum + errors[i]! * row[j]!, 0);
        return w - slope / n;
      });
      this.#bias -= errors.reduce((sum, error) => sum + error, 0) / n;
    }
  }

  predict(X: number[][]): number[] {
    const [low, high] = [Math.min(...this.#classes), Math.max(...this.#classes)];
    return X.map((row) => (this.#probability(this.#standardised(row)) > 0.5 ? high : low));
  }

  predictProba(X: number[][]): number[][] {
    return X.map((row) => {
      const p = this.#probability(this.#standardised(row));
      return [1 - p, p];
    });
  }

  #standardised(row: number[]): number[] {
    return row.map((v, j) => (v - this.#means[j]!) / this.#scales[j]!);
  }

  #probability(row: number[]): number {
    const score = row.reduce((sum, v, j) => sum + v * this.#weights[j]!, this.#bias);
    return 1 / (1 + Math.exp(-score));
  }
}
