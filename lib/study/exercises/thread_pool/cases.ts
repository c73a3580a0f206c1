/**
 * The cases of the exercise `thread-pool`: first that there are threads at all, then how many, then whose result is
 * whose, and last how tasks and pools end other than by a result.
 *
 * What runs at once is seen through shared memory: tasks wait for each other in `Atomics.wait`, for a moment, and say
 * whether they were woken.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, Failure } from "../suite.ts";
import type { ThreadPoolGiven } from "./exercise.ts";

type Pool = InstanceType<ThreadPoolGiven["ThreadPool"]>;

/** Runs in the child. */
function late(ms: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs in the child: how a task ended, within `ms`. */
function endOf(future: { result(): Promise<unknown> }, ms = 1500): Promise<unknown> {
  const ended = future.result().then(
    (value) => ({ end: "result", value }),
    (error) => ({ end: "failure", message: String(error?.message) }),
  );
  return Promise.race([ended, late(ms).then(() => ({ end: "none" }))]);
}

/** Runs in the child: ends a pool without waiting for it. */
function close(pool: Pool): void {
  Promise.resolve(pool.shutdown()).catch(() => {});
}

const HELPERS = { late, endOf, close };

/**
 * The evidence as a record.
 * @throws {TypeError} If it is anything else.
 */
function evidenceOf(evidence: unknown): Readonly<Record<string, unknown>> {
  if (typeof evidence === "object" && evidence !== null && !Array.isArray(evidence)) {
    return evidence as Readonly<Record<string, unknown>>;
  }
  throw new TypeError(`Cannot judge a pool: a record is needed: current value is ${shownValue(evidence)}`);
}

/** `result`, `failure` or `none`. */
function kindOf(end: unknown): unknown {
  return (end as { end?: unknown } | undefined)?.end;
}

/** An end in words. */
function shownEnd(end: unknown): string {
  const { end: kind, value, message } = typeof end === "object" && end !== null ? end as Record<string, unknown> : {};
  if (kind === "result") return `the result ${shownValue(value)}`;
  if (kind === "failure") return `a failure: ${shownValue(message)}`;
  return kind === "none" ? "nothing within 1.5 seconds" : shownValue(end);
}

/** One thing that must be as expected: both sides in words, or `undefined` if it is. */
function unlessEqual(
  name: string,
  { got, expected, show = shownValue }: { got: unknown; expected: unknown; show?: (value: unknown) => string },
): Failure | undefined {
  const [left, right] = [show(got), show(expected)];
  return left === right ? undefined : { expected: `${name}: ${right}`, got: `${name}: ${left}` };
}

const callerGoesOn: Case<ThreadPoolGiven, number> = {
  name: "the caller goes on while a task runs",
  misconception:
    "A promise is not a thread: a function that computes blocks its caller, no matter how many promises and timers are " +
    "wrapped around it. Only a Worker runs beside the caller.",
  hints: [
    "Where does the function run: who would wait if it were an endless loop?",
    "A Worker shares no variables with you. Send it the function's source, String(fn), and its arguments.",
    '`onmessage = async ({ data: { source, args } }) => postMessage(await (0, eval)("(" + source + ")")(...args))` as a data: URL',
  ],
  input: () => 21,
  show: () => "submit(a task that sleeps until its caller wakes it); the caller wakes it",
  uses: HELPERS,
  async drive({ ThreadPool }, input) {
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
    const end = await endOf(future);
    close(pool);
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
    const expected = { end: "result", value: [woken === "not-equal" ? woken : "ok", 2 * input] };
    return unlessEqual("result()", { got: end, expected, show: shownEnd }) ??
      (doubled === 2 * input ? undefined : { expected: `${2 * input}`, got: shownValue(doubled) });
  },
};

const atOnce: Case<ThreadPoolGiven, number> = {
  name: "as many tasks run at once as there are threads",
  misconception: "One Worker runs one task after the other, however fast they are sent. A pool of three needs three.",
  hints: [
    "How many Workers does your pool start?",
    "Keep a list of them; a task goes to one that has nothing to do, and if all are busy and there are fewer than size, a new one starts.",
    "if (free === undefined && this.#threads.size < this.#size) free = this.#start();",
  ],
  input: () => 3,
  show: (size) => `new ThreadPool(${size}); ${size} tasks, each of which waits until all have begun`,
  uses: HELPERS,
  async drive({ ThreadPool }, size) {
    const words = new Int32Array(new SharedArrayBuffer(4));
    const pool = new ThreadPool(size);
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
    for (let n = 0; n < size; n++) {
      results.push(pool.submit(meet, words, size).result().catch(() => "failed"));
    }
    const met = await Promise.race([Promise.all(results), late(1700).then(() => [])]);
    close(pool);
    return { met };
  },
  judge(size, evidence) {
    const { met } = evidenceOf(evidence);
    const all = Array(size).fill(true);
    if (shownValue(met) === shownValue(all)) return undefined;
    return { expected: `all ${size} tasks meet`, got: `met: ${shownValue(met)}` };
  },
};

const neverMore: Case<ThreadPoolGiven, number> = {
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
  uses: HELPERS,
  async drive({ ThreadPool }, size) {
    const words = new Int32Array(new SharedArrayBuffer(12)); // running, begun, one too many
    const pool = new ThreadPool(size);
    const count = (words: Int32Array, size: number) => {
      const now = Atomics.add(words, 0, 1) + 1;
      if (now > size) Atomics.store(words, 2, 1);
      if (now > size) Atomics.notify(words, 2);
      if (Atomics.add(words, 1, 1) < size) Atomics.wait(words, 2, 0, 400); // the first ones wait for one too many
      Atomics.sub(words, 0, 1);
      return now;
    };
    const results = [];
    for (let n = 0; n < 8; n++) results.push(pool.submit(count, words, size).result());
    const running = await Promise.race([Promise.all(results), late(1500).then(() => [])]);
    close(pool);
    return { running };
  },
  judge(size, evidence) {
    const { running } = evidenceOf(evidence);
    const counts = Array.isArray(running) ? running as number[] : [];
    if (counts.length === 8 && counts.every((count) => count >= 1 && count <= size)) return undefined;
    return {
      expected: `8 results, each between 1 and ${size} tasks at once`,
      got: counts.length === 8 ? `${Math.max(...counts)} tasks at once` : "no results",
    };
  },
};

const usedAgain: Case<ThreadPoolGiven, number> = {
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
  uses: HELPERS,
  async drive({ ThreadPool }, tasks) {
    const pool = new ThreadPool(1);
    const count = () => {
      const scope = globalThis as unknown as { calls?: number };
      return scope.calls = (scope.calls ?? 0) + 1;
    };
    const calls: unknown[] = [];
    const run = async () => {
      for (let n = 0; n < tasks; n++) calls.push(await pool.submit(count).result());
    };
    await Promise.race([run(), late(1500)]);
    close(pool);
    return { calls };
  },
  judge(tasks, evidence) {
    const expected = Array.from({ length: tasks }, (_, n) => n + 1);
    return unlessEqual("calls counted", { got: evidenceOf(evidence).calls, expected });
  },
};

const ownResult: Case<ThreadPoolGiven, readonly number[]> = {
  name: "each task gets its own result",
  misconception: "Results come back in the order in which tasks end, not in the order in which they were submitted.",
  hints: [
    "Two threads run tasks of different length. Whose result comes first?",
    "Remember for each thread which task it runs, or give every task a number that comes back with its result.",
    "const job = this.#jobs.get(thread); // set when the task was sent to this thread",
  ],
  input: (random) => Array.from({ length: 12 }, (_, n) => n < 2 ? 60 - 50 * n : random.integer(15)),
  show: (pauses) => `new ThreadPool(2); tasks that sleep ${pauses.join(", ")} ms and return their number`,
  uses: HELPERS,
  async drive({ ThreadPool }, pauses) {
    const pool = new ThreadPool(2);
    const words = new Int32Array(new SharedArrayBuffer(4));
    const nap = (words: Int32Array, ms: number, n: number) => {
      Atomics.wait(words, 0, 0, ms);
      return { n, list: [n, `task ${n}`] };
    };
    const futures = [];
    for (let n = 0; n < pauses.length; n++) futures.push(pool.submit(nap, words, pauses[n]!, n));
    const all = Promise.all(futures.map((future) => future.result()));
    const results = await Promise.race([all, late(1500).then(() => [])]);
    close(pool);
    return { results };
  },
  judge(pauses, evidence) {
    const expected = pauses.map((_, n) => ({ n, list: [n, `task ${n}`] }));
    const { results } = evidenceOf(evidence);
    const got = Array.isArray(results) ? results : [];
    for (const [n, one] of expected.entries()) {
      const failure = unlessEqual(`result of task ${n}`, { got: got[n], expected: one });
      if (failure) return failure;
    }
  },
};

const ownFailure: Case<ThreadPoolGiven, string> = {
  name: "a failure reaches its own task, and no other",
  misconception:
    "An exception in a Worker does not cross the border by itself. The worker must catch it, asynchronous ones too, and send it " +
    "back as data; otherwise the future waits for ever, or fails without saying why.",
  hints: [
    "What does your worker's program do when the function throws? And when the promise it returns rejects?",
    "try, await, catch: send { value } or { error }. An Error can be sent; its message arrives.",
    "try { postMessage({ value: await run(...args) }); } catch (error) { postMessage({ error }); } // then job.reject(data.error)",
  ],
  input: () => "out of range",
  show: () => "new ThreadPool(1); a task that throws, one that returns a rejected promise, one that is right",
  uses: HELPERS,
  async drive({ ThreadPool }, message) {
    const pool = new ThreadPool(1);
    const futures = [
      pool.submit((message: string) => {
        throw new RangeError(message);
      }, message),
      pool.submit(async (message: string) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        throw new TypeError(message);
      }, message),
      pool.submit((n: number) => n + 1, 1),
    ];
    const ends = await Promise.all(futures.map((future) => endOf(future)));
    close(pool);
    return { thrown: ends[0], rejected: ends[1], right: ends[2] };
  },
  judge(message, evidence) {
    const { thrown, rejected, right } = evidenceOf(evidence);
    const failure = { end: "failure", message: message };
    return unlessEqual("the task that throws", { got: thrown, expected: failure, show: shownEnd }) ??
      unlessEqual("the task that rejects", { got: rejected, expected: failure, show: shownEnd }) ??
      unlessEqual("the task after them", { got: right, expected: { end: "result", value: 2 }, show: shownEnd });
  },
};

