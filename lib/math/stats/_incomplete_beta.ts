/**
 * The incomplete beta function for large parameters, where the libraries lose their digits.
 *
 * @stdlib's function (a port of Boost's) is right to 1e−13 up to parameters of some thousands; at 1e8 it is wrong by
 * 3e−4, at 1e9 by 12 %. From {@linkcode MIN_LARGE} on, what is left of ACM's algorithm 708 is used here: a continued
 * fraction, and near the mean, where that takes √n steps, an asymptotic expansion. Both begin with the density, written
 * as its value at the mean times the exponential of a deviance, so that no large logarithms are subtracted.
 *
 * **Invariant.** Both tails are computed from the side of the mean on which x lies; the other is 1 minus it, and not
 * small.
 *
 * Cost: the continued fraction takes fewer than 200 steps, the expansion at most 21 terms (about 20 µs).
 *
 * Not here on purpose: parameters of at most 1 (there @stdlib is right for any size of the other one).
 *
 * Source: A. DiDonato, A. Morris, Algorithm 708: Significant Digit Computation of the Incomplete Beta Function Ratios,
 * ACM TOMS 18 (1992); C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), for the deviance.
 *
 * @module
 */
import { lgamma, pnorm } from "lib-r-math.js";

/** A larger parameter than this is large. */
export const MIN_LARGE = 3000;

/** From here on, four terms of Stirling's series are exact. */
export const MIN_STIRLING = 10;
/** The smaller parameter from which on the expansion is as exact as the fraction. */
const MIN_ASYMPTOTIC = 100;
/** The expansion is for a distance from the mean below this share of the smaller parameter. */
const MAX_ASYMPTOTIC_SHARE = 0.03;
const MAX_TERMS = 20;
const MAX_STEPS = 10_000;
const EPSILON = 1e-16;

/** The point at which an incomplete beta function is taken, and its parameters. */
export interface BetaPoint {
  /** Positive. */
  readonly a: number;
  /** Positive. */
  readonly b: number;
  /** In (0, 1). */
  readonly x: number;
  /** 1 − x: to be handed in where it is known better than by subtraction. */
  readonly y: number;
  /** a − (a + b) · x: positive below the mean. */
  readonly lambda: number;
}

/** A point, with the distance from the mean computed with twice the digits. */
export function betaPoint({ a, b, x }: { readonly a: number; readonly b: number; readonly x: number }): BetaPoint {
  const sum = a + b;
  if (sum > 1e290) return { a, b, x, y: 1 - x, lambda: a * (1 - x) - b * x };
  const rest = Math.abs(a) >= Math.abs(b) ? b - (sum - a) : a - (sum - b); // what the addition rounded away
  const [product, error] = exactProduct(sum, x);
  return { a, b, x, y: 1 - x, lambda: a - product - error - rest * x };
}

/** Both tails of the beta distribution, for parameters larger than 1 of which one is large. */
export function largeBetaTails(point: BetaPoint): { readonly lower: number; readonly upper: number } {
  if (point.lambda >= 0) {
    const lower = Math.min(1, tailBelow(point));
    return { lower, upper: 1 - lower };
  }
  const { a, b, x, y, lambda } = point;
  const upper = Math.min(1, tailBelow({ a: b, b: a, x: y, y: x, lambda: -lambda }));
  return { lower: 1 - upper, upper };
}

/** xᵃ · yᵇ / B(a, b): the density of the beta distribution times x · y. */
export function betaDensityFactor({ a, b, x, y, lambda }: BetaPoint): number {
  if (a > b) return betaDensityFactor({ a: b, b: a, x: y, y: x, lambda: -lambda });
  if (a < MIN_STIRLING) {
    if (b < MIN_STIRLING) return Math.exp(a * Math.log(x) + b * logOneMinus(x, y) + logBetaInverse(a, b));
    // Γ(a + b) / Γ(b) by Stirling's series, with b · ln(…) taken of numbers near 1.
    const ratio = (b - 0.5) * Math.log1p(a / b) - a + stirlingRest(a + b) - stirlingRest(b);
    return Math.exp(a * Math.log(x * (a + b)) + b * logOneMinus(x, y) + ratio - lgamma(a));
  }
  const deviance = a * logDeviance(-lambda / a, x / (a / (a + b))) + b * logDeviance(lambda / b, y / (b / (a + b)));
  const rest = stirlingRest(a) + stirlingRest(b) - stirlingRest(a + b);
  return Math.sqrt(a * (b / (a + b)) / (2 * Math.PI)) * Math.exp(-deviance - rest);
}

/** x − ln(1 + x), without cancellation near 0; 1 + x is handed in, because near −1 its digits are no longer in x. */
export function logDeviance(x: number, onePlusX: number): number {
  if (!(Math.abs(x) < 0.5)) return x - Math.log(onePlusX);
  const r = x / (2 + x); // ln(1 + x) = 2 · (r + r³/3 + r⁵/5 + …)
  const square = r * r;
  let [sum, power] = [0, 1];
  for (let k = 3; k < 60; k += 2) {
    const term = power / k;
    sum += term;
    if (term < EPSILON * sum) break;
    power *= square;
  }
  return r * x - 2 * r * square * sum;
}

/** ln Γ(z) − ((z − ½) · ln z − z + ½ ln 2π), for z ≥ 10. */
export function stirlingRest(z: number): number {
  const square = z * z;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) /
      square) / z;
}

function logOneMinus(x: number, y: number): number {
  return x < 0.5 ? Math.log1p(-x) : Math.log(y);
}

