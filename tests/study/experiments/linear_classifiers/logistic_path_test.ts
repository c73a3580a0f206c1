import { assertAlmostEquals, assertEquals } from "@std/assert";
import { matrixOf } from "@lib/math/linalg/matrix.ts";
import { logisticPath } from "@lib/study/experiments/linear_classifiers/logistic_path.ts";

Deno.test("the path begins at log 2 and follows each step of gradient descent", async () => {
  const x = matrixOf([[-2, 3], [2, -3]]);
  const path = await logisticPath(x, [0, 1], {
    ...{ penalty: "none", solver: "gradient-descent", iterations: 1, learningRate: 1 },
  });
  // By hand: the weights become (1, -1.5), so both rows score 6.5 on their own side.
  assertEquals(path.losses.length, 2);
  assertEquals(path.weights.length, 2);
  assertAlmostEquals(path.losses[0]!, Math.LN2, 1e-12);
  assertEquals(path.weights[0], 0);
  assertAlmostEquals(path.weights[1]!, Math.hypot(1, 1.5), 1e-12);
  assertAlmostEquals(path.losses[1]!, Math.log1p(Math.exp(-6.5)), 1e-12);
});
