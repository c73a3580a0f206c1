/** The least squared distance. */
export function assignPointsToClusters(X: number[][], centroids: number[][]): number[] {
  return X.map((row) => {
    let index = 0, least = Infinity;
    for (let c = 0; c < centroids.length; c++) {
      let sum = 0;
      for (let j = 0; j < row.length; j++) sum += (row[j]! - centroids[c]![j]!) ** 2;
      if (sum < least) [index, least] = [c, sum];
    }
    return index;
  });
}
