/**
 * A Worker for the tests of the shared cache: makes recorded calls, goes round in circles until it is stopped, or comes
 * to grief at a chosen moment inside a call.
 */
import { random } from "@lib/base/random.ts";
import { SharedLruCache, type SharedLruHandle } from "@lib/concurrency/shared_lru/shared_lru_cache.ts";
import type { LruAnswer, LruCall, RecordedCall } from "@lib/testing/lru_model.ts";

/** What the Worker is told. */
export interface Order {
  readonly handle: SharedLruHandle;
  readonly kind: "record" | "circle" | "accident";
  readonly thread: number;
  /** Shared words: 0 stamps, 1 a gate at which threads wait for each other, 2 the accident has happened, 3 go on. */
  readonly words: Int32Array;
  /** Calls to be made, for "record": by seed, over so many keys. */
  readonly calls?: number;
  readonly keys?: number;
  /** For "record": how many threads to wait for at the gate. */
  readonly threads?: number;
  /** For "accident": the call, and before or after which step of it. */
  readonly call?: LruCall;
  readonly accident?: { readonly how: "die" | "stall"; readonly step: number; readonly of: "atomics" | "copies" };
}

/** A value that tells whom it belongs to, long enough to be torn. */
export function valueFor(key: string, author: string): string {
  return `${key}|${author}|`.repeat(6);
}

/** Makes `call`. */
export function made(cache: SharedLruCache, call: LruCall): LruAnswer {
  switch (call[0]) {
    case "get":
      return cache.get(call[1]) as string | undefined;
    case "put":
      return void cache.put(call[1], call[2]);
    case "has":
      return cache.has(call[1]);
    case "delete":
      return cache.delete(call[1]);
    case "size":
      return cache.size;
  }
}

/** Random calls, stamped by the counter that all threads share. */
export function recorded(cache: SharedLruCache, order: Order): RecordedCall<LruCall, LruAnswer>[] {
  const { thread, words, calls = 0, keys = 1 } = order;
  const draw = random(1000 + thread);
  return Array.from({ length: calls }, (_, n) => {
    const key = `k${draw.integer(keys)}`;
    const chance = draw.integer(100);
    const input: LruCall = chance < 45
      ? ["get", key]
      : chance < 85
      ? ["put", key, `${key} by ${thread} at ${n}`]
      : [chance < 92 ? "has" : "delete", key];
    const calledAt = Atomics.add(words, 0, 1);
    const output = made(cache, input);
    return { thread, input, output, calledAt, returnedAt: Atomics.add(words, 0, 1) };
  });
}

/** From now on, the step of the given number never comes to an end. */
function prepareAccident({ how, step, of }: NonNullable<Order["accident"]>, words: Int32Array): void {
  const wait = Atomics.wait;
  const [store, notify] = [Atomics.store, Atomics.notify];
  let steps = 0;
  const come = () => {
    if (steps++ !== step) return;
    store(words, 2, 1);
    notify(words, 2);
    if (how === "stall") return wait(words, 3, 0);
    self.close(); // from the inside a thread does end in the middle
    for (;;);
  };
  const wrap = (owner: object, name: string) => {
    const original = Reflect.get(owner, name);
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
      come();
      return Reflect.apply(original, this, args);
    });
  };
  if (of === "copies") wrap(Object.getPrototypeOf(Uint8Array.prototype), "set");
  else for (const name of ["load", "store", "compareExchange"]) wrap(Atomics, name);
}

function serve(order: Order): void {
  const { handle, kind, thread, words } = order;
  const cache = SharedLruCache.attach(handle);
  const reply = (message: unknown) => self.postMessage(message);
  if (kind === "record") {
    Atomics.add(words, 1, 1);
    Atomics.notify(words, 1);
    for (let seen; (seen = Atomics.load(words, 1)) < order.threads!;) Atomics.wait(words, 1, seen);
    const history = recorded(cache, order);
    cache.close();
    reply({ history, contention: cache.contention() });
  } else if (kind === "circle") {
    reply({ ownerId: cache.ownerId });
    const draw = random(thread);
    const turn = () => {
      try {
        for (let n = 0; n < 300; n++) {
          const key = `k${draw.integer(40)}`;
          const value = cache.get(key) as string | undefined;
          if (value !== undefined && value !== valueFor(key, value.split("|")[1]!)) reply({ torn: [key, value] });
          if (draw.next() < 0.6) cache.put(key, valueFor(key, `t${thread}`));
          else if (draw.next() < 0.2) cache.delete(key);
        }
        setTimeout(turn, 0);
      } catch (error) {
        reply({ ended: (error as Error).name });
      }
    };
    turn();
  } else {
    reply({ ownerId: cache.ownerId });
    prepareAccident(order.accident!, words);
    const calledAt = 0;
    const output = made(cache, order.call!);
    reply({ thread, input: order.call!, output, calledAt, returnedAt: Atomics.add(words, 0, 1) });
  }
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  self.onmessage = ({ data }: MessageEvent<Order>) => serve(data);
}
declare const WorkerGlobalScope: (new () => object) | undefined;
declare const self: {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: (event: MessageEvent<Order>) => void;
};
