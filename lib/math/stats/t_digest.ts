/**
 * A t-digest: quantiles of a stream in a few kilobytes, sharpest at both ends, mergeable.
 *
 * Numbers are kept as clusters (`_centroids.ts`), small at the ends and larger in the middle. New numbers wait in a
 * buffer; when it is full it is sorted and merged with the clusters in one pass. The distribution function goes along
 * lines from mean to mean. Each cluster also knows the interval it lies in, and that bounds the answer: what lies
 * wholly below x counts, what lies wholly above does not. Lines are cut to these bounds.
 *
 * **Invariant.** The true distribution function lies within {@linkcode TDigest.cdfBounds}, whatever came and in
 * whatever order. The smallest and the largest number, numbers that are still by themselves, and numbers so frequent
 * that they fill a cluster are therefore answered exactly. `quantile` is the inverse of `cdf`. Asking changes nothing;
 * the same calls give the same digest; merging two gives the same digest whichever is merged into the other.
 *
 * **Error.** At the share q, with compression δ: ε(q) = 2π / δ · √(q·(1 − q)) + (π / δ)², the size of a cluster there.
 * For numbers that come sorted it is a bound. In all tests with numbers of one distribution in random order, over up to
 * twenty powers of ten, it was one too, and mostly the error is a tenth to a third of it; where distributions with a
 * gap between them came in turn, and for digests merged from parts, the bound was 2 ε. It is no bound for every stream:
 * numbers over three hundred powers of ten, or each nearer to one point than all before, were off by 2 to 30 ε. The
 * bounds of a single answer always hold, and tell such streams: less than 10 ε apart otherwise, they are 12 to 170 ε
 * apart there.
 *
 * | δ = 200 | q = 0.5 | 0.9 and 0.1 | 0.99 | 0.999 |
 * | ------- | ------- | ----------- | ---- | ----- |
 * | ε(q) | 0.016 | 0.0097 | 0.0034 | 0.0012 |
 *
 * | | cost, at most δ + 1 clusters |
 * | - | --- |
 * | `add` | O(log δ) amortised, about 0.1 µs |
 * | `merge`, the first question after a change | O(δ log δ) |
 * | further questions | O(log δ) |
 * | memory, state | 10 δ numbers for the buffer, 4 δ for the clusters |
 *
 * **Why not KLL.** A KLL sketch has a proven error for every order, but the same at all ranks: 0.0133 with k = 200, so
 * that p99.9 might be any number above p98.6; 0.0012 takes fourteen times the memory. It draws random numbers, too.
 * Latencies and drift are watched at the ends, and answers should be repeatable.
 *
 * Not here on purpose: taking numbers out, forgetting old ones (keep a digest for each minute and merge), bounds on the
 * error of the value instead of the rank (DDSketch).
 *
 * Source: T. Dunning, O. Ertl, Computing Extremely Accurate Quantiles Using t-Digests, arXiv:1902.04023 (2019), §2.2,
 * the merging variant with scale k₁; the intervals of clusters and the bounds are ours. Z. Karnin, K. Lang, E. Liberty,
 * Optimal Quantile Approximation in Streams, FOCS 2016, for KLL.
 *
 * @module
 */
import { checkFinite, checkPositive, checkPositiveInteger, checkProbability } from "../../base/argument.ts";
import { type Centroids, mergeCentroids, NO_CENTROIDS, weightOf } from "./_centroids.ts";
import {
  cumulativeSteps,
  linearInverseAt,
  linearValueAt,
  type MonotoneCurve,
  stepInverseAt,
  stepValueAt,
} from "./_monotone_interpolation.ts";
import { checkSameLength, checkSample, sorted } from "./sample.ts";

/** Below this the ends are no sharper than the middle. */
const MIN_COMPRESSION = 20;
/** Numbers that wait, for each unit of compression: more would be merged less often, but no faster. */
const BUFFER_RATIO = 5;

/** How a digest is made. */
export interface TDigestOptions {
  /** δ, an integer of at least 20: error and memory are about 1 / δ and δ. @default {200} */
  readonly compression?: number;
}

/** All that a digest knows, as plain data; the lists have one length, one entry a cluster. */
export interface TDigestState {
  /** δ. */
  readonly compression: number;
  /** The weighted means, rising. */
  readonly means: readonly number[];
  /** The weights, positive. */
  readonly weights: readonly number[];
  /** The smallest numbers. */
  readonly lows: readonly number[];
  /** The largest numbers. */
  readonly highs: readonly number[];
}

/** What surely holds the true value. */
export interface DigestBounds {
  /** At least this. */
  readonly low: number;
  /** At most this. */
  readonly high: number;
}