const cancelled: Case<ThreadPoolGiven, number> = {
  name: "a cancelled task never runs",
  misconception:
    "Giving up the future is not enough: the task must leave the queue, or a thread will run it all the same.",
  hints: [
    "Where is a task that has not begun, and who will find it there?",
    "cancel looks for the task in the queue. If it is there, take it out, reject its result, return true.",
    "const place = this.#queue.indexOf(job); if (place === -1) return false; this.#queue.splice(place, 1);",
  ],
  input: () => 4,
  show: (tasks) => `new ThreadPool(1), its thread busy; ${tasks} tasks more, of which number 1 is cancelled`,
  uses: HELPERS,
  async drive({ ThreadPool }, tasks) {
    const words = new Int32Array(new SharedArrayBuffer(4 * 16));
    const pool = new ThreadPool(1);
    const held = pool.submit((words: Int32Array) => {
      Atomics.store(words, 14, 1);
      Atomics.wait(words, 15, 0, 1200);
    }, words);
    const mark = (words: Int32Array, n: number) => {
      Atomics.add(words, n, 1);
      return n;
    };
    const futures = [];
    for (let n = 0; n < tasks; n++) futures.push(pool.submit(mark, words, n));
    const startMs = performance.now();
    while (Atomics.load(words, 14) === 0 && performance.now() - startMs < 1200) await late(1);
    const said = futures[1]!.cancel();
    const given = futures[1]!.result().then(() => "result", () => "failure");
    Atomics.store(words, 15, 1);
    Atomics.notify(words, 15);
    const others = Promise.all([held.result(), futures[0]!.result(), futures[2]!.result(), futures[3]!.result()]);
    await Promise.race([others, late(1200)]);
    await late(20);
    const end = await Promise.race([given, late(50).then(() => "none")]);
    close(pool);
    return { said, end, runs: Array.from(words.subarray(0, tasks)) };
  },
  judge(_tasks, evidence) {
    const { said, end, runs } = evidenceOf(evidence);
    return unlessEqual("cancel()", { got: said, expected: true }) ??
      unlessEqual("how often each of the tasks ran", { got: runs, expected: [1, 0, 1, 1] }) ??
      unlessEqual("result() of the cancelled task ends in", { got: end, expected: "failure" });
  },
};

