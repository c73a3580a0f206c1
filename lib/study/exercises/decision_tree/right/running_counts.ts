/** Gini impurity; the rows of a node are sorted for each column, and counts run along. */
type Node = { label: number } | { feature: number; threshold: number; left: Node; right: Node };

export class DecisionTree {
  #maxDepth: number;
  #minSamplesSplit: number;
  #root: Node = { label: 0 };

  constructor({ maxDepth = Infinity, minSamplesSplit = 2 } = {}) {
    this.#maxDepth = maxDepth;
    this.#minSamplesSplit = minSamplesSplit;
  }

  fit(X: number[][], y: number[]): void {
    if (X.length === 0) throw new RangeError("Cannot fit: there are no rows");
    this.#root = this.#grow(X, y, X.map((_, i) => i), 0);
  }

  predict(X: number[][]): number[] {
    return X.map((row) => {
      let node = this.#root;
      while (!("label" in node)) node = row[node.feature]! <= node.threshold ? node.left : node.right;
      return node.label;
    });
  }

  #grow(X: number[][], y: number[], rows: number[], depth: number): Node {
    const totals = new Map<number, number>();
    for (const i of rows) totals.set(y[i]!, (totals.get(y[i]!) ?? 0) + 1);
    const ranked = [...totals].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const leaf = { label: ranked[0]![0] };
    if (ranked.length === 1) return leaf;
    if (depth >= this.#maxDepth) return leaf;
    if (rows.length < this.#minSamplesSplit) return leaf;
    let best = Infinity, feature = -1, threshold = 0;
    for (let f = 0; f < X[0]!.length; f++) {
      const order = [...rows].sort((a, b) => X[a]![f]! - X[b]![f]!);
      const [left, right] = [new Map<number, number>(), new Map(totals)];
      for (let at = 1; at < order.length; at++) {
        const moved = y[order[at - 1]!]!;
        left.set(moved, (left.get(moved) ?? 0) + 1);
        right.set(moved, right.get(moved)! - 1);
        const [a, b] = [X[order[at - 1]!]![f]!, X[order[at]!]![f]!];
        if (a === b) continue;
        const score = impurity(left, at) + impurity(right, order.length - at);
        if (score < best - 1e-9) [best, feature, threshold] = [score, f, halfway(a, b)];
      }
    }
    if (feature === -1) return leaf;
    const side = (isLeft: boolean) => rows.filter((i) => (X[i]![feature]! <= threshold) === isLeft);
    return {
      feature,
      threshold,
      left: this.#grow(X, y, side(true), depth + 1),
      right: this.#grow(X, y, side(false), depth + 1),
    };
  }
}

/** Between the two, or the lower where nothing lies between them. */
function halfway(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}

/** Gini impurity times the number of rows. */
function impurity(counts: Map<number, number>, n: number): number {
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return n - squares / n;
}
