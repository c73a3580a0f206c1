/**
 * The driver of the cases with several threads: starts Workers that import the reader's module, lets them loose on one
 * memory, and writes down what they saw.
 *
 * Races need two threads in the middle of a call at the same time, and a busy machine runs one after the other. So in
 * the races the views that the reader's code makes of the shared memory are proxies, which now and then sleep for a
 * moment before they read or write: whatever is done without the lock is interrupted everywhere. What the threads did
 * follows from how many calls they made: the judge does the same with a Map.
 *
 * **Invariant.** `inThreads` travels as text and uses nothing outside itself; it always comes to an end, and says
 * `stuck` when a Worker did not.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import type { ThreadSafeLruGiven } from "./exercise.ts";

/** What the threads do. */
export interface ThreadPlan {
  /** Which of the games below. */
  readonly game: "see" | "own keys" | "read and evict" | "same keys" | "too many keys" | "refusals";
  /** Room in the cache. */
  readonly capacity: number;
  /** Where the random calls begin. */
  readonly seed: number;
  /** How long, in milliseconds. */
  readonly forMs: number;
}

/** What came of it. `stuck`: at least one thread did not come to an end; `at` says what it was doing. */
export type ThreadEvidence = { readonly stuck: true; readonly at: string } | {
  readonly stuck: false;
  /** One a thread. */
  readonly reports: readonly unknown[];
};

type SharedLru = InstanceType<ThreadSafeLruGiven["SharedLRU"]>;

