/**
 * How good a ranking is: precision, recall, average precision, reciprocal rank and nDCG, for one query at a time.
 *
 * A ranking lists what was found, best first. The judgements say what is relevant: a set, or a map from item to its
 * gain, where an item is relevant if its gain is above 0. All metrics lie between 0 and 1, and an item that nobody
 * judged is not relevant.
 * **Invariant.** No metric falls when an item changes places with one of less gain that stood above it.
 *
 * | metric | asks | cost |
 * | ------ | ---- | ---- |
 * | `precisionAt` | how much of what is shown is relevant | O(n) |
 * | `recallAt` | how much of what is relevant is shown | O(n) |
 * | `averagePrecision` | both, at every place of a relevant item; its mean over queries is MAP | O(n) |
 * | `reciprocalRank` | how far down is the first | O(n) |
 * | `ndcgAt` | how close to the best possible order, with gains that are worth more higher up | O(n + r log r) |
 *
 * n items in the ranking, r relevant ones. The whole ranking is read even for a small k: an item that is listed twice
 * would be counted twice, so it is refused.
 *
 * Not here on purpose: an answer for a query without relevant items (0 / 0: leave it out, as `trec_eval` does), gains
 * of 2^grade − 1 (put them into the map), ties (whoever ranks must break them), means over queries
 * (`ranking_quality.ts`).
 *
 * Source: C. D. Manning, P. Raghavan, H. Schütze, *Introduction to Information Retrieval*, 2008, section 8.4; K.
 * Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002, with the discount
 * of `trec_eval`, 1 / log₂(rank + 1).
 *
 * @module
 */
import { argumentError, checkNonNegative, checkPositiveInteger } from "../../base/argument.ts";

/** What is relevant to a query: a set, or gains by item, at least 0. */
export type Judgements<Item> = ReadonlySet<Item> | ReadonlyMap<Item, number>;

/** How far down a metric looks. */
export interface Cutoff {
  /** Places counted from the top: a positive integer. */
  readonly k: number;
}

/**
 * The share of the first `k` places that hold a relevant item; a place that nobody filled counts as a miss.
 * @param ranking Best first, without repetition.
 * @param judgements At least one item must be relevant.
 * @throws {RangeError} If an item is repeated, no item is relevant, a gain is negative, or `k` is not a positive
 *   integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { precisionAt } from "./ranking_metrics.ts";
 *
 * assertEquals(precisionAt(["a", "x", "b"], new Set(["a", "b"]), { k: 4 }), 2 / 4);
 * ```
 */
export function precisionAt<Item>(ranking: readonly Item[], judgements: Judgements<Item>, { k }: Cutoff): number {
  const { gains } = judged(ranking, judgements, "compute precision");
  return hits(gains, checkCutoff(k, "compute precision")) / k;
}

/**
 * The share of the relevant items that are among the first `k`.
 * @param ranking Best first, without repetition.
 * @param judgements At least one item must be relevant.
 * @throws {RangeError} If an item is repeated, no item is relevant, a gain is negative, or `k` is not a positive
 *   integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { recallAt } from "./ranking_metrics.ts";
 *
 * assertEquals(recallAt(["a", "x", "b"], new Set(["a", "b", "c"]), { k: 2 }), 1 / 3);
 * ```
 */
export function recallAt<Item>(ranking: readonly Item[], judgements: Judgements<Item>, { k }: Cutoff): number {
  const { gains, relevant } = judged(ranking, judgements, "compute recall");
  return hits(gains, checkCutoff(k, "compute recall")) / relevant.length;
}

/**
 * The mean, over all relevant items, of the precision at their place; a relevant item that is not in the ranking adds
 * 0.
 * @param ranking Best first, without repetition.
 * @param judgements At least one item must be relevant.
 * @throws {RangeError} If an item is repeated, no item is relevant, or a gain is negative.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { averagePrecision } from "./ranking_metrics.ts";
 *
 * assertEquals(averagePrecision(["a", "x", "b"], new Set(["a", "b"])), (1 / 1 + 2 / 3) / 2);
 * ```
 */
export function averagePrecision<Item>(ranking: readonly Item[], judgements: Judgements<Item>): number {
  const { gains, relevant } = judged(ranking, judgements, "compute average precision");
  let found = 0;
  let sum = 0;
  for (const [index, gain] of gains.entries()) if (gain > 0) sum += ++found / (index + 1);
  return sum / relevant.length;
}

