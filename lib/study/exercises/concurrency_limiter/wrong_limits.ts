/**
 * Wrong answers about the limit itself: how many run, when the next starts, and when all is done.
 *
 * They travel to the child as text, one function each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";

type Tasks = (() => Promise<unknown>)[];
interface Options {
  signal?: AbortSignal;
  timeoutMs?: number;
}
type RunLimited = (tasks: Tasks, maxConcurrency: number, options?: Options) => Promise<unknown[]>;

const answer = (runConcurrently: RunLimited): Answer => ({ given: { runConcurrently } });

/** Results are put down as they come in. */
export const inCompletionOrder: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length) results.push(await tasks[next++]!());
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    return results;
  },
);

/** All start at once. */
export const noLimit: Answer = answer(
  async function runConcurrently(tasks) {
    return await Promise.all(tasks.map((task) => task()));
  },
);

/** One worker too many. */
export const oneTooMany: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length) {
        const place = next++;
        results[place] = await tasks[place]!();
      }
    };
    const workers: Promise<void>[] = [];
    for (let i = 0; i <= maxConcurrency; i++) workers.push(work());
    await Promise.all(workers);
    return results;
  },
);

/** A semaphore whose permit comes back where the task ends well and again in `finally`. */
export const releasesTwice: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    let free = maxConcurrency;
    const waiting: (() => void)[] = [];
    const acquire = async () => {
      if (free > 0) free--;
      else await new Promise<void>((wake) => waiting.push(wake));
    };
    const release = () => {
      const wake = waiting.shift();
      if (wake) wake();
      else free++;
    };
    return await Promise.all(tasks.map(async (task) => {
      await acquire();
      try {
        const result = await task();
        release();
        return result;
      } finally {
        release();
      }
    }));
  },
);

/** `Promise.all` over slices of n. */
export const chunks: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    for (let start = 0; start < tasks.length; start += maxConcurrency) {
      results.push(...await Promise.all(tasks.slice(start, start + maxConcurrency).map((task) => task())));
    }
    return results;
  },
);

/** Every worker has a share of its own: one behind a slow task waits while another has nothing to do. */
export const fixedShares: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    const work = async (_: unknown, worker: number) => {
      for (let place = worker; place < tasks.length; place += maxConcurrency) results[place] = await tasks[place]!();
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    return results;
  },
);

/** The length of a list with holes is taken for the number of results. */
export const countsHoles: Answer = answer(
  function runConcurrently(tasks, maxConcurrency) {
    return new Promise((resolve, reject) => {
      const results: unknown[] = [];
      let next = 0;
      const start = () => {
        if (next >= tasks.length) return;
        const place = next++;
        tasks[place]!().then((value) => {
          results[place] = value;
          if (results.length === tasks.length) resolve(results);
          else start();
        }, reject);
      };
      for (let i = 0; i < maxConcurrency; i++) start();
    });
  },
);

/** Settles where a task ends: without tasks nowhere. */
export const emptyNeverSettles: Answer = answer(
  function runConcurrently(tasks, maxConcurrency) {
    return new Promise((resolve, reject) => {
      const results: unknown[] = [];
      let next = 0;
      let ended = 0;
      const start = () => {
        if (next >= tasks.length) return;
        const place = next++;
        tasks[place]!().then((value) => {
          results[place] = value;
          if (++ended === tasks.length) resolve(results);
          else start();
        }, reject);
      };
      for (let i = 0; i < maxConcurrency; i++) start();
    });
  },
);

/** Right in all else, but the tasks are taken out of the caller's own array. */
export const emptiesTheArray: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal, timeoutMs } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    const onAbort = () => failures.push(signal!.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort);
    let place = 0;
    const work = async () => {
      while (tasks.length > 0 && failures.length === 0) {
        const own = place++;
        const timer = timeoutMs && setTimeout(() => failures.push(new Error("too long")), timeoutMs);
        try {
          results[own] = await tasks.shift()!();
        } catch (error) {
          failures.push(error);
        } finally {
          clearTimeout(timer);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    signal?.removeEventListener("abort", onAbort);
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** Right in all else, but each start is made from within the one before. */
export const startsByRecursion: Answer = answer(
  function runConcurrently(tasks, maxConcurrency, { signal, timeoutMs } = {}) {
    return new Promise((resolve, reject) => {
      const results: unknown[] = [];
      let next = 0;
      let inFlight = 0;
      let failure: { reason: unknown } | undefined;
      const fail = (reason: unknown) => {
        failure ??= { reason };
      };
      const advance = (): void => {
        if (!failure && inFlight < maxConcurrency && next < tasks.length) {
          const place = next++;
          inFlight++;
          const timer = timeoutMs && setTimeout(() => fail(new Error("too long")), timeoutMs);
          new Promise((settle) => settle(tasks[place]!())).then((value) => void (results[place] = value), fail).then(
            () => {
              clearTimeout(timer);
              inFlight--;
              advance();
            },
          );
          advance();
        } else if (inFlight === 0) {
          if (failure) reject(failure.reason);
          else resolve(results);
        }
      };
      if (signal?.aborted) fail(signal.reason);
      signal?.addEventListener("abort", () => fail(signal.reason));
      advance();
    });
  },
);
