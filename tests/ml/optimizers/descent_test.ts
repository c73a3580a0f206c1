import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { DESCENT_METHODS, type DescentPathOptions, descentSteps } from "@lib/ml/optimizers/descent.ts";
import { leastSquaresSurface, quadraticValley, rosenbrock } from "@lib/ml/optimizers/loss_surfaces.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

/** Points of a descent on x² / 2, whose gradient is x. */
function path(options: DescentPathOptions, start = 8): number[] {
  return [...descentSteps(([x]) => [x!], [start], { iterations: 2, ...options })].map(({ x }) => x[0]!);
}

// By hand, on x² / 2 from 8 with η = ½
Deno.test("each method makes the steps that its formula says", () => {
  const learningRate = 0.5;
  assertEquals(path({ learningRate }), [8, 4, 2]);
  // v = 4, then ½·4 + ½·4 = 4
  assertEquals(path({ learningRate, method: "momentum", beta: 0.5 }), [8, 4, 0]);
  // v = 4, step 4 + ½·4 = 6; then g = 2, v = ½·4 + 1 = 3, step 1 + ½·3 = 2.5
  assertEquals(path({ learningRate, method: "nesterov", beta: 0.5 }), [8, 2, -0.5]);
  // s = 64: step ½·8/8; then s = 64 + 7.5²
  assertAllClose(path({ learningRate, method: "adagrad", epsilon: 0 }), [
    8,
    7.5,
    7.5 - 0.5 * 7.5 / Math.sqrt(64 + 56.25),
  ]);
  // s = ¼·64 = 16: step ½·8/4; then s = ¾·16 + ¼·49
  assertAllClose(path({ learningRate, method: "rmsprop", decay: 0.75, epsilon: 0 }), [
    8,
    7,
    7 - 3.5 / Math.sqrt(12 + 49 / 4),
  ]);
  // Corrected, the first step is η·g/|g|; then m = (0.9·0.8 + 0.1·7.5) / 0.19, s = (0.999·0.064 + 0.001·56.25) / (1 −
  // 0.999²)
  const [mean, square] = [(0.9 * 0.8 + 0.75) / 0.19, (0.999 * 0.064 + 0.05625) / (1 - 0.998001)];
  assertAllClose(path({ learningRate, method: "adam", epsilon: 0 }), [8, 7.5, 7.5 - 0.5 * mean / Math.sqrt(square)], {
    relative: 1e-10,
  });
  // Decay of ½·0.1 first, then the step of ½
  assertAllClose(path({ learningRate, method: "adamw", weightDecay: 0.1, epsilon: 0, iterations: 1 }), [
    8,
    8 * 0.95 - 0.5,
  ]);
});

Deno.test("without its correction Adam's first step is (1 − β₁) / √(1 − β₂) times as long", () => {
  const [, corrected] = path({ method: "adam", learningRate: 0.5, epsilon: 0 });
  const [, raw] = path({ method: "adam", learningRate: 0.5, epsilon: 0, biasCorrection: false });
  assertAlmostEquals((8 - raw!) / (8 - corrected!), 0.1 / Math.sqrt(0.001), 1e-9);
});

Deno.test("ε stands outside the root", () => {
  assertAllClose(path({ method: "adam", learningRate: 1, epsilon: 8, iterations: 1 }), [8, 8 - 8 / (8 + 8)]);
  assertAllClose(path({ method: "rmsprop", learningRate: 1, epsilon: 3, decay: 0, iterations: 1 }), [
    8,
    8 - 8 / (8 + 3),
  ]);
  assertAllClose(path({ method: "adagrad", learningRate: 1, epsilon: 3, iterations: 1 }), [8, 8 - 8 / (8 + 3)]);
});

// Invariants
Deno.test("a path begins with the start, has a point of its own for each step, and stands still at rate 0", () => {
  for (const method of DESCENT_METHODS) {
    const start = Float64Array.of(3, -2);
    const points = [...descentSteps(quadraticValley(5).gradient, start, { method, iterations: 7, learningRate: 0.1 })];
    assertEquals([points.length, points[0]!.x, points[7]!.iteration], [8, Float64Array.of(3, -2), 7]);
    assertEquals(new Set(points.map(({ x }) => x)).size, 8);
    assertEquals(start, Float64Array.of(3, -2));
    assertNotEquals(points[1]!.x, points[0]!.x);
    const still = [...descentSteps(quadraticValley(5).gradient, start, { method, iterations: 2, learningRate: 0 })];
    assertEquals(still[2]!.x, start);
  }
});

