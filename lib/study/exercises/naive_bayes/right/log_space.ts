/** Logarithms until the end. */
interface ClassStats {
  label: number;
  logPrior: number;
  means: number[];
  variances: number[];
}

export class NaiveBayes {
  #classes: ClassStats[] = [];

  fit(X: number[][], y: number[]): void {
    if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");
    const smoothing = 1e-9 * Math.max(...columnStats(X).variances);
    const labels = [...new Set(y)].sort((a, b) => a - b);
    this.#classes = labels.map((label) => {
      const rows = X.filter((_, i) => y[i] === label);
      const { means, variances } = columnStats(rows);
      const logPrior = Math.log(rows.length / X.length);
      return { label, logPrior, means, variances: variances.map((v) => v + smoothing) };
    });
  }

  predict(X: number[][]): number[] {
    return this.#scores(X).map((scores) => this.#classes[scores.indexOf(Math.max(...scores))]!.label);
  }

  predictProba(X: number[][]): number[][] {
    return this.#scores(X).map((scores) => {
      const highest = Math.max(...scores);
      const terms = scores.map((score) => Math.exp(score - highest));
      const total = terms.reduce((sum, term) => sum + term, 0);
      return terms.map((term) => term / total);
    });
  }

  #scores(X: number[][]): number[][] {
    return X.map((row) =>
      this.#classes.map(({ logPrior, means, variances }) => {
        let score = logPrior;
        for (let j = 0; j < row.length; j++) {
          score -= 0.5 * Math.log(2 * Math.PI * variances[j]!) + (row[j]! - means[j]!) ** 2 / (2 * variances[j]!);
        }
        return score;
      })
    );
  }
}

function columnStats(rows: number[][]) {
  const means = rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);
  const variances = means.map((mean, j) => rows.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / rows.length);
  return { means, variances };
}
