/**
 * What makes threads of a pool: that tasks run beside the caller and beside each other, on as many threads as were asked
 * for, and that each result finds its task.
 *
 * What runs at once is seen through shared memory: tasks wait for each other in `Atomics.wait`, for a moment, and say
 * whether they were woken.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import { evidenceOf, type Given, shownEnd, unlessEqual } from "./pool_driver.ts";

const callerGoesOn: Case<Given> = {
  name: "the caller goes on while a task runs",
  misconception:
    "A promise is not a thread: a function that computes blocks whoever calls it, however many promises and timers are " +
    "wrapped around it. Only a Worker runs beside the caller.",
  hints: [
    "Where does the function run: who would wait if it were an endless loop?",
    "A Worker shares no variables with you. Send it the function's source, String(fn), and its arguments.",
    '`onmessage = async ({ data: { source, args } }) => postMessage(await (0, eval)("(" + source + ")")(...args))` as a data: URL',
  ],
  input: () => 21,
  show: () => "submit(a task that sleeps until its caller wakes it); the caller wakes it",
  async drive({ ThreadPool }, input) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const words = new Int32Array(new SharedArrayBuffer(8));
    const pool = new ThreadPool(1);
    const task = (words: Int32Array, n: number) => {
      Atomics.store(words, 0, 1);
      const woken = Atomics.wait(words, 1, 0, 1000);
      return [woken, 2 * n];
    };
    const future = pool.submit(task, words, input);
    const startMs = performance.now();
    while (Atomics.load(words, 0) === 0 && performance.now() - startMs < 1200) await late(1);
    Atomics.store(words, 1, 1);
    Atomics.notify(words, 1);
    const end = await Promise.race([
      future.result().then(
        (value) => ({ end: "result", value }),
        (error) => ({ end: "failure", message: String(error?.message) }),
      ),
      late(1500).then(() => ({ end: "none" })),
    ]);
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { end };
  },
  judge(input, evidence) {
    const { end } = evidenceOf(evidence);
    const [woken, doubled] = (end as { value?: unknown })?.value as [unknown, unknown] ?? [];
    if (woken === "timed-out") {
      return {
        expected: "the task is woken by its caller, who goes on after submit",
        got: "the caller stood still until the task gave up waiting",
      };
    }
    const expected = { end: "result", value: [woken === "not-equal" ? woken : "ok", 2 * (input as number)] };
    return unlessEqual("result()", { got: end, expected, show: shownEnd }) ??
      (doubled === 2 * (input as number)
        ? undefined
        : { expected: `${2 * (input as number)}`, got: shownValue(doubled) });
  },
};

const atOnce: Case<Given> = {
  name: "as many tasks run at once as there are threads",
  misconception: "One Worker runs one task after the other, however fast they are sent. A pool of three needs three.",
  hints: [
    "How many Workers does your pool start?",
    "Keep a list of them; a task goes to one that has nothing to do, and if all are busy and there are fewer than size, a new one starts.",
    "if (free === undefined && this.#threads.size < this.#size) free = this.#start();",
  ],
  input: () => 3,
  show: (size) => `new ThreadPool(${size}); ${size} tasks, each of which waits until all have begun`,
  async drive({ ThreadPool }, size) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const words = new Int32Array(new SharedArrayBuffer(4));
    const pool = new ThreadPool(size as number);
    const meet = (words: Int32Array, size: number) => {
      Atomics.add(words, 0, 1);
      Atomics.notify(words, 0);
      const startMs = Date.now();
      for (let now = Atomics.load(words, 0); now < size; now = Atomics.load(words, 0)) {
        if (Date.now() - startMs > 1500) return false;
        Atomics.wait(words, 0, now, 100);
      }
      return true;
    };
    const results = [];
    for (let n = 0; n < (size as number); n++) {
      results.push(pool.submit(meet, words, size).result().catch(() => "failed"));
    }
    const met = await Promise.race([Promise.all(results), late(1700).then(() => [])]);
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { met };
  },
  judge(size, evidence) {
    const { met } = evidenceOf(evidence);
    const all = Array(size as number).fill(true);
    if (shownValue(met) === shownValue(all)) return undefined;
    return { expected: `all ${size} tasks meet`, got: `met: ${shownValue(met)}` };
  },
};

const neverMore: Case<Given> = {
  name: "never do more tasks run at once than there are threads",
  misconception:
    "A new Worker for each task is no pool: a burst of a thousand tasks would start a thousand threads. Tasks that find no " +
    "free thread wait in a queue.",
  hints: [
    "What happens to the third task of a pool of two, while two run?",
    "Put it into a queue. When a thread reports a result, it gets the first task of the queue.",
    "thread.onmessage = (event) => { settle(job, event.data); job = this.#queue.shift(); if (job) send(thread, job); };",
  ],
  input: () => 2,
  show: (size) => `new ThreadPool(${size}); 8 tasks that count how many run at once`,
  async drive({ ThreadPool }, size) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const words = new Int32Array(new SharedArrayBuffer(12)); // running, begun, one too many
    const pool = new ThreadPool(size as number);
    const count = (words: Int32Array, size: number) => {
      const now = Atomics.add(words, 0, 1) + 1;
      if (now > size) Atomics.store(words, 2, 1);
      if (now > size) Atomics.notify(words, 2);
      if (Atomics.add(words, 1, 1) < size) Atomics.wait(words, 2, 0, 400); // the first ones wait for one too many
      Atomics.sub(words, 0, 1);
      return now;
    };
    const results = [];
    for (let n = 0; n < 8; n++) results.push(pool.submit(count, words, size as number).result());
    const running = await Promise.race([Promise.all(results), late(1500).then(() => [])]);
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { running };
  },
  judge(size, evidence) {
    const { running } = evidenceOf(evidence);
    const counts = Array.isArray(running) ? running as number[] : [];
    if (counts.length === 8 && counts.every((count) => count >= 1 && count <= (size as number))) return undefined;
    return {
      expected: `8 results, each between 1 and ${size} tasks at once`,
      got: counts.length === 8 ? `${Math.max(...counts)} tasks at once` : "no results",
    };
  },
};

const usedAgain: Case<Given> = {
  name: "a thread is started once and used again",
  misconception:
    "Starting a thread costs thousands of times what a task costs that is sent to a running one. A pool pays it once for each thread.",
  hints: [
    "What do you do with a Worker when its task is done?",
    "Leave it running and mark it free; do not terminate it before shutdown.",
    "this.#jobs.set(thread, undefined); this.#dispatch();",
  ],
  input: () => 4,
  show: (tasks) =>
    `new ThreadPool(1); ${tasks} tasks, one after the other, that count their calls in a global of their thread`,
  async drive({ ThreadPool }, tasks) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const pool = new ThreadPool(1);
    const count = () => {
      const scope = globalThis as unknown as { calls?: number };
      return scope.calls = (scope.calls ?? 0) + 1;
    };
    const calls: unknown[] = [];
    const run = async () => {
      for (let n = 0; n < (tasks as number); n++) calls.push(await pool.submit(count).result());
    };
    await Promise.race([run(), late(1500)]);
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { calls };
  },
  judge(tasks, evidence) {
    const expected = Array.from({ length: tasks as number }, (_, n) => n + 1);
    return unlessEqual("calls counted", { got: evidenceOf(evidence).calls, expected });
  },
};

const ownResult: Case<Given> = {
  name: "each task gets its own result",
  misconception: "Results come back in the order in which tasks end, not in the order in which they were submitted.",
  hints: [
    "Two threads run tasks of different length. Whose result comes first?",
    "Remember for each thread which task it runs, or give every task a number that comes back with its result.",
    "const job = this.#jobs.get(thread); // set when the task was sent to this thread",
  ],
  input: (random) => Array.from({ length: 12 }, (_, n) => n < 2 ? 60 - 50 * n : random.integer(15)),
  show: (pauses) => `new ThreadPool(2); tasks that sleep ${(pauses as number[]).join(", ")} ms and return their number`,
  async drive({ ThreadPool }, pauses) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const pool = new ThreadPool(2);
    const words = new Int32Array(new SharedArrayBuffer(4));
    const nap = (words: Int32Array, ms: number, n: number) => {
      Atomics.wait(words, 0, 0, ms);
      return { n, list: [n, `task ${n}`] };
    };
    const list = pauses as number[];
    const futures = [];
    for (let n = 0; n < list.length; n++) futures.push(pool.submit(nap, words, list[n], n));
    const all = Promise.all(futures.map((future) => future.result()));
    const results = await Promise.race([all, late(1500).then(() => [])]);
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { results };
  },
  judge(pauses, evidence) {
    const expected = (pauses as number[]).map((_, n) => ({ n, list: [n, `task ${n}`] }));
    const { results } = evidenceOf(evidence);
    const got = Array.isArray(results) ? results : [];
    for (const [n, one] of expected.entries()) {
      const failure = unlessEqual(`result of task ${n}`, { got: got[n], expected: one });
      if (failure) return failure;
    }
  },
};

/** In the order in which they teach. */
export const threadCases: readonly Case<Given>[] = [callerGoesOn, atOnce, neverMore, usedAgain, ownResult];
