import { assertEquals, assertThrows } from "@std/assert";
import { averagePrecision, recallAt } from "@lib/ml/metrics/ranking_metrics.ts";
import { rankingQuality } from "@lib/ml/metrics/ranking_quality.ts";

const ANSWERS = [
  { ranking: ["a", "b"], judgements: new Set(["a", "b"]) }, // both found: 1 and 1
  { ranking: ["x", "c"], judgements: new Set(["c"]) }, // at place 2: average precision 1/2, recall@1 is 0
];
const METRICS = {
  MAP: averagePrecision,
  "recall@1": (ranking: readonly string[], judgements: ReadonlySet<string> | ReadonlyMap<string, number>) =>
    recallAt(ranking, judgements, { k: 1 }),
};

// By hand
Deno.test("every metric is given query by query and on average", () => {
  assertEquals(rankingQuality(ANSWERS, METRICS), {
    mean: { MAP: 0.75, "recall@1": 0.25 },
    perQuery: { MAP: [1, 0.5], "recall@1": [0.5, 0] },
  });
});

// Invariants
Deno.test("a query counts the same however many items are relevant to it, and in any order", () => {
  const many = { ranking: ["a", "b", "c", "d"], judgements: new Set(["a", "b", "c", "d"]) };
  const missed = { ranking: ["x"], judgements: new Set(["y"]) };
  assertEquals(rankingQuality([many, missed], METRICS).mean.MAP, 0.5);
  assertEquals(rankingQuality([missed, many], METRICS).mean.MAP, 0.5);
});

// Refusals
Deno.test("no answers have no quality, and a metric's own refusal comes through", () => {
  assertThrows(() => rankingQuality([], METRICS), RangeError, "answers must not be empty");
  const nothing = { ranking: ["a"], judgements: new Set<string>() };
  assertThrows(() => rankingQuality([...ANSWERS, nothing], METRICS), RangeError, "an item must be relevant");
});
