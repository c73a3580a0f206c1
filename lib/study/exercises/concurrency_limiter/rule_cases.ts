/**
 * The rules of a limiter, one case each, in scenes small enough to be followed with a pencil.
 *
 * @module
 */
import type { Case, HintLadder } from "../suite.ts";
import {
  type Ending,
  evidenceOf,
  type Given,
  judgeScenes,
  play,
  type Scene,
  type SceneTask,
  showScene,
} from "./scene.ts";

const task = (ms: number, ends: Ending = "value"): SceneTask => ({ ms, ends });
const throws = task(0, "throw");

function sceneCase(
  name: string,
  spec: { misconception: string; hints: HintLadder; scenes: readonly Scene[] },
): Case<Given, readonly Scene[]> {
  const { misconception, hints, scenes } = spec;
  return {
    name,
    misconception,
    hints,
    input: () => scenes,
    show: (scenes, throughStep = 0) => showScene(scenes[throughStep]!),
    drive: play,
    judge: judgeScenes,
  };
}

const order = sceneCase("results come in the order of the tasks", {
  misconception: "Results were put down as they came in: the caller can't tell any more which belongs to which task.",
  hints: [
    "Which task does the first element of your result belong to?",
    "Keep the place of a task when you start it, and store its result there.",
    "const place = next++; results[place] = await tasks[place]();",
  ],
  scenes: [{ limit: 3, tasks: [task(20), task(10), task(30)] }],
});

const limit = sceneCase("never more than `maxConcurrency` tasks are in flight", {
  misconception:
    "More tasks were started than may be: none was held back, the comparison is off by one, or a permit was given back twice.",
  hints: [
    "Count up where a task starts and down where it ends. What does the count reach?",
    "A task may start while fewer than maxConcurrency are in flight; each end makes room for exactly one.",
    "while (inFlight < maxConcurrency && next < tasks.length) start(next++);",
  ],
  scenes: [{ limit: 2, tasks: Array.from({ length: 8 }, () => task(10)) }],
});

const allDone = sceneCase("it resolves when every task is done", {
  misconception:
    "`results.length` is the highest place that was written plus one, not the number of results: when the last task is quick, the " +
    "promise resolves with holes.",
  hints: [
    "Let the last task be the quickest. When does your promise resolve?",
    "Count the tasks that have ended, or wait for all workers.",
    "ended++; if (ended === tasks.length) resolve(results);",
  ],
  scenes: [{ limit: 3, tasks: [task(20), task(30), task(10)] }],
});

const noIdling = sceneCase("the next task starts when any other ends", {
  misconception:
    "Chunks of n wait for the slowest of each chunk, and lanes of their own wait behind their own tasks, while permits are free.",
  hints: [
    "One task is slow and one is quick: what does the quick one's permit do afterwards?",
    "There is one queue for all: whoever ends takes the next task from it, whatever the others do.",
    "const work = async () => { while (next < tasks.length) { const place = next++; results[place] = await tasks[place](); } };",
  ],
  scenes: [{ limit: 2, tasks: [task(50), task(10), task(10), task(10), task(10)] }],
});

const none = sceneCase("no tasks give no results", {
  misconception: "The promise is settled where a task ends; without tasks nothing ends, and the caller waits for ever.",
  hints: [
    "Who resolves your promise if the array is empty?",
    "Ask whether all is done also before the first task has ended.",
    "const advance = () => { startWhatMayStart(); if (inFlight === 0) resolve(results); }; advance();",
  ],
  scenes: [{ limit: 2, tasks: [] }],
});

const reason = sceneCase("the promise rejects with the very reason of the task", {
  misconception:
    "The failure was swallowed, or another error was put in its place: the caller can't find out what happened.",
  hints: [
    "What does the caller catch when the only task fails?",
    "Keep what was thrown and throw the same thing.",
    "catch (error) { failures.push(error); } … throw failures[0];",
  ],
  scenes: [{ limit: 2, tasks: [task(10, "failure")] }],
});

const siblings = sceneCase("the promise rejects when every started task has settled", {
  misconception:
    "Promise.all rejects with the first failure and leaves the others running: work goes on behind the caller's back, while it " +
    "already cleans up or tries again.",
  hints: [
    "A task fails while another runs. Who is in flight when your promise rejects?",
    "Write the failure down instead of throwing it, let every worker come home, and reject then.",
    "await Promise.all(workers); if (failures.length > 0) throw failures[0]; — with workers that catch",
  ],
  scenes: [{ limit: 2, tasks: [task(10, "failure"), task(20)] }],
});

