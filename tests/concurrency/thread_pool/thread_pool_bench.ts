import { assert } from "@std/assert";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

/** A run of a contestant in a process of its own, so that no rival's threads stand in its way. */
function contestant(name: string, { way, tasks }: { way: "sequential" | "pipelined"; tasks: number }): Contestant {
  return { name, prepare: () => () => measure(name, { way, tasks }) };
}

function measure(name: string, { way, tasks }: { way: string; tasks: number }): number {
  const script = new URL("./thread_pool_contestant.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, name, way, String(tasks)],
    env: { NO_COLOR: "1" },
  }).outputSync();
  if (code !== 0) throw new Error(`${name} failed: ${new TextDecoder().decode(stderr)}`);
  return Number(new TextDecoder().decode(stdout));
}

function row(way: "sequential" | "pipelined", tasks: number): BenchRow {
  const floor = "a new Worker for each task";
  return {
    row: `thread_pool: ${way === "sequential" ? "sequential round trip" : "pipelined"}, 2 threads`,
    target: 1,
    unit: "µs per task",
    rounds: 5,
    ours: contestant("ThreadPool", { way, tasks }),
    peers: [
      contestant("piscina", { way, tasks }),
      contestant(floor, { way, tasks: 4 }),
    ],
    // Each run checks every result; here that all of them run at all.
    check: () => assert(["ThreadPool", "piscina", floor].every((name) => measure(name, { way, tasks: 20 }) > 0)),
  };
}

export const rows: BenchRow[] = [row("sequential", 3000), row("pipelined", 5000)];
