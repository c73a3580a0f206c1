/** Residuals once for each iteration; the rest comes from them. */
export class LinearRegression {
  costHistory: number[] = [];
  weights: number[] = [];
  bias = 0;
  #learningRate: number;
  #iterations: number;

  constructor(learningRate = 0.01, iterations = 1000) {
    this.#learningRate = learningRate;
    this.#iterations = iterations;
  }

  fit(X: number[][], y: number[]): void {
    const n = X.length, d = X[0]!.length;
    this.weights = new Array(d).fill(0);
    this.bias = 0;
    this.costHistory = [];
    for (let iteration = 0; iteration < this.#iterations; iteration++) {
      const residuals = this.predict(X).map((p, i) => p - y[i]!);
      this.costHistory.push(residuals.reduce((sum, r) => sum + r * r, 0) / (2 * n));
      const gradient = this.weights.map((_, j) => residuals.reduce((sum, r, i) => sum + r * X[i]![j]!, 0) / n);
      this.bias -= this.#learningRate * residuals.reduce((sum, r) => sum + r, 0) / n;
      this.weights = this.weights.map((w, j) => w - this.#learningRate * gradient[j]!);
    }
  }

  predict(X: number[][]): number[] {
    return X.map((row) => row.reduce((sum, x, j) => sum + x * this.weights[j]!, this.bias));
  }

  score(X: number[][], y: number[]): number {
    const predicted = this.predict(X);
    const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
    const residual = y.reduce((sum, v, i) => sum + (v - predicted[i]!) ** 2, 0);
    const total = y.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    return 1 - residual / total;
  }
}
