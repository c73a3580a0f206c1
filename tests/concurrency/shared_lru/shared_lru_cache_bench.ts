import { assert } from "@std/assert";
import { type LruLoad, type LruRoute, prepareGame } from "@lib/study/experiments/thread_safe_lru/lru_load.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const LOAD = { threads: 2, keys: 100_000, capacity: 10_000, accesses: 40_000 };
const INTERLEAVED = "two threads meet in another order each time, so hits differ a little";

function contestant(name: string, route: LruRoute): Contestant {
  const play = (load: LruLoad) => {
    const game = prepareGame(load, route);
    return () => game().hits;
  };
  return { name, prepare: (round) => play({ ...LOAD, seed: round + 1 }), approximate: INTERLEAVED };
}

const ours = contestant("SharedLruCache, 16 shards", { by: "shared memory", shards: 16 });
/** One lock for all: the naive floor of sharding. */
const single = contestant("SharedLruCache, 1 shard", { by: "shared memory", shards: 1 });
const inTurn = contestant("LruCache in a Worker, one request at a time", { by: "messages", inFlight: 1, batch: 1 });
const pipelined = contestant("LruCache in a Worker, 64 requests in flight", { by: "messages", inFlight: 64, batch: 1 });
const batched = contestant("LruCache in a Worker, 64 accesses a message, 4 in flight", {
  ...{ by: "messages", inFlight: 4, batch: 64 },
});

/** All find as much: an answer that is fast because it misses would be none. */
function check(contestants: readonly Contestant[]): void {
  const hits = contestants.map(({ prepare }) => prepare(2 ** 20)() as number);
  for (const [at, { name }] of contestants.entries()) {
    assert(Math.abs(hits[at]! - hits[0]!) < 0.02 * hits[0]!, `hits of ${name}: ${hits[at]}, ours ${hits[0]}`);
  }
}

export const rows: BenchRow[] = [
  {
    row: "shared_lru_cache: 2 threads, Zipf 0.99, against one thread behind messages",
    target: 10,
    rounds: 9,
    ours,
    peers: [pipelined, inTurn],
    check: () => check([ours, pipelined, inTurn]),
  },
  {
    // A caller who can wait for 64 answers together pays for one message in 64: the strongest form that messages have.
    row: "shared_lru_cache: 2 threads, Zipf 0.99, against batches of 64 behind messages",
    target: 1,
    rounds: 9,
    ours,
    peers: [batched, single],
    check: () => check([ours, batched]),
  },
];