/**
 * A t-digest.
 *
 * @example The slowest requests of two servers
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { TDigest } from "./t_digest.ts";
 *
 * const [one, other] = [new TDigest(), new TDigest()];
 * for (let ms = 1; ms <= 10_000; ms++) one.add(ms);
 * other.add(30_000, 100); // a hundred time-outs
 * one.merge(other);
 * assertEquals(one.weight, 10_100);
 * assert(Math.abs(one.quantile(0.5) - 5050) < 160); // 0.016 of all numbers
 * assertEquals([one.quantile(0), one.quantile(0.999), one.cdf(10_000)], [1, 30_000, 10_000 / 10_100]);
 *
 * const copy = TDigest.from(JSON.parse(JSON.stringify(one)));
 * assertEquals(copy.quantile(0.9), one.quantile(0.9));
 * ```
 */
export class TDigest {
  readonly #compression: number;
  #clusters: Centroids = NO_CENTROIDS;
  readonly #waiting: { readonly values: Float64Array; readonly weights: Float64Array };
  #waitingCount = 0;
  #areWeightsOne = true;
  /** The clusters with those that wait merged in, and their curves, once they were asked for. */
  #settled: Centroids | undefined;
  #curves: { readonly lower: MonotoneCurve; readonly middle: MonotoneCurve; readonly upper: MonotoneCurve } | undefined;

  /**
   * A digest of no numbers.
   * @throws {RangeError} If `compression` is not an integer of at least 20.
   */
  constructor({ compression = 200 }: TDigestOptions = {}) {
    const action = "create a t-digest";
    checkPositiveInteger(compression, { action, argument: "compression" });
    if (compression < MIN_COMPRESSION) {
      throw new RangeError(
        `Cannot ${action}: compression must be at least ${MIN_COMPRESSION}: current value is ${compression}`,
      );
    }
    this.#compression = compression;
    const row = () => new Float64Array(BUFFER_RATIO * compression);
    this.#waiting = { values: row(), weights: row() };
  }

  /**
   * The digest with this state: what `toJSON` gave, here or in another process. It goes on as that one does, bit for
   * bit.
   * @throws {TypeError} If the state has another shape.
   * @throws {RangeError} If lists are not of one length, a number is not finite, a weight not positive, or a mean out
   *   of order or out of its interval.
   */
  static from(state: TDigestState): TDigest {
    const action = "restore a t-digest";
    const digest = new TDigest({ compression: state.compression });
    const row = (argument: "means" | "weights" | "lows" | "highs") => {
      if (!Array.isArray(state[argument])) {
        throw new TypeError(
          `Cannot ${action}: ${argument} must be a list: current value is ${typeof state[argument]}`,
        );
      }
      checkSameLength(state.means, state[argument], { action, names: ["means", argument] });
      return Float64Array.from(checkSample(state[argument], { action, argument, atLeast: 0 }));
    };
    const clusters = { means: row("means"), weights: row("weights"), lows: row("lows"), highs: row("highs") };
    for (const [i, mean] of clusters.means.entries()) {
      checkPositive(clusters.weights[i]!, { action, argument: `weights[${i}]` });
      const floor = Math.max(clusters.lows[i]!, clusters.means[i - 1] ?? -Infinity);
      if (mean >= floor && mean <= clusters.highs[i]!) continue;
      throw new RangeError(
        `Cannot ${action}: means[${i}] must lie in [${floor}, ${clusters.highs[i]}]: current value is ${mean}`,
      );
    }
    digest.#clusters = clusters;
    return digest;
  }

