import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixOf } from "@lib/math/linalg/matrix.ts";
import { calibrationCurve, expectedCalibrationError } from "@lib/ml/metrics/calibration.ts";
import { accuracy, accuracyFromConfusion, confusionMatrix } from "@lib/ml/metrics/confusion_matrix.ts";
import { entropy, entropyOfLabels, giniImpurity, giniOfLabels, informationGain } from "@lib/ml/metrics/entropy.ts";
import { brierScore, logLoss } from "@lib/ml/metrics/log_loss.ts";
import { averagePrecisionScore, precisionRecallCurve } from "@lib/ml/metrics/precision_recall_curve.ts";
import { classificationReport, type PrecisionRecall, precisionRecall } from "@lib/ml/metrics/precision_recall.ts";
import { rocAuc, rocCurve } from "@lib/ml/metrics/roc_curve.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./metric_vectors.json" with { type: "json" };

// By hand: of class 1 there are 3 rows, 2 of them found; 3 rows are called 1.
const TRUE = [1, 1, 1, 0, 0, 2];
const PREDICTED = [1, 0, 1, 1, 0, 0];

Deno.test("confusionMatrix() has true classes as rows, and counts classes that are asked for and absent", () => {
  assertEquals(confusionMatrix(TRUE, PREDICTED), { classes: [0, 1, 2], counts: [[1, 1, 0], [1, 2, 0], [1, 0, 0]] });
  assertEquals(confusionMatrix([3], [5]).counts, [[0, 1], [0, 0]]);
  assertEquals(confusionMatrix([1], [1], { classes: [0, 1] }).counts, [[0, 0], [0, 1]]);
  assertEquals(accuracyFromConfusion({ counts: [[1, 2], [3, 4]] }), 5 / 10);
});

Deno.test("precisionRecall() compares the positive class with all others", () => {
  assertEquals(precisionRecall(TRUE, PREDICTED), { precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 });
  assertEquals(precisionRecall(TRUE, PREDICTED, { positive: 0 }), {
    precision: 1 / 3,
    recall: 1 / 2,
    f1: 2 / 5,
    support: 2,
  });
  // beta 2: 5·2 / (4·3 + 3)
  assertEquals(precisionRecall(TRUE, [1, 1, 0, 0, 0, 0], { beta: 2 }).f1, 10 / 14);
});

Deno.test("a share of nothing is what the caller chose", () => {
  const nothing = { precision: 0, recall: 0, f1: 0, support: 0 };
  assertEquals(precisionRecall([0], [0]), nothing);
  assertEquals(precisionRecall([0], [0], { zeroDivision: 1 }), { precision: 1, recall: 1, f1: 1, support: 0 });
  assertEquals(precisionRecall([0], [0], { zeroDivision: "exclude" }).f1, undefined);
  const report = classificationReport([0, 0, 1], [0, 0, 0], { zeroDivision: "exclude" });
  assertEquals([report.perClass[1]!.precision, report.macro.precision], [undefined, 2 / 3]);
  assertEquals(classificationReport([0, 0, 1], [0, 0, 0]).macro.precision, (2 / 3 + 0) / 2);
});

Deno.test("rocAuc() and averagePrecisionScore() count a tie as it is", () => {
  assertEquals(rocAuc([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]), 0.5);
  assertEquals(
    averagePrecisionScore([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]),
    0.5,
    "one threshold, at which half are positive",
  );
  assertEquals([rocAuc([0, 1], [0, 1]), rocAuc([0, 1], [1, 0])], [1, 0]);
  assertEquals(rocAuc([7, 3], [1, 0], { positive: 7 }), 1);
});

Deno.test("logLoss() clips a probability of 0 and keeps the rest", () => {
  assertAlmostEquals(logLoss([0, 1], matrixOf([[0, 1], [0, 1]])), 52 * Math.LN2 / 2, 1e-9);
  assertAlmostEquals(
    logLoss([0, 1], matrixOf([[0, 1], [0, 1]]), { epsilon: 0.25 }),
    (Math.log(4) - Math.log(0.75)) / 2,
  );
  assertEquals(logLoss([2], matrixOf([[0.5, 0.5]]), { classes: [1, 2] }), Math.log(2));
});

