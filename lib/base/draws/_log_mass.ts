/**
 * The logarithms of Poisson and binomial probabilities, without the loss of digits that k · ln μ − μ − ln k! has for
 * large numbers: their terms are of the size of k and cancel, here all terms are as small as the result.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities", 2000 (the saddle-point expansion in R).
 *
 * @module
 */

const LOG_2PI = Math.log(2 * Math.PI);

/** The logarithm of the probability that a Poisson number of this mean, above 0, is k. */
export function logPoissonMass(k: number, mean: number): number {
  if (k === 0) return -mean;
  return -stirlingError(k) - deviance(k, mean) - 0.5 * (LOG_2PI + Math.log(k));
}

/** The logarithm of the probability of k successes in `trials` with probability `success`, strictly between 0 and 1. */
export function logBinomialMass(
  k: number,
  { trials, success }: { readonly trials: number; readonly success: number },
): number {
  if (k === 0) return trials * Math.log1p(-success);
  if (k === trials) return trials * Math.log(success);
  const rest = trials - k;
  const errors = stirlingError(trials) - stirlingError(k) - stirlingError(rest);
  const distances = deviance(k, trials * success) + deviance(rest, trials * (1 - success));
  return errors - distances + 0.5 * (Math.log(trials / k / rest) - LOG_2PI);
}

/** ln n! minus Stirling's formula ½ ln(2πn) + n ln n − n, for n of at least 1. */
function stirlingError(n: number): number {
  if (n < 16) {
    let factorial = 1;
    for (let k = 2; k <= n; k++) factorial *= k;
    return Math.log(factorial) - 0.5 * (LOG_2PI + Math.log(n)) - n * Math.log(n) + n;
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean − x, which is 0 at the mean; by a series near it, where the terms cancel. */
function deviance(x: number, mean: number): number {
  const distance = x - mean;
  if (Math.abs(distance) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - distance;
  const v = distance / (x + mean);
  let sum = distance * v;
  let term = 2 * x * v;
  for (let j = 1;; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
}
