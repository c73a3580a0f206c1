/** Entropy; every threshold filters the rows again. */
interface Split {
  feature: number;
  threshold: number;
  isLeft: boolean[];
}

export class DecisionTree {
  maxDepth: number;
  minSamplesSplit: number;
  ask: (row: number[]) => number = () => 0;

  constructor(options: { maxDepth?: number; minSamplesSplit?: number } = {}) {
    this.maxDepth = options.maxDepth ?? Infinity;
    this.minSamplesSplit = options.minSamplesSplit ?? 2;
  }

  fit(X: number[][], y: number[]): this {
    if (y.length === 0) throw new Error("no rows");
    this.ask = this.grow(X, y, this.maxDepth);
    return this;
  }

  predict(X: number[][]): number[] {
    return X.map(this.ask);
  }

  grow(X: number[][], y: number[], depth: number): (row: number[]) => number {
    const split = depth > 0 && y.length >= this.minSamplesSplit && new Set(y).size > 1 ? bestSplit(X, y) : undefined;
    if (split === undefined) {
      const label = majority(y);
      return () => label;
    }
    const { feature, threshold, isLeft } = split;
    const left = this.grow(X.filter((_, i) => isLeft[i]), y.filter((_, i) => isLeft[i]), depth - 1);
    const right = this.grow(X.filter((_, i) => !isLeft[i]), y.filter((_, i) => !isLeft[i]), depth - 1);
    return (row) => (row[feature]! <= threshold ? left : right)(row);
  }
}

function bestSplit(X: number[][], y: number[]): Split | undefined {
  let best: Split | undefined, most = -Infinity;
  for (let feature = 0; feature < X[0]!.length; feature++) {
    const values = [...new Set(X.map((row) => row[feature]!))].sort((a, b) => a - b);
    for (let v = 1; v < values.length; v++) {
      const [a, b] = [values[v - 1]!, values[v]!];
      const middle = a / 2 + b / 2;
      const threshold = middle < b ? middle : a;
      const isLeft = X.map((row) => row[feature]! <= threshold);
      const left = y.filter((_, i) => isLeft[i]), right = y.filter((_, i) => !isLeft[i]);
      const gain = -(left.length * entropy(left) + right.length * entropy(right));
      if (gain > most + 1e-9) {
        most = gain;
        best = { feature, threshold, isLeft };
      }
    }
  }
  return best;
}

function majority(y: number[]): number {
  const labels = [...new Set(y)].sort((a, b) => a - b);
  const counts = labels.map((label) => y.filter((one) => one === label).length);
  return labels[counts.indexOf(Math.max(...counts))]!;
}

function entropy(y: number[]): number {
  let bits = 0;
  for (const label of new Set(y)) {
    const p = y.filter((one) => one === label).length / y.length;
    bits -= p * Math.log2(p);
  }
  return bits;
}
