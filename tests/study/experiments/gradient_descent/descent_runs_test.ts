import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixOf } from "@lib/math/linalg/matrix.ts";
import { leastSquaresSurface, quadraticValley } from "@lib/ml/optimizers/loss_surfaces.ts";
import { costsByPass, leastLosses, stepsToThousandth } from "@lib/study/experiments/gradient_descent/descent_runs.ts";

Deno.test("leastLosses() keeps the least of the losses so far, the start's included", () => {
  // a factor of −2 in each step: the losses grow, and the start's 1/2 stays the least
  assertEquals(leastLosses(quadraticValley(1), [1, 0], { learningRate: 3, steps: [1, 4] }), [0.5, 0.5]);
  assertThrows(() => leastLosses(quadraticValley(1), [1, 0], { steps: [0] }), RangeError, "steps");
});

Deno.test("costsByPass() gives the start and one cost a pass", () => {
  const dice = random(2);
  const x = matrixOf(Array.from({ length: 40 }, () => [dice.normal(), dice.normal()]));
  const surface = leastSquaresSurface(x, Array.from({ length: 40 }, (_, i) => x.data[2 * i]!));
  const run = (size: number) => costsByPass(surface, { rows: 40, columns: 2, size, passes: 5, learningRate: 0.1 });
  assertEquals([run(40).length, run(7).length], [6, 6]);
  assertEquals(run(40)[0], surface.value([0, 0]));
  assert(run(4).at(-1)! < run(40).at(-1)!);
});

Deno.test("plain descent needs steps like the condition, momentum like its root", () => {
  // (condition − 1)/(condition + 1) per step: 1e-3 of the loss after ln 1000 / (2 · 2/condition) = 1.73 · condition
  assertAlmostEquals(stepsToThousandth("gradient", 300)! / (1.73 * 300), 1, 0.03);
  const [a, b] = [stepsToThousandth("momentum", 100)!, stepsToThousandth("momentum", 400)!];
  assert(b / a > 1.7 && b / a < 2.3, `${a} and ${b}`);
  assertEquals(stepsToThousandth("gradient", 1e5), undefined);
});
