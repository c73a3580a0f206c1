/**
 * The cases of the exercise `concurrency-limiter`: first what a limit is, then what a failure does, then signals and
 * time, in scripts small enough to be followed with a pencil; then random scripts; last what a senior engineer adds.
 *
 * The time limit is tried with real timers, since the exercise hands in no clock.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { ConcurrencyLimiterGiven } from "./exercise.ts";
import { type Ending, evidenceOf, isAmbiguous, judgeAll, play, type Script, type ScriptTask, show } from "./script.ts";

const task = (ms: number, ends: Ending = "value"): ScriptTask => ({ ms, ends });
const throws = task(0, "throw");

function rule(
  name: string,
  spec: { misconception: string; hints: HintLadder; stretch?: boolean; scripts: readonly Script[] },
): Case<ConcurrencyLimiterGiven, readonly Script[]> {
  const { scripts, ...texts } = spec;
  return {
    name,
    ...texts,
    input: () => scripts,
    show: (scripts, throughStep = 0) => show(scripts[throughStep]!),
    drive: play,
    judge: judgeAll,
  };
}

const order = rule("results come in the order of the tasks", {
  misconception: "Results were stored in order of completion: the caller can't tell which belongs to which task.",
  hints: [
    "Which task does the first element of your result belong to?",
    "Keep the index of a task when you start it, and store its result there.",
    "const place = next++; results[place] = await tasks[place]();",
  ],
  scripts: [{ limit: 3, tasks: [task(20), task(10), task(30)] }],
});

const limit = rule("never more than `maxConcurrency` tasks are in flight", {
  misconception:
    "Too many tasks were started: none was held back, the comparison is off by one, or a permit was returned twice.",
  hints: [
    "Count up when a task starts and down when it ends. How high does the count get?",
    "A task may start while fewer than maxConcurrency are in flight; each end makes room for exactly one.",
    "while (inFlight < maxConcurrency && next < tasks.length) start(next++);",
  ],
  scripts: [{ limit: 2, tasks: Array.from({ length: 8 }, () => task(10)) }],
});

const allDone = rule("it resolves when every task is done", {
  misconception:
    "`results.length` is the highest place that was written plus one, not the number of results: when the last task is quick, the " +
    "promise resolves with holes.",
  hints: [
    "Let the last task be the quickest. When does your promise resolve?",
    "Count the tasks that have ended, or wait for all workers.",
    "ended++; if (ended === tasks.length) resolve(results);",
  ],
  scripts: [{ limit: 3, tasks: [task(20), task(30), task(10)] }],
});

const noIdling = rule("the next task starts when any other ends", {
  misconception:
    "Chunks of n wait for their slowest task, and fixed lanes wait behind their own tasks, while permits are free.",
  hints: [
    "One task is slow and one is quick: what does the quick one's permit do afterwards?",
    "All workers share one queue: a worker that finishes takes the next task, no matter what the others do.",
    "const work = async () => { while (next < tasks.length) { const place = next++; results[place] = await tasks[place](); } };",
  ],
  scripts: [{ limit: 2, tasks: [task(50), task(10), task(10), task(10), task(10)] }],
});

const none = rule("no tasks give no results", {
  misconception: "The promise is settled where a task ends; without tasks none ends, and the caller waits forever.",
  hints: [
    "Which line resolves your promise if the array is empty?",
    "Also check whether all tasks are done before the first one starts.",
    "const advance = () => { startWhatMayStart(); if (inFlight === 0) resolve(results); }; advance();",
  ],
  scripts: [{ limit: 2, tasks: [] }],
});

const reason = rule("the promise rejects with the task's own reason", {
  misconception: "The failure was swallowed or replaced by another error: the caller can't find out what happened.",
  hints: [
    "What does the caller catch when the only task fails?",
    "Keep what was thrown and throw the same thing.",
    "catch (error) { failures.push(error); } … throw failures[0];",
  ],
  scripts: [{ limit: 2, tasks: [task(10, "failure")] }],
});

const siblings = rule("the promise rejects when every started task has settled", {
  misconception:
    "Promise.all rejects with the first failure and leaves the others running: work goes on behind the caller's back, while it " +
    "already cleans up or tries again.",
  hints: [
    "A task fails while another runs. What is still running when your promise rejects?",
    "Record the failure instead of throwing it, let every worker finish, then reject.",
    "await Promise.all(workers); if (failures.length > 0) throw failures[0]; — with workers that catch",
  ],
  scripts: [{ limit: 2, tasks: [task(10, "failure"), task(20)] }],
});

const stops = rule("after a failure no further task starts", {
  misconception:
    "The failure was noted, but the queue was not stopped: the remaining tasks run although their results are no longer needed.",
  hints: [
    "A task fails, others are waiting. Which line of yours keeps them from starting?",
    "Check for a failure before you start each task.",
    "while (next < tasks.length && failures.length === 0)",
  ],
  scripts: [{ limit: 2, tasks: [task(10, "failure"), task(20), task(10), task(10)] }],
});

const first = rule("the failure that happens first is reported", {
  misconception:
    "Searching the list of outcomes finds the failure with the lowest index, not the earliest one: you may report " +
    "a consequence instead of the cause.",
  hints: [
    "Two tasks fail, the second one earlier. Which failure does the caller get?",
    "Record a failure when it happens, and only if there was none before.",
    "failure ??= { reason: error };",
  ],
  scripts: [{ limit: 3, tasks: [task(20, "failure"), task(10, "failure"), task(30)] }],
});

const throwing = rule("a task that throws when it is called fails like one that rejects", {
  misconception:
    "`task().then(…)` never reaches `then` if the call itself throws: the error bypasses your handler, and the permit is never returned.",
  hints: [
    "A task is a function: what if the call throws before there is a promise?",
    "Call the task where a throw becomes a rejection: inside an async function, or inside a promise's executor.",
    "try { results[place] = await tasks[place](); } catch (error) { failures.push(error); }",
  ],
  scripts: [
    { limit: 2, tasks: [task(10), throws, task(10)] },
    { limit: 2, tasks: [task(10), task(20), throws, task(10)] },
  ],
});

const undefinedReason = rule("a failure may have the reason undefined", {
  stretch: true,
  misconception: "`if (error)` tests what was thrown, not whether anything was: `Promise.reject()` looks like success.",
  hints: [
    "What does your variable hold before any failure, and what after Promise.reject()?",
    "Store whether there was a failure separately from its reason.",
    "failure ??= { reason: error }; … if (failure) throw failure.reason;",
  ],
  scripts: [{ limit: 1, tasks: [task(10, "undefined"), task(10)] }],
});

const abortedBefore = rule("a signal that is already aborted starts nothing", {
  misconception: "The `abort` event fires once: a listener added later hears nothing.",
  hints: [
    "What does an AbortSignal tell a listener that comes too late?",
    "Check signal.aborted before the first task, and listen as well.",
    "if (signal?.aborted) failures.push(signal.reason);",
  ],
  scripts: [{ limit: 2, tasks: [task(10), task(10)], abortAtMs: 0 }],
});

const aborted = rule("after an abort no task starts, and running tasks are awaited", {
  misconception:
    "The signal was checked only at the start, or the promise rejected at once, with tasks still in flight.",
  hints: [
    "The signal aborts while two tasks run and a third waits. What happens to each?",
    "An abort is a failure like any other, with the signal's reason: nothing starts after it, and running tasks are awaited.",
    'signal?.addEventListener("abort", () => failures.push(signal.reason));',
  ],
  scripts: [{ limit: 2, tasks: [task(10), task(20), task(10)], abortAtMs: 5 }],
});

/** Only whether the array is as long as before. */
const untouched: Case<ConcurrencyLimiterGiven, readonly Script[]> = {
  ...rule("the caller's array stays as it is", {
    misconception: "`tasks.shift()` removes tasks from the caller's own array, and moves all the others each time.",
    hints: [
      "What is left in the array that was handed in?",
      "Walk over it with a counter instead of taking tasks out.",
      "tasks[next++]",
    ],
    scripts: [{ limit: 2, tasks: [task(10), task(10), task(10)] }],
  }),
  judge(scripts, evidence) {
    const { kept } = evidenceOf(scripts, evidence)[0]!;
    const { length } = scripts[0]!.tasks;
    return kept === length ? undefined : { expected: `${length} tasks in the array afterwards`, got: String(kept) };
  },
};

