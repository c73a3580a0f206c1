/** A pool in which a thread has at most one task: all others wait in one queue, where they can still be cancelled. */
interface Job {
  readonly source: string;
  readonly args: unknown[];
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** **Invariant.** Every job is in the queue, or is the job of one thread, or is settled. */
export class ThreadPool {
  #size: number;
  #queue: Job[] = [];
  #jobs = new Map<Worker, Job | undefined>();
  #isClosed = false;
  #whenDone: (() => void)[] = [];

  /** A pool of `size` threads, started when they are first needed. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Runs `fn` in one of the threads. */
  submit<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): {
    result(): Promise<Awaited<Result>>;
    cancel(): boolean;
  } {
    if (this.#isClosed) throw new Error("The pool has been shut down");
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    promise.catch(() => {}); // a failure that nobody asks about is no crash
    const job: Job = { source: String(fn), args, resolve, reject };
    this.#queue.push(job);
    this.#dispatch();
    const cancel = () => {
      const place = this.#queue.indexOf(job);
      if (place === -1) return false;
      this.#queue.splice(place, 1);
      reject(new Error("The task was cancelled"));
      this.#dispatch();
      return true;
    };
    return { result: () => promise as Promise<Awaited<Result>>, cancel };
  }

  /** Ends the threads; with `wait` after all submitted tasks. */
  async shutdown(options: { wait?: boolean } = {}): Promise<void> {
    this.#isClosed = true;
    const done = new Promise<void>((resolve) => this.#whenDone.push(resolve));
    this.#dispatch();
    if (options.wait ?? true) await done;
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      let thread = [...this.#jobs.keys()].find((one) => this.#jobs.get(one) === undefined);
      if (thread === undefined && this.#jobs.size < this.#size) thread = this.#start();
      if (thread === undefined) return;
      const job = this.#queue.shift()!;
      this.#jobs.set(thread, job);
      try {
        thread.postMessage({ source: job.source, args: job.args });
      } catch (error) {
        this.#jobs.set(thread, undefined);
        job.reject(error);
      }
    }
    if (!this.#isClosed || [...this.#jobs.values()].some((job) => job !== undefined)) return;
    for (const thread of this.#jobs.keys()) thread.terminate();
    this.#jobs.clear();
    for (const resolve of this.#whenDone.splice(0)) resolve();
  }

  #start(): Worker {
    const program = `onmessage = async ({ data: { source, args } }) => {
      try {
        postMessage({ value: await (0, eval)("(" + source + ")")(...args) });
      } catch (error) {
        postMessage({ error });
      }
    };`;
    const thread = new Worker("data:text/javascript," + encodeURIComponent(program), { type: "module" });
    this.#jobs.set(thread, undefined);
    thread.onmessage = ({ data }) => {
      const job = this.#jobs.get(thread);
      this.#jobs.set(thread, undefined);
      if ("error" in data) job?.reject(data.error);
      else job?.resolve(data.value);
      this.#dispatch();
    };
    thread.onerror = (event) => {
      event.preventDefault(); // otherwise the death of a thread is an uncaught error here
      const job = this.#jobs.get(thread);
      this.#jobs.delete(thread);
      thread.terminate();
      job?.reject(new Error("The thread died: " + event.message));
      this.#dispatch();
    };
    return thread;
  }
}
