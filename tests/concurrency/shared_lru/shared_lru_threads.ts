/** Workers and memory for the tests of the shared cache. */
import type { Order } from "./shared_lru_worker.ts";

/** One shard of four places. */
export const small = { capacity: 4, shards: 1, maxKeyBytes: 16, maxValueBytes: 200 };
/** Words for an {@linkcode Order}. */
export const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(64));

/** A Worker, its messages, and an end to it. */
export function startWorker(order: Order) {
  const worker = new Worker(new URL("./shared_lru_worker.ts", import.meta.url), { type: "module" });
  const inbox: Record<string, unknown>[] = [];
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  worker.onmessage = ({ data }) => {
    const next = waiting.shift();
    if (next) next(data);
    else inbox.push(data);
  };
  worker.postMessage(order);
  return {
    worker,
    inbox,
    message: () =>
      new Promise<Record<string, unknown>>((resolve) => {
        const first = inbox.shift();
        if (first) resolve(first);
        else waiting.push(resolve);
      }),
    [Symbol.dispose]: () => worker.terminate(),
  };
}
