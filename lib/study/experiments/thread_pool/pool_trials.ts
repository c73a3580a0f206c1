/**
 * Trials of a thread pool: work of a known size, bursts of it, and records of who ran what and when.
 *
 * The functions that run in threads are exports of this module, to be named with `moduleTask`. Their times are read
 * from the machine's clock, which all threads share.
 *
 * Not here on purpose: benchmarks (they need rivals and rounds), plots.
 *
 * @module
 */
import { threadId } from "node:worker_threads";
import { checkPositiveInteger } from "../../../base/argument.ts";
import { type ModuleTask, moduleTask, type ThreadPool } from "../../../concurrency/thread_pool/thread_pool.ts";

/** What a task of a trial says of itself. Times are in milliseconds since 1970. */
export interface TrialRun {
  /** Number of the thread. */
  readonly thread: number;
  /** When it began. */
  readonly beginMs: number;
  /** When it ended. */
  readonly endMs: number;
}

const nowMs = () => performance.timeOrigin + performance.now();

/** Computes for `steps` steps, some nanoseconds each; the result keeps it from being optimised away. */
export function compute(steps: number): number {
  let value = 1;
  for (let step = 0; step < steps; step++) value = (Math.imul(value, 48_271) + step) | 0;
  return value;
}

/** {@linkcode compute}, with a record of where and when. */
export function recordedCompute(steps: number): TrialRun {
  const beginMs = nowMs();
  compute(steps);
  return { thread: threadId, beginMs, endMs: nowMs() };
}

/** Ends its thread. */
export function crash(): never {
  Deno.exit(1);
}

/** {@linkcode compute} for a pool. */
export const computeTask: ModuleTask<[number], number> = moduleTask<typeof compute>(import.meta.url, "compute");
/** {@linkcode recordedCompute} for a pool. */
export const recordedTask: ModuleTask<[number], TrialRun> = moduleTask<typeof recordedCompute>(
  import.meta.url,
  "recordedCompute",
);
/** {@linkcode crash} for a pool. */
export const dyingTask: ModuleTask<[], never> = moduleTask<typeof crash>(import.meta.url, "crash");

/** Milliseconds until `work` is done for each number below `count`, all begun at once. */
export async function millisecondsFor(count: number, work: (n: number) => unknown): Promise<number> {
  checkPositiveInteger(count, { action: "time tasks", argument: "count" });
  const beginMs = nowMs();
  await Promise.all(Array.from({ length: count }, (_, n) => work(n)));
  return nowMs() - beginMs;
}

/** Milliseconds that each of `count` runs of `work` took, one after the other. */
export async function roundTripsMs(count: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  checkPositiveInteger(count, { action: "time round trips", argument: "count" });
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const beginMs = nowMs();
    await work(n);
    times.push(nowMs() - beginMs);
  }
  return times;
}

/** What a burst did to a pool. */
export interface BurstRecord {
  /** Tasks that waited in the pool, after each arrival. */
  readonly waiting: readonly number[];
  /** Milliseconds from its arrival to its result, for each task that was taken. */
  readonly latenciesMs: readonly number[];
  /** Tasks that the pool refused. */
  readonly refused: number;
}

/**
 * Lets `arrivals` tasks of `steps` steps arrive, faster than the pool can work; with `wait`, the producer waits for
 * room instead of being refused.
 */
export async function burst(
  pool: ThreadPool,
  { arrivals, steps, wait }: { arrivals: number; steps: number; wait: boolean },
): Promise<BurstRecord> {
  const waiting: number[] = [];
  const latenciesMs: number[] = [];
  const settled: Promise<void>[] = [];
  let refused = 0;
  for (let n = 0; n < arrivals; n++) {
    const future = wait ? await pool.enqueue(computeTask, steps) : pool.submit(computeTask, steps);
    const arrivedMs = nowMs();
    waiting.push(pool.waiting);
    if (future.state === "refused") refused++;
    settled.push(future.result().then(() => void latenciesMs.push(nowMs() - arrivedMs), () => {}));
    if (n % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 0)); // the producer has other work, too
  }
  await Promise.all(settled);
  return { waiting, latenciesMs, refused };
}

/** The records of `count` tasks, of which number `deathAt` ends its thread and so leaves none. */
export async function recordWithDeath(
  pool: ThreadPool,
  { count, steps, deathAt }: { count: number; steps: number; deathAt: number },
): Promise<{ readonly runs: readonly TrialRun[]; readonly deaths: readonly string[] }> {
  const futures = Array.from(
    { length: count },
    (_, n) => n === deathAt ? pool.submit(dyingTask) : pool.submit(recordedTask, steps),
  );
  const ends = await Promise.allSettled(futures.map((one) => one.result() as Promise<TrialRun>));
  return {
    runs: ends.flatMap((end) => end.status === "fulfilled" ? [end.value] : []),
    deaths: ends.flatMap((end) => end.status === "rejected" ? [(end.reason as Error).name] : []),
  };
}
