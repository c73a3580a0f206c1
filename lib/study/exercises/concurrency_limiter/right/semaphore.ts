/**
 * A limit kept by a semaphore, the textbook's: every task is a coroutine that waits for a permit, runs, and gives it
 * back.
 */
class Semaphore {
  #free: number;
  #waiting: (() => void)[] = [];

  /** All permits are free. */
  constructor(permits: number) {
    this.#free = permits;
  }

  /** Takes a permit, or waits for one to be handed over. */
  async acquire(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((wake) => this.#waiting.push(wake));
  }

  /** Hands the permit to whoever waits longest, or puts it back. */
  release(): void {
    const wake = this.#waiting.shift();
    if (wake) wake();
    else this.#free++;
  }
}

/** **Invariant.** Each coroutine gives back exactly what it took, in a `finally`, whatever its task does. */
export async function runLimited<Result>(
  tasks: (() => Promise<Result>)[],
  maxConcurrency: number,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<Result[]> {
  const permits = new Semaphore(maxConcurrency);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const settled = await Promise.allSettled(tasks.map(async (task) => {
    await permits.acquire();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      signal.throwIfAborted();
      if (options.timeoutMs) timer = setTimeout(() => stop.abort(new Error("too long")), options.timeoutMs);
      return await task();
    } catch (error) {
      stop.abort(error ?? { failedWith: error }); // an abort without a reason would invent one
      throw error;
    } finally {
      clearTimeout(timer);
      permits.release();
    }
  }));
  if (signal.aborted) throw isWrapped(signal.reason) ? signal.reason.failedWith : signal.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<Result>).value);
}

function isWrapped(reason: unknown): reason is { failedWith: unknown } {
  return typeof reason === "object" && reason !== null && "failedWith" in reason;
}
