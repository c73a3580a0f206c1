/**
 * The wrong answers of the exercise `thread-pool`, each a mistake that people make, with the case that must be the first to catch it.
 *
 * Each is the short right answer, as a base class with replaceable steps, and the one step that is wrong. Both travel to the child as text.
 *
 * @module
 */
import type { Answer, WrongAnswer } from "../suite.ts";

interface Job {
  readonly source: string;
  readonly args: unknown[];
  resolve(value: unknown): void;
  reject(error: unknown): void;
}
type Task = (...args: unknown[]) => unknown;
interface Future {
  result(): Promise<unknown>;
  cancel(): boolean;
}

/** One queue, at most one task a thread. */
class Steps {
  queue: Job[] = [];
  jobs: Map<Worker, Job | undefined> = new Map();
  isClosed = false;
  whenDone: (() => void)[] = [];
  size: number;
  constructor(size: number) {
    this.size = size;
  }
  submit(fn: Task, ...args: unknown[]): Future {
    if (this.isClosed) this.refuse();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    promise.catch(() => {});
    const job = { source: String(fn), args, resolve, reject };
    this.queue.push(job);
    this.dispatch();
    return { result: () => promise, cancel: () => this.cancel(job) };
  }
  refuse(): void {
    throw new Error("The pool has been shut down");
  }
  cancel(job: Job): boolean {
    const place = this.queue.indexOf(job);
    if (place === -1) return false;
    this.queue.splice(place, 1);
    job.reject(new Error("The task was cancelled"));
    this.dispatch();
    return true;
  }
  async shutdown({ wait = true }: { wait?: boolean } = {}): Promise<void> {
    this.isClosed = true;
    const done = new Promise<void>((resolve) => this.whenDone.push(resolve));
    this.dispatch();
    if (wait) await done;
  }
  mayStart(): boolean {
    return this.jobs.size < this.size;
  }
  dispatch(): void {
    while (this.queue.length > 0) {
      let thread = [...this.jobs.keys()].find((one) => this.jobs.get(one) === undefined);
      if (thread === undefined && this.mayStart()) thread = this.start();
      if (thread === undefined) return;
      this.send(thread, this.queue.shift()!);
    }
    if (!this.isClosed || [...this.jobs.values()].some((job) => job !== undefined)) return;
    this.endThreads();
    for (const resolve of this.whenDone.splice(0)) resolve();
  }
  send(thread: Worker, job: Job): void {
    this.jobs.set(thread, job);
    thread.postMessage({ source: job.source, args: job.args });
  }
  program(): string {
    return `onmessage = async ({ data: { source, args } }) => {
      try {
        postMessage({ value: await (0, eval)("(" + source + ")")(...args) });
      } catch (error) {
        postMessage({ error });
      }
    };`;
  }
  start(): Worker {
    const thread = new Worker("data:text/javascript," + encodeURIComponent(this.program()), { type: "module" });
    this.jobs.set(thread, undefined);
    thread.onmessage = ({ data }) => this.onAnswer(thread, data);
    thread.onerror = (event) => {
      event.preventDefault();
      this.onDeath(thread, event.message);
    };
    return thread;
  }
  onAnswer(thread: Worker, data: { value?: unknown; error?: unknown }): void {
    const job = this.jobs.get(thread)!;
    this.jobs.set(thread, undefined);
    if ("error" in data) job.reject(data.error);
    else job.resolve(data.value);
    this.dispatch();
  }
  onDeath(thread: Worker, message: string): void {
    const job = this.jobs.get(thread);
    this.jobs.delete(thread);
    thread.terminate();
    job?.reject(new Error(message));
    this.dispatch();
  }
  endThreads(): void {
    for (const thread of this.jobs.keys()) thread.terminate();
    this.jobs.clear();
  }
}

const answer = (ThreadPool: unknown): Answer => ({ given: { Steps, ThreadPool } });

