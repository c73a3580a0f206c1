/**
 * The wrong answers of the exercise `concurrency-limiter`: each is a right answer with one thing changed, and names the
 * case that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const workers = mistake("./right/workers.ts");
const counting = mistake("./right/counting.ts");

const LIMIT = "never more than `maxConcurrency` tasks are in flight";
const NEXT = "the next task starts when any other ends";
const REASON = "the promise rejects with the task's own reason";
const ABORT = "after an abort no task starts, and running tasks are awaited";
const LATE = "a task that exceeds `timeoutMs` has failed, and is still awaited";
const IN_TIME = "a task that ended in time can't be late afterwards";

/** Of the workers. */
const RESULTS = "const results = new Array<Result>(tasks.length);";
const WORK =
  "const work = async () => {\n    while (next < tasks.length && failures.length === 0) {\n      const place = next++;";
const WORKERS = "Math.min(maxConcurrency, tasks.length)";
const ALL = `await Promise.all(Array.from({ length: ${WORKERS} }, work));`;
const TIMER = "const timer = timeoutMs && setTimeout(fail, timeoutMs, new Error(`Task ${place} took too long`));";
const RESULT = "results[place] = await tasks[place]!();";
const FAILED = "        fail(error);";
const CLEARED = "        clearTimeout(timer);\n";
const LISTEN = '  signal?.addEventListener("abort", onAbort);\n';
const THROW = "if (failures.length > 0) throw failures[0];";
const UNDEFINED: Edit = [THROW, "if (failures[0]) throw failures[0];"];
/** Of the counting. */
const START = "while (!failure && inFlight < maxConcurrency && next < tasks.length) start(next++);";
const IN_FLIGHT = "if (inFlight > 0) return;";
const CALL = "new Promise<Result>((settle) => settle(tasks[place]!())) // a task that throws rejects this promise";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "results as they come in": workers(
    "results come in the order of the tasks",
    [RESULTS, "const results: Result[] = [];"],
    [RESULT, "results.push(await tasks[place]!());"],
  ),
  "no limit": workers(LIMIT, [WORKERS, "tasks.length"]),
  "one too many": workers(LIMIT, [WORKERS, "Math.min(maxConcurrency + 1, tasks.length)"]),
  "a permit given back twice": mistake("./right/semaphore.ts")(LIMIT, [
    "return await task();",
    "const result = await task();\n      permits.release();\n      return result;",
  ]),
  "the length of a list with holes": counting("it resolves when every task is done", [
    IN_FLIGHT,
    "if (inFlight > 0 && results.length < tasks.length) return;",
  ]),
  "chunks of n": workers(
    NEXT,
    [WORK, WORK.replace("while (", "if (")],
    [ALL, `while (next < tasks.length && failures.length === 0) ${ALL}`],
  ),
  "a fixed share for each worker": workers(NEXT, [
    WORK,
    `const work = async (_: unknown, worker: number) => {
    for (let place = worker; place < tasks.length && failures.length === 0; place += maxConcurrency) {`,
  ]),
  "no tasks, no answer": counting("no tasks give no results", [
    IN_FLIGHT,
    "if (inFlight > 0 || tasks.length === 0) return;",
  ]),
  "failures swallowed": workers(REASON, [FAILED, "        void error;"]),
  "another error thrown": workers(REASON, [FAILED, "        fail(new Error(`Task ${place} failed: ${error}`));"]),
  "Promise.all rejects before the others have settled": workers(
    "the promise rejects when every started task has settled",
    [
      FAILED,
      "        throw error;",
    ],
  ),
  "goes on after a failure": workers("after a failure no further task starts", [
    WORK,
    WORK.replace(" && failures.length === 0", ""),
  ]),
  "the first failure by index": workers(
    "the failure that happens first is reported",
    [FAILED, "        failures[place] = error;"],
    [THROW, "if (failures.length > 0) throw failures.find((_, at) => at in failures);"],
  ),
  "a throw takes the permit along": counting("a task that throws when it is called fails like one that rejects", [
    CALL,
    "tasks[place]!()",
  ]),
  "does not hear of an earlier abort": workers("a signal that is already aborted starts nothing", [
    "  if (signal?.aborted) onAbort();\n",
    "",
  ]),
  "abort not noticed in the queue": workers(ABORT, [LISTEN, ""]),
  "abort rejects at once": counting(ABORT, [
    "fail(signal!.reason);\n      advance();",
    "fail(signal!.reason);\n      reject(signal!.reason);",
  ]),
  "tasks.shift()": workers(
    "the caller's array stays as it is",
    [WORK, WORK.replace("next < tasks.length", "tasks.length > 0")],
    [RESULT, "results[place] = await tasks.shift()!();"],
  ),
  "no time limit": workers(LATE, [TIMER, "const timer = undefined;"]),
  "a race that forgets the task": workers(
    LATE,
    [
      TIMER,
      `let timer: number | undefined;
      const late = new Promise<never>((_, reject) => {
        if (timeoutMs) timer = setTimeout(reject, timeoutMs, new Error("too long"));
      });`,
    ],
    [RESULT, "results[place] = await Promise.race([tasks[place]!(), late]);"],
  ),
  "timers that stay set": workers(IN_TIME, [CLEARED, "        void timer;\n"]),
  "one timer for the whole call": workers(
    IN_TIME,
    [TIMER, ""],
    [CLEARED, ""],
    [
      "  let next = 0;\n",
      '  const timer = timeoutMs && setTimeout(fail, timeoutMs, new Error("too long"));\n  let next = 0;\n',
    ],
    [ALL, `${ALL}\n  clearTimeout(timer);`],
  ),
  "an abort hides an earlier failure": workers("any mix of ends, failures and aborts goes as it must", [
    THROW,
    `signal?.throwIfAborted();\n  ${THROW}`,
  ]),
  "undefined is no failure": workers("a failure may have the reason undefined", UNDEFINED),
  "starts by recursion": counting("20,000 tasks may start at once", [
    START,
    `${
      START.replace("while", "if").replace(
        "start(next++);",
        `{
        start(next++);
        advance();
        return;
      }`,
      )
    }`,
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "workers with one counter": answer("./right/workers.ts", UNDEFINED),
  "counting with callbacks": answer("./right/counting.ts"),
};

/** Right, and as simple as can be. */
export const naive: NaiveAnswer = { what: "a semaphore", answer: answer("./right/semaphore.ts") };
