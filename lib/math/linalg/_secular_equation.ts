/**
 * The roots of the secular equation 1 + ρ · Σ zᵢ² / (dᵢ − λ) = 0: the eigenvalues of a diagonal matrix D + ρ · z · zᵀ.
 *
 * Between two neighbouring poles there is one root. It is looked for from the nearer pole: what is computed is its
 * distance from there, so that differences dᵢ − λ keep all their digits however close a root comes to a pole. Each step
 * replaces the poles on the left by one that has their value and slope here, and those on the right likewise, and takes
 * the root of what is left, a quadratic equation (Bunch, Nielsen & Sorensen); where that leaves the bracket, it is
 * halved instead.
 *
 * **Invariant.** d₀ < λ₀ < d₁ < λ₁ < … < λ at the end, and each root is as exact as rounding in the sum lets it be.
 *
 * Cost: O(n) a step, mostly four to six steps a root.
 *
 * Not here on purpose: poles that coincide and weights of zero (deflation takes them out before:
 * `_divide_and_conquer.ts`).
 *
 * Source: M. Gu, S. Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem, SIAM J.
 * Matrix Anal. 16 (1995), §3; R.-C. Li, Solving secular equations stably and efficiently, LAPACK Working Note 89
 * (1993).
 *
 * @module
 */

/** A secular equation. */
export interface SecularEquation {
  /** (n): rising, no two the same. */
  readonly poles: Float64Array;
  /** (n): none zero. */
  readonly weights: Float64Array;
  /** Positive. */
  readonly rho: number;
}

/** More steps than halving a bracket of doubles can take. */
const MAX_STEPS = 1100;

/**
 * Root `k`, counted from 0.
 * @param options `differences`: (n), gets dᵢ − λ, each with all its digits.
 * @returns The root.
 *
 * @example The eigenvalues of diag(0, 1) + (1, 1) · (1, 1)ᵀ = (1, 1; 1, 2) are (3 ± √5) / 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { secularRoot } from "./_secular_equation.ts";
 *
 * const equation = { poles: Float64Array.of(0, 1), weights: Float64Array.of(1, 1), rho: 1 };
 * const root = secularRoot(equation, { k: 0, differences: new Float64Array(2) });
 * assertEquals(Math.abs(root - (3 - Math.sqrt(5)) / 2) < 1e-15, true);
 * ```
 */
export function secularRoot(
  equation: SecularEquation,
  { k, differences }: { readonly k: number; readonly differences: Float64Array },
): number {
  const { poles } = equation;
  const bracket = nearerHalf(equation, k);
  const { origin } = bracket;
  let { low, high, shift } = bracket;
  if (!(shift > low && shift < high)) shift = (low + high) / 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { value, rounding, next } = improve(equation, { k, origin, shift });
    if (Math.abs(value) <= rounding) break;
    if (value < 0) low = shift;
    else high = shift;
    shift = next > low && next < high ? next : (low + high) / 2;
    if (shift === low || shift === high) break; // no double lies between
  }
  for (let i = 0; i < poles.length; i++) differences[i] = (poles[i]! - origin) - shift;
  return origin + shift;
}

/**
 * Between a pole and the next, or beyond the last, the half that has the root, from the pole it begins or ends at; and
 * a first guess.
 */
function nearerHalf({ poles, weights, rho }: SecularEquation, k: number) {
  const n = poles.length;
  const isLast = k === n - 1;
  const gap = isLast ? rho * weights.reduce((sum, weight) => sum + weight * weight, 0) : poles[k + 1]! - poles[k]!;
  const middle = gap / 2;
  let rest = 0; // of the sum at the middle, without the poles beside
  for (let i = 0; i < n; i++) {
    if (i !== k && i !== k + 1) rest += weights[i]! * weights[i]! / ((poles[i]! - poles[k]!) - middle);
  }
  const [left, right] = [rho * weights[k]! ** 2, isLast ? 0 : rho * weights[k + 1]! ** 2];
  const constant = 1 + rho * rest;
  if (isLast || constant + (right - left) / middle >= 0) {
    const shift = between({ constant, a: 0, b: gap, left, right });
    return { origin: poles[k]!, low: 0, high: isLast ? gap : middle, shift };
  }
  return { origin: poles[k + 1]!, low: -middle, high: 0, shift: between({ constant, a: -gap, b: 0, left, right }) };
}

/**
 * The sum at origin + shift, how much of it may be rounding, and the shift where the sum of two poles like all of these
 * is zero.
 */
function improve(
  { poles, weights, rho }: SecularEquation,
  { k, origin, shift }: { readonly k: number; readonly origin: number; readonly shift: number },
) {
  const n = poles.length;
  let [below, belowSlope, above, aboveSlope] = [0, 0, 0, 0];
  for (let i = 0; i <= k; i++) {
    const ratio = weights[i]! / ((poles[i]! - origin) - shift);
    below += weights[i]! * ratio;
    belowSlope += ratio * ratio;
  }
  for (let i = k + 1; i < n; i++) {
    const ratio = weights[i]! / ((poles[i]! - origin) - shift);
    above += weights[i]! * ratio;
    aboveSlope += ratio * ratio;
  }
  const value = 1 + rho * (below + above);
  const rounding = n * 2 ** -53 * (1 + rho * (above - below));
  const a = (poles[k]! - origin) - shift;
  const left = rho * belowSlope * a * a;
  if (k === n - 1) return { value, rounding, next: shift + a + left / (value - rho * belowSlope * a) };
  const b = (poles[k + 1]! - origin) - shift;
  const right = rho * aboveSlope * b * b;
  const constant = value - rho * (belowSlope * a + aboveSlope * b);
  return { value, rounding, next: shift + between({ constant, a, b, left, right }) };
}

/** The root between a and b of constant + left / (a − x) + right / (b − x). */
function between(
  { constant, a, b, left, right }: {
    readonly constant: number;
    readonly a: number;
    readonly b: number;
    readonly left: number;
    readonly right: number;
  },
): number {
  const linear = constant * (a + b) + left + right;
  const absolute = constant * a * b + left * b + right * a;
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * constant * absolute));
  return linear > 0 ? 2 * absolute / (linear + root) : (linear - root) / (2 * constant);
}