const stops = sceneCase("after a failure no further task starts", {
  misconception:
    "The failure was noted, but the queue was not stopped: the remaining tasks run although nobody wants their results.",
  hints: [
    "A task fails, others are waiting. Which line of yours keeps them from starting?",
    "Ask for a failure each time before a task is started.",
    "while (next < tasks.length && failures.length === 0)",
  ],
  scenes: [{ limit: 2, tasks: [task(10, "failure"), task(20), task(10), task(10)] }],
});

const first = sceneCase("the first failure in time is the one that counts", {
  misconception:
    "Looking for a failure in the list of outcomes finds the one of the first task, not the one that came first: what is reported may " +
    "be a consequence, not the cause.",
  hints: [
    "Two tasks fail, the second one earlier. Which failure does the caller get?",
    "Write down a failure when it happens, and only if there was none before.",
    "failure ??= { reason: error };",
  ],
  scenes: [{ limit: 3, tasks: [task(20, "failure"), task(10, "failure"), task(30)] }],
});

const throwing = sceneCase("a task that throws when it is called fails like one that rejects", {
  misconception:
    "`task().then(…)` never reaches `then` if the call itself throws: the error leaves by another way, and the permit is not given back.",
  hints: [
    "A task is a function: what if the call throws before there is a promise?",
    "Call the task where a throw becomes a rejection: inside an async function, or inside a promise's executor.",
    "try { results[place] = await tasks[place](); } catch (error) { failures.push(error); }",
  ],
  scenes: [
    { limit: 2, tasks: [task(10), throws, task(10)] },
    { limit: 2, tasks: [task(10), task(20), throws, task(10)] },
  ],
});

const undefinedReason = sceneCase("a failure may have the reason undefined", {
  misconception: "`if (error)` asks what was thrown, not whether something was: `Promise.reject()` passes for success.",
  hints: [
    "What does your variable hold before any failure, and what after Promise.reject()?",
    "Whether there was a failure needs a place of its own beside the reason.",
    "failure ??= { reason: error }; … if (failure) throw failure.reason;",
  ],
  scenes: [{ limit: 1, tasks: [task(10, "undefined"), task(10)] }],
});

const abortedBefore = sceneCase("a signal that is aborted already starts nothing", {
  misconception: "The event `abort` comes once: who begins to listen after that hears nothing.",
  hints: [
    "What does an AbortSignal tell a listener that comes too late?",
    "Look at signal.aborted before the first task, besides listening.",
    "if (signal?.aborted) failures.push(signal.reason);",
  ],
  scenes: [{ limit: 2, tasks: [task(10), task(10)], abortAtMs: 0 }],
});

const aborted = sceneCase("an abort keeps waiting tasks from starting, and waits for those that run", {
  misconception:
    "The signal was looked at once, at the beginning; or the promise was rejected on the spot, with tasks still in flight.",
  hints: [
    "The signal aborts while two tasks run and a third waits. What becomes of each?",
    "An abort is a failure like any other, whose reason is the signal's: nothing starts after it, everything started is waited for.",
    'signal?.addEventListener("abort", () => failures.push(signal.reason));',
  ],
  scenes: [{ limit: 2, tasks: [task(10), task(20), task(10)], abortAtMs: 5 }],
});

/** Only whether the array is as long as before. */
const untouched: Case<Given, readonly Scene[]> = {
  ...sceneCase("the caller's array stays as it is", {
    misconception: "`tasks.shift()` takes the tasks out of the caller's own array, and moves all others each time.",
    hints: [
      "What is left in the array that was handed in?",
      "Walk over it with a counter instead of taking tasks out.",
      "tasks[next++]",
    ],
    scenes: [{ limit: 2, tasks: [task(10), task(10), task(10)] }],
  }),
  judge(scenes, evidence) {
    const { kept } = evidenceOf(scenes, evidence)[0]!;
    const { length } = scenes[0]!.tasks;
    return kept === length ? undefined : { expected: `${length} tasks in the array afterwards`, got: String(kept) };
  },
};

/** In the order in which they teach. */
export const ruleCases: readonly Case<Given>[] = [
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
  undefinedReason,
  abortedBefore,
  aborted,
  untouched,
];
