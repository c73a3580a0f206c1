import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { drawBeta, drawExponential, drawGamma } from "@lib/base/draws/gamma.ts";
import { random } from "@lib/base/random.ts";
import { beta } from "@lib/math/stats/distributions/beta.ts";
import { exponential, gamma } from "@lib/math/stats/distributions/gamma.ts";
import { assertContinuous } from "./goodness_of_fit.ts";

const DRAWS = 4000;
const many = (draw: () => number) => Array.from({ length: DRAWS }, draw);

// Oracle: the distribution functions of math/stats, by Kolmogorov and Smirnov; the seeds are fixed
Deno.test("drawExponential() follows the exponential distribution", () => {
  for (const scale of [1e-9, 1, 250]) {
    const source = random(1);
    assertContinuous(many(() => drawExponential(source, { scale })), exponential({ scale }), `scale ${scale}`);
  }
});
Deno.test("drawGamma() follows the gamma distribution, for shapes below and above 1", () => {
  for (const shape of [0.05, 0.5, 0.999, 1, 1.5, 10, 1e6]) {
    const source = random(2);
    assertContinuous(many(() => drawGamma(source, { shape, scale: 3 })), gamma({ shape, scale: 3 }), `shape ${shape}`);
  }
});
Deno.test("drawBeta() follows the beta distribution, for every form that it has", () => {
  for (const [a, b] of [[0.5, 0.5], [1, 1], [0.2, 3], [2, 5], [30, 1], [1000, 2000]] as const) {
    const source = random(3);
    const draws = many(() => drawBeta(source, { alpha: a, beta: b }));
    assertContinuous(draws, beta({ alpha: a, beta: b }), `beta(${a}, ${b})`);
  }
});

// By hand, and at the ends of the range
Deno.test("tiny parameters give numbers at the ends, and never NaN", () => {
  const source = random(4);
  for (let n = 0; n < 200; n++) {
    const share = drawBeta(source, { alpha: 1e-300, beta: 1e-300 });
    assert(share === 0 || share === 1, `${share}`);
    assert(drawGamma(source, { shape: 1e-5 }) >= 0);
  }
  const ends = Array.from({ length: 4000 }, () => drawBeta(source, { alpha: 1e-3, beta: 1e-3 }));
  assertAlmostEquals(ends.filter((share) => share > 0.5).length / 4000, 0.5, 3.9 * Math.sqrt(0.25 / 4000));
});
Deno.test("the lowest and the highest uniform number give finite numbers", () => {
  for (const u of [0, 1 - 2 ** -53]) {
    const fixed = { next: () => u, normal: () => 0.5 };
    assert(Number.isFinite(drawExponential(fixed)) && drawExponential(fixed) >= 0);
    assert(Number.isFinite(drawGamma({ ...fixed, next: () => 1 - 2 ** -53 }, { shape: 0.5 })));
  }
  assertEquals(drawExponential({ next: () => 0 }), 0);
});

// Refusals
Deno.test("parameters that are none are refused by name and value", () => {
  const source = random(1);
  for (const value of [0, -1, NaN, Infinity]) {
    const rule = `must be a positive finite number: current value is ${value}`;
    assertThrows(() => drawExponential(source, { scale: value }), RangeError, `scale ${rule}`);
    assertThrows(() => drawGamma(source, { shape: value }), RangeError, `Cannot draw a gamma number: shape ${rule}`);
    assertThrows(() => drawGamma(source, { shape: 1, scale: value }), RangeError, `scale ${rule}`);
    assertThrows(() => drawBeta(source, { alpha: value, beta: 1 }), RangeError, `alpha ${rule}`);
    assertThrows(() => drawBeta(source, { alpha: 1, beta: value }), RangeError, `beta ${rule}`);
  }
  assertThrows(() => drawGamma(Math.random as never, { shape: 1 }), TypeError, "random.normal must be a function");
  assertThrows(() => drawBeta(source, null as never), TypeError, "options must be an object");
});
