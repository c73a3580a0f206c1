/** A sum and a count for each cluster. */
export function updateCentroids(X: number[][], labels: number[], k: number): (number[] | undefined)[] {
  const sums = Array.from({ length: k }, () => X[0]!.map(() => 0));
  const counts = new Array<number>(k).fill(0);
  for (let i = 0; i < X.length; i++) {
    counts[labels[i]!]!++;
    X[i]!.forEach((v, j) => sums[labels[i]!]![j]! += v);
  }
  return sums.map((sum, c) => counts[c] === 0 ? undefined : sum.map((v) => v / counts[c]!));
}
