/** For each number, all numbers up to it are counted: right in what it returns, and as slow as the square. */
import type { KolmogorovSmirnov } from "../exercise.ts";

export { welch } from "../right/two_pointers.ts";

/** The share of a sample that is not above `x`. */
function share(sample: readonly number[], x: number): number {
  let count = 0;
  for (const value of sample) if (value <= x) count++;
  return count / sample.length;
}

/** The two-sample Kolmogorov–Smirnov test. */
export function kolmogorovSmirnov(
  ...[a, b, { kolmogorovTail }]: Parameters<KolmogorovSmirnov>
): ReturnType<KolmogorovSmirnov> {
  let statistic = 0;
  for (const x of [...a, ...b]) statistic = Math.max(statistic, Math.abs(share(a, x) - share(b, x)));
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
}
