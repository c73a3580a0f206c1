/** Row by row, class by class. */
export function svmLoss(W: number[][], X: number[][], y: number[], reg = 0.01) {
  const D = W.length, C = W[0]!.length, N = X.length;
  const gradient = W.map((row) => row.map((w) => 2 * reg * w));
  let loss = 0;
  for (let i = 0; i < N; i++) {
    const scores = Array.from({ length: C }, (_, c) => X[i]!.reduce((sum, x, d) => sum + x * W[d]![c]!, 0));
    for (let c = 0; c < C; c++) {
      if (c === y[i]) continue;
      const margin = scores[c]! - scores[y[i]!]! + 1;
      if (margin <= 0) continue;
      loss += margin / N;
      for (let d = 0; d < D; d++) {
        gradient[d]![c]! += X[i]![d]! / N;
        gradient[d]![y[i]!]! -= X[i]![d]! / N;
      }
    }
  }
  const squares = W.flat().reduce((sum, w) => sum + w * w, 0);
  return { loss: loss + reg * squares, gradient };
}
