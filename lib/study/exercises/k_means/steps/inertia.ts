/** Squares, summed. */
export function inertia(X: number[][], labels: number[], centroids: number[][]): number {
  let sum = 0;
  for (let i = 0; i < X.length; i++) {
    let square = 0;
    for (let j = 0; j < X[i]!.length; j++) square += (X[i]![j]! - centroids[labels[i]!]![j]!) ** 2;
    sum += square;
  }
  return sum;
}
