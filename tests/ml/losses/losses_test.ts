import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { logSoftmax, sigmoid, softmax, softmaxJacobian, softplus } from "@lib/ml/losses/softmax.ts";
import { svmLoss } from "@lib/ml/losses/svm_loss.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

// By hand
Deno.test("softmax() keeps ratios of exponentials and does not overflow", () => {
  assertAllClose(softmax([Math.log(1), Math.log(2), Math.log(5)]), [1 / 8, 2 / 8, 5 / 8]);
  assertEquals([...softmax([1000, 2000, 3000])], [0, 0, 1]);
  assertEquals([...softmax([-1e308, -1e308])], [0.5, 0.5]);
  assertAllClose(logSoftmax([0, 2000]), [-2000, 0]);
  assertEquals([...logSoftmax([1e17, 1e17])], [-Math.LN2, -Math.LN2]);
  assertAllClose(logSoftmax([Math.log(1), Math.log(3)]), [Math.log(1 / 4), Math.log(3 / 4)]);
});
Deno.test("a class with the score −Infinity is ruled out and changes nothing for the others", () => {
  assertEquals([...softmax([-Infinity, 0, 0])], [0, 0.5, 0.5]);
  assertEquals([...logSoftmax([0, -Infinity])], [0, -Infinity]);
});
Deno.test("sigmoid() and softplus() are right at both ends", () => {
  assertEquals([sigmoid(0), sigmoid(1000), sigmoid(-1000)], [0.5, 1, 0]);
  assertAlmostEquals(sigmoid(Math.log(3)), 0.75, 1e-15);
  assertAllClose([sigmoid(-40)], [Math.exp(-40)], { relative: 1e-14 });
  assertEquals([softplus(1000), softplus(-1000), softplus(0)], [1000, 0, Math.LN2]);
  assertAllClose([softplus(-40)], [Math.exp(-40)], { relative: 1e-14 });
});
Deno.test("svmLoss() sums the margins of a row, averages the rows, and adds reg · ΣW²", () => {
  // Scores of row 0: (1, 2, 0), own class 0: margins 2 − 1 + 1 = 2 and 0 − 1 + 1 = 0, which adds nothing. Row 1 is
  // class 1: 1 − 2 + 1 = 0, 0 − 2 + 1 < 0.
  const weights = matrixOf([[1, 2, 0]]);
  const { loss, gradient } = svmLoss(weights, { x: matrixOf([[1], [1]]), y: [0, 1], regularization: 0.1 });
  assertAlmostEquals(loss, 2 / 2 + 0.1 * 5, 1e-15);
  assertAllClose(gradient.data, [-1 / 2 + 0.2 * 1, 1 / 2 + 0.2 * 2, 0]);
  assertAlmostEquals(svmLoss(weights, { x: matrixOf([[1]]), y: [1] }).loss, 0.01 * 5, 1e-15, "the default of reg");
});

// Oracle: central differences
Deno.test("the Jacobian and the gradient are what central differences say", () => {
  const draw = random(9);
  const h = 1e-6;
  for (let round = 0; round < 10; round++) {
    const scores = Array.from({ length: 4 }, () => draw.normal());
    const moved = (j: number, by: number) => softmax(scores.map((score, i) => score + (i === j ? by : 0)));
    const jacobian = rowsOf(softmaxJacobian(softmax(scores)));
    for (let j = 0; j < 4; j++) {
      const [up, down] = [moved(j, h), moved(j, -h)];
      assertAllClose(jacobian.map((row) => row[j]!), up.map((one, i) => (one - down[i]!) / (2 * h)), {
        relative: 0,
        absolute: 1e-9,
      });
    }
    const normal = (count: number) => Float64Array.from({ length: count }, () => draw.normal());
    const rows = { x: matrixFrom(normal(15), { rows: 5, columns: 3 }), y: [0, 1, 2, 3, 1], regularization: 0.3 };
    const weights = matrixFrom(normal(12), { rows: 3, columns: 4 });
    const numeric = weights.data.map((_, at) => {
      const lossAt = (by: number) =>
        svmLoss({ ...weights, data: weights.data.map((w, i) => i === at ? w + by : w) }, rows).loss;
      return (lossAt(h) - lossAt(-h)) / (2 * h);
    });
    assertAllClose(svmLoss(weights, rows).gradient.data, numeric, { relative: 0, absolute: 1e-7 });
  }
});

// Invariants
Deno.test("softmax sums to 1 and does not mind a constant; rows of the Jacobian sum to 0", () => {
  const draw = random(2);
  for (let round = 0; round < 30; round++) {
    const scores = Array.from({ length: 1 + draw.integer(6) }, () => 10 * draw.normal());
    const s = softmax(scores);
    assertAlmostEquals(s.reduce((a, b) => a + b), 1, 1e-14);
    assertAllClose(softmax(scores.map((score) => score + 512)), s, { relative: 1e-10 });
    assertAllClose(logSoftmax(scores).map(Math.exp), s, { relative: 1e-12, absolute: 1e-300 });
    for (const row of rowsOf(softmaxJacobian(s))) assert(Math.abs(row.reduce((a, b) => a + b)) < 1e-15);
  }
});

// Refusals
Deno.test("losses refuse what has no answer", () => {
  const x = matrixOf([[1, 2]]);
  const refused: [() => unknown, string][] = [
    [() => softmax([]), "scores must have a finite entry: current value is an empty list"],
    [() => softmax([-Infinity, -Infinity]), "scores must have a finite entry: current value is -Infinity throughout"],
    [() => softmax([1, Infinity]), "scores[1] must be a finite number: current value is Infinity"],
    [() => logSoftmax([]), "scores must have a finite entry: current value is an empty list"],
    [() => softmaxJacobian([NaN]), "s[0] must be a finite number"],
    [() => svmLoss(matrixOf([[1, 2]]), { x, y: [0] }), "weights must have a row a column of x (2): current value is 1"],
    [() => svmLoss(matrixOf([[1], [2]]), { x, y: [1] }), "y[0] must be one of the classes 0: current value is 1"],
    [() => svmLoss(matrixOf([[1], [2]]), { x, y: [0, 0] }), "y must have 1 labels, one a row: current value is 2"],
    [() => svmLoss(matrixOf([[1], [2]]), { x, y: [0], regularization: -1 }), "regularization must be a non-negative"],
    [() => svmLoss(matrixOf([[1], [NaN]]), { x, y: [0] }), "weights (row 1, column 0) must be a finite number"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
