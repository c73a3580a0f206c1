/**
 * The quality of a search engine: several ranking metrics over all queries of a test collection, one by one and on
 * average.
 *
 * The averages compare engines; the list of each metric says on which queries one of them is better.
 * **Invariant.** Every query counts the same, however many items are relevant to it.
 *
 * Cost: O(queries · metrics · length of a ranking).
 *
 * Not here on purpose: the metrics (`ranking_metrics.ts`), whether a difference of two averages is more than chance.
 *
 * Source: C. D. Manning, P. Raghavan, H. Schütze, *Introduction to Information Retrieval*, 2008, section 8.4.
 *
 * @module
 */
import type { Judgements } from "./ranking_metrics.ts";

/** The answer to one query, and what is relevant to it. */
export interface JudgedRanking<Item> {
  /** What was found, best first, without repetition. */
  readonly ranking: readonly Item[];
  /** What should have been found. */
  readonly judgements: Judgements<Item>;
}

/** A metric of one ranking: {@linkcode averagePrecision}, or one with its cut-off filled in. */
export type RankingMetric<Item> = (ranking: readonly Item[], judgements: Judgements<Item>) => number;

/** Metrics over all queries, under the names they were asked for. */
export interface RankingQuality<Name extends string> {
  /** The mean of each metric over the queries. */
  readonly mean: Readonly<Record<Name, number>>;
  /** Each metric, query by query, in their order. */
  readonly perQuery: Readonly<Record<Name, readonly number[]>>;
}

/**
 * The `metrics` of all rankings and their means.
 * @param answers One for each query; at least one.
 * @param metrics By the names under which they are reported.
 * @throws {RangeError} If there are no answers, or a metric refuses one of them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { reciprocalRank } from "./ranking_metrics.ts";
 * import { rankingQuality } from "./ranking_quality.ts";
 *
 * const answers = [
 *   { ranking: ["a", "b"], judgements: new Set(["a"]) },
 *   { ranking: ["b", "a"], judgements: new Set(["a"]) },
 * ];
 * const quality = rankingQuality(answers, { "reciprocal rank": reciprocalRank });
 * assertEquals(quality, { mean: { "reciprocal rank": 0.75 }, perQuery: { "reciprocal rank": [1, 0.5] } });
 * ```
 */
export function rankingQuality<Item, Name extends string>(
  answers: readonly JudgedRanking<Item>[],
  metrics: Readonly<Record<Name, RankingMetric<Item>>>,
): RankingQuality<Name> {
  if (answers.length === 0) {
    throw new RangeError("Cannot compute the quality of rankings: answers must not be empty: current value is []");
  }
  const measured = (Object.entries(metrics) as [Name, RankingMetric<Item>][]).map(([name, metric]) => {
    const values = answers.map(({ ranking, judgements }) => metric(ranking, judgements));
    return { name, values, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
  return {
    mean: Object.fromEntries(measured.map(({ name, mean }) => [name, mean])) as Record<Name, number>,
    perQuery: Object.fromEntries(measured.map(({ name, values }) => [name, values])) as Record<Name, number[]>,
  };
}