/**
 * Nothing depends on how fast the machine is: a task never ends before it is told to, or its timer was set with the
 * limit's.
 */
interface LateTask {
  readonly timeoutMs: number;
}

const SEEN = {
  started: "tasks a and b have been started, c waits",
  late: "c has not been started although a and b are late",
  waiting: "the promise is pending while a late task is in flight",
  end: "the promise has rejected when both have ended, and c has not been started",
};

const late: Case<ConcurrencyLimiterGiven, LateTask> = {
  name: "a task that exceeds `timeoutMs` has failed, and is still awaited",
  misconception:
    "Promise.race with a timer ends the wait, not the task: it is still in flight, its permit is not free, and the promise " +
    "must not settle before it does.",
  hints: [
    "The time is up and the task still runs. Is its permit free?",
    "A timer that fires is a failure: record it. You still wait for the task itself.",
    "const timer = setTimeout(() => failures.push(new Error()), timeoutMs); try { await task(); } finally { clearTimeout(timer); }",
  ],
  input: () => ({ timeoutMs: 15 }),
  show: ({ timeoutMs }) =>
    `runLimited([a, b, c], 2, { timeoutMs: ${timeoutMs} }), where a and b take several times as long`,
  async drive({ runLimited }, { timeoutMs }, child) {
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string) => () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    const { setTimeout, Promise } = globalThis;
    let state = "pending";
    runLimited([task("a"), task("b"), task("c")], 2, { timeoutMs }).then(
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

const inTime: Case<ConcurrencyLimiterGiven, InTime> = {
  name: "a task that ended in time can't be late afterwards",
  misconception:
    "Each task has its own limit, counted from its start. A timer that is never cleared, or one for the whole call, fails tasks that ended " +
    "long ago.",
  hints: [
    "Which of your timers are still set when a task has succeeded?",
    "Clear a task's timer when it ends, whatever its outcome.",
    "finally { clearTimeout(timer); }",
  ],
  input: () => ({ timeoutMs: 40, eachMs: 15, count: 5 }),
  show: ({ timeoutMs, eachMs, count }) => `runLimited(${count} tasks of ${eachMs} ms, 1, { timeoutMs: ${timeoutMs} })`,
  async drive({ runLimited }, { timeoutMs, eachMs, count }) {
    const { setTimeout, Promise } = globalThis;
    const tasks = Array.from(
      { length: count },
      (_, n) => () => new Promise((resolve) => setTimeout(() => resolve(n), eachMs)),
    );
    const patience = new Promise((resolve) => setTimeout(() => resolve("still pending"), 1500));
    return await Promise.race([patience, runLimited(tasks, 1, { timeoutMs }).catch(() => "a rejection")]);
  },
  judge({ count }, evidence) {
    const expected = shownValue(Array.from({ length: count }, (_, n) => n));
    const got = shownValue(evidence);
    return got === expected ? undefined : { expected, got };
  },
};

/** Shortest scripts first; all are played on one clock. */
const mixed: Case<ConcurrencyLimiterGiven, readonly Script[]> = {
  name: "any mix of ends, failures and aborts goes as it must",
  misconception:
    "Each rule works alone, but not in this mix. Often a later event hides the first failure, such as an abort after a failure or a " +
    "failure after an abort.",
  hints: [
    "Follow the script below on paper, moment by moment.",
    "Keep one variable for the reason, set by whichever comes first: task, signal or timer.",
    "const fail = (reason) => { failure ??= { reason }; }; — used by all three",
  ],
  input: (random) => Array.from({ length: 60 }, (_, i) => randomScript(random, 2 + Math.floor(i / 10))),
  show: (scripts, throughStep) =>
    throughStep === undefined ? `${scripts.length} random scripts` : show(scripts[throughStep]!),
  drive: play,
  judge: judgeAll,
};

/** A script of so many tasks in which no right answer has a choice. */
function randomScript(random: Random, length: number): Script {
  const ending = (): ScriptTask["ends"] => {
    const dice = random.integer(12);
    return dice === 0 ? "throw" : dice < 4 ? "failure" : "value";
  };
  for (;;) {
    const tasks = Array.from({ length }, (): ScriptTask => ({ ms: 1 + random.integer(25), ends: ending() }));
    const abort = random.next() < 0.5 ? { abortAtMs: 1 + random.integer(25) } : {};
    const script = { limit: 1 + random.integer(3), tasks, ...abort };
    if (!isAmbiguous(script)) return script;
  }
}

/** As many tasks as may run: all must be started from one place. */
const manyTasks: Case<ConcurrencyLimiterGiven, number> = {
  name: "20,000 tasks may start at once",
  stretch: true,
  misconception:
    "A function that starts one task and calls itself for the next uses a stack frame for each: after about ten thousand the stack overflows.",
  hints: [
    "How deep is your stack when the 10,000th task starts?",
    "Starting is a loop: while there is room and there are tasks, start one.",
    "while (inFlight < maxConcurrency && next < tasks.length) start(next++);",
  ],
  input: () => 20_000,
  show: (count) => `runLimited(${count} tasks, ${count})`,
  async drive({ runLimited }, count) {
    const tasks = Array.from({ length: count }, (_, n) => () => Promise.resolve(n));
    try {
      const results = await runLimited(tasks, count);
      let inOrder = 0;
      while (results[inOrder] === inOrder) inOrder++;
      return inOrder;
    } catch (error) {
      return String(error);
    }
  },
  judge: (count, evidence) =>
    evidence === count ? undefined : {
      expected: `${count} results`,
      got: typeof evidence === "number" ? `${evidence} results in order` : shownValue(evidence),
    },
};

/** Most instructive first. */
export const cases = [
  order,
  limit,
  allDone,
  noIdling,
  none,
  reason,
  siblings,
  stops,
  first,
  throwing,
  abortedBefore,
  aborted,
  untouched,
  late,
  inTime,
  mixed,
  undefinedReason,
  manyTasks,
] as readonly Case<ConcurrencyLimiterGiven>[];

/** What is measured after a pass. */
export const cost: Cost<ConcurrencyLimiterGiven, number, number> = {
  time: {
    what: "10,000 tasks that are done at once, 10 in flight",
    input: () => 10_000,
    run: async ({ runLimited }, count) => {
      const tasks = Array.from({ length: count }, (_, n) => () => Promise.resolve(n));
      return (await runLimited(tasks, 10)).length;
    },
  },
  memory: {
    what: "5,000 tasks that wait behind one that never ends",
    input: () => 5000,
    build({ runLimited }, count) {
      const tasks = Array.from({ length: count }, () => () => new Promise(() => {}));
      return [tasks, runLimited(tasks, 1)];
    },
  },
};
