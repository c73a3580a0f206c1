/** A column of ones: the bias is a weight like any other. */
export class LinearRegression {
  costHistory = new Float64Array(0);
  #theta = new Float64Array(1);
  constructor(readonly learningRate = 0.01, readonly iterations = 1000) {}

  get weights() {
    return this.#theta.subarray(1);
  }
  get bias() {
    return this.#theta[0]!;
  }

  fit(X: number[][], y: number[]) {
    const rows = X.map((row) => [1, ...row]);
    this.#theta = new Float64Array(rows[0]!.length);
    this.costHistory = new Float64Array(this.iterations);
    for (let k = 0; k < this.iterations; k++) {
      const gradient = new Float64Array(this.#theta.length);
      for (const [i, row] of rows.entries()) {
        const residual = row.reduce((sum, x, j) => sum + x * this.#theta[j]!, -y[i]!);
        this.costHistory[k]! += residual ** 2 / 2 / rows.length;
        row.forEach((x, j) => gradient[j]! += residual * x / rows.length);
      }
      this.#theta = this.#theta.map((t, j) => t - this.learningRate * gradient[j]!);
    }
    return this;
  }

  predict(X: number[][]) {
    return X.map((row) => row.reduce((sum, x, j) => sum + x * this.weights[j]!, this.bias));
  }

  score(X: number[][], y: number[]) {
    const p = this.predict(X), mean = y.reduce((a, b) => a + b) / y.length;
    return 1 - y.reduce((s, v, i) => s + (v - p[i]!) ** 2, 0) / y.reduce((s, v) => s + (v - mean) ** 2, 0);
  }
}
