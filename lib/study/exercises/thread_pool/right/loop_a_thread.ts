/**
 * A pool of loops: each thread has one here, which takes a job, sends it over, waits for the answer, and takes the
 * next. A closed queue ends the loops, and so the threads.
 */
interface Job {
  readonly message: { readonly source: string; readonly args: unknown[] };
  state: "queued" | "begun" | "cancelled";
  settle(answer: { value: unknown } | { error: unknown }): void;
}

const PROGRAM = `onmessage = async (event) => {
  const { source, args } = event.data;
  try {
    const run = new Function("return (" + source + ")")();
    postMessage({ value: await run(...args) });
  } catch (error) {
    postMessage({ error });
  }
};`;

/** **Invariant.** A loop waits for at most one answer, so no answer needs a number. */
export class ThreadPool {
  #jobs: Job[] = [];
  #sleepers: (() => void)[] = [];
  #isClosed = false;
  #loops: Promise<void>[];

  /** A pool of `size` threads. */
  constructor(size: number) {
    this.#loops = Array.from({ length: size }, () => this.#serve());
  }

  /** Runs `fn` in one of the threads. */
  submit<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): {
    result(): Promise<Awaited<Result>>;
    cancel(): boolean;
  } {
    const answer = new Promise<Awaited<Result>>((resolve, reject) => {
      if (this.#isClosed) return reject(new Error("closed"));
      const settle: Job["settle"] = (said) =>
        "error" in said ? reject(said.error) : resolve(said.value as Awaited<Result>);
      this.#jobs.push({ message: { source: String(fn), args }, state: "queued", settle });
    });
    answer.catch(() => {});
    const job = this.#isClosed ? undefined : this.#jobs.at(-1);
    this.#sleepers.shift()?.();
    return {
      result: () => answer,
      cancel: () => {
        if (job?.state !== "queued") return false;
        job.state = "cancelled";
        job.settle({ error: new Error("cancelled") });
        return true;
      },
    };
  }

  /** Ends the threads. */
  async shutdown({ wait = true }: { wait?: boolean } = {}): Promise<void> {
    this.#isClosed = true;
    for (const wake of this.#sleepers.splice(0)) wake();
    if (wait) await Promise.all(this.#loops);
  }

  async #serve(): Promise<void> {
    let thread: Worker | undefined;
    for (;;) {
      const job = this.#jobs.shift();
      if (job?.state === "cancelled") continue;
      if (job === undefined) {
        if (this.#isClosed) break;
        await new Promise<void>((wake) => this.#sleepers.push(wake));
        continue;
      }
      job.state = "begun";
      thread ??= new Worker("data:text/javascript," + encodeURIComponent(PROGRAM), { type: "module" });
      const answer = await this.#ask(thread, job);
      if (answer === undefined) {
        thread.terminate();
        thread = undefined;
      }
      job.settle(answer ?? { error: new Error("the thread died") });
    }
    thread?.terminate();
  }

  #ask(thread: Worker, job: Job): Promise<{ value: unknown } | { error: unknown } | undefined> {
    return new Promise((resolve) => {
      thread.onmessage = ({ data }) => resolve(data);
      thread.onerror = (event) => {
        event.preventDefault();
        resolve(undefined);
      };
      try {
        thread.postMessage(job.message);
      } catch (error) {
        resolve({ error });
      }
    });
  }
}