const begun: Case<ThreadPoolGiven, number> = {
  name: "a task that has begun can't be cancelled",
  misconception: "cancel() that says true promises that the task did not run. A running or finished task has run.",
  hints: [
    "What does true promise the caller?",
    "Only a task that is still in the queue can be cancelled; for all others say false and change nothing.",
    "if (this.#queue.indexOf(job) === -1) return false;",
  ],
  input: () => 7,
  show: () => "new ThreadPool(1); cancel() of a task that runs, and again when it is done",
  uses: HELPERS,
  async drive({ ThreadPool }, value) {
    const words = new Int32Array(new SharedArrayBuffer(8));
    const pool = new ThreadPool(1);
    const future = pool.submit(
      (words: Int32Array, value: unknown) => {
        Atomics.store(words, 0, 1);
        Atomics.wait(words, 1, 0, 1200);
        return value;
      },
      words,
      value,
    );
    const startMs = performance.now();
    while (Atomics.load(words, 0) === 0 && performance.now() - startMs < 1200) await late(1);
    const whileRunning = future.cancel();
    Atomics.store(words, 1, 1);
    Atomics.notify(words, 1);
    const end = await endOf(future);
    const whenDone = future.cancel();
    close(pool);
    return { whileRunning, end, whenDone };
  },
  judge(value, evidence) {
    const { whileRunning, end, whenDone } = evidenceOf(evidence);
    return unlessEqual("cancel() while it runs", { got: whileRunning, expected: false }) ??
      unlessEqual("result()", { got: end, expected: { end: "result", value }, show: shownEnd }) ??
      unlessEqual("cancel() when it is done", { got: whenDone, expected: false });
  },
};

