import { assertEquals } from "@std/assert";
import { matrixOf } from "@lib/math/linalg/matrix.ts";
import { fitRobustScaler } from "@lib/ml/preprocessing/robust_scaler.ts";
import { fitStandardScaler, inverseTransform, transform } from "@lib/ml/preprocessing/standard_scaler.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { transformerContract } from "@lib/testing/transformer_contract.ts";
import vectors from "./scaler_vectors.json" with { type: "json" };

// By hand: mean 2, population variance ((1 − 2)² + (2 − 2)² + (3 − 2)²) / 3
Deno.test("fitStandardScaler() divides by the population's standard deviation, and by 1 where nothing varies", () => {
  const { centers, scales } = fitStandardScaler(matrixOf([[1, 0.1], [2, 0.1], [3, 0.1]]));
  assertEquals([centers, scales], [[2, 0.1], [Math.sqrt(2 / 3), 1]]);
});

// By hand: ±M and ±s are 0 on average and their own distance away
Deno.test("scaling is right for numbers whose squares are no doubles", () => {
  for (const size of [1e-200, 1e200, Number.MAX_VALUE]) {
    const x = matrixOf([[-size], [size]]);
    const scaler = fitStandardScaler(x);
    assertAllClose([...scaler.centers, scaler.scales[0]! / size], [0, 1]);
    assertAllClose(transform(scaler, x).data, [-1, 1]);
  }
  // 2.5e308 is no double, 2.5 is
  assertAllClose(transform({ centers: [-1e308], scales: [1e308] }, matrixOf([[1.5e308]])).data, [2.5]);
});
Deno.test("fitRobustScaler() does not mind where one row of many goes", () => {
  const near = fitRobustScaler(matrixOf([[1], [2], [3], [4], [5]]));
  assertEquals(near, { centers: [3], scales: [2] });
  assertEquals(fitRobustScaler(matrixOf([[1], [2], [3], [4], [5e12]])), near);
  assertEquals(fitRobustScaler(matrixOf([[1], [2], [2], [2], [5]])).scales, [1]);
});

// Oracle: scikit-learn (scaler_vectors.py)
Deno.test("both scalers agree with scikit-learn", () => {
  for (const { x, standard, robust, means, scales, ranges } of vectors) {
    const [ours, ourRobust] = [fitStandardScaler(matrixOf(x)), fitRobustScaler(matrixOf(x))];
    assertAllClose(ours.centers, means);
    assertAllClose(ours.scales, scales);
    assertAllClose(ourRobust.scales, ranges);
    const close = { relative: 1e-9, absolute: 1e-9 };
    assertAllClose(transform(ours, matrixOf(x)).data, standard.flat(), close);
    assertAllClose(transform(ourRobust, matrixOf(x)).data, robust.flat(), close);
  }
});

// Contract
for (const [name, fit] of [["standard", fitStandardScaler], ["robust", fitRobustScaler]] as const) {
  for (const { name: demand, run } of transformerContract({ fit, transform, inverseTransform })) {
    Deno.test(`${name} scaler: ${demand}`, run);
  }
}
