/**
 * A limit kept by counting: whoever ends starts the next. Callbacks instead of workers, so nothing is awaited.
 *
 * **Invariant.** `inFlight` tasks have been started and have not settled; a task is started only while that is below
 * the limit.
 */
export function runLimited<Result>(
  tasks: (() => Promise<Result>)[],
  maxConcurrency: number,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    const results: Result[] = [];
    let next = 0;
    let inFlight = 0;
    let failure: { reason: unknown } | undefined;

    const fail = (reason: unknown) => {
      failure ??= { reason };
    };
    const start = (place: number) => {
      inFlight++;
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => fail("too long"), timeoutMs);
      new Promise<Result>((settle) => settle(tasks[place]!())) // a task that throws rejects this promise
        .then((value) => {
          results[place] = value;
        }, fail)
        .then(() => {
          clearTimeout(timer);
          inFlight--;
          advance();
        });
    };
    const advance = () => {
      while (!failure && inFlight < maxConcurrency && next < tasks.length) start(next++);
      if (inFlight > 0) return;
      signal?.removeEventListener("abort", onAbort);
      if (failure) reject(failure.reason);
      else resolve(results);
    };
    const onAbort = () => {
      fail(signal!.reason);
      advance();
    };
    if (signal?.aborted) onAbort();
    else {
      signal?.addEventListener("abort", onAbort);
      advance();
    }
  });
}
