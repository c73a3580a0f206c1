import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { adaBoostSteps, decisionScores, fitAdaBoost, predict, score } from "@lib/ml/trees/ada_boost.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";

// By hand: of 1, 2, 3, 4 with classes −, +, +, − the cut at 1.5 has one row of four wrong (the last): ε = ¼, α = ½·ln
// 3.
Deno.test("a stump's say and the new weights are what its error makes them", () => {
  const [first] = [...adaBoostSteps(matrixOf([[1], [2], [3], [4]]), [0, 1, 1, 0])];
  assertEquals([first!.feature, first!.threshold, first!.sign], [0, 1.5, 1]);
  assertAlmostEquals(first!.error, 1 / 4, 1e-12);
  assertAlmostEquals(first!.say, Math.log(3) / 2, 1e-12);
  assertAllClose(first!.weights, [1 / 6, 1 / 6, 1 / 6, 1 / 2]);
  const alone = fitAdaBoost(matrixOf([[1], [2], [3], [4]]), [0, 1, 1, 0], { stumps: 1 });
  assertAllClose(decisionScores(alone, matrixOf([[1], [2]])), [-Math.log(3) / 2, Math.log(3) / 2]);
});

Deno.test("a stump without a mistake is the last, and rows below its threshold may be of the second class", () => {
  const model = fitAdaBoost(matrixOf([[1, 9], [2, 7], [3, 2], [4, 1]]), [7, 7, 3, 3]);
  assertEquals(model.stumps.map(({ feature, threshold, sign }) => [feature, threshold, sign]), [[0, 2.5, -1]]);
  assertEquals([...predict(model, matrixOf([[0, 0], [9, 0]]))], [7, 3]);
});

// Oracle: brute force
Deno.test("each stump is the best of all there are, for its weights", () => {
  const dice = random(3);
  const rows = Array.from({ length: 14 }, () => [dice.integer(6), dice.integer(6)]);
  const y = rows.map(([a, b]) => Number(a! + b! + dice.integer(4) > 6));
  let weights = Float64Array.from({ length: 14 }, () => 1 / 14);
  for (const { error, weights: next } of adaBoostSteps(matrixOf(rows), y, { stumps: 6 })) {
    let least = 1;
    for (const feature of [0, 1]) {
      for (let cut = -0.5; cut < 6; cut++) {
        for (const above of [0, 1]) {
          const wrong = rows.reduce(
            (sum, row, i) =>
              sum + (Number(row[feature]! > cut) === above ? Number(y[i] === 0) : Number(y[i] === 1)) * weights[i]!,
            0,
          );
          least = Math.min(least, wrong);
        }
      }
    }
    assertAlmostEquals(error, least, 1e-9);
    weights = next as Float64Array<ArrayBuffer>;
  }
});

// Invariants
Deno.test("weights sum to 1, half of them on the last stump's mistakes; training errors keep to their bound", () => {
  const dice = random(4);
  const x = matrixFrom(Float64Array.from({ length: 300 }, () => dice.normal()), { rows: 100, columns: 3 });
  const y = Array.from({ length: 100 }, (_, i) => Number(x.data[3 * i]! + x.data[3 * i + 1]! > 0));
  let bound = 1;
  for (const { error, weights, feature, threshold, sign } of adaBoostSteps(x, y, { stumps: 40 })) {
    assertAlmostEquals(weights.reduce((a, b) => a + b), 1, 1e-12);
    const wrong = weights.reduce((sum, weight, i) => {
      const answer = x.data[3 * i + feature]! > threshold ? sign : -sign;
      return answer === (y[i] === 1 ? 1 : -1) ? sum : sum + weight;
    }, 0);
    assertAlmostEquals(wrong, 0.5, 1e-9);
    bound *= 2 * Math.sqrt(error * (1 - error));
  }
  const model = fitAdaBoost(x, y, { stumps: 40 });
  assert(1 - score(model, { x, y }) <= bound + 1e-12);
  assert(score(model, { x, y }) > score(fitAdaBoost(x, y, { stumps: 1 }), { x, y }) + 0.1);
  const scores = decisionScores(model, x);
  assertEquals([...predict(model, x)], Array.from(scores, (one) => Number(one > 0)));
});

// Contract
for (
  const { name, run } of classifierContract({ fit: fitAdaBoost, predict }, { isBinary: true, leastAccuracy: 0.95 })
) {
  Deno.test(`AdaBoost: ${name}`, run);
}

// Refusals
Deno.test("what no stump can part is refused", () => {
  const refused: [() => unknown, string][] = [
    [
      () => fitAdaBoost(matrixOf([[1], [1]]), [0, 1]),
      "x must have a column that varies: current value is 2 equal rows",
    ],
    [() => fitAdaBoost(matrixOf([[1], [2], [3]]), [0, 1, 2]), "y must have two distinct labels: current value is 3"],
    [() => fitAdaBoost(matrixOf([[1], [2]]), [0, 1], { stumps: 0 }), "stumps must be a positive integer"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
