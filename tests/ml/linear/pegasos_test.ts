import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { linearSvmSteps } from "@lib/ml/linear/linear_svm.ts";
import { fitPegasos, pegasosSteps } from "@lib/ml/linear/pegasos.ts";
import { predict } from "@lib/ml/linear/perceptron.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";

// By hand: with two equal rows and λ = ½ the first step gives w = 1/(½·1)·(2, 1) = (4, 2); margins are then far above
// 1, so step t leaves (1 − 1/t) of it.
Deno.test("a step shrinks the weights, and adds a row whose margin is below 1", () => {
  const x = matrixOf([[2], [-2]]);
  const [state] = [...pegasosSteps(x, [1, 0], { regularization: 0.5, epochs: 1 })];
  const second = (1 - 1 / 2) * 4;
  assertEquals([state!.iteration, state!.coefficients], [2, [second]]);
  assertAlmostEquals(Math.abs(state!.intercept), 1, 1e-12); // ± 2, halved
  const hinge = 0; // margins 2 · 2 ± 1
  assertAlmostEquals(state!.cost, 0.25 * (second ** 2 + 1) + hinge, 1e-12);
});

// Oracle: dual coordinate descent on the same objective
Deno.test("it comes close to the best objective that there is", () => {
  const dice = random(5);
  const x = matrixFrom(Float64Array.from({ length: 240 }, () => dice.normal()), { rows: 80, columns: 3 });
  const y = Array.from({ length: 80 }, (_, i) => Number(x.data[3 * i]! + 0.5 * dice.normal() > 0));
  const lambda = 0.1;
  const cost = 1 / (lambda * 80);
  const best = [...linearSvmSteps(x, y, { cost, tolerance: 1e-9 })].at(-1)!.cost / (cost * 80);
  const states = [...pegasosSteps(x, y, { regularization: lambda, epochs: 400 })];
  assert(states.every((state) => state.cost >= best - 1e-9));
  assert(states.at(-1)!.cost < best * 1.02, `${states.at(-1)!.cost} against ${best}`);
});

Deno.test("the seed decides the rows", () => {
  const [x, y] = [matrixOf([[0], [1], [3], [7]]), [0, 1, 0, 1]];
  assertEquals(fitPegasos(x, y, { seed: 1 }), fitPegasos(x, y, { seed: 1 }));
  assertNotEquals(fitPegasos(x, y, { seed: 1 }), fitPegasos(x, y, { seed: 2 }));
});

for (
  const { name, run } of classifierContract({ fit: fitPegasos, predict }, { isBinary: true, isColumnSymmetric: false })
) {
  Deno.test(`Pegasos: ${name}`, run);
}

Deno.test("options out of range are refused", () => {
  const [x, y] = [matrixOf([[0], [1], [2]]), [0, 1, 1]];
  assertThrows(
    () => fitPegasos(x, y, { regularization: 0 }),
    RangeError,
    "regularization must be a positive finite number",
  );
  assertThrows(() => fitPegasos(x, y, { epochs: 0 }), RangeError, "epochs must be a positive integer");
  assertThrows(() => fitPegasos(x, [0, 1, 2]), RangeError, "y must have two distinct labels: current value is 3");
});
