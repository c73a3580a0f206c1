import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { groupedKFold, kFold, type Split, stratifiedKFold, timeSeriesSplit } from "@lib/ml/validation/k_fold.ts";
import vectors from "./k_fold_vectors.json" with { type: "json" };

const tests = (splits: readonly Split[]) => splits.map(({ test }) => [...test]);

// By hand
Deno.test("kFold() gives the first folds the rows that are left over", () => {
  assertEquals(tests(kFold(7, { folds: 3 })), [[0, 1, 2], [3, 4], [5, 6]]);
  assertEquals([...kFold(3, { folds: 3 })[1]!.train], [0, 2]);
});
Deno.test("stratifiedKFold() shares each class out", () => {
  assertEquals(tests(stratifiedKFold([5, 5, 5, 5, 9, 9], { folds: 2 })), [[0, 1, 4], [2, 3, 5]]);
});
Deno.test("groupedKFold() puts the largest groups first into the emptiest fold", () => {
  // Group 8 has three rows, 1 and 2 one each: fold 0 gets 8, fold 1 the others.
  assertEquals(tests(groupedKFold([8, 1, 8, 2, 8], { folds: 2 })), [[0, 2, 4], [1, 3]]);
});
Deno.test("timeSeriesSplit() leaves the gap out of the past", () => {
  const [first] = timeSeriesSplit(6, { folds: 2, gap: 1 });
  assertEquals([[...first!.train], [...first!.test]], [[0], [2, 3]]);
});

// Oracle: scikit-learn (k_fold_vectors.py)
Deno.test("without a seed the folds are scikit-learn's", () => {
  for (const { n, folds, y, groups, gap, ...theirs } of vectors) {
    assertEquals(tests(kFold(n, { folds })), theirs.plain);
    assertEquals(tests(stratifiedKFold(y, { folds })), theirs.stratified);
    const time = timeSeriesSplit(n, { folds, gap });
    assertEquals(time.map(({ train, test }) => [[...train], [...test]]), theirs.time);
    assertEquals(tests(groupedKFold(groups, { folds })), theirs.grouped);
  }
});

// Invariants
Deno.test("test folds partition the rows, train is the complement, and the seed decides", () => {
  const draw = random(5);
  for (let round = 0; round < 40; round++) {
    const [n, folds] = [10 + draw.integer(20), 2 + draw.integer(3)];
    const y = [0, 0, 0, 0, ...Array.from({ length: n - 4 }, () => draw.integer(3))];
    const groups = y.map((_, i) => i % 7);
    const seeded = [kFold(n, { folds, seed: round }), stratifiedKFold(y, { folds, seed: round })];
    for (const splits of [...seeded, groupedKFold(groups, { folds })]) {
      assertEquals(splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b), [...y.keys()]);
      for (const { train, test } of splits) {
        assertEquals([...train, ...test].sort((a, b) => a - b), [...y.keys()]);
        assertEquals([...train], [...train].sort((a, b) => a - b));
      }
    }
    const sizes = kFold(n, { folds, seed: round }).map(({ test }) => test.length);
    assert(Math.max(...sizes) - Math.min(...sizes) <= 1);
    for (const label of [0, 1, 2]) {
      const shares = stratifiedKFold(y, { folds, seed: round }).map(({ test }) =>
        test.filter((i) => y[i] === label).length
      );
      assert(Math.max(...shares) - Math.min(...shares) <= 1);
    }
    for (const { train, test } of groupedKFold(groups, { folds })) {
      const inTest = new Set(Array.from(test, (i) => groups[i]));
      assert(train.every((i) => !inTest.has(groups[i])));
    }
    assertEquals(kFold(n, { folds, seed: round }), kFold(n, { folds, seed: round }));
  }
  assertNotEquals(tests(kFold(20, { seed: 1 })), tests(kFold(20, { seed: 2 })));
  assertNotEquals(tests(kFold(20, { seed: 1 })), tests(kFold(20)));
  const y = Array.from({ length: 20 }, (_, i) => i % 2);
  assertNotEquals(tests(stratifiedKFold(y, { seed: 1 })), tests(stratifiedKFold(y, { seed: 2 })));
});

// Refusals
Deno.test("splits refuse folds that do not fit", () => {
  const refused: [() => unknown, string][] = [
    [() => kFold(5, { folds: 1 }), "folds must be from 2 to the number of rows (5): current value is 1"],
    [() => kFold(5, { folds: 6 }), "folds must be from 2 to the number of rows (5): current value is 6"],
    [() => kFold(5, { folds: 2.5 }), "folds must be a positive integer"],
    [() => stratifiedKFold([0, 0, 1], { folds: 3 }), "folds must be from 2 to the size of the largest class (2)"],
    [() => groupedKFold([1, 1, 1], { folds: 2 }), "folds must be from 2 to the number of groups (1)"],
    [() => timeSeriesSplit(3, { folds: 3 }), "folds must be from 2 to one less than the number of rows (2)"],
    [() => timeSeriesSplit(6, { folds: 2, gap: 2 }), "gap must leave a row to train on: current value is 2"],
    [() => timeSeriesSplit(6, { folds: 2, gap: -1 }), "gap must be a non-negative integer"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
