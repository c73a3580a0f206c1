/**
 * Both tests in one pass over what they need: Welford's running variance, and one sorted list of steps for the gap. A
 * number of `a` steps up by m, one of `b` down by n: whole numbers, so that the gap in units of 1 / (n · m) is exact.
 */

/** Welch's t-test, two-sided. */
export function welch(
  a: readonly number[],
  b: readonly number[],
  { studentTail }: { studentTail(t: number, degreesOfFreedom: number): number },
): { statistic: number; degreesOfFreedom: number; pValue: number } {
  const [[meanA, u], [meanB, v]] = [running(a), running(b)];
  const statistic = (meanA - meanB) / Math.sqrt(u + v);
  const share = u / (u + v);
  const degreesOfFreedom = 1 / (share ** 2 / (a.length - 1) + (1 - share) ** 2 / (b.length - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
}

function running(sample: readonly number[]): [mean: number, squaredError: number] {
  let [count, mean, squares] = [0, 0, 0];
  for (const x of sample) {
    const delta = x - mean;
    mean += delta / ++count;
    squares += delta * (x - mean);
  }
  return [mean, squares / (count - 1) / count];
}

/** The two-sample Kolmogorov–Smirnov test. */
export function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
  { kolmogorovTail }: { kolmogorovTail(x: number): number },
): { statistic: number; pValue: number } {
  const [n, m] = [a.length, b.length];
  const steps = [...a.map((at) => ({ at, by: m })), ...b.map((at) => ({ at, by: -n }))];
  steps.sort((one, other) => one.at - other.at);
  let [height, furthest] = [0, 0];
  for (const [i, { at, by }] of steps.entries()) {
    height += by;
    if (steps[i + 1]?.at !== at) furthest = Math.max(furthest, Math.abs(height));
  }
  const statistic = furthest / (n * m);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(n * m / (n + m)) * statistic) };
}
