/**
 * The answers of the exercise `concurrency-limiter`: the stub, four right ones that differ in kind, and the wrong ones, each with the
 * case that must be the first to catch it.
 *
 * @module
 */
import type { Answer, Answers, WrongAnswer } from "../suite.ts";
import type { RunLimited } from "./exercise.ts";
import * as aborts from "./wrong_aborts.ts";
import * as failures from "./wrong_failures.ts";
import * as limits from "./wrong_limits.ts";

const right = (file: string): Answer => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const runConcurrently: RunLimited = function runConcurrently() {
  throw new Error("Not written yet");
};

const wrong: Readonly<Record<string, WrongAnswer>> = {
  "results as they come in": { by: "results come in the order of the tasks", answer: limits.inCompletionOrder },
  "no limit": { by: "never more than `maxConcurrency` tasks are in flight", answer: limits.noLimit },
  "one too many": { by: "never more than `maxConcurrency` tasks are in flight", answer: limits.oneTooMany },
  "a permit given back twice": {
    by: "never more than `maxConcurrency` tasks are in flight",
    answer: limits.releasesTwice,
  },
  "chunks of n": { by: "the next task starts when any other ends", answer: limits.chunks },
  "a fixed share for each worker": { by: "the next task starts when any other ends", answer: limits.fixedShares },
  "the length of a list with holes": { by: "it resolves when every task is done", answer: limits.countsHoles },
  "no tasks, no answer": { by: "no tasks give no results", answer: limits.emptyNeverSettles },
  "failures swallowed": {
    by: "the promise rejects with the very reason of the task",
    answer: failures.swallowsFailures,
  },
  "another error thrown": {
    by: "the promise rejects with the very reason of the task",
    answer: failures.wrapsTheReason,
  },
  "Promise.all rejects before the others have settled": {
    by: "the promise rejects when every started task has settled",
    answer: failures.rejectsAtOnce,
  },
  "goes on after a failure": {
    by: "after a failure no further task starts",
    answer: failures.goesOnAfterFailure,
  },
  "the first failure by place": {
    by: "the first failure in time is the one that counts",
    answer: failures.firstByPlace,
  },
  "a throw takes the permit along": {
    by: "a task that throws when it is called fails like one that rejects",
    answer: failures.throwLosesThePermit,
  },
  "undefined is no failure": {
    by: "a failure may have the reason undefined",
    answer: failures.undefinedIsNoFailure,
  },
  "does not hear of an earlier abort": {
    by: "a signal that is aborted already starts nothing",
    answer: aborts.deafToEarlierAborts,
  },
  "abort not noticed in the queue": {
    by: "an abort keeps waiting tasks from starting, and waits for those that run",
    answer: aborts.looksAtTheSignalOnce,
  },
  "abort rejects at once": {
    by: "an abort keeps waiting tasks from starting, and waits for those that run",
    answer: aborts.abortDoesNotWait,
  },
  "tasks.shift()": { by: "the caller's array stays as it is", answer: limits.emptiesTheArray },
  "no time limit": {
    by: "a task that takes longer than `timeoutMs` has failed, and is still waited for",
    answer: aborts.ignoresTime,
  },
  "a race that forgets the task": {
    by: "a task that takes longer than `timeoutMs` has failed, and is still waited for",
    answer: aborts.raceForgetsTheTask,
  },
  "timers that stay set": {
    by: "a task that ended in time can't be late afterwards",
    answer: aborts.timersStaySet,
  },
  "one timer for the whole call": {
    by: "a task that ended in time can't be late afterwards",
    answer: aborts.oneTimerForAll,
  },
  "an abort hides an earlier failure": {
    by: "any mix of ends, failures and aborts goes as it must",
    answer: aborts.abortHidesTheFailure,
  },
  "starts by recursion": { by: "20,000 tasks may start at once", answer: limits.startsByRecursion },
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { runConcurrently } },
  right: {
    "the library's, behind the exercise's name": right("library.ts"),
    "workers with one counter": right("workers.ts"),
    "counting with callbacks": right("counting.ts"),
    "a semaphore": right("semaphore.ts"),
  },
  wrong,
  ours: right("library.ts"),
  naive: { what: "a semaphore", answer: right("semaphore.ts") },
};
