/** A promise is taken for a thread: the function runs where the caller is. */
export class ThreadPool {
  size: number;
  constructor(size: number) {
    this.size = size;
  }
  submit<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): {
    result(): Promise<Awaited<Result>>;
    cancel(): boolean;
  } {
    // deno-lint-ignore no-explicit-any -- whatever it returns, awaited
    const promise: Promise<any> = (async () => await fn(...args))();
    promise.catch(() => {});
    return { result: () => promise, cancel: () => false };
  }
  async shutdown(): Promise<void> {}
}
