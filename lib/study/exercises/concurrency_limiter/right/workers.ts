/**
 * A limit kept by workers: as many as may run at once, each taking the next task from one counter until there is none.
 *
 * **Invariant.** A worker has at most one task in flight, so there are never more than there are workers. Nothing is
 * thrown inside: the first failure is written down, every worker stops at its next turn, and only when all are home
 * does the promise settle.
 */
export async function runLimited<Result>(
  tasks: (() => Promise<Result>)[],
  maxConcurrency: number,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<Result[]> {
  const results = new Array<Result>(tasks.length);
  const failures: unknown[] = []; // a list, because a task may fail with undefined
  const fail = (reason: unknown) => void failures.push(reason);
  const onAbort = () => fail(signal!.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);

  let next = 0;
  const work = async () => {
    while (next < tasks.length && failures.length === 0) {
      const place = next++;
      const timer = timeoutMs && setTimeout(fail, timeoutMs, new Error(`Task ${place} took too long`));
      try {
        results[place] = await tasks[place]!();
      } catch (error) {
        fail(error);
      } finally {
        clearTimeout(timer);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, tasks.length) }, work));

  signal?.removeEventListener("abort", onAbort);
  if (failures.length > 0) throw failures[0];
  return results;
}