function logBetaInverse(a: number, b: number): number {
  return lgamma(a + b) - lgamma(a) - lgamma(b);
}

/** I(x; a, b) below the mean. */
function tailBelow(point: BetaPoint): number {
  const smaller = Math.min(point.a, point.b);
  return smaller > MIN_ASYMPTOTIC && point.lambda <= MAX_ASYMPTOTIC_SHARE * smaller
    ? asymptoticExpansion(point)
    : continuedFraction(point);
}

/** Algorithm 708's BFRAC. */
function continuedFraction(point: BetaPoint): number {
  const { a, b, x, y, lambda } = point;
  const density = betaDensityFactor(point);
  if (density === 0) return 0;
  const c = lambda + 1;
  const [c0, c1] = [b / a, 1 / a + 1];
  let [p, s] = [1, a + 1];
  let [numerator, denominator, nextNumerator, nextDenominator] = [0, 1, 1, c / c1];
  let value = c1 / c;
  for (let n = 1; n <= MAX_STEPS; n++) {
    let t = n / a;
    const w = n * (b - n) * x;
    let e = a / s;
    const alpha = p * (p + c0) * e * e * (w * x);
    e = (t + 1) / (c1 + t + t);
    const beta = n + w / s + e * (c + n * (y + 1));
    p = t + 1;
    s += 2;
    t = alpha * numerator + beta * nextNumerator;
    numerator = nextNumerator;
    nextNumerator = t;
    t = alpha * denominator + beta * nextDenominator;
    denominator = nextDenominator;
    nextDenominator = t;
    const before = value;
    value = nextNumerator / nextDenominator;
    if (Math.abs(value - before) <= EPSILON * value) break;
    numerator /= nextDenominator;
    denominator /= nextDenominator;
    nextNumerator = value;
    nextDenominator = 1;
  }
  return density * value;
}

/** Algorithm 708's BASYM. */
function asymptoticExpansion({ a, b, lambda }: BetaPoint): number {
  const [e0, e1] = [2 / Math.sqrt(Math.PI), 2 ** -1.5];
  const f = a * logDeviance(-lambda / a, 1 - lambda / a) + b * logDeviance(lambda / b, 1 + lambda / b);
  const t = Math.exp(-f);
  if (t === 0) return 0;
  const z0 = Math.sqrt(f);
  const z = z0 / e1 / 2;
  const z2 = f + f;
  const h = Math.min(a, b) / Math.max(a, b);
  const r0 = 1 / (h + 1);
  const r1 = (b - a) / Math.max(a, b);
  const w0 = 1 / Math.sqrt(Math.min(a, b) * (h + 1));
  const [as, bs, cs, ds] = [0, 1, 2, 3].map(() => new Float64Array(MAX_TERMS + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  as[0] = r1 * 2 / 3;
  cs[0] = -as[0]! / 2;
  ds[0] = -cs[0]!;
  let j0 = 0.5 / e0 * scaledErfc(z0);
  let j1 = e1;
  let sum = j0 + ds[0]! * w0 * j1;
  let [s, hn, w, lower, upper] = [1, 1, w0, z, z2];
  for (let n = 2; n <= MAX_TERMS; n += 2) {
    hn *= h * h;
    as[n - 1] = r0 * 2 * (h * hn + 1) / (n + 2);
    s += hn;
    as[n] = r1 * 2 * s / (n + 3);
    for (let i = n; i <= n + 1; i++) {
      const r = (i + 1) * -0.5;
      bs[0] = r * as[0]!;
      for (let m = 2; m <= i; m++) {
        let inner = 0;
        for (let j = 1; j < m; j++) inner += (j * r - (m - j)) * as[j - 1]! * bs[m - j - 1]!;
        bs[m - 1] = r * as[m - 1]! + inner / m;
      }
      cs[i - 1] = bs[i - 1]! / (i + 1);
      let inner = 0;
      for (let j = 1; j < i; j++) inner += ds[i - j - 1]! * cs[j - 1]!;
      ds[i - 1] = -(inner + cs[i - 1]!);
    }
    j0 = e1 * lower + (n - 1) * j0;
    j1 = e1 * upper + n * j1;
    lower *= z2;
    upper *= z2;
    w *= w0;
    const first = ds[n - 1]! * w * j0;
    w *= w0;
    const second = ds[n]! * w * j1;
    sum += first + second;
    if (Math.abs(first) + Math.abs(second) <= EPSILON * sum) break;
  }
  return e0 * t * sum * Math.exp(-(stirlingRest(a) + stirlingRest(b) - stirlingRest(a + b)));
}

/** exp(z²) · erfc(z), for z ≥ 0. */
function scaledErfc(z: number): number {
  if (z < 20) return Math.exp(z * z) * 2 * pnorm(z * Math.SQRT2, 0, 1, false);
  const inverse = 1 / (2 * z * z);
  return (1 - inverse * (1 - 3 * inverse * (1 - 5 * inverse))) / (z * Math.sqrt(Math.PI));
}

/** A product and what its rounding took away (Dekker). */
function exactProduct(x: number, y: number): readonly [product: number, error: number] {
  const product = x * y;
  const split = 2 ** 27 + 1;
  const [xs, ys] = [x * split, y * split];
  const [xh, yh] = [xs - (xs - x), ys - (ys - y)];
  const [xl, yl] = [x - xh, y - yh];
  return [product, xl * yl - (product - xh * yh - xl * yh - xh * yl)];
}
