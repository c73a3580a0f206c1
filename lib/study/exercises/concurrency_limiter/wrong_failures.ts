/**
 * Wrong answers about failures: right as long as all goes well.
 *
 * They travel to the child as text, one function each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";

type Tasks = (() => Promise<unknown>)[];
type RunLimited = (tasks: Tasks, maxConcurrency: number) => Promise<unknown[]>;

const answer = (runConcurrently: RunLimited): Answer => ({ given: { runConcurrently } });

/** Failures are logged and swallowed: their places stay empty. */
export const swallowsFailures: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length) {
        const place = next++;
        results[place] = await tasks[place]!().catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    return results;
  },
);

/** Another error in place of the task's. */
export const wrapsTheReason: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length) {
        const place = next++;
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          throw new Error(`Task ${place} failed: ${error}`);
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    return results;
  },
);

/** `Promise.all` over the workers: rejects with the first failure, and the other workers go on to the end of the queue. */
export const rejectsAtOnce: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length) {
        const place = next++;
        results[place] = await tasks[place]!();
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    return results;
  },
);

/** Every worker notes a failure and takes the next task. */
export const goesOnAfterFailure: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    const failures: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < tasks.length) {
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

/** The failure is looked for in the list of outcomes, from its front. */
export const firstByPlace: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const outcomes: PromiseSettledResult<unknown>[] = [];
    let hasFailed = false;
    let next = 0;
    const work = async () => {
      while (next < tasks.length && !hasFailed) {
        const place = next++;
        const [outcome] = await Promise.allSettled([tasks[place]!()]);
        hasFailed ||= outcome.status === "rejected";
        outcomes[place] = outcome;
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    return outcomes.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    });
  },
);

/** Counts with callbacks; a call that throws leaves through the callback, with its permit. */
export const throwLosesThePermit: Answer = answer(
  function runConcurrently(tasks, maxConcurrency) {
    return new Promise((resolve, reject) => {
      const results: unknown[] = [];
      let next = 0;
      let inFlight = 0;
      let failure: { reason: unknown } | undefined;
      const advance = () => {
        while (!failure && inFlight < maxConcurrency && next < tasks.length) {
          const place = next++;
          inFlight++;
          tasks[place]!().then((value) => {
            results[place] = value;
          }, (reason) => {
            failure ??= { reason };
          }).then(() => {
            inFlight--;
            advance();
          });
        }
        if (inFlight > 0) return;
        if (failure) reject(failure.reason);
        else resolve(results);
      };
      advance();
    });
  },
);

/** `if (failure)` takes a failure with the reason undefined for none. */
export const undefinedIsNoFailure: Answer = answer(
  async function runConcurrently(tasks, maxConcurrency) {
    const results: unknown[] = [];
    let failure: unknown;
    let next = 0;
    const work = async () => {
      while (next < tasks.length && !failure) {
        const place = next++;
        try {
          results[place] = await tasks[place]!();
        } catch (error) {
          failure ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: maxConcurrency }, work));
    if (failure) throw failure;
    return results;
  },
);