Deno.test("calibration puts an edge into the lower bin and 1 into the last", () => {
  const curve = calibrationCurve([0, 1, 1], [0.5, 0.5, 1], { bins: 2 });
  assertEquals(curve, { meanPredicted: [0.5, 1], positiveRatio: [0.5, 1], counts: [2, 1] });
  assertAlmostEquals(
    expectedCalibrationError({ meanPredicted: [0.5, 1], positiveRatio: [0, 1], counts: [3, 1] }),
    3 / 8,
  );
});

Deno.test("entropy is in bits, and 0 contributes nothing", () => {
  assertEquals([entropy([1, 0]), entropy([0.5, 0.5]), entropy([0.25, 0.25, 0.25, 0.25])], [0, 1, 2]);
  assertEquals([giniImpurity([1, 0]), giniImpurity([0.25, 0.25, 0.25, 0.25])], [0, 0.75]);
  assertEquals([entropyOfLabels([5, 5, 5]), giniOfLabels([5, 5, -5, -5])], [0, 0.5]);
  // Parent ½ : ½ is 1 bit; of four rows one part of 3 with 1 : 2 and one of 1, pure.
  const part = -(1 / 3) * Math.log2(1 / 3) - (2 / 3) * Math.log2(2 / 3);
  assertAlmostEquals(informationGain([0, 0, 1, 1], [[0, 1, 1], [0]]), 1 - 3 / 4 * part);
  assertAlmostEquals(informationGain([0, 0, 1, 1], [[0, 1, 1], [0], []], { impurity: "gini" }), 1 / 2 - 3 / 4 * 4 / 9);
});

// Oracle: scikit-learn (metric_vectors.py)
for (const [number, one] of vectors.entries()) {
  Deno.test(`all classification metrics agree with scikit-learn on case ${number}`, () => {
    assertEquals(confusionMatrix(one.true, one.predicted).counts, one.confusion);
    assertAlmostEquals(accuracy(one.true, one.predicted), one.accuracy, 1e-12);
    for (const [name, zeroDivision] of [["zero", 0], ["one", 1], ["exclude", "exclude"]] as const) {
      const report = classificationReport(one.true, one.predicted, { zeroDivision, beta: 1 + number % 2 });
      const theirs = one as unknown as Record<string, (number | null)[]>;
      const listed = (figures: PrecisionRecall<"exclude">) => [figures.precision, figures.recall, figures.f1];
      assertShares(listed(report.micro), theirs[`${name} micro`]!);
      assertShares(listed(report.macro), theirs[`${name} macro`]!);
      assertShares(listed(report.weighted), theirs[`${name} weighted`]!);
      const perClass = theirs[`${name} None`] as unknown as (number | null)[][];
      for (const [place, figures] of report.perClass.entries()) {
        assertShares(
          listed(figures),
          perClass.map((all) => all[place]!),
        );
      }
    }
    const curve = rocCurve(one.binary, one.scores);
    assertAllClose(curve.falsePositiveRates, one.roc[0]!);
    assertAllClose(curve.truePositiveRates, one.roc[1]!);
    assertAlmostEquals(rocAuc(one.binary, one.scores), one.auc, 1e-12);
    assertAlmostEquals(averagePrecisionScore(one.binary, one.scores), one.averagePrecision, 1e-12);
    const { precisions, recalls } = precisionRecallCurve(one.binary, one.scores);
    assertAllClose([...precisions].reverse(), one.precisionRecall[0]!.slice(-1 - precisions.length, -1));
    assertAllClose([...recalls].reverse(), one.precisionRecall[1]!.slice(-1 - recalls.length, -1));
    assertAlmostEquals(brierScore(one.binary, one.scores), one.brier, 1e-12);
    for (const strategy of ["uniform", "quantile"] as const) {
      const { positiveRatio, meanPredicted } = calibrationCurve(one.binary, one.scores, { bins: 4, strategy });
      assertAllClose(positiveRatio, one[strategy][0]!);
      assertAllClose(meanPredicted, one[strategy][1]!);
    }
    if (one.probabilities) assertAlmostEquals(logLoss(one.true, matrixOf(one.probabilities)), one.logLoss!, 1e-12);
  });
}

function assertShares(ours: (number | undefined)[], theirs: (number | null)[]): void {
  for (const [place, value] of theirs.entries()) {
    if (value === null) assertEquals(ours[place], undefined);
    else assertAlmostEquals(ours[place]!, value, 1e-12);
  }
}

