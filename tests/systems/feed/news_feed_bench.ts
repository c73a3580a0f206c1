import { assert, assertEquals } from "@std/assert";
import { Worker } from "node:worker_threads";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";
import type { Kind, Task } from "./feed_bench_worker.ts";

/** Started with the first task; the process does not wait for it. */
let worker: Worker | undefined;

/** Does a task in the Worker and waits: the time in milliseconds, and a sum over all that was read. */
function ask(task: Pick<Task, "kind" | "reads" | "posts" | "seed">): { ms: number; sum: number } {
  worker ??= new Worker(new URL("./feed_bench_worker.ts", import.meta.url));
  worker.unref();
  const answer = new Float64Array(new SharedArrayBuffer(16));
  const bell = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage({ ...task, answer, bell });
  Atomics.wait(bell, 0, 0, 600_000);
  const [ms, sum] = answer as unknown as [number, number];
  assert(Atomics.load(bell, 0) === 1 && Number.isFinite(ms), `the task failed: ${JSON.stringify(task)}`);
  return { ms, sum };
}

/** Seeds of checks are far from those of rounds. */
const CHECK_SEED = 2 ** 32;
const KINDS: readonly Kind[] = ["hybrid", "pull", "push"];

interface Load {
  readonly what: string;
  readonly reads: number;
  readonly posts: number;
}

const LOADS: readonly Load[] = [
  { what: "20,000 pages of 20", reads: 20_000, posts: 0 },
  { what: "500 posts with all their copies", reads: 0, posts: 500 },
  { what: "50 pages to a post", reads: 15_000, posts: 300 },
];

/** The round's own time of each kind: the same work in the same state, whoever is asked first. */
function timesOf({ reads, posts }: Load) {
  let held: { round: number; ms: Record<Kind, number> } | undefined;
  return (round: number) => {
    if (held?.round !== round) {
      const order = round % 2 === 0 ? KINDS : KINDS.toReversed();
      const results = order.map((kind) => [kind, ask({ kind, reads, posts, seed: 10 + round })] as const);
      const [first, ...others] = results.map(([, { sum }]) => sum);
      for (const sum of others) assertEquals(sum, first, "the feeds must give equal answers");
      held = { round, ms: Object.fromEntries(results.map(([kind, { ms }]) => [kind, ms])) as Record<Kind, number> };
    }
    return held.ms;
  };
}

/**
 * The feeds are each other's peers: nothing else does this. The hybrid must never be worse than the worse of the two it
 * is made of; how it stands to each of them is told, and no target.
 */
function rowsOf(load: Load): BenchRow[] {
  const { what, reads, posts } = load;
  const times = timesOf(load);
  const calls = reads + posts;
  const contestant = (name: string, ms: (of: Record<Kind, number>) => number): Contestant => ({
    name,
    prepare: (round) => {
      const figure = 1000 * ms(times(round)) / calls;
      return () => figure;
    },
  });
  const check = () => {
    const sums = KINDS.map((kind) => ask({ kind, reads: 500, posts: 10, seed: CHECK_SEED }).sum);
    assertEquals(sums, sums.map(() => sums[0]), "the feeds must give equal answers");
  };
  const row = (against: string, peers: readonly Contestant[], target: number): BenchRow => ({
    row: `news_feed: ${what}, 100,000 people: hybrid against ${against}`,
    target,
    unit: "µs per call",
    rounds: 5,
    check,
    ours: contestant("HybridFeed", ({ hybrid }) => hybrid),
    peers,
  });
  return [
    row("the worse of pull and push", [contestant("the worse", ({ pull, push }) => Math.max(pull, push))], 1),
    row("each", [contestant("PullFeed", ({ pull }) => pull), contestant("PushFeed", ({ push }) => push)], 0),
  ];
}

export const rows: BenchRow[] = LOADS.flatMap(rowsOf);
