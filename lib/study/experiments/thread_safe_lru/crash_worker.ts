/**
 * The Worker whose crash `lock_holder_crash.ts` times, and the one that reports it: one dies in the middle of a call.
 *
 * @module
 */
import { SharedLruCache } from "../../../concurrency/shared_lru/shared_lru_cache.ts";
import type { CrashJob } from "./lock_holder_crash.ts";

const scope = globalThis as unknown as { onmessage: (event: MessageEvent<CrashJob>) => void; close(): void };

scope.onmessage = ({ data: { role, handle, words, pauseMs } }) => {
  const cache = SharedLruCache.attach(handle);
  if (role === "victim") Atomics.store(words, 1, cache.ownerId);
  Atomics.add(words, 2, 1);
  Atomics.notify(words, 2);
  if (role === "victim") {
    Atomics.wait(words, 3, 0, pauseMs);
    dieInTheMiddle(cache, words);
  } else {
    while (Atomics.load(words, 0) === 0) Atomics.wait(words, 0, 0);
    Atomics.wait(words, 3, 0, pauseMs);
    cache.release(Atomics.load(words, 1));
    cache.close();
    scope.close();
  }
};

/**
 * The second store of a call says that the thread is no longer inside the region: just before it, the lock is held and
 * the work done.
 */
function dieInTheMiddle(cache: SharedLruCache, words: Int32Array): void {
  const { store, notify } = Atomics;
  let stores = 0;
  Reflect.set(Atomics, "store", (view: Int32Array, at: number, value: number) => {
    if (++stores < 2) return store(view, at, value);
    store(words, 0, 1);
    notify(words, 0);
    scope.close(); // takes effect at the next turn of the loop below: nothing is freed
    for (;;);
  });
  cache.put("key:0", "a value that nobody will see");
}
