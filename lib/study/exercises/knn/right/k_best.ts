/** Only the k best so far are kept, in order. */
export class KNN {
  #rows: { readonly x: Float64Array; readonly label: number }[] = [];
  #labels: number[] = [];
  constructor(readonly k = 3) {}

  fit(X: number[][], y: number[]) {
    if (!X.length) throw new Error("nothing to fit");
    this.#rows = X.map((row, i) => ({ x: Float64Array.from(row), label: y[i]! }));
    this.#labels = Array.from(new Set(y)).sort((a, b) => a - b);
    return this;
  }

  #neighbors(query: number[]) {
    const best: { square: number; label: number }[] = [];
    for (const { x, label } of this.#rows) {
      const square = x.reduce((sum, v, j) => sum + (v - query[j]!) ** 2, 0);
      if (best.length === this.k && square >= best.at(-1)!.square) continue;
      let at = best.length;
      while (at > 0 && best[at - 1]!.square > square) at--;
      best.splice(at, 0, { square, label });
      best.length = Math.min(best.length, this.k);
    }
    return best.map(({ label }) => label);
  }

  predictProba(X: number[][]) {
    return X.map((query) => {
      const near = this.#neighbors(query);
      return Float64Array.from(this.#labels, (label) => near.filter((one) => one === label).length / near.length);
    });
  }

  predict(X: number[][]) {
    return Int32Array.from(this.predictProba(X), (shares) => this.#labels[shares.indexOf(Math.max(...shares))]!);
  }
}