Deno.test("every method comes down the narrow valley, momentum faster than plain steps", () => {
  const valley = quadraticValley(50);
  const lossOf = (options: DescentPathOptions) => {
    const points = [...descentSteps(valley.gradient, [10, 1], { iterations: 300, ...options })];
    return valley.value(points.at(-1)!.x);
  };
  const rates = { gradient: 0.02, momentum: 0.02, nesterov: 0.02, adagrad: 2, rmsprop: 0.05, adam: 0.1, adamw: 0.1 };
  for (const method of DESCENT_METHODS) assert(lossOf({ method, learningRate: rates[method] }) < 0.1, method);
  assert(lossOf({ method: "momentum", learningRate: 0.02 }) < lossOf({ learningRate: 0.02 }));
  assert(lossOf({ learningRate: 0.05 }) > 1e10, "2 / 50 is the limit");
});

Deno.test("gradients are what central differences say, and 0 at the minimum", () => {
  const dice = random(2);
  const x = matrixFrom(Float64Array.from({ length: 60 }, () => dice.normal()), { rows: 20, columns: 3 });
  const squares = leastSquaresSurface(x, Array.from({ length: 20 }, () => dice.normal()));
  for (const [surface, n] of [[quadraticValley(7), 2], [rosenbrock, 2], [squares, 3]] as const) {
    const point = Array.from({ length: n }, () => dice.normal());
    const numeric = point.map((_, j) => {
      const at = (by: number) => surface.value(point.map((value, i) => value + (i === j ? by : 0)));
      return (at(1e-6) - at(-1e-6)) / 2e-6;
    });
    assertAllClose(surface.gradient(point), numeric, { relative: 1e-5, absolute: 1e-5 });
    assertAllClose(surface.gradient(surface.minimum), new Array(n).fill(0), { absolute: 1e-10 });
  }
});

Deno.test("batches of a pass are all rows once, in a new order each pass, and average to the gradient", () => {
  const x = matrixOf([[1], [2], [3], [4]]);
  const surface = leastSquaresSurface(x, [1, 1, 2, 5]);
  const batch = surface.batchGradient({ size: 2, seed: 1 });
  const orders = new Set<string>();
  for (let pass = 0; pass < 8; pass++) {
    const [one, other] = [batch([0.3], 2 * pass)[0]!, batch([0.3], 2 * pass + 1)[0]!];
    assertAlmostEquals((one + other) / 2, surface.gradient([0.3])[0]!, 1e-12);
    orders.add(`${one}`);
  }
  assert(orders.size > 2);
  const points = [...descentSteps(surface.batchGradient({ size: 1 }), [0], { learningRate: 0.02, iterations: 400 })];
  assert(Math.abs(points.at(-1)!.x[0]! - surface.minimum[0]!) < 0.3, "it ends near the minimum, and keeps wandering");
});

// Refusals
Deno.test("options out of range are refused", () => {
  const refused: [DescentPathOptions, string][] = [
    [{ method: "lion" as "adam" }, 'method must be "gradient", "momentum"'],
    [{ learningRate: -1 }, "learningRate must be a non-negative finite number"],
    [{ iterations: 0 }, "iterations must be a positive integer"],
    [{ beta: 1 }, "beta must be at least 0 and below 1: current value is 1"],
    [{ beta2: 1.5 }, "beta2 must be at least 0 and below 1: current value is 1.5"],
    [{ epsilon: -1 }, "epsilon must be a non-negative finite number"],
    [{ weightDecay: -1 }, "weightDecay must be a non-negative finite number"],
  ];
  for (const [options, why] of refused) assertThrows(() => path(options), RangeError, why);
  assertThrows(
    () => [...descentSteps(() => [1, 2], [0])],
    RangeError,
    "a gradient must have 1 entries: current value is 2",
  );
  assertThrows(() => quadraticValley(0), RangeError, "condition must be a positive finite number");
  assertThrows(
    () => leastSquaresSurface(matrixOf([[1]]), [1]).batchGradient({ size: 0 }),
    RangeError,
    "size must be a positive",
  );
});
