/**
 * Distances between two samples, without bins: Wasserstein-1 and energy distance.
 *
 * Both measure the area between the two empirical distribution functions, walked along the merged numbers:
 * Wasserstein-1 takes the gap itself, the energy distance its square.
 *
 * **Invariant.** Both are 0 exactly when the two samples have the same distribution function, symmetric, and obey the
 * triangle inequality; Wasserstein-1 is in the unit of the numbers: moving a whole sample by d gives |d|.
 *
 * Cost: O((n + m) log (n + m)).
 *
 * Not here on purpose: weights, more than one dimension, p-values (a permutation test gives them).
 *
 * Source: M. Rizzo, G. Székely, Energy distance, WIREs Computational Statistics 8 (2016); A. Ramdas et al., On
 * Wasserstein Two-Sample Testing (2017).
 *
 * @module
 */
import { checkSample, sorted } from "./sample.ts";

/**
 * The Wasserstein-1 (earth mover's) distance ∫ |F − G|.
 * @param x At least one finite number.
 * @param y At least one finite number.
 * @throws {RangeError} If a sample is empty or not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { energyDistance, wassersteinDistance } from "./sample_distances.ts";
 * assertEquals(wassersteinDistance([0, 1, 3], [5, 6, 8]), 5);
 * assertEquals(energyDistance([1, 2], [2, 1]), 0);
 * ```
 */
export function wassersteinDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return areaBetween(x, y, { action: "take a Wasserstein distance", power: 1 });
}

/**
 * The energy distance √(2 ∫ (F − G)²).
 * @param x At least one finite number.
 * @param y At least one finite number.
 * @throws {RangeError} If a sample is empty or not finite.
 */
export function energyDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Math.sqrt(2 * areaBetween(x, y, { action: "take an energy distance", power: 2 }));
}

function areaBetween(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { action, power }: { readonly action: string; readonly power: 1 | 2 },
): number {
  const a = sorted(checkSample(x, { action, argument: "x" }));
  const b = sorted(checkSample(y, { action, argument: "y" }));
  let [i, j, area] = [0, 0, 0];
  let previous = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const gap = Math.abs(i / a.length - j / b.length);
    // Halves: the distance of two doubles may be none, and no gap times infinity would be NaN.
    if (gap > 0) area += (power === 1 ? gap : gap * gap) * (next / 2 - previous / 2);
    while (a[i] === next) i++;
    while (b[j] === next) j++;
    previous = next;
  }
  return 2 * area;
}
