/** The mean first, then the sums. */
function checked(yTrue: number[], yPred: number[]): void {
  if (yTrue.length === 0 || yTrue.length !== yPred.length) {
    throw new RangeError(
      `The lists must have one length, and not be empty: they have ${yTrue.length} and ${yPred.length}`,
    );
  }
}

export function mse(yTrue: number[], yPred: number[]): number {
  checked(yTrue, yPred);
  let sum = 0;
  for (let i = 0; i < yTrue.length; i++) sum += (yTrue[i]! - yPred[i]!) ** 2;
  return sum / yTrue.length;
}

export function r2Score(yTrue: number[], yPred: number[]): number {
  checked(yTrue, yPred);
  const mean = yTrue.reduce((sum, y) => sum + y, 0) / yTrue.length;
  let residual = 0, total = 0;
  for (let i = 0; i < yTrue.length; i++) {
    residual += (yTrue[i]! - yPred[i]!) ** 2;
    total += (yTrue[i]! - mean) ** 2;
  }
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
