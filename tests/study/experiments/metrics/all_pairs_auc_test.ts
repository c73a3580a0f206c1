import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { rocAuc } from "@lib/ml/metrics/roc_curve.ts";
import { allPairsAuc } from "@lib/study/experiments/metrics/all_pairs_auc.ts";

Deno.test("ties count one half", () => {
  assertEquals(allPairsAuc([1, 0, 0], [2, 2, 1]), 0.75);
  assertEquals(allPairsAuc([1, 0], [0, 1]), 0);
});

Deno.test("it agrees with the ranks", () => {
  const dice = random(3);
  for (let round = 0; round < 50; round++) {
    const y = [0, 1, ...Array.from({ length: dice.integer(30) }, () => dice.integer(2))];
    const scores = y.map(() => dice.integer(6));
    assertAlmostEquals(allPairsAuc(y, scores), rocAuc(y, scores), 1e-12);
  }
});

Deno.test("one class alone, and lists of different lengths, are refused", () => {
  assertThrows(() => allPairsAuc([1, 1], [1, 2]), RangeError, "both classes");
  assertThrows(() => allPairsAuc([1, 0], [1]), RangeError, "scores must have 2 entries");
});
