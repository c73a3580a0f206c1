import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  meanAbsoluteError,
  meanSquaredError,
  r2Score,
  rootMeanSquaredError,
} from "@lib/ml/metrics/regression_metrics.ts";
import vectors from "./metric_vectors.json" with { type: "json" };

// By hand: errors 1, 0, −2; the mean of y is 3, so Σ(y − ȳ)² = 4 + 1 + 9 = 14.
const [TRUE, PREDICTED] = [[1, 2, 6], [2, 2, 4]];

Deno.test("errors are means over the rows", () => {
  assertEquals(meanSquaredError(TRUE, PREDICTED), 5 / 3);
  assertEquals(rootMeanSquaredError(TRUE, PREDICTED), Math.sqrt(5 / 3));
  assertEquals(meanAbsoluteError(TRUE, PREDICTED), 1);
  assertEquals(r2Score(TRUE, PREDICTED), 1 - 5 / 14);
});

Deno.test("R² of constant values is 1 when perfect, else 0, also where their mean is not their value", () => {
  assertEquals([r2Score([2, 2], [2, 2]), r2Score([2, 2], [2, 3])], [1, 0]);
  assertEquals(r2Score([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]), 1); // the mean of three times 0.1 is not 0.1
  assertEquals(r2Score([0.1, 0.1, 0.1], [0.1, 0.1, 0.2]), 0);
  assert(r2Score([1, 2, 3], [3, 2, 1]) < 0);
});

// Oracle: scikit-learn (metric_vectors.py)
Deno.test("all regression metrics agree with scikit-learn", () => {
  for (const { targets, answers, mse, mae, r2 } of vectors) {
    assertAlmostEquals(meanSquaredError(targets, answers), mse, 1e-10);
    assertAlmostEquals(meanAbsoluteError(targets, answers), mae, 1e-10);
    assertAlmostEquals(r2Score(targets, answers), r2, 1e-10);
  }
});

// Refusals
Deno.test("regression metrics refuse what has no answer", () => {
  for (const metric of [meanSquaredError, meanAbsoluteError, r2Score, rootMeanSquaredError]) {
    assertThrows(() => metric([], []), RangeError, "yTrue must have at least one value: current value is 0");
    assertThrows(
      () => metric([1, 2], [1]),
      RangeError,
      "yPredicted must have 2 entries, one a row: current value is 1",
    );
    assertThrows(() => metric([1, Infinity], [1, 2]), RangeError, "yTrue[1] must be a finite number");
  }
});
