/** Newton's method on standardised columns: each step solves for the curvature. */
export class LogisticRegression {
  private labels: number[] = [];
  private theta: number[] = [];
  private columns: { mean: number; scale: number }[] = [];

  fit(X: number[][], y: number[]) {
    if (!X.length) throw new Error("nothing to fit");
    this.labels = Array.from(new Set(y)).sort((a, b) => a - b);
    this.columns = X[0]!.map((_, j) => {
      const column = X.map((row) => row[j]!);
      const mean = column.reduce((a, b) => a + b) / X.length;
      return { mean, scale: Math.hypot(...column.map((v) => v - mean)) / Math.sqrt(X.length) || 1 };
    });
    const rows = X.map((row) => this.row(row));
    this.theta = rows[0]!.map(() => 0);
    for (let step = 0; step < 25; step++) {
      const gradient = this.theta.map((t) => 1e-6 * t);
      const hessian = gradient.map((_, j) => gradient.map((_, k) => (j === k ? 1e-6 : 0)));
      rows.forEach((row, i) => {
        const p = this.chance(row);
        row.forEach((v, j) => {
          gradient[j]! += (p - (y[i] === this.labels[1] ? 1 : 0)) * v;
          row.forEach((w, k) => hessian[j]![k]! += p * (1 - p) * v * w);
        });
      });
      const move = solve(hessian, gradient);
      this.theta = this.theta.map((t, j) => t - move[j]!);
    }
    return this;
  }

  predictProba(X: number[][]) {
    return X.map((row) => {
      const p = this.chance(this.row(row));
      return Float64Array.of(1 - p, p);
    });
  }

  predict(X: number[][]) {
    return Int32Array.from(this.predictProba(X), ([low, high]) => this.labels[low! >= high! ? 0 : 1]!);
  }

  private row(row: number[]) {
    return [1, ...this.columns.map(({ mean, scale }, j) => (row[j]! - mean) / scale)];
  }

  private chance(row: number[]) {
    const z = row.reduce((sum, v, j) => sum + v * this.theta[j]!, 0);
    return z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z));
  }
}

/** Gauss–Jordan: the matrix is positive definite, so no row must be swapped. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  rows.forEach((row, i) => {
    const pivot = row[i]!;
    row.forEach((v, k) => row[k] = v / pivot);
    rows.forEach((other, j) => {
      const factor = other[i]!;
      if (j !== i) other.forEach((v, k) => other[k] = v - factor * row[k]!);
    });
  });
  return rows.map((row) => row.at(-1)!);
}