const runsWhereItIs = answer(
  class ThreadPool extends Steps {
    override submit(fn: Task, ...args: unknown[]): Future {
      const promise = (async () => await fn(...args))();
      promise.catch(() => {});
      return { result: () => promise, cancel: () => false };
    }
  },
);
const runsInATimer = answer(
  class ThreadPool extends Steps {
    override submit(fn: Task, ...args: unknown[]): Future {
      const promise = new Promise((resolve) => setTimeout(resolve, 0)).then(() => fn(...args));
      promise.catch(() => {});
      return { result: () => promise, cancel: () => false };
    }
  },
);
const oneThreadForAll = answer(
  class ThreadPool extends Steps {
    override mayStart(): boolean {
      return this.jobs.size < 1;
    }
  },
);
const aThreadForEach = answer(
  class ThreadPool extends Steps {
    override mayStart(): boolean {
      return true;
    }
  },
);
const freshThreads = answer(
  class ThreadPool extends Steps {
    override onAnswer(thread: Worker, data: { value?: unknown; error?: unknown }): void {
      const job = this.jobs.get(thread)!;
      thread.terminate();
      this.jobs.delete(thread);
      if ("error" in data) job.reject(data.error);
      else job.resolve(data.value);
      this.dispatch();
    }
  },
);
const firstComeFirstAnswered = answer(
  class ThreadPool extends Steps {
    sent: Job[] = [];
    override send(thread: Worker, job: Job): void {
      this.sent.push(job);
      super.send(thread, job);
    }
    override onAnswer(thread: Worker, data: { value?: unknown; error?: unknown }): void {
      this.jobs.set(thread, undefined);
      const job = this.sent.shift()!; // whoever was sent first
      if ("error" in data) job.reject(data.error);
      else job.resolve(data.value);
      this.dispatch();
    }
  },
);
const losesTheError = answer(
  class ThreadPool extends Steps {
    override program(): string {
      return `onmessage = async ({ data: { source, args } }) => {
        try {
          postMessage({ value: await (0, eval)("(" + source + ")")(...args) });
        } catch {
          postMessage({ error: undefined });
        }
      };`;
    }
  },
);
const forgetsAsynchronousErrors = answer(
  class ThreadPool extends Steps {
    override program(): string {
      return `onmessage = ({ data: { source, args } }) => {
        try {
          const value = (0, eval)("(" + source + ")")(...args);
          Promise.resolve(value).then((value) => postMessage({ value }), () => {});
        } catch (error) {
          postMessage({ error });
        }
      };`;
    }
  },
);
const cancelsOnlyTheFuture = answer(
  class ThreadPool extends Steps {
    override cancel(job: Job): boolean {
      if (!this.queue.includes(job)) return false;
      job.reject(new Error("The task was cancelled"));
      return true;
    }
  },
);
const cancelsEverything = answer(
  class ThreadPool extends Steps {
    override cancel(job: Job): boolean {
      super.cancel(job);
      job.reject(new Error("The task was cancelled"));
      return true;
    }
  },
);
const terminatesAtOnce = answer(
  class ThreadPool extends Steps {
    override shutdown(): Promise<void> {
      this.isClosed = true;
      this.endThreads();
      return Promise.resolve();
    }
  },
);
const dropsTheQueue = answer(
  class ThreadPool extends Steps {
    override shutdown(options: { wait?: boolean } = {}): Promise<void> {
      this.queue.length = 0;
      return super.shutdown(options);
    }
  },
);
const resolvesTooSoon = answer(
  class ThreadPool extends Steps {
    override shutdown(_options: { wait?: boolean } = {}): Promise<void> {
      return super.shutdown({ wait: false });
    }
  },
);
const staysOpen = answer(
  class ThreadPool extends Steps {
    override refuse(): void {}
  },
);
const leavesThreadsAlive = answer(
  class ThreadPool extends Steps {
    override endThreads(): void {
      this.jobs.clear();
    }
  },
);
const overlooksDeath = answer(
  class ThreadPool extends Steps {
    override onDeath(): void {}
  },
);
const keepsTheDead = answer(
  class ThreadPool extends Steps {
    override onDeath(thread: Worker, message: string): void {
      this.jobs.get(thread)?.reject(new Error(message));
      this.jobs.set(thread, undefined); // it will be given the next task
      this.dispatch();
    }
  },
);

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
export const wrongAnswers: Readonly<Record<string, WrongAnswer>> = {
  "calls the function in an async function": { by: "the caller goes on while a task runs", answer: runsWhereItIs },
  "calls the function in a timer": { by: "the caller goes on while a task runs", answer: runsInATimer },
  "one thread, whatever the size": { by: "as many tasks run at once as there are threads", answer: oneThreadForAll },
  "a new thread whenever all are busy": {
    by: "never do more tasks run at once than there are threads",
    answer: aThreadForEach,
  },
  "a thread is thrown away after its task": { by: "a thread is started once and used again", answer: freshThreads },
  "answers go to who was sent first": { by: "each task gets its own result", answer: firstComeFirstAnswered },
  "failures without a reason": { by: "a failure reaches its own task, and no other", answer: losesTheError },
  "asynchronous failures are dropped": {
    by: "a failure reaches its own task, and no other",
    answer: forgetsAsynchronousErrors,
  },
  "cancel rejects, the task stays in the queue": { by: "a cancelled task never runs", answer: cancelsOnlyTheFuture },
  "cancel is always true": { by: "a task that has begun can't be cancelled", answer: cancelsEverything },
  "shutdown terminates at once": {
    by: "shutdown with wait runs everything that was submitted",
    answer: terminatesAtOnce,
  },
  "shutdown empties the queue": {
    by: "shutdown with wait runs everything that was submitted",
    answer: dropsTheQueue,
  },
  "shutdown resolves before the work is done": {
    by: "shutdown with wait runs everything that was submitted",
    answer: resolvesTooSoon,
  },
  "submit after shutdown starts a thread": { by: "after shutdown nothing is accepted", answer: staysOpen },
  "shutdown forgets the threads": { by: "shutdown ends the threads", answer: leavesThreadsAlive },
  "the error event is swallowed": {
    by: "the task of a thread that dies fails, and the pool lives on",
    answer: overlooksDeath,
  },
  "a dead thread is given the next task": {
    by: "the task of a thread that dies fails, and the pool lives on",
    answer: keepsTheDead,
  },
};

/** Right, and as simple as can be: what a pool saves is what this one pays. A thread for each task, one after the other. */
export const naiveAnswer: Answer = freshThreads;
