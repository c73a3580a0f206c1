/** Rows that get a 1 in front and the sign of their class: then every score has to be above 0. */
export class Perceptron {
  private labels: number[] = [];
  private plane: number[] = [];

  fit(X: number[][], y: number[]) {
    if (!X.length) throw new Error("nothing to fit");
    this.labels = [Math.min(...y), Math.max(...y)];
    const rows = X.map((row, i) => [1, ...row].map((v) => (y[i] === this.labels[1] ? v : -v)));
    this.plane = rows[0]!.map(() => 0);
    let quiet = 0;
    for (let step = 0; quiet < rows.length && step < 3000 * rows.length; step++) {
      const row = rows[step % rows.length]!;
      if (dot(row, this.plane) > 0) quiet++;
      else {
        this.plane = this.plane.map((w, j) => w + row[j]!);
        quiet = 0;
      }
    }
    return this;
  }

  predict(X: number[][]) {
    return Int32Array.from(X, (row) => this.labels[Number(dot([1, ...row], this.plane) > 0)]!);
  }
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, v, j) => sum + v * b[j]!, 0);
}
