/**
 * Wrong answers about aborts and time limits: right as long as nobody gives up.
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

/** Listens for an abort, and does not hear of one that has been. */
export const deafToEarlierAborts: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    signal?.addEventListener("abort", () => failures.push(signal.reason), { once: true });
    let next = 0;
    const work = async () => {
      while (next < tasks.length && failures.length === 0) {
        const place = next++;
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** Looks at the signal at the beginning, and never again: those in the queue do not notice. */
export const looksAtTheSignalOnce: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal } = {}) {
    signal?.throwIfAborted();
    const results: unknown[] = [];
    const failures: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length && failures.length === 0) {
        const place = next++;
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** Rejects in the moment of the abort, with tasks in flight. */
export const abortDoesNotWait: Answer = answer(
  function runConcurrently(tasks, maxConcurrency, { signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const results: unknown[] = [];
      const failures: unknown[] = [];
      signal?.addEventListener("abort", () => {
        failures.push(signal.reason);
        reject(signal.reason);
      });
      let next = 0;
      const work = async () => {
        while (next < tasks.length && failures.length === 0) {
          const place = next++;
          try {
            results[place] = await tasks[place]!();
          } catch (error) {
            failures.push(error);
          }
        }
      };
      Promise.all(Array.from({ length: maxConcurrency }, work)).then(() => {
        if (failures.length > 0) reject(failures[0]);
        else resolve(results);
      });
    });
  },
);

/** No time limit at all. */
export const ignoresTime: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener("abort", () => failures.push(signal.reason));
    let next = 0;
    const work = async () => {
      while (next < tasks.length && failures.length === 0) {
        const place = next++;
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** `Promise.race` with a timer: who is late counts as gone, although it is still in flight. */
export const raceForgetsTheTask: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal, timeoutMs } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener("abort", () => failures.push(signal.reason));
    let next = 0;
    const limited = (task: () => Promise<unknown>) => {
      if (timeoutMs === undefined) return task();
      let timer: ReturnType<typeof setTimeout>;
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error("too long")), timeoutMs);
      });
      return Promise.race([task(), late]).finally(() => clearTimeout(timer));
    };
    const work = async () => {
      while (next < tasks.length && failures.length === 0) {
        const place = next++;
        try {
          results[place] = await limited(tasks[place]!);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** A timer for each task, which nobody clears. */
export const timersStaySet: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal, timeoutMs } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener("abort", () => failures.push(signal.reason));
    let next = 0;
    const work = async () => {
      while (next < tasks.length && failures.length === 0) {
        const place = next++;
        if (timeoutMs !== undefined) setTimeout(() => failures.push(new Error("too long")), timeoutMs);
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** One timer for the whole call. */
export const oneTimerForAll: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal, timeoutMs } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener("abort", () => failures.push(signal.reason));
    const timer = timeoutMs && setTimeout(() => failures.push(new Error("too long")), timeoutMs);
    let next = 0;
    const work = async () => {
      while (next < tasks.length && failures.length === 0) {
        const place = next++;
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    clearTimeout(timer);
    if (failures.length > 0) throw failures[0];
    return results;
  },
);

/** The signal is asked last, and hides a failure that came before its abort. */
export const abortHidesTheFailure: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency, { signal, timeoutMs } = {}) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length && failures.length === 0 && !signal?.aborted) {
        const place = next++;
        const timer = timeoutMs && setTimeout(() => failures.push(new Error("too long")), timeoutMs);
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failures.push(error);
        } finally {
          clearTimeout(timer);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    signal?.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    return results;
  },
);