// Invariants
Deno.test("the area under the ROC curve is that of its trapezoids and does not mind rising transformations", () => {
  const draw = random(3);
  for (let round = 0; round < 50; round++) {
    const y = [0, 1, ...Array.from({ length: 20 }, () => draw.integer(2))];
    const scores = y.map(() => draw.integer(8) / 4);
    const { falsePositiveRates: x, truePositiveRates: t } = rocCurve(y, scores);
    let area = 0;
    for (let i = 1; i < x.length; i++) area += (x[i]! - x[i - 1]!) * (t[i]! + t[i - 1]!) / 2;
    assertAlmostEquals(rocAuc(y, scores), area, 1e-12);
    assertEquals(rocAuc(y, scores.map(Math.exp)), rocAuc(y, scores));
    assertAlmostEquals(rocAuc(y, scores.map((s) => -s)), 1 - area, 1e-12);
  }
});

Deno.test("micro averages are the accuracy; no split has a negative gain", () => {
  const draw = random(4);
  for (let round = 0; round < 50; round++) {
    const y = Array.from({ length: 15 }, () => draw.integer(4));
    const answers = Array.from({ length: 15 }, () => draw.integer(4));
    const { micro, accuracy } = classificationReport(y, answers);
    assertEquals([micro.precision, micro.recall, micro.f1], [accuracy, accuracy, accuracy]);
    const cut = draw.integer(16);
    for (const impurity of ["entropy", "gini"] as const) {
      assert(informationGain(y, [y.slice(0, cut), y.slice(cut)], { impurity }) > -1e-12);
    }
  }
});

// Refusals
Deno.test("metrics refuse what has no answer", () => {
  const p = (rows: number[][]) => matrixOf(rows);
  const refused: [() => unknown, string][] = [
    [() => accuracy([], []), "yTrue must have at least one label: current value is 0"],
    [() => accuracy([1], [1, 2]), "yPredicted must have 1 labels, one a row: current value is 2"],
    [() => accuracy([0.5], [1]), "yTrue[0] must be an integer within 32 bits: current value is 0.5"],
    [() => accuracy([1], [2 ** 40]), "yPredicted[0] must be an integer within 32 bits"],
    [
      () => confusionMatrix([1], [2], { classes: [1] }),
      "yPredicted[0] must be one of the classes 1: current value is 2",
    ],
    [() => accuracyFromConfusion({ counts: [[0]] }), "counts must not all be 0"],
    [() => classificationReport([1], [1], { beta: 0 }), "beta must be a positive finite number"],
    [() => rocAuc([1, 1], [0, 1]), "yTrue must have a negative label: current value is 2 positive ones"],
    [() => rocAuc([0, 0], [0, 1]), "yTrue must have the positive label 1: current value is 0"],
    [() => rocAuc([0, 1], [0, NaN]), "scores[1] must be a finite number: current value is NaN"],
    [() => averagePrecisionScore([1], [0, 1]), "scores must have 1 entries"],
    [() => logLoss([0], p([[0.5, 0.6]])), "row 0 of probabilities must be non-negative and sum to 1"],
    [() => logLoss([0], p([[-0.5, 1.5]])), "row 0 of probabilities must be non-negative and sum to 1"],
    [() => logLoss([0], p([[0.5, 0.5]])), "probabilities must have 1 columns, one a class: current value is 2"],
    [() => brierScore([0], [1.5]), "probabilities[0] must be from 0 to 1: current value is 1.5"],
    [() => calibrationCurve([0], [0.5], { bins: 0 }), "bins must be a positive integer"],
    [() => calibrationCurve([0], [0.5], { strategy: "even" as "uniform" }), 'strategy must be "uniform" or "quantile"'],
    [() => informationGain([1], [[1]], { impurity: "x" as "gini" }), 'impurity must be "entropy" or "gini"'],
    [() => classificationReport([1], [1], { zeroDivision: 2 as 1 }), 'zeroDivision must be 0, 1 or "exclude"'],
    [() => entropy([0.5]), "probabilities must sum to 1: current value is 0.5"],
    [() => entropy([]), "probabilities must sum to 1: current value is 0"],
    [() => giniImpurity([-0.5, 1.5]), "probabilities[0] must be from 0 to 1"],
    [() => informationGain([1, 2], [[1]]), "children must have the parent's 2 labels: current value is 1"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
  assertThrows(() => accuracy(["1" as unknown as number], [1]), TypeError, "must be an integer within 32 bits");
});