/**
 * 1 / the place of the first relevant item; 0 if there is none in the ranking.
 * @param ranking Best first, without repetition.
 * @param judgements At least one item must be relevant.
 * @throws {RangeError} If an item is repeated, no item is relevant, or a gain is negative.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { reciprocalRank } from "./ranking_metrics.ts";
 *
 * assertEquals(reciprocalRank(["x", "a", "b"], new Set(["a", "b"])), 1 / 2);
 * ```
 */
export function reciprocalRank<Item>(ranking: readonly Item[], judgements: Judgements<Item>): number {
  const first = judged(ranking, judgements, "compute a reciprocal rank").gains.findIndex((gain) => gain > 0);
  return first === -1 ? 0 : 1 / (first + 1);
}

/**
 * Normalised discounted cumulative gain: the sum of gain / log₂(place + 1) over the first `k` places, divided by the
 * best sum that any ranking could have. With fewer than `k` relevant items the best ranking has fewer, too: nothing is
 * divided by places that nobody could fill.
 * @param ranking Best first, without repetition.
 * @param judgements At least one item must be relevant; an item of a set has gain 1.
 * @throws {RangeError} If an item is repeated, no item is relevant, a gain is negative, or `k` is not a positive
 *   integer.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { ndcgAt } from "./ranking_metrics.ts";
 *
 * const gains = new Map([["a", 3], ["b", 1]]);
 * assertAlmostEquals(ndcgAt(["b", "a"], gains, { k: 10 }), (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)));
 * ```
 */
export function ndcgAt<Item>(ranking: readonly Item[], judgements: Judgements<Item>, { k }: Cutoff): number {
  const { gains, relevant } = judged(ranking, judgements, "compute nDCG");
  checkCutoff(k, "compute nDCG");
  // In units of the largest gain: sums of huge gains would overflow, and tiny ones vanish.
  const largest = relevant.reduce((most, gain) => Math.max(most, gain), 0);
  const inUnits = (all: readonly number[]) => all.map((gain) => gain / largest);
  return discountedGain(inUnits(gains), k) / discountedGain(inUnits(relevant.sort((a, b) => b - a)), k);
}

function discountedGain(gains: readonly number[], k: number): number {
  let sum = 0;
  for (let index = 0; index < Math.min(k, gains.length); index++) sum += gains[index]! / Math.log2(index + 2);
  return sum;
}

function hits(gains: readonly number[], k: number): number {
  return gains.slice(0, k).filter((gain) => gain > 0).length;
}

function checkCutoff(k: number, action: string): number {
  return checkPositiveInteger(k, { action, argument: "k" });
}

/** The gain at every place of the ranking, and the gains of all relevant items. */
function judged<Item>(ranking: readonly Item[], judgements: Judgements<Item>, action: string) {
  if (!Array.isArray(ranking)) {
    throw argumentError(ranking, { action, argument: "ranking", rule: "a list of items", type: "none" });
  }
  if (!(judgements instanceof Set || judgements instanceof Map)) {
    throw argumentError(judgements, { action, argument: "judgements", rule: "a set, or a map of gains", type: "none" });
  }
  if (new Set(ranking).size < ranking.length) {
    const repeated = ranking.find((item, index) => ranking.indexOf(item) < index);
    throw new RangeError(`Cannot ${action}: the ranking must list each item once: current value is ${repeated}, twice`);
  }
  const isMap = (among: Judgements<Item>): among is ReadonlyMap<Item, number> => "get" in among;
  const all = isMap(judgements) ? [...judgements.values()] : Array.from(judgements, () => 1);
  for (const gain of all) checkNonNegative(gain, { action, argument: "each gain" });
  const relevant = all.filter((gain) => gain > 0);
  if (relevant.length === 0) {
    throw new RangeError(
      `Cannot ${action}: an item must be relevant: current value is ${all.length} judged, none relevant`,
    );
  }
  const gainOf = isMap(judgements)
    ? (item: Item) => judgements.get(item) ?? 0
    : (item: Item) => Number(judgements.has(item));
  return { gains: ranking.map(gainOf), relevant };
}