const shutdownRuns: Case<ThreadPoolGiven, number> = {
  name: "shutdown with wait runs everything that was submitted",
  misconception: "Terminating the Workers, or emptying the queue, loses tasks that the pool had accepted.",
  hints: [
    "Six tasks are submitted, two run. What should happen to the other four when shutdown({ wait: true }) is called?",
    "Shutdown closes the door and waits until queue and threads are empty; only then does it end the threads.",
    "this.#closed = true; await this.#empty; // resolved where the last task is settled",
  ],
  input: () => 6,
  show: (tasks) => `new ThreadPool(2); ${tasks} tasks; await shutdown({ wait: true })`,
  uses: HELPERS,
  async drive({ ThreadPool }, tasks) {
    const words = new Int32Array(new SharedArrayBuffer(8));
    const pool = new ThreadPool(2);
    const work = (words: Int32Array, n: number) => {
      Atomics.wait(words, 1, 0, 10);
      Atomics.add(words, 0, 1);
      return n;
    };
    const results: unknown[] = [];
    for (let n = 0; n < tasks; n++) {
      pool.submit(work, words, n).result().then((value) => results[n] = value, () => results[n] = "failed");
    }
    const ended = await Promise.race([
      pool.shutdown({ wait: true }).then(() => "done"),
      late(1500).then(() => "waits"),
    ]);
    const run = Atomics.load(words, 0);
    await late(5);
    return { ended, run, results };
  },
  judge(tasks, evidence) {
    const { ended, run, results } = evidenceOf(evidence);
    return unlessEqual("tasks that had run when shutdown resolved", { got: run, expected: tasks }) ??
      unlessEqual("results", { got: results, expected: Array.from({ length: tasks }, (_, n) => n) }) ??
      unlessEqual("shutdown", { got: ended, expected: "done" });
  },
};

const closed: Case<ThreadPoolGiven, number> = {
  name: "after shutdown nothing is accepted",
  misconception: "A task that is accepted by a pool without threads is lost, or starts a thread that is never ended.",
  hints: [
    "What should a caller see after submitting to a pool that has been shut down?",
    "A clear error, at once: thrown by submit, or as the failure of result().",
    'if (this.#closed) throw new Error("The pool has been shut down");',
  ],
  input: () => 1,
  show: () => "await shutdown(); submit(a task)",
  uses: HELPERS,
  async drive({ ThreadPool }, n) {
    const pool = new ThreadPool(1);
    await Promise.race([pool.submit((n: number) => n, n).result(), late(1000)]);
    await Promise.race([pool.shutdown(), late(400)]);
    try {
      return { end: await endOf(pool.submit((n: number) => n, n), 300) };
    } catch (error) {
      return { end: { end: "failure", message: String((error as Error)?.message) } };
    }
  },
  judge(_n, evidence) {
    const { end } = evidenceOf(evidence);
    return unlessEqual("a task submitted after shutdown ends in", { got: kindOf(end), expected: "failure" });
  },
};

