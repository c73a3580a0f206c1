/** A partial shuffle of the row numbers. */
export function initializeCentroids(X: number[][], k: number, seed: number): number[][] {
  let state = ((seed + 1) * 2654435761) >>> 0;
  const random = () => (state = (Math.imul(1664525, state) + 1013904223) >>> 0) / 4294967296;
  const order = X.map((_, i) => i);
  for (let i = 0; i < k; i++) {
    const j = i + Math.floor(random() * (order.length - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.slice(0, k).map((i) => X[i]!.slice());
}
