import { assert, assertEquals, assertRejects } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { runAsyncSteps } from "@lib/ml/features/estimator.ts";
import { lbfgsSteps, type Objective } from "@lib/ml/optimizers/lbfgs.ts";
import { proximalGradientSteps } from "@lib/ml/optimizers/proximal_gradient.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

/** ½ Σ scaleⱼ·(xⱼ − j)². */
const quadratic = (scales: readonly number[]): Objective => (x) => ({
  value: scales.reduce((sum, scale, j) => sum + scale * (x[j]! - j) ** 2 / 2, 0),
  gradient: x.map((one, j) => scales[j]! * (one - j)),
});
const rosenbrock: Objective = ([x, y]) => ({
  value: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
  gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
});

Deno.test("a start at the minimum is one state and converged", async () => {
  const states = await Array.fromAsync(lbfgsSteps(quadratic([1, 1]), Float64Array.of(0, 1)));
  assertEquals(states.map(({ iteration, value }) => [iteration, value]), [[0, 0]]);
  const result = await runAsyncSteps(lbfgsSteps(quadratic([1, 1]), Float64Array.of(0, 1)));
  assertEquals(result.converged, true);
});

Deno.test("L-BFGS finds the minimum of badly scaled quadratics and of Rosenbrock's valley in few evaluations", async () => {
  let evaluations = 0;
  const counted = (objective: Objective): Objective => (x) => {
    evaluations++;
    return objective(x);
  };
  const bad = Array.from({ length: 20 }, (_, j) => 10 ** (j / 10));
  const result = await runAsyncSteps(lbfgsSteps(counted(quadratic(bad)), new Float64Array(20), { tolerance: 1e-8 }));
  assertAllClose(result.x, Array.from({ length: 20 }, (_, j) => j), { absolute: 1e-7 });
  assert(result.converged && evaluations < 110, `${evaluations} evaluations`);
  evaluations = 0;
  const valley = await runAsyncSteps(lbfgsSteps(counted(rosenbrock), Float64Array.of(-1.2, 1), { tolerance: 1e-8 }));
  assertAllClose(valley.x, [1, 1], { absolute: 1e-7 });
  assert(evaluations < 70, `${evaluations} evaluations`); // SciPy's L-BFGS-B: about 45
});

Deno.test("the value never rises, memory and iterations are kept to, and a start is not changed", async () => {
  const start = Float64Array.of(-1.2, 1);
  for (const memory of [1, 3, 10]) {
    let last = Infinity;
    for await (const { value } of lbfgsSteps(rosenbrock, start, { memory })) {
      assert(value <= last);
      last = value;
    }
  }
  assertEquals([...start], [-1.2, 1]);
  const short = await runAsyncSteps(lbfgsSteps(rosenbrock, start, { iterations: 3 }));
  assertEquals([short.iteration, short.converged], [3, false]);
});

Deno.test("proximal gradients find the soft threshold of every coordinate", async () => {
  const dice = random(2);
  const scales = Array.from({ length: 8 }, () => 0.5 + 2 * dice.next());
  const penalty = Float64Array.from({ length: 8 }, (_, j) => j % 3);
  const steps = proximalGradientSteps(quadratic(scales), new Float64Array(8), { penalty, tolerance: 1e-10 });
  let last = Infinity;
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) {
    assert(step.value.value <= last + 1e-14);
    last = step.value.value;
  }
  const expected = scales.map((scale, j) => Math.max(0, j - penalty[j]! / scale));
  assertAllClose(step.value.x, expected, { absolute: 1e-8 });
  for (const [j, value] of expected.entries()) if (value === 0) assertEquals(step.value.x[j], 0);
  assertEquals(step.value.converged, true);
});

Deno.test("proximal gradients pull negative entries up, and the objective falls in narrow valleys too", async () => {
  // ½·1000·(a + 3)² + ½·(b + 3)² + |a| + 2·|b|: a = −3 + 1/1000, b = −3 + 2
  const objective: Objective = ([a, b]) => ({
    value: 500 * (a! + 3) ** 2 + (b! + 3) ** 2 / 2,
    gradient: Float64Array.of(1000 * (a! + 3), b! + 3),
  });
  const steps = proximalGradientSteps(objective, Float64Array.of(5, 60), {
    penalty: Float64Array.of(1, 2),
    tolerance: 1e-9,
    iterations: 5000,
  });
  let last = Infinity;
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) {
    assert(step.value.value <= last + 1e-12);
    last = step.value.value;
    const [a, b] = step.value.x;
    assertAllClose([step.value.value], [500 * (a! + 3) ** 2 + (b! + 3) ** 2 / 2 + Math.abs(a!) + 2 * Math.abs(b!)]);
  }
  assertAllClose(step.value.x, [-2.999, -1], { relative: 1e-6 });
});

Deno.test("an objective that is not finite and options out of range are refused", async () => {
  const lost: Objective = (x) => ({ value: NaN, gradient: x.slice() });
  const start = new Float64Array(1);
  const penalty = new Float64Array(1);
  const refused: [() => Promise<unknown>, string][] = [
    [() => runAsyncSteps(lbfgsSteps(lost, start)), "the value at the start must be finite: current value is NaN"],
    [() => runAsyncSteps(lbfgsSteps(lost, start, { memory: 0 })), "memory must be a positive integer"],
    [() => runAsyncSteps(lbfgsSteps(lost, start, { iterations: 0 })), "iterations must be a positive integer"],
    [() => runAsyncSteps(lbfgsSteps(lost, start, { tolerance: 0 })), "tolerance must be a positive finite number"],
    [() => runAsyncSteps(proximalGradientSteps(lost, start, { penalty })), "the value at the start must be finite"],
    [
      () => runAsyncSteps(proximalGradientSteps(lost, start, { penalty, tolerance: 0 })),
      "tolerance must be a positive",
    ],
  ];
  for (const [call, why] of refused) await assertRejects(call, RangeError, why);
});
