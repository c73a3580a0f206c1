/**
 * The wrong answers of the exercise `thread-pool`: each is a right answer with one thing changed, and names the case
 * that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const pool = mistake("./right/one_task_a_thread.ts");
const noThreads = mistake("./wrong/no_threads.ts");

const BESIDE = "the caller goes on while a task runs";
const FAILURE = "a failure reaches its own task, and no other";
const WAIT = "shutdown with wait runs everything that was submitted";
const DEATH = "the task of a thread that dies fails, and the pool lives on";

const MAY_START = " && this.#jobs.size < this.#size";
const RUN = 'postMessage({ value: await (0, eval)("(" + source + ")")(...args) });';
const ANSWERED = "const job = this.#jobs.get(thread);\n      this.#jobs.set(thread, undefined);";
const CLOSED = "this.#isClosed = true;";
const DIED = "const job = this.#jobs.get(thread);\n      this.#jobs.delete(thread);";
const FRESH_THREADS: Edit = [
  ANSWERED,
  "const job = this.#jobs.get(thread);\n      thread.terminate();\n      this.#jobs.delete(thread);",
];
const IGNORES_DEATH: Edit = [DIED, `return;\n      ${DIED}`];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "calls the function in an async function": noThreads(BESIDE),
  "calls the function in a timer": noThreads(BESIDE, [
    "(async () => await fn(...args))()",
    "new Promise((resolve) => setTimeout(resolve, 0)).then(() => fn(...args))",
  ]),
  "one thread, whatever the size": pool("as many tasks run at once as there are threads", [
    MAY_START,
    " && this.#jobs.size < 1",
  ]),
  "a new thread whenever all are busy": pool("never do more tasks run at once than there are threads", [MAY_START, ""]),
  "a thread is thrown away after its task": pool("a thread is started once and used again", FRESH_THREADS),
  "answers go to the task that was sent first": pool(
    "each task gets its own result",
    ["#queue: Job[] = [];", "#queue: Job[] = [];\n  #sent: Job[] = [];"],
    ["this.#jobs.set(thread, job);", "this.#jobs.set(thread, job);\n      this.#sent.push(job);"],
    [ANSWERED, "const job = this.#sent.shift();\n      this.#jobs.set(thread, undefined);"],
  ),
  "failures without a reason": pool(FAILURE, [
    "} catch (error) {\n        postMessage({ error });",
    "} catch {\n        postMessage({ error: undefined });",
  ]),
  "asynchronous failures are dropped": pool(FAILURE, [
    RUN,
    'Promise.resolve((0, eval)("(" + source + ")")(...args)).then((value) => postMessage({ value }), () => {});',
  ]),
  "cancel rejects, the task stays in the queue": pool("a cancelled task never runs", [
    "      this.#queue.splice(place, 1);\n",
    "",
  ]),
  "cancel is always true": pool("a task that has begun can't be cancelled", [
    "if (place === -1) return false;\n      this.#queue.splice(place, 1);",
    "if (place !== -1) this.#queue.splice(place, 1);",
  ]),
  "shutdown terminates at once": pool(WAIT, [
    CLOSED,
    `${CLOSED}\n    for (const thread of this.#jobs.keys()) thread.terminate();\n    if (this.#isClosed) return;`,
  ]),
  "shutdown empties the queue": pool(WAIT, [CLOSED, `${CLOSED}\n    this.#queue.length = 0;`]),
  "shutdown resolves before the work is done": pool(WAIT, ["if (options.wait ?? true) await done;", "void done;"]),
  "submit after shutdown starts a thread": pool("after shutdown nothing is accepted", [
    'if (this.#isClosed) throw new Error("The pool has been shut down");',
    "",
  ]),
  "shutdown forgets the threads": pool("shutdown ends the threads", [
    "    for (const thread of this.#jobs.keys()) thread.terminate();\n",
    "",
  ]),
  "the error event is swallowed": pool(DEATH, IGNORES_DEATH),
  "a dead thread is given the next task": pool(DEATH, [
    "this.#jobs.delete(thread);\n      thread.terminate();",
    "this.#jobs.set(thread, undefined);",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "Workers and a queue": answer("./right/one_task_a_thread.ts", IGNORES_DEATH),
};

/** Right, and as simple as can be: what a pool saves is what this one pays. */
export const naive: NaiveAnswer = {
  what: "a new thread for each task",
  answer: answer("./right/one_task_a_thread.ts", FRESH_THREADS),
};
