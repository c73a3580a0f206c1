/** Downhill, entry by entry. */
export function gradientStep(theta: number[], gradient: number[], learningRate: number): number[] {
  return theta.map((t, j) => t - learningRate * gradient[j]!);
}
