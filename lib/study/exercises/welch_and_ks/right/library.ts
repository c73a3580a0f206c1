/**
 * The library's moments and distribution functions behind the names of the exercise: what a reader's answer is measured
 * against.
 *
 * Its finished tests (`math/stats/hypothesis`) can't be sent to the child process: the packages behind their special
 * functions ask for permissions when they are loaded.
 */
import { ecdf } from "../../../../math/stats/ecdf.ts";
import { momentsOf, variance } from "../../../../math/stats/moments.ts";
import type { KolmogorovSmirnov, Welch } from "../exercise.ts";

/** Welch's t-test from two records of moments. */
export function welch(...[a, b, { studentTail }]: Parameters<Welch>): ReturnType<Welch> {
  const [one, other] = [momentsOf(a), momentsOf(b)];
  const [u, v] = [variance(one) / one.weight, variance(other) / other.weight];
  const statistic = (one.mean - other.mean) / Math.sqrt(u + v);
  const degreesOfFreedom = (u + v) ** 2 / (u ** 2 / (one.weight - 1) + v ** 2 / (other.weight - 1));
  return { statistic, degreesOfFreedom, pValue: 2 * studentTail(Math.abs(statistic), degreesOfFreedom) };
}

/** The largest gap of two distribution functions is at one of the numbers. */
export function kolmogorovSmirnov(
  ...[a, b, { kolmogorovTail }]: Parameters<KolmogorovSmirnov>
): ReturnType<KolmogorovSmirnov> {
  const [below, belowOther] = [ecdf(a), ecdf(b)];
  let statistic = 0;
  for (const x of [...a, ...b]) statistic = Math.max(statistic, Math.abs(below(x) - belowOther(x)));
  const size = a.length * b.length / (a.length + b.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
}
