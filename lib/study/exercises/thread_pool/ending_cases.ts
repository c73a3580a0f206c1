/**
 * How tasks and pools end other than by a result: failures, cancellation, shutdown, the death of a thread.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import { type End, evidenceOf, type Given, shownEnd, unlessEqual } from "./pool_driver.ts";

const ownFailure: Case<Given> = {
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
  async drive({ ThreadPool }, message) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
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
    const timeUp = late(1500).then(() => ({ end: "none" }));
    const ends = await Promise.all(futures.map((future) =>
      Promise.race([
        future.result().then(
          (value) => ({ end: "result", value }),
          (error) => ({ end: "failure", message: String(error?.message) }),
        ),
        timeUp,
      ])
    ));
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { thrown: ends[0], rejected: ends[1], right: ends[2] };
  },
  judge(message, evidence) {
    const { thrown, rejected, right } = evidenceOf(evidence);
    const failure: End = { end: "failure", message: message as string };
    return unlessEqual("the task that throws", { got: thrown, expected: failure, show: shownEnd }) ??
      unlessEqual("the task that rejects", { got: rejected, expected: failure, show: shownEnd }) ??
      unlessEqual("the task after them", { got: right, expected: { end: "result", value: 2 }, show: shownEnd });
  },
};

const cancelled: Case<Given> = {
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
  async drive({ ThreadPool }, tasks) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
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
    for (let n = 0; n < (tasks as number); n++) futures.push(pool.submit(mark, words, n));
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
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { said, end, runs: Array.from(words.subarray(0, tasks as number)) };
  },
  judge(_tasks, evidence) {
    const { said, end, runs } = evidenceOf(evidence);
    return unlessEqual("cancel()", { got: said, expected: true }) ??
      unlessEqual("how often each of the tasks ran", { got: runs, expected: [1, 0, 1, 1] }) ??
      unlessEqual("result() of the cancelled task ends in", { got: end, expected: "failure" });
  },
};

const begun: Case<Given> = {
  name: "a task that has begun can't be cancelled",
  misconception: "cancel() that says true promises that the task did not run. A running or finished task has run.",
  hints: [
    "What does true promise the caller?",
    "Only a task that is still in the queue can be cancelled; for all others say false and change nothing.",
    "if (this.#queue.indexOf(job) === -1) return false;",
  ],
  input: () => 7,
  show: () => "new ThreadPool(1); cancel() of a task that runs, and again when it is done",
  async drive({ ThreadPool }, value) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
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
    const end = await Promise.race([
      future.result().then(
        (value) => ({ end: "result", value }),
        (error) => ({ end: "failure", message: String(error?.message) }),
      ),
      late(1500).then(() => ({ end: "none" })),
    ]);
    const whenDone = future.cancel();
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { whileRunning, end, whenDone };
  },
  judge(value, evidence) {
    const { whileRunning, end, whenDone } = evidenceOf(evidence);
    return unlessEqual("cancel() while it runs", { got: whileRunning, expected: false }) ??
      unlessEqual("result()", { got: end, expected: { end: "result", value }, show: shownEnd }) ??
      unlessEqual("cancel() when it is done", { got: whenDone, expected: false });
  },
};

const shutdownRuns: Case<Given> = {
  name: "shutdown with wait runs everything that was submitted",
  misconception: "Terminating the Workers, or emptying the queue, loses tasks that the pool had accepted.",
  hints: [
    "Six tasks are submitted, two run. What should happen to the other four when shutdown({ wait: true }) is called?",
    "Shutdown closes the door and waits until queue and threads are empty; only then does it end the threads.",
    "this.#closed = true; await this.#empty; // resolved by the one who settles the last task",
  ],
  input: () => 6,
  show: (tasks) => `new ThreadPool(2); ${tasks} tasks; await shutdown({ wait: true })`,
  async drive({ ThreadPool }, tasks) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const words = new Int32Array(new SharedArrayBuffer(8));
    const pool = new ThreadPool(2);
    const work = (words: Int32Array, n: number) => {
      Atomics.wait(words, 1, 0, 10);
      Atomics.add(words, 0, 1);
      return n;
    };
    const results: unknown[] = [];
    for (let n = 0; n < (tasks as number); n++) {
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
      unlessEqual("results", { got: results, expected: Array.from({ length: tasks as number }, (_, n) => n) }) ??
      unlessEqual("shutdown", { got: ended, expected: "done" });
  },
};

const closed: Case<Given> = {
  name: "after shutdown nothing is accepted",
  misconception: "A task that is accepted by a pool without threads is lost, or starts a thread that nobody will end.",
  hints: [
    "What should someone see who submits to a pool that has been shut down?",
    "A clear error, at once: thrown by submit, or as the failure of result().",
    'if (this.#closed) throw new Error("The pool has been shut down");',
  ],
  input: () => 1,
  show: () => "await shutdown(); submit(a task)",
  async drive({ ThreadPool }, n) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const pool = new ThreadPool(1);
    await Promise.race([pool.submit((n: number) => n, n).result(), late(1000)]);
    await Promise.race([pool.shutdown(), late(400)]);
    try {
      const future = pool.submit((n: number) => n, n);
      return {
        end: await Promise.race([
          future.result().then(
            (value) => ({ end: "result", value }),
            () => ({ end: "failure", message: "refused" }),
          ),
          late(300).then(() => ({ end: "none" })),
        ]),
      };
    } catch {
      return { end: { end: "failure", message: "refused" } };
    }
  },
  judge(_n, evidence) {
    const expected: End = { end: "failure", message: "refused" };
    return unlessEqual("a task submitted after shutdown", { got: evidenceOf(evidence).end, expected, show: shownEnd });
  },
};

const threadsEnd: Case<Given> = {
  name: "shutdown ends the threads",
  misconception: "A Worker that nobody ends lives on, waits for messages, and keeps the process from ending.",
  hints: [
    "Who ends the Workers?",
    "When the last task is settled, terminate every Worker that you started.",
    "for (const thread of this.#threads) thread.terminate();",
  ],
  input: () => 2,
  show: (size) => `new ThreadPool(${size}); tasks leave a clock ticking in their threads; await shutdown()`,
  async drive({ ThreadPool }, size) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const words = new Int32Array(new SharedArrayBuffer(8));
    const pool = new ThreadPool(size as number);
    const leaveTicking = (words: Int32Array) => {
      setInterval(() => Atomics.add(words, 0, 1), 2);
      Atomics.wait(words, 1, 0, 5);
    };
    const results = [];
    for (let n = 0; n < (size as number); n++) results.push(pool.submit(leaveTicking, words).result());
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

const death: Case<Given> = {
  name: "the task of a thread that dies fails, and the pool lives on",
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
  async drive({ ThreadPool }, n) {
    const late = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
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
    const timeUp = late(1500).then(() => ({ end: "none" }));
    const ends = await Promise.all(futures.map((future) =>
      Promise.race([
        future.result().then(
          (value) => ({ end: "result", value }),
          () => ({ end: "failure", message: "the thread died" }),
        ),
        timeUp,
      ])
    ));
    Promise.resolve(pool.shutdown()).catch(() => {});
    return { dying: ends[0], next: ends[1], last: ends[2] };
  },
  judge(n, evidence) {
    const { dying, next, last } = evidenceOf(evidence);
    const failure: End = { end: "failure", message: "the thread died" };
    return unlessEqual("the task of the dying thread", { got: dying, expected: failure, show: shownEnd }) ??
      unlessEqual("the next task", { got: next, expected: { end: "result", value: n }, show: shownEnd }) ??
      unlessEqual("the last task", {
        got: last,
        expected: { end: "result", value: (n as number) + 1 },
        show: shownEnd,
      });
  },
};

/** In the order in which they teach. */
export const endingCases: readonly Case<Given>[] = [
  ownFailure,
  cancelled,
  begun,
  shutdownRuns,
  closed,
  threadsEnd,
  death,
];
