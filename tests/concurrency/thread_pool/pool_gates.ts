/** Gates: tasks that hold their thread until the test lets them go, so that no test depends on time. */
import { type Future, ThreadPool, type ThreadPoolOptions } from "@lib/concurrency/thread_pool/thread_pool.ts";

/** What a task rejects with. */
export const failureOf = (future: Future<unknown>): Promise<Error & { cause?: unknown }> =>
  future.result().then((value) => Promise.reject(new Error(`done with ${value}`)), (thrown) => thrown);

/** Words that a task and its test share. */
export const sharedWords = (length: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(new SharedArrayBuffer(4 * length));
/** Blocks its thread until word 1 is set; says in word 0 that it has begun. */
export const gate = (words: Int32Array): number => {
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
  Atomics.wait(words, 1, 0);
  return Atomics.load(words, 0);
};
/** Opens the gate. */
export const open = (words: Int32Array): void => {
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
};
/** Resolves when word 0 has reached `count`. */
export async function begun(words: Int32Array, count: number): Promise<void> {
  for (let now = Atomics.load(words, 0); now < count; now = Atomics.load(words, 0)) {
    await Atomics.waitAsync(words, 0, now).value;
  }
}
/** A pool whose only thread is held by a gate. */
export async function heldPool(options: ThreadPoolOptions = {}): Promise<{
  pool: ThreadPool;
  held: Future<number>;
  release: () => void;
}> {
  const pool = new ThreadPool(1, options);
  const words = sharedWords(2);
  const held = pool.submit(gate, words);
  await begun(words, 1);
  return { pool, held, release: () => open(words) };
}
