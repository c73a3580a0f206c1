/**
 * The time limit of a task, with real timers, since the exercise hands in no clock.
 *
 * Nothing depends on how fast the machine is: a task either never ends before it is told to, or its own timer was set together with the
 * limit's and is the shorter one, and timers go off in the order of their hours.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { Given } from "./scene.ts";

/** What the first case plays. */
interface LateTask {
  readonly timeoutMs: number;
}

const SEEN = {
  started: "tasks a and b have been started, c waits",
  late: "c has not been started although a and b are late",
  waiting: "the promise is pending while a late task is in flight",
  end: "the promise has rejected when both have ended, and c has not been started",
};

const late: Case<Given, LateTask> = {
  name: "a task that takes longer than `timeoutMs` has failed, and is still waited for",
  misconception:
    "Promise.race with a timer ends the waiting, not the task: it is still in flight, its permit is not free, and the promise must not " +
    "settle before it has.",
  hints: [
    "The time is over and the task still runs. Is its permit free?",
    "A timer that goes off is a failure: write it down. What you wait for is still the task itself.",
    "const timer = setTimeout(() => failures.push(new Error()), timeoutMs); try { await task(); } finally { clearTimeout(timer); }",
  ],
  input: () => ({ timeoutMs: 15 }),
  show: ({ timeoutMs }) =>
    `runConcurrently([a, b, c], 2, { timeoutMs: ${timeoutMs} }), where a and b take several times as long`,
  async drive({ runConcurrently }, { timeoutMs }, child) {
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string) => () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    const { setTimeout, Promise } = globalThis;
    let state = "pending";
    runConcurrently([task("a"), task("b"), task("c")], 2, { timeoutMs }).then(
      () => state = "resolved",
      () => state = "rejected",
    );
    await child.settled();
    const look = () => `${started.join(" ")}: ${state}`;
    const seen = [look()];
    await new Promise((resolve) => setTimeout(resolve, 4 * timeoutMs));
    seen.push(look());
    ends[0]!();
    await child.settled();
    seen.push(look());
    ends[1]!();
    await child.settled();
    seen.push(look());
    return seen;
  },
  judge(_, evidence) {
    if (!Array.isArray(evidence) || evidence.length !== 4) {
      throw new TypeError(`Cannot judge a late task: four looks are needed: current value is ${shownValue(evidence)}`);
    }
    const right = ["a b: pending", "a b: pending", "a b: pending", "a b: rejected"];
    const wrong = right.findIndex((look, i) => look !== evidence[i]);
    if (wrong === -1) return undefined;
    const moment = ["at the beginning", "when both are late", "when a has ended", "when b has ended, too"][wrong]!;
    return {
      expected: Object.values(SEEN)[wrong]!,
      got: `${moment}: ${shownValue(evidence[wrong])} (tasks started: state of the promise)`,
    };
  },
};

/** What the second case plays. */
interface InTime {
  readonly timeoutMs: number;
  readonly eachMs: number;
  readonly count: number;
}

const inTime: Case<Given, InTime> = {
  name: "a task that ended in time can't be late afterwards",
  misconception:
    "The limit is one for each task, from its start. A timer that is never cleared, or one for the whole call, fails tasks that ended " +
    "long ago.",
  hints: [
    "Which timers of yours are still set when a task has ended well?",
    "Clear a task's timer when it ends, whatever its outcome.",
    "finally { clearTimeout(timer); }",
  ],
  input: () => ({ timeoutMs: 40, eachMs: 15, count: 5 }),
  show: ({ timeoutMs, eachMs, count }) =>
    `runConcurrently(${count} tasks of ${eachMs} ms, 1, { timeoutMs: ${timeoutMs} })`,
  async drive({ runConcurrently }, { timeoutMs, eachMs, count }) {
    const { setTimeout, Promise } = globalThis;
    const tasks = Array.from(
      { length: count },
      (_, n) => () => new Promise((resolve) => setTimeout(() => resolve(n), eachMs)),
    );
    const patience = new Promise((resolve) => setTimeout(() => resolve("still pending"), 1500));
    return await Promise.race([patience, runConcurrently(tasks, 1, { timeoutMs }).catch(() => "a rejection")]);
  },
  judge({ count }, evidence) {
    const expected = shownValue(Array.from({ length: count }, (_, n) => n));
    const got = shownValue(evidence);
    return got === expected ? undefined : { expected, got };
  },
};

/** In the order in which they teach. */
export const timeLimitCases: readonly Case<Given>[] = [late, inTime];
