import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type SecularEquation, secularRoot } from "@lib/math/linalg/_secular_equation.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

/** All roots, and for each the poles minus it. */
function solve(equation: SecularEquation): { roots: number[]; differences: Float64Array[] } {
  const differences = Array.from(equation.poles, () => new Float64Array(equation.poles.length));
  return { roots: differences.map((apart, k) => secularRoot(equation, { k, differences: apart })), differences };
}

// By hand
Deno.test("one pole: the root is the pole and the weight's square", () => {
  const { roots, differences } = solve({ poles: Float64Array.of(2), weights: Float64Array.of(3), rho: 0.5 });
  assertAllClose([...roots, ...differences[0]!], [6.5, -4.5], { relative: 1e-15 });
});

Deno.test("two poles: a quadratic equation", () => {
  // diag(0, 1) + (1, 1) · (1, 1)ᵀ = (1, 1; 1, 2): λ² − 3 λ + 1 = 0
  const { roots } = solve({ poles: Float64Array.of(0, 1), weights: Float64Array.of(1, 1), rho: 1 });
  assertAllClose(roots, [(3 - Math.sqrt(5)) / 2, (3 + Math.sqrt(5)) / 2], { relative: 1e-15 });
});

/** Equations of many kinds: poles spread evenly, at random, in clusters; weights of all sizes. */
function equations(): SecularEquation[] {
  const dice = random(20);
  const made: SecularEquation[] = [];
  for (const n of [2, 3, 5, 10, 40]) {
    for (const spread of [0, 1, 2]) {
      for (const tiny of [1, 1e-4, 1e-9]) {
        const gaps = Float64Array.from({ length: n }, () => [1, dice.next() + 1e-3, 10 ** -dice.integer(11)][spread]!);
        let at = -3;
        const poles = gaps.map((gap) => at += gap);
        const weights = poles.map(() => dice.normal() * (dice.next() < 0.5 ? tiny : 1));
        made.push({ poles, weights, rho: 10 ** (dice.integer(5) - 2) });
      }
    }
  }
  return made;
}

// Invariants
Deno.test("poles and roots take turns, and no difference has the wrong sign", () => {
  for (const equation of equations()) {
    const { roots, differences } = solve(equation);
    const { poles, weights, rho } = equation;
    for (const [k, root] of roots.entries()) {
      for (const [i, apart] of differences[k]!.entries()) {
        assertEquals(Math.sign(apart), i <= k ? -1 : 1);
        assertAllClose([poles[i]! - root], [apart], { relative: 0, absolute: 1e-14 * (1 + Math.abs(root)) });
      }
    }
    // The sum of the eigenvalues is the trace.
    const norm = weights.reduce((sum, weight) => sum + weight ** 2, 0);
    const trace = poles.reduce((sum, pole) => sum + pole, rho * norm);
    assertAllClose([roots.reduce((sum, root) => sum + root, 0)], [trace], {
      relative: 1e-12,
      absolute: 1e-11 * (1 + rho * norm),
    });
  }
});

Deno.test("at a root the sum is zero up to rounding, from differences that kept their digits", () => {
  for (const equation of equations()) {
    const { differences } = solve(equation);
    const { poles, weights, rho } = equation;
    for (const apart of differences) {
      let [sum, size] = [1, 1];
      for (const [i, weight] of weights.entries()) {
        sum += rho * weight ** 2 / apart[i]!;
        size += rho * weight ** 2 / Math.abs(apart[i]!);
      }
      // In the last place the distance from the nearest pole can only be had to a relative 2⁻⁵³: as much as the sum
      // moves then.
      assert(Math.abs(sum) <= 4 * poles.length * 2 ** -52 * size, `${sum} of ${size}`);
    }
  }
});

Deno.test("a root so near a pole that their difference is lost keeps its distance", () => {
  const { roots, differences } = solve({ poles: Float64Array.of(1, 2), weights: Float64Array.of(1e-12, 1), rho: 1 });
  // 1 + 1e-24 / (1 − λ) + 1 / (2 − λ) = 0 near λ = 1: λ − 1 = 1e-24 / 2
  assertEquals(roots[0], 1);
  assertAllClose([differences[0]![0]!], [-0.5e-24], { relative: 1e-12 });
});
