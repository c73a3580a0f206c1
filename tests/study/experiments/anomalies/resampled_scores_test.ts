import { assert, assertEquals } from "@std/assert";
import { resampledScores } from "@lib/study/experiments/anomalies/resampled_scores.ts";

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

Deno.test("columns without meaning are only predicted where rows were filled up before the folds", () => {
  for (const seed of [1, 2, 3]) {
    const scores = resampledScores({ seed, rows: 240 });
    assert(mean(scores["before the folds"]) > 0.8, `seed ${seed}: ${scores["before the folds"]}`);
    assert(mean(scores["inside each fold"]) < 0.4, `seed ${seed}: ${scores["inside each fold"]}`);
    assert(mean(scores.never) < 0.4, `seed ${seed}: ${scores.never}`);
    assert(`${scores.never}` !== `${scores["inside each fold"]}`);
    assertEquals(Object.values(scores).map(({ length }) => length), [4, 4, 4]);
  }
});

Deno.test("the seed decides", () => {
  const of = (seed: number) => resampledScores({ seed, rows: 120 });
  assertEquals(of(1), of(1));
  assert(`${of(1).never}` !== `${of(2).never}`);
});
