import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Centroids, largestShare, mergeCentroids, NO_CENTROIDS } from "@lib/math/stats/_centroids.ts";
import { ecdf } from "@lib/math/stats/ecdf.ts";
import { quantiles } from "@lib/math/stats/quantile.ts";
import { TDigest, type TDigestState } from "@lib/math/stats/t_digest.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const COUNT = 20_000;
const SHARES = [1e-4, 1e-3, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

/** Streams that stay within the stated error. */
const STREAMS: Readonly<Record<string, (dice: ReturnType<typeof random>, i: number) => number>> = {
  "normal": (dice) => dice.normal(),
  "lognormal": (dice) => Math.exp(2 * dice.normal()),
  "Cauchy": (dice) => dice.normal() / dice.normal(),
  "uniform": (dice) => dice.next(),
  "twenty powers of ten": (dice) => 10 ** (20 * dice.next() - 10),
  "sorted": (_, i) => i,
  "reversed": (_, i) => -i,
  "outwards on both sides": (_, i) => i % 2 === 0 ? i : -i,
  "growing tenfold": (dice, i) => dice.normal() * 10 ** (i / COUNT),
  "shrinking tenfold": (dice, i) => dice.normal() * 10 ** (-i / COUNT),
  "two blocks in turn": (dice, i) => Math.floor(i / 1000) % 2 * 10 + dice.next(),
  "waves": (_, i) => (i * i) % 1009,
  "constant": () => 3,
  "few values": (dice) => dice.integer(20),
  "four in ten are zero": (dice) => dice.next() < 0.4 ? 0 : Math.exp(dice.normal()),
};

function streamOf(name: string, seed = 1): Float64Array {
  const dice = random(seed);
  return Float64Array.from({ length: COUNT }, (_, i) => STREAMS[name]!(dice, i));
}
function digestOf(x: Float64Array, compression = 200): TDigest {
  const digest = new TDigest({ compression });
  for (const value of x) digest.add(value);
  return digest;
}
/**
 * How far the digest's answers are from the truth, in units of the stated error: the worst of both kinds of question.
 */
function worstError(digest: TDigest, x: Float64Array, compression = 200): number {
  const rising = x.toSorted();
  const share = ecdf(x);
  const shareBelow = (y: number) => share(y) - x.reduce((count, value) => count + Number(value === y), 0) / x.length;
  let worst = 0;
  for (const p of SHARES) {
    const y = digest.quantile(p);
    worst = Math.max(
      worst,
      (shareBelow(y) - p) / largestShare(p, compression),
      (p - share(y)) / largestShare(p, compression),
    );
  }
  for (let i = 0; i < COUNT; i += 37) {
    const truth = share(rising[i]!);
    worst = Math.max(worst, Math.abs(digest.cdf(rising[i]!) - truth) / largestShare(truth, compression));
  }
  return worst;
}
function mergeOf(...parts: readonly TDigest[]): TDigest {
  const whole = new TDigest();
  for (const part of parts) whole.merge(part);
  return whole;
}
/** A number a cluster. */
function single(values: readonly number[]): Centroids {
  const row = Float64Array.from(values);
  return { means: row, weights: new Float64Array(row.length).fill(1), lows: row, highs: row };
}

Deno.test("by hand: what is exact", () => {
  const digest = new TDigest();
  for (const x of [4, 2, 10, 2, 1]) digest.add(x);
  // sorted 1 2 2 4 10: the shares reached are .2, .6, .6, .8, 1
  assertEquals([0, 1, 2, 3, 4, 9, 10, 11].map((x) => digest.cdf(x)), [0, 0.2, 0.6, 0.6, 0.8, 0.8, 1, 1]);
  assertEquals([0, 0.2, 0.21, 0.6, 0.61, 0.8, 0.81, 1].map((p) => digest.quantile(p)), [1, 1, 2, 2, 4, 4, 10, 10]);
  assertEquals(digest.quantileBounds(0.5), { low: 2, high: 2 });
  assertEquals([digest.weight, digest.cdf(-Infinity), digest.cdf(Infinity)], [5, 0, 1]);
});
Deno.test("by hand: the first clusters of a hundred numbers, δ = 20", () => {
  // One unit of k is an angle of 18°. From q = 0 it reaches (1 − cos 18°) / 2 = 0.0245: two numbers of a hundred. From
  // q = 0.02, which is the
  // angle acos(0.96) = 16.26°, it reaches (1 − cos 34.26°) / 2 = 0.0868: six more. From 0.08, 32.86°, to (1 − cos
  // 50.86°) / 2 = 0.1844: ten more.
  const { means, weights, lows, highs } = mergeCentroids(
    [single(Array.from({ length: 100 }, (_, i) => i)), NO_CENTROIDS],
    20,
  );
  assertEquals([...weights.slice(0, 3)], [2, 6, 10]);
  assertEquals([...means.slice(0, 3)], [0.5, 4.5, 12.5]);
  assertEquals([lows[1], highs[1]], [2, 7]);
  assertEquals(largestShare(0.5, 100).toFixed(6), "0.032403"); // 2π / 100 / 2 + (π / 100)²
});
Deno.test("by hand: lines between the means, within what is certain", () => {
  // Two clusters of 4 with means 1 and 5 in [0, 2] and [4, 6]: the line goes through (0, 0), (1, 2), (5, 6), (6, 8), in
  // eighths.
  const digest = TDigest.from({ compression: 200, means: [1, 5], weights: [4, 4], lows: [0, 4], highs: [2, 6] });
  assertEquals([0.5, 1, 5, 5.5].map((x) => 8 * digest.cdf(x)), [1, 2, 6, 7]);
  assertEquals([2, 3, 3.9].map((x) => 8 * digest.cdf(x)), [4, 4, 4]); // the line says 3, 4, 4.9
  assertEquals([1, 2, 6, 7].map((height) => digest.quantile(height / 8)), [0.5, 1, 5, 5.5]);
  assertEquals([digest.cdfBounds(1), digest.cdfBounds(3)], [{ low: 0, high: 0.5 }, { low: 0.5, high: 0.5 }]);
  assertEquals([digest.quantileBounds(0.4), digest.quantileBounds(0.6)], [{ low: 0, high: 2 }, { low: 4, high: 6 }]);
});
Deno.test("oracle: exact quantiles, within the stated error, whatever the stream", () => {
  for (const name of Object.keys(STREAMS)) {
    const x = streamOf(name);
    for (const compression of [50, 200]) {
      const worst = worstError(digestOf(x, compression), x, compression);
      assert(worst <= (name === "two blocks in turn" ? 2 : 1), `${name}, δ = ${compression}: ${worst} ε`);
    }
  }
});
Deno.test("oracle: few numbers, and few values, are answered exactly", () => {
  const dice = random(2);
  for (let round = 0; round < 30; round++) {
    const x = Float64Array.from({ length: 1 + dice.integer(40) }, () => dice.integer(30) - 9);
    const many = round < 20 ? x : Float64Array.from({ length: 3000 }, () => x[dice.integer(Math.min(x.length, 15))]!);
    const [digest, share] = [digestOf(many), ecdf(many)];
    for (let at = -10; at <= 21; at += 0.5) assertAllClose([digest.cdf(at)], [share(at)]);
    const ps = Array.from({ length: 101 }, (_, i) => i / 100);
    assertEquals(ps.map((p) => digest.quantile(p)), [...quantiles(many, ps, { method: "inverted_cdf" })]);
  }
});
Deno.test("oracle: a weight is how often a number was seen", () => {
  const few = new TDigest();
  for (const [x, weight] of [[3, 2], [1, 5], [2, 1]] as const) few.add(x, weight);
  assertEquals([1, 2, 3].map((x) => few.cdf(x)), [5 / 8, 6 / 8, 1]);
  const dice = random(3);
  const [digest, repeated] = [new TDigest(), new Float64Array(COUNT)];
  for (let from = 0, to; from < COUNT; from = to) {
    to = Math.min(COUNT, from + 1 + dice.integer(9));
    const value = Math.exp(dice.normal());
    digest.add(value, to - from);
    repeated.fill(value, from, to);
  }
  assertEquals(digest.weight, COUNT);
  assert(worstError(digest, repeated) <= 1);
  const scaled = new TDigest();
  for (const value of streamOf("normal")) scaled.add(value, 0.25);
  const plain = digestOf(streamOf("normal"));
  assertEquals(SHARES.map((p) => scaled.quantile(p)), SHARES.map((p) => plain.quantile(p)));
});
Deno.test("merged from parts, in whatever shape, it stays within the stated error", () => {
  for (const name of ["normal", "Cauchy", "sorted", "two blocks in turn", "four in ten are zero"]) {
    const x = streamOf(name, 4);
    const parts = Array.from({ length: 40 }, (_, k) => digestOf(x.subarray(k * COUNT / 40, (k + 1) * COUNT / 40)));
    let leftFirst = new TDigest();
    for (const part of parts) leftFirst = mergeOf(leftFirst, part);
    let tree = parts;
    while (tree.length > 1) {
      tree = tree.flatMap((part, k) => k % 2 === 0 ? [mergeOf(part, ...tree.slice(k + 1, k + 2))] : []);
    }
    for (const whole of [mergeOf(...parts), mergeOf(...parts.toReversed()), leftFirst, tree[0]!]) {
      const worst = worstError(whole, x);
      assert(worst <= 2, `${name}: ${worst} ε`);
      assertEquals([whole.weight, whole.quantile(0), whole.quantile(1)], [COUNT, Math.min(...x), Math.max(...x)]);
    }
  }
});
Deno.test("which of two is merged into the other does not matter, and the other stays as it is", () => {
  const dice = random(5);
  for (let round = 0; round < 20; round++) {
    const draw = () => digestOf(Float64Array.from({ length: dice.integer(3000) }, () => dice.integer(400) / 4), 30);
    const [a, b] = [draw(), draw()];
    const before = SHARES.map((p) => b.cdf(100 * p));
    const [ab, ba] = [TDigest.from(a.toJSON()), TDigest.from(b.toJSON())];
    ab.merge(b);
    ba.merge(a);
    assertEquals(ab.toJSON(), ba.toJSON());
    assertEquals(SHARES.map((p) => b.cdf(100 * p)), before);
  }
  for (let round = 0; round < 100; round++) {
    const draw = (): Centroids => {
      const rows = Array.from({ length: 12 }, () => {
        const mean = dice.integer(4);
        return [mean, mean - dice.integer(3), mean + dice.integer(3), 1 + dice.integer(3)] as const;
      }).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
      const [means, lows, highs, weights] = [0, 1, 2, 3].map((column) =>
        Float64Array.from(rows, (row) => row[column]!)
      );
      return { means: means!, lows: lows!, highs: highs!, weights: weights! };
    };
    const sides = [draw(), draw()] as const;
    assertEquals(mergeCentroids(sides, 20), mergeCentroids([sides[1], sides[0]], 20), `${round}`);
  }
});
Deno.test("the bounds hold for any stream, and tell those on which the stated error does not", () => {
  const dice = random(6);
  const towardsZero = Float64Array.from({ length: COUNT }, (_, i) => (2 * dice.next() - 1) * 2 ** -Math.floor(i / 20));
  const allMagnitudes = Float64Array.from({ length: COUNT }, () => 10 ** (600 * dice.next() - 300));
  for (const x of [towardsZero, allMagnitudes, ...Object.keys(STREAMS).map((name) => streamOf(name, 7))]) {
    const [digest, share] = [digestOf(x), ecdf(x)];
    let widest = 0;
    for (let i = 0; i < COUNT; i += 61) {
      const { low, high } = digest.cdfBounds(x[i]!);
      assert(low <= share(x[i]!) + 1e-12 && share(x[i]!) <= high + 1e-12);
      widest = Math.max(widest, (high - low) / largestShare(share(x[i]!), 200));
    }
    const exact = quantiles(x, SHARES, { method: "inverted_cdf" });
    for (const [i, p] of SHARES.entries()) {
      const { low, high } = digest.quantileBounds(p);
      assert(low <= exact[i]! && exact[i]! <= high);
    }
    const isHard = x === towardsZero || x === allMagnitudes;
    assert(isHard ? widest > 10 && worstError(digest, x) > 2 : widest < 10, `the bounds are ${widest} ε apart`);
  }
});
Deno.test("at most δ + 1 clusters, none larger than stated", () => {
  for (const name of Object.keys(STREAMS)) {
    for (const compression of [20, 33, 200]) {
      const { means, weights, lows, highs } = digestOf(streamOf(name), compression).toJSON();
      assert(means.length <= compression + 1, `${name}, δ = ${compression}: ${means.length}`);
      let below = 0;
      for (const [i, weight] of weights.entries()) {
        below += weight;
        if (lows[i] === highs[i]) continue;
        assert(weight / COUNT <= largestShare(below / COUNT, compression) + 1e-9, `${name}, δ = ${compression}`);
        assert(weight / COUNT <= largestShare((below - weight) / COUNT, compression) + 1e-9);
      }
    }
  }
});
Deno.test("cdf and quantile never fall, stay within range, and are each other's inverse", () => {
  for (const name of Object.keys(STREAMS)) {
    const x = streamOf(name, 8);
    const digest = digestOf(x, 40);
    let [lastValue, lastShare] = [digest.quantile(0), 0];
    for (let i = 0; i <= 1000; i++) {
      const value = digest.quantile(i / 1000);
      assert(value >= lastValue && value <= digest.quantile(1), name);
      const share = digest.cdf(value);
      assert(share >= lastShare && share >= i / 1000 - 1e-12 && share <= 1, name);
      // Just below the quantile less than p is reached: so where nothing jumps, cdf(quantile(p)) is p.
      if (i > 0) assert(digest.cdf(value - 1e-6 * Math.abs(value) - 1e-300) <= i / 1000 + 1e-12, `${name} ${i}`);
      [lastValue, lastShare] = [value, share];
    }
  }
  const continuous = digestOf(streamOf("normal"), 40);
  for (let i = 50; i <= 950; i++) {
    assertAllClose([continuous.cdf(continuous.quantile(i / 1000))], [i / 1000], { relative: 1e-9 });
  }
});
Deno.test("asking changes nothing", () => {
  const x = streamOf("lognormal");
  const [asked, left] = [new TDigest(), new TDigest()];
  for (const [i, value] of x.entries()) {
    asked.add(value);
    left.add(value);
    if (i % 150 === 0) assert(asked.cdf(asked.quantile(0.5)) >= 0.5 && asked.weight === i + 1);
  }
  assertEquals(asked.toJSON(), left.toJSON());
});
Deno.test("what is restored from the state goes on alike, bit for bit", () => {
  const x = streamOf("normal");
  const digest = digestOf(x.subarray(0, 7_777));
  const copy = TDigest.from(JSON.parse(JSON.stringify(digest)));
  for (const value of x.subarray(7_777)) {
    digest.add(value);
    copy.add(value);
  }
  assertEquals(copy.toJSON(), digest.toJSON());
  assertEquals(TDigest.from(new TDigest().toJSON()).weight, 0);
});
Deno.test("the largest and the smallest doubles do not overflow", () => {
  const digest = new TDigest({ compression: 20 });
  for (let i = 0; i < 1000; i++) digest.add((i % 2 === 0 ? 1 : -1) * (i % 3 === 0 ? Number.MAX_VALUE : 5e-324 * i));
  for (let p = 0; p <= 1; p += 0.01) assert(Number.isFinite(digest.quantile(p)));
  for (const x of [-1e308, -1e-300, -0, 0, 1e-323, 1e308]) assert(digest.cdf(x) > 0 && digest.cdf(x) < 1);
  assertEquals([digest.quantile(0), digest.quantile(1)], [-Number.MAX_VALUE, Number.MAX_VALUE]);
});
Deno.test("refusals, after which all is as before", () => {
  const digest = digestOf(Float64Array.of(1, 2, 3));
  const state: TDigestState = { compression: 100, means: [1, 2], weights: [1, 2], lows: [1, 1.5], highs: [1, 3] };
  const restored = (change: Partial<TDigestState>) => () => TDigest.from({ ...state, ...change });
  const refusals: [() => unknown, string][] = [
    [() => digest.add(NaN), "Cannot add to a t-digest: x must be a finite number: current value is NaN"],
    [() => digest.add(Infinity), "x must be a finite number"],
    [() => digest.add(1, 0), "weight must be a positive finite number: current value is 0"],
    [() => digest.add(1, -1), "weight must be a positive finite number"],
    [() => digest.quantile(1.01), "Cannot ask a t-digest: p must be a number from 0 to 1: current value is 1.01"],
    [() => digest.quantile(-0.01), "p must be a number from 0 to 1"],
    [() => digest.quantileBounds(NaN), "p must be a number from 0 to 1"],
    [() => digest.cdf(NaN), "x must be a finite number"],
    [() => new TDigest().quantile(0.5), "it must have at least one number: current value is 0"],
    [() => new TDigest().cdf(0), "it must have at least one number"],
    [() => new TDigest({ compression: 19 }), "compression must be at least 20: current value is 19"],
    [() => new TDigest({ compression: 99.5 }), "compression must be a positive integer"],
    [restored({ compression: 0 }), "compression must be a positive integer"],
    [restored({ weights: [1] }), "weights must have as many numbers as means: current value is 1 and 2"],
    [restored({ weights: [1, 0] }), "weights[1] must be a positive finite number"],
    [restored({ means: [1, NaN] }), "means[1] must be a finite number"],
    [restored({ means: [1, 0.5], lows: [1, 0] }), "means[1] must lie in [1, 3]: current value is 0.5"],
    [restored({ lows: [1, 2.5] }), "means[1] must lie in [2.5, 3]: current value is 2"],
    [restored({ highs: [1, 1.9] }), "means[1] must lie in [1.5, 1.9]: current value is 2"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(() => digest.add("1" as never), TypeError, "x must be a finite number");
  assertThrows(restored({ highs: undefined as never }), TypeError, "highs must be a list: current value is undefined");
  assertEquals([digest.weight, digest.quantile(1)], [3, 3]);
});