  /** The weight of all numbers together; how many there are, if none was given a weight. */
  get weight(): number {
    return weightOf(this.#settle());
  }

  /**
   * Adds a number.
   * @param x A finite number.
   * @param weight How often it was seen; positive. @default {1}
   * @throws {RangeError} If `x` is not finite, or `weight` not positive and finite.
   */
  add(x: number, weight = 1): void {
    const action = "add to a t-digest";
    checkFinite(x, { action, argument: "x" });
    checkPositive(weight, { action, argument: "weight" });
    if (this.#waitingCount === this.#waiting.values.length) this.#become(this.#settle());
    this.#waiting.values[this.#waitingCount] = x;
    this.#waiting.weights[this.#waitingCount] = weight;
    this.#waitingCount++;
    if (weight !== 1) this.#areWeightsOne = false;
    this.#settled = this.#curves = undefined;
  }

  /**
   * Adds all that `other` has seen, and leaves `other` as it is. The two may differ in compression: this one keeps its
   * own.
   */
  merge(other: TDigest): void {
    this.#become(mergeCentroids([this.#settle(), other.#settle()], this.#compression));
  }

  /**
   * The smallest number at which {@linkcode TDigest.cdf} reaches `p`; the smallest of all for 0, the largest for 1.
   * @param p In [0, 1].
   * @throws {RangeError} If `p` is not in [0, 1], or there are no numbers yet.
   */
  quantile(p: number): number {
    const { middle } = this.#askCurves();
    const { low, high } = this.quantileBounds(p);
    return Math.min(high, Math.max(low, linearInverseAt(middle, p * middle.heights.at(-1)!)));
  }

  /**
   * The share of the weight that is not above `x`, in [0, 1].
   * @param x A number; infinite too.
   * @throws {RangeError} If `x` is NaN, or there are no numbers yet.
   */
  cdf(x: number): number {
    const { low, high } = this.cdfBounds(x);
    const { middle } = this.#askCurves();
    return Math.min(high, Math.max(low, linearValueAt(middle, x) / middle.heights.at(-1)!));
  }

  /**
   * Where the true quantile surely lies: the smallest number that is not below a share `p` of all.
   * @param p In [0, 1].
   * @throws {RangeError} If `p` is not in [0, 1], or there are no numbers yet.
   */
  quantileBounds(p: number): DigestBounds {
    checkProbability(p, { action: "ask a t-digest", argument: "p" });
    const { lower, upper } = this.#askCurves();
    // Four units in the last place forgive a product that rounding has moved off a whole number; the largest number is
    // not forgiven away.
    const height = lower.heights.at(-1)! * (p === 1 ? 1 : p * (1 - 4 * Number.EPSILON));
    return { low: stepInverseAt(upper, height), high: stepInverseAt(lower, height) };
  }

  /**
   * Where the true share of the weight that is not above `x` surely lies.
   * @param x A number; infinite too.
   * @throws {RangeError} If `x` is NaN, or there are no numbers yet.
   */
  cdfBounds(x: number): DigestBounds {
    if (Math.abs(x) !== Infinity) checkFinite(x, { action: "ask a t-digest", argument: "x" });
    const { lower, upper } = this.#askCurves();
    return { low: stepValueAt(lower, x) / lower.heights.at(-1)!, high: stepValueAt(upper, x) / upper.heights.at(-1)! };
  }

  /**
   * The state, at most δ + 1 clusters. What waits is merged in first, so that this digest and what is restored from the
   * state go on alike.
   */
  toJSON(): TDigestState {
    this.#become(this.#settle());
    const { means, weights, lows, highs } = this.#clusters;
    return {
      compression: this.#compression,
      means: [...means],
      weights: [...weights],
      lows: [...lows],
      highs: [...highs],
    };
  }

  #become(clusters: Centroids): void {
    this.#clusters = clusters;
    this.#waitingCount = 0;
    this.#areWeightsOne = true;
    this.#settled = this.#curves = undefined;
  }

  #settle(): Centroids {
    if (this.#waitingCount === 0) return this.#clusters;
    return this.#settled ??= mergeCentroids([this.#clusters, this.#waitingClusters()], this.#compression);
  }

  /** Each number that waits as a cluster of its own. */
  #waitingClusters(): Centroids {
    const values = this.#waiting.values.subarray(0, this.#waitingCount);
    const weights = this.#waiting.weights.subarray(0, this.#waitingCount);
    const rising = sorted(values);
    if (this.#areWeightsOne) return { means: rising, weights, lows: rising, highs: rising };
    const order = Uint32Array.from(values.keys()).sort((i, j) => values[i]! - values[j]!);
    return { means: rising, weights: Float64Array.from(order, (i) => weights[i]!), lows: rising, highs: rising };
  }

  #askCurves(): { readonly lower: MonotoneCurve; readonly middle: MonotoneCurve; readonly upper: MonotoneCurve } {
    if (this.#curves) return this.#curves;
    const { means, weights, lows, highs } = this.#settle();
    if (means.length === 0) {
      throw new RangeError("Cannot ask a t-digest: it must have at least one number: current value is 0");
    }
    const lower = cumulativeSteps(highs, weights);
    const upper = cumulativeSteps(lows, weights);
    let below = 0;
    const halfWay = Float64Array.from(weights, (weight) => (below += weight) - weight / 2);
    const middle = {
      values: Float64Array.of(upper.values[0]!, ...means, lower.values.at(-1)!),
      heights: Float64Array.of(0, ...halfWay, below),
    };
    return this.#curves = { lower, middle, upper };
  }
}