const threadsEnd: Case<ThreadPoolGiven, number> = {
  name: "shutdown ends the threads",
  misconception: "A Worker that is never ended lives on, waits for messages, and keeps the process from ending.",
  hints: [
    "Which line ends the Workers?",
    "When the last task is settled, terminate every Worker that you started.",
    "for (const thread of this.#threads) thread.terminate();",
  ],
  input: () => 2,
  show: (size) => `new ThreadPool(${size}); tasks leave a clock ticking in their threads; await shutdown()`,
  uses: HELPERS,
  async drive({ ThreadPool }, size) {
    const words = new Int32Array(new SharedArrayBuffer(8));
    const pool = new ThreadPool(size);
    const leaveTicking = (words: Int32Array) => {
      setInterval(() => Atomics.add(words, 0, 1), 2);
      Atomics.wait(words, 1, 0, 5);
    };
    const results = [];
    for (let n = 0; n < size; n++) results.push(pool.submit(leaveTicking, words).result());
    await Promise.race([Promise.all(results), late(1000)]);
    await Promise.race([pool.shutdown(), late(500)]);
    await late(20);
    const before = Atomics.load(words, 0);
    await late(60);
    return { ticks: Atomics.load(words, 0) - before };
  },
  judge(_size, evidence) {
    return unlessEqual("ticks of the threads' clocks after shutdown", { got: evidenceOf(evidence).ticks, expected: 0 });
  },
};

const death: Case<ThreadPoolGiven, number> = {
  name: "the task of a thread that dies fails, and the pool lives on",
  stretch: true,
  misconception:
    "A thread can die outside the function's own try and catch, by an error in a timer for example. No message comes then, only an " +
    "error event at the Worker: without a listener its task waits for ever, and so do all that follow.",
  hints: [
    "An error in a timer that the task left behind: which of your lines hears of it?",
    "Worker.onerror: reject the thread's task, forget the thread, start another when there is work. Call preventDefault, or the error is yours.",
    "thread.onerror = (event) => { event.preventDefault(); this.#jobs.delete(thread); job.reject(new Error(event.message)); this.#dispatch(); };",
  ],
  input: () => 5,
  show: () => "new ThreadPool(1); a task that waits for ever and throws in a timer; two tasks more",
  uses: HELPERS,
  async drive({ ThreadPool }, n) {
    const pool = new ThreadPool(1);
    const futures = [
      pool.submit(() => {
        setTimeout(() => {
          throw new Error("in a timer");
        }, 1);
        return new Promise(() => {});
      }),
      pool.submit((n: number) => n, n),
      pool.submit((n: number) => n + 1, n),
    ];
    const ends = await Promise.all(futures.map((future) => endOf(future)));
    close(pool);
    return { dying: ends[0], next: ends[1], last: ends[2] };
  },
  judge(n, evidence) {
    const { dying, next, last } = evidenceOf(evidence);
    return unlessEqual("the task of the dying thread ends in", { got: kindOf(dying), expected: "failure" }) ??
      unlessEqual("the next task", { got: next, expected: { end: "result", value: n }, show: shownEnd }) ??
      unlessEqual("the last task", {
        got: last,
        expected: { end: "result", value: n + 1 },
        show: shownEnd,
      });
  },
};

/** Most instructive first. */
export const cases: readonly Case<ThreadPoolGiven>[] = [
  callerGoesOn,
  atOnce,
  neverMore,
  usedAgain,
  ownResult,
  ownFailure,
  cancelled,
  begun,
  shutdownRuns,
  closed,
  threadsEnd,
  death,
] as readonly Case<ThreadPoolGiven>[];

/** What is measured after a pass. */
export const cost: Cost<ThreadPoolGiven, number, number> = {
  time: {
    what: "a pool of two threads, 200 short tasks, shutdown",
    input: () => 200,
    async run({ ThreadPool }, tasks) {
      const pool = new ThreadPool(2);
      const results = [];
      for (let n = 0; n < tasks; n++) results.push(pool.submit((n: number) => n + 1, n).result());
      let sum = 0;
      for (const value of await Promise.all(results)) sum += value as number;
      await pool.shutdown();
      return sum;
    },
  },
  memory: {
    what: "200 futures of finished tasks",
    input: () => 200,
    async build({ ThreadPool }, tasks) {
      const pool = new ThreadPool(2);
      const futures = [];
      for (let n = 0; n < tasks; n++) futures.push(pool.submit((n: number) => n, n));
      for (const future of futures) await future.result();
      await pool.shutdown();
      return futures;
    },
  },
};
