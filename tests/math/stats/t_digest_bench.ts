/**
 * A million latencies into a t-digest, and its quantiles out of it, against the t-digest of npm and against keeping all
 * numbers.
 */
import { assert } from "@std/assert";
import { TDigest as NpmDigest } from "tdigest";
import { random } from "@lib/base/random.ts";
import { largestShare } from "@lib/math/stats/_centroids.ts";
import { ecdf } from "@lib/math/stats/ecdf.ts";
import { TDigest } from "@lib/math/stats/t_digest.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const COUNT = 1_000_000;
const SHARES = [0.5, 0.9, 0.99, 0.999];

let drawn: { readonly round: number; readonly latencies: Float64Array } | undefined;
function draw(round: number): Float64Array {
  if (drawn?.round === round) return drawn.latencies;
  const dice = random(round);
  drawn = { round, latencies: Float64Array.from({ length: COUNT }, () => 100 * Math.exp(dice.normal())) };
  return drawn.latencies;
}

function ask(latencies: Float64Array): number[] {
  const digest = new TDigest();
  for (let i = 0; i < latencies.length; i++) digest.add(latencies[i]!);
  return SHARES.map((p) => digest.quantile(p));
}
function askNpm(latencies: Float64Array): number[] {
  const digest = new NpmDigest();
  for (let i = 0; i < latencies.length; i++) digest.push(latencies[i]!);
  return SHARES.map((p) => digest.percentile(p) as number);
}
function keepAll(latencies: Float64Array): number[] {
  const kept: number[] = [];
  for (let i = 0; i < latencies.length; i++) kept.push(latencies[i]!);
  kept.sort((a, b) => a - b);
  return SHARES.map((p) => kept[Math.ceil(p * COUNT) - 1]!);
}

function contestant(name: string, work: (latencies: Float64Array) => number[], approximate?: string): Contestant {
  const prepare = (round: number) => ((latencies) => () => work(latencies))(draw(round));
  return { name, prepare, ...approximate === undefined ? {} : { approximate } };
}

/** A stream's quantiles. */
export const rows: BenchRow[] = [{
  row: "t-digest: a million numbers in, four quantiles out",
  target: 1,
  check() {
    const share = ecdf(draw(0));
    for (const work of [ask, askNpm, keepAll]) {
      for (const [i, value] of work(draw(0)).entries()) {
        assert(Math.abs(share(value) - SHARES[i]!) <= largestShare(SHARES[i]!, 200));
      }
    }
  },
  ours: contestant("TDigest", ask),
  peers: [
    contestant("tdigest", askNpm, "approximate: 760 clusters, ours 116"),
    contestant("naive floor: all kept and sorted", keepAll, "exact, with all numbers in memory"),
  ],
  rounds: 7,
}];
