/** Half the mean of the squared errors. */
export function cost(yTrue: number[], yPred: number[]): number {
  return yTrue.reduce((sum, y, i) => sum + (yPred[i]! - y) ** 2, 0) / (2 * yTrue.length);
}