/** Two threads, one memory. */
export const inThreads: Case<ThreadSafeLruGiven, ThreadPlan>["drive"] = async (
  { SharedLRU },
  plan,
  child,
): Promise<unknown> => {
  const LIMIT_MS = 1400;
  // The Worker's program; it has nothing but its argument, either.
  // deno-lint-ignore no-explicit-any -- the reader's module may export anything
  const play = async (job: any) => {
    const { plan, thread } = job;
    const control: Int32Array = job.control;
    const self = globalThis as unknown as { postMessage(message: unknown): void };
    const { game, capacity, seed, forMs } = plan;
    if (forMs > 0) { // a race: views of shared memory that now and then sleep before they read or write
      const world = globalThis as unknown as Record<string, unknown>;
      const real = new WeakMap<object, object>();
      const wait = Atomics.wait;
      const idle = new Int32Array(new SharedArrayBuffer(4));
      let x = seed + 7 * thread;
      let left = 9;
      const pause = () => {
        if (--left > 0) return;
        x = (Math.imul(x, 1664525) + 1013904223) | 0;
        left = 1 + (x >>> 8) % 40;
        wait(idle, 0, 0, 0.01);
      };
      const Shared = SharedArrayBuffer;
      const views = [
        "Int8",
        "Uint8",
        "Int16",
        "Uint16",
        "Int32",
        "Uint32",
        "Float32",
        "Float64",
        "BigInt64",
        "BigUint64",
      ];
      const slowed = {
        get(view: object, name: string | symbol) {
          pause();
          const value = Reflect.get(view, name, view);
          return typeof value === "function" && name !== "constructor" ? value.bind(view) : value;
        },
        set(view: object, name: string | symbol, value: unknown) {
          pause();
          return Reflect.set(view, name, value, view);
        },
      };
      for (const name of [...views.map((view) => `${view}Array`), "DataView"]) {
        const Original = world[name] as new (...args: unknown[]) => object;
        const Slowed: unknown = new Proxy(Original, {
          construct(target, args, newTarget) {
            const view = Reflect.construct(target, args, newTarget === Slowed ? target : newTarget);
            if (newTarget !== Slowed || !(args[0] instanceof Shared)) return view;
            const slow = new Proxy(view, slowed);
            real.set(slow, view);
            return slow;
          },
        });
        world[name] = Slowed;
      }
      for (const name of Object.getOwnPropertyNames(Atomics)) {
        const original = Reflect.get(Atomics, name);
        if (typeof original !== "function") continue;
        Reflect.set(Atomics, name, (view: object, ...args: unknown[]) => original(real.get(view) ?? view, ...args));
      }
    }
    const { SharedLRU } = await import(job.moduleUrl);
    const cache: SharedLru = new SharedLRU(job.memory);
    const meet = (gate: number) => { // both are here, as close to the same moment as can be
      const number = Atomics.add(control, gate, 1) >> 1;
      for (let look = 0; Atomics.load(control, gate) >> 1 === number; look++) {
        if (look > 3000) Atomics.wait(control, 7, 0, 1);
      }
    };
    const refill = () => { // is the cache still one?
      for (let key = 5000; key < 5000 + capacity; key++) cache.put(key, -key);
      const values = [];
      for (let key = 5000; key < 5000 + capacity; key++) values.push(cache.get(key));
      return { values, size: cache.size };
    };
    const now = () => performance.now();
    meet(0);
    const end = now() + forMs;
    if (game === "see") {
      if (thread === 0) cache.put(7, 70);
      meet(0);
      const seen = [cache.get(7), cache.has(8), cache.size];
      meet(0);
      if (thread === 1) cache.delete(7);
      meet(0);
      return { seen, after: [cache.has(7), cache.size] };
    }
    if (game === "refusals") {
      if (thread === 1) return {};
      const other: SharedLru = new SharedLRU(job.memory);
      const calls: [string, () => unknown][] = [
        ["get(1), of an absent key", () => cache.get(1)],
        ["put(1, 10)", () => cache.put(1, 10)],
        ["put(1, 11), an overwrite", () => cache.put(1, 11)],
        ["get(1)", () => cache.get(1)],
        ["has(1)", () => cache.has(1)],
        ["has(2), of an absent key", () => cache.has(2)],
        ["delete(2), of an absent key", () => cache.delete(2)],
        ["delete(1)", () => cache.delete(1)],
        ["size", () => cache.size],
        ["put(1.5, 1), which is refused", () => cache.put(1.5, 1)],
        ["put(1, 2 ** 40), which is refused", () => cache.put(1, 2 ** 40)],
      ];
      const refused: boolean[] = [];
      for (let i = 0; i < calls.length; i++) {
        self.postMessage({ at: calls[i]![0] });
        try {
          calls[i]![1]();
          refused.push(false);
        } catch {
          refused.push(true);
        }
        other.size;
      }
      return { refused, size: cache.size };
    }
    if (game === "own keys") {
      let x = seed + thread;
      let count = 0;
      let lost: unknown;
      let miscounted: unknown;
      const mine = new Set();
      for (; lost === undefined && miscounted === undefined && now() < end; count++) {
        x = (Math.imul(x, 1664525) + 1013904223) | 0;
        const key = 100 * thread + (x >>> 8) % 4;
        if (x >>> 28 < 7) cache.delete(key);
        else cache.put(key, x);
        if (cache.has(key) !== (x >>> 28 >= 7)) lost = key;
        if (x >>> 28 < 7) mine.delete(key);
        else mine.add(key);
        const others = (cache.size) - mine.size;
        if (!(others >= 0 && others <= 4)) miscounted = others + mine.size;
      }
      meet(0);
      if (thread === 1) return { count, lost, miscounted };
      const values = [];
      for (let n = 0; n < 8; n++) values.push(cache.get(n < 4 ? n : 96 + n));
      return { count, lost, miscounted, values, size: cache.size };
    }
    if (game === "read and evict") {
      let wrong: unknown;
      let x = seed + thread;
      for (let count = 0; wrong === undefined && (now() < end); count++) {
        x = (Math.imul(x, 1664525) + 1013904223) | 0;
        const key = (x >>> 8) % (2 * capacity);
        if (thread === 0) cache.put(key, 64 * (count & 0xffff) + key);
        else {
          const value = cache.get(key);
          if (value !== undefined && ((value as number) % 64) !== key) wrong = [key, value];
        }
      }
      meet(0);
      return thread === 1 ? { wrong } : refill();
    }
    if (game === "too many keys") {
      let over: unknown;
      for (let count = 0; over === undefined && (now() < end); count++) {
        const key = 100 * thread + count % 5; // half of 10 keys are held at a time, and there is room for 4
        cache.put(key, count);
        const size = cache.size;
        if (!(size <= capacity)) over = size;
        if (count % 2 === 1) cache.delete(key);
      }
      meet(0);
      return thread === 1 ? { over } : { over, ...refill() };
    }
    // "same keys": in rounds, from an empty cache
    const keys = 24;
    let rounds = 0;
    for (;; rounds++) {
      meet(0);
      if (Atomics.load(control, 3) !== 0) return { rounds };
      for (let n = 0; n < keys; n++) cache.put(n, n);
      meet(0);
      if (thread === 1) continue;
      const size = cache.size;
      let present = 0;
      for (let key = 0; key < keys; key++) if (cache.has(key) === true) present++;
      for (let key = 0; key < keys; key++) cache.delete(key);
      const left = cache.size;
      if (size === keys && present === keys && left === 0 && now() < end) continue;
      Atomics.store(control, 3, 1);
      meet(0);
      return { rounds, size, present, left };
    }
  };

  const memory = SharedLRU.create(plan.capacity);
  const control = new Int32Array(new SharedArrayBuffer(64));
  const program = `self.onmessage = async ({ data }) => {
    try { self.postMessage({ report: await (${play})(data) }); }
    catch (error) { self.postMessage({ threw: String(error) }); }
  };`;
  const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(program)}`;
  const workers: Worker[] = [];
  let at = "";
  const report = (thread: number) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(url, { type: "module" });
      workers.push(worker);
      worker.onmessage = ({ data }) => {
        if (data.at !== undefined) at = data.at;
        else if (data.threw !== undefined) reject(new Error(`in a Worker: ${data.threw}`));
        else resolve(data.report);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`in a Worker: ${event.message}`));
      };
      worker.postMessage({ moduleUrl: child.moduleUrl, memory, control, plan, thread });
    });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => timer = setTimeout(() => resolve("late"), plan.forMs + LIMIT_MS));
  try {
    const reports = await Promise.race([Promise.all([report(0), report(1)]), late]);
    return reports === "late" ? { stuck: true, at } : { stuck: false, reports };
  } finally {
    clearTimeout(timer);
    for (const worker of workers) worker.terminate();
  }
};
