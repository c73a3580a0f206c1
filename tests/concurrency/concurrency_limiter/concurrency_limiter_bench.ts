import { assert } from "@std/assert";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

/**
 * A run of a contestant in a process of its own, which also checks order and limit; the figure is its fastest of
 * several.
 */
function contestant(name: string, tasks: number): Contestant {
  const script = new URL("./limiter_contestant.ts", import.meta.url).pathname;
  const measure = () => {
    const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", script, name, String(tasks)],
      env: { NO_COLOR: "1" },
    }).outputSync();
    if (code !== 0) throw new Error(`${name} failed: ${new TextDecoder().decode(stderr)}`);
    return Number(new TextDecoder().decode(stdout));
  };
  return { name, prepare: () => measure };
}

interface RowOptions {
  readonly ours: string;
  readonly peers: readonly string[];
  readonly tasks: number;
  /** @default {1} */
  readonly target?: number;
}

function row(what: string, { ours, peers, tasks, target = 1 }: RowOptions): BenchRow {
  const [own, ...others] = [ours, ...peers].map((name) => contestant(name, tasks));
  return {
    row: `concurrency_limiter: ${what}, ${tasks.toLocaleString("en")} tasks, 100 in flight`,
    target,
    unit: "µs per task",
    rounds: 5,
    ours: own!,
    peers: others,
    check: () => assert(Number.isFinite(own!.prepare(0)())), // each process checks its own answers
  };
}

/** The semaphore's line is an array: `shift` makes it quadratic somewhere above 50,000 waiters. */
const PEERS = ["p-limit", "p-queue", "a semaphore, the naive floor"];

export const rows: BenchRow[] = [
  row("tasks handed in one by one", { ours: "ConcurrencyLimiter", peers: PEERS, tasks: 10_000 }),
  row("tasks handed in one by one", { ours: "ConcurrencyLimiter", peers: PEERS.slice(0, 2), tasks: 100_000 }),
  row("a whole array", { ours: "runConcurrently", peers: PEERS, tasks: 10_000 }),
  row("a whole array", { ours: "runConcurrently", peers: PEERS.slice(0, 2), tasks: 100_000 }),
  // No peer but the bottom: loops that only await. The rest is what cancelling siblings, telling the end of a task from
  // its outcome
  // and drawing from any source cost: a record and two callbacks a task.
  row("above bare workers", {
    ours: "runConcurrently",
    peers: ["100 workers, the naive floor"],
    tasks: 100_000,
    target: 0.2,
  }),
];
