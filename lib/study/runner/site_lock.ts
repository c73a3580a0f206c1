/**
 * Runs `work` while no other process exports the site of the same repository; waits for its turn.
 *
 * Two `study` runs at once may run the same notebooks side by side, but they write one site. The lock is one of the
 * operating system on a file beside the cache, and goes with the process that holds it, however that ends.
 *
 * Not here on purpose: a lock for notebooks and results (each is written in one step, and the last one wins).
 *
 * @param root Absolute path of the repository.
 * @throws {Error} If the lock file cannot be made: says what the operating system says.
 */
export async function withSiteLock<Value>(root: string, work: () => Promise<Value>): Promise<Value> {
  await Deno.mkdir(`${root}/.cache/study`, { recursive: true });
  using file = await Deno.open(`${root}/.cache/study/site.lock`, { write: true, create: true });
  await file.lock(true); // let go with the file
  return await work();
}
