/** One pass over the rows, by Welford's update, and a map of classes. */
class Moments {
  n = 0;
  mean: number[] = [];
  m2: number[] = [];
  add(row: readonly number[]) {
    this.n++;
    row.forEach((v, j) => {
      const off = v - (this.mean[j] ??= 0);
      this.mean[j]! += off / this.n;
      this.m2[j] = (this.m2[j] ?? 0) + off * (v - this.mean[j]!);
    });
  }
}

export class NaiveBayes {
  #labels = new Int32Array(0);
  #all = new Moments();
  #each = new Map<number, Moments>();

  async fit(X: number[][], y: number[]) {
    if (!X.length) throw new Error("nothing to fit");
    this.#all = new Moments();
    this.#each = new Map();
    X.forEach((row, i) => {
      if (!this.#each.has(y[i]!)) this.#each.set(y[i]!, new Moments());
      this.#each.get(y[i]!)!.add(row);
      this.#all.add(row);
    });
    this.#labels = Int32Array.from(this.#each.keys()).sort();
    return await Promise.resolve(this);
  }

  predictProba(X: number[][]) {
    const added = 1e-9 * Math.max(...this.#all.m2) / this.#all.n;
    return X.map((row) => {
      const logs = Array.from(this.#labels, (label) => {
        const { n, mean, m2 } = this.#each.get(label)!;
        return row.reduce((sum, v, j) => {
          const variance = m2[j]! / n + added;
          return sum - Math.log(variance) / 2 - (v - mean[j]!) ** 2 / variance / 2;
        }, Math.log(n));
      });
      // 1 / Σ exp(other − own): no term of the sum can make a NaN.
      return Float64Array.from(logs, (own) => 1 / logs.reduce((sum, other) => sum + Math.exp(other - own), 0));
    });
  }

  predict(X: number[][]) {
    return this.predictProba(X).map((p) => this.#labels[p.indexOf(Math.max(...p))]!);
  }
}
