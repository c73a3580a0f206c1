import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  averagePrecision,
  type Judgements,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRank,
} from "@lib/ml/metrics/ranking_metrics.ts";
import vectors from "./ranking_metrics_vectors.json" with { type: "json" };

// By hand: relevant are a, c, f; the ranking has them at places 1 and 3, and misses f.
const RANKING = ["a", "b", "c", "d", "e"];
const RELEVANT = new Set(["a", "c", "f"]);

Deno.test("precision counts places, recall counts relevant items", () => {
  assertEquals(precisionAt(RANKING, RELEVANT, { k: 3 }), 2 / 3);
  assertEquals(precisionAt(RANKING, RELEVANT, { k: 10 }), 2 / 10, "a place that nobody filled is a miss");
  assertEquals(recallAt(RANKING, RELEVANT, { k: 2 }), 1 / 3);
  assertEquals(recallAt(RANKING, RELEVANT, { k: 10 }), 2 / 3);
});

Deno.test("average precision is over all relevant items, found or not", () => {
  assertEquals(averagePrecision(RANKING, RELEVANT), (1 / 1 + 2 / 3 + 0) / 3);
});

Deno.test("the reciprocal rank is that of the first, and 0 where there is none", () => {
  assertEquals(reciprocalRank(RANKING, new Set(["c", "d"])), 1 / 3);
  assertEquals(reciprocalRank(RANKING, new Set(["z"])), 0);
});

Deno.test("nDCG divides by the best that k places, and the relevant items there are, allow", () => {
  const gains = new Map([["a", 1], ["c", 2], ["f", 3], ["b", 0]]);
  const sum = 1 / Math.log2(2) + 2 / Math.log2(4); // a at place 1, c at place 3
  assertAlmostEquals(ndcgAt(RANKING, gains, { k: 3 }), sum / (3 / Math.log2(2) + 2 / Math.log2(3) + 1 / Math.log2(4)));
  assertAlmostEquals(ndcgAt(RANKING, gains, { k: 1 }), 1 / 3);
  assertEquals(ndcgAt(["c"], new Set(["c"]), { k: 10 }), 1, "one relevant item, found first: nothing is missing");
  assertEquals(ndcgAt([], new Set(["c"]), { k: 10 }), 0);
});

// Oracle: trec_eval (ranking_metrics_vectors.py)
Deno.test("all metrics agree with trec_eval on random rankings, graded and binary", () => {
  assert(vectors.length > 50);
  for (const { measured, ...written } of vectors) {
    const ranking = written.ranking.split(" ");
    const graded = new Map(written.gains.split(" ").map((pair) => [pair.split(":")[0]!, Number(pair.split(":")[1])]));
    const ours = {
      P_5: precisionAt(ranking, graded, { k: 5 }),
      P_10: precisionAt(ranking, graded, { k: 10 }),
      recall_5: recallAt(ranking, graded, { k: 5 }),
      recall_10: recallAt(ranking, graded, { k: 10 }),
      map: averagePrecision(ranking, graded),
      recip_rank: reciprocalRank(ranking, graded),
      ndcg_cut_3: ndcgAt(ranking, graded, { k: 3 }),
      ndcg_cut_10: ndcgAt(ranking, graded, { k: 10 }),
    };
    for (const [name, value] of Object.entries(measured)) {
      assertAlmostEquals(ours[name as keyof typeof ours], value, 1e-12, `${name} of ${ranking}`);
    }
  }
});

// Invariants
const METRICS: Record<string, (ranking: number[], judgements: Judgements<number>) => number> = {
  precision: (ranking, judgements) => precisionAt(ranking, judgements, { k: 5 }),
  recall: (ranking, judgements) => recallAt(ranking, judgements, { k: 5 }),
  "average precision": averagePrecision,
  "reciprocal rank": reciprocalRank,
  nDCG: (ranking, judgements) => ndcgAt(ranking, judgements, { k: 5 }),
};
for (const [name, metric] of Object.entries(METRICS)) {
  Deno.test(`${name} lies in 0..1 and does not fall when an item changes places with one of less gain above it`, () => {
    const draw = random(4);
    for (let round = 0; round < 300; round++) {
      const ranking = draw.shuffle(Array.from({ length: 12 }, (_, item) => item));
      const gains = new Map(ranking.map((item) => [item, draw.integer(3)]));
      gains.set(round, 1); // of round 12 and later: relevant, and not found
      const before = metric(ranking, gains);
      assert(before >= 0 && before <= 1 + 1e-12);
      const [above, below] = [draw.integer(12), draw.integer(12)].sort((a, b) => a - b) as [number, number];
      if (gains.get(ranking[above]!)! >= gains.get(ranking[below]!)!) continue;
      [ranking[above], ranking[below]] = [ranking[below]!, ranking[above]!];
      assert(metric(ranking, gains) >= before - 1e-12);
    }
  });
  Deno.test(`${name} of a set is that of a map whose gains are 1`, () => {
    const draw = random(5);
    for (let round = 0; round < 50; round++) {
      const ranking = draw.shuffle(Array.from({ length: 12 }, (_, item) => item));
      const relevant = new Set([round % 12, draw.integer(20), draw.integer(20)]);
      assertEquals(metric(ranking, relevant), metric(ranking, new Map(Array.from(relevant, (item) => [item, 1]))));
    }
  });
}

// Refusals
for (const [name, metric] of Object.entries(METRICS)) {
  Deno.test(`${name} refuses what has no answer`, () => {
    const refused: [number[], Judgements<number>, string][] = [
      [[1, 2, 1], new Set([1]), "the ranking must list each item once: current value is 1, twice"],
      [[1], new Set(), "an item must be relevant: current value is 0 judged, none relevant"],
      [[1], new Map([[1, 0]]), "an item must be relevant: current value is 1 judged, none relevant"],
      [[1], new Map([[1, 1], [2, -1]]), "each gain must be a non-negative finite number: current value is -1"],
      [[1], new Map([[1, NaN]]), "each gain must be a non-negative finite number: current value is NaN"],
    ];
    for (const [ranking, judgements, why] of refused) assertThrows(() => metric(ranking, judgements), RangeError, why);
  });
}
Deno.test("a cut-off must be a positive integer", () => {
  for (const at of [precisionAt, recallAt, ndcgAt]) {
    for (const k of [0, -1, 1.5, NaN, Infinity]) {
      assertThrows(() => at([1], new Set([1]), { k }), RangeError, "k must be a positive integer");
    }
  }
});
