/** What both tests give. */
export interface Result {
  /** t, or the largest gap. */
  statistic: number;
  /** Two-sided. */
  pValue: number;
}

/** Welch's t-test, two-sided: the answer for an interview. */
export function welch(
  a: readonly number[],
  b: readonly number[],
  { studentTail }: { studentTail(t: number, degreesOfFreedom: number): number },
): Result & { degreesOfFreedom: number } {
  // Mean, and the square of its standard error, in two passes: distances from the mean keep their digits.
  const summary = (sample: readonly number[]) => {
    const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
    const squares = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    return { mean, squaredError: squares / (sample.length - 1) / sample.length };
  };
  const [one, other] = [summary(a), summary(b)];
  const square = one.squaredError + other.squaredError;
  const statistic = (one.mean - other.mean) / Math.sqrt(square);
  const degreesOfFreedom = square ** 2 /
    (one.squaredError ** 2 / (a.length - 1) + other.squaredError ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
}

/** The two-sample Kolmogorov–Smirnov test: sorted copies are walked side by side, equal numbers together. */
export function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
  { kolmogorovTail }: { kolmogorovTail(x: number): number },
): Result {
  const [one, other] = [a, b].map((sample) => [...sample].sort((x, y) => x - y)) as [number[], number[]];
  let [i, j, statistic] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / one.length - j / other.length));
  }
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
}
