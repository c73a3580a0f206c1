/** Sorted by drawn numbers, cut at rounded places. */
interface CrossValidated {
  fit(X: number[][], y: number[]): unknown;
  score(X: number[][], y: number[]): number | Promise<number>;
}

export const kFold = (n: number, k: number, seed: number) => {
  if (k < 2 || k > n) throw new Error("k must lie between 2 and n");
  let x = (seed * 2654435761 + 12345) >>> 0;
  const drawn = Array.from({ length: n }, (_, i) => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return [x, i] as const;
  });
  const rows = Int32Array.from(drawn.sort(([a], [b]) => a - b), ([, i]) => i);
  const folds = [];
  for (let fold = 0; fold < k; fold++) {
    const [from, to] = [Math.floor(fold * n / k), Math.floor((fold + 1) * n / k)];
    const test = rows.subarray(from, to);
    folds.push({ test, train: rows.filter((_, i) => i < from || i >= to) });
  }
  return folds;
};

export function kFoldCv(model: CrossValidated, X: number[][], y: number[], k = 5, seed = 1) {
  return kFold(X.length, k, seed).map(({ train, test }) => {
    const pick = <Item>(list: readonly Item[], rows: Int32Array) => Array.from(rows, (i) => list[i]!);
    model.fit(pick(X, train), pick(y, train));
    return model.score(pick(X, test), pick(y, test));
  });
}
