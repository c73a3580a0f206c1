/**
 * Traffic for a cache that two or more threads share, in shared memory or behind messages: for the notebook and the
 * benchmark.
 *
 * Each player is a Worker (`lru_player.ts`) with a trace of its own: keys by Zipf's law, a `get` each, and a `put`
 * after a miss. All warm up, wait at a gate, and play; the caller waits without an event loop, in `Atomics.wait`, so
 * that nothing of it is in the figure. Behind messages the cache is an `LruCache` in a Worker (`lru_server.ts`), and
 * the players ask it through message ports: one request at a time, many in flight, or many accesses in one message.
 *
 * **Invariant.** Players stop by themselves after one game: no thread is left behind.
 *
 * Not here on purpose: games that last for a time (throughput of a fixed number of accesses can be checked).
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { SharedLruCache, type SharedLruHandle } from "../../../concurrency/shared_lru/shared_lru_cache.ts";

/** What is played. */
export interface LruLoad {
  /** Players: a positive integer. */
  readonly threads: number;
  /** Accesses of each player. */
  readonly accesses: number;
  /** Different keys. */
  readonly keys: number;
  /** Room in the cache. */
  readonly capacity: number;
  /** Where chance begins. */
  readonly seed: number;
  /** Zipf's exponent. @default {0.99} */
  readonly exponent?: number;
  /** How many latencies each player keeps, of the first accesses after the warm-up. @default {0} */
  readonly samples?: number;
}

/** How the players reach the cache. */
export type LruRoute =
  | { readonly by: "shared memory"; readonly shards: number }
  /** `inFlight` requests at once, each of `batch` accesses. */
  | { readonly by: "messages"; readonly inFlight: number; readonly batch: number };

/** What came of a game. */
export interface LruGame {
  /** From the opening of the gate to the last player's end. */
  readonly elapsedMs: number;
  /** Accesses of all players in a second. */
  readonly accessesPerSecond: number;
  /** Accesses that found their key. */
  readonly hits: number;
  /** Share of lock acquisitions that were not free at the first look; 0 behind messages. */
  readonly contendedRatio: number;
  /** Latencies of single accesses in microseconds, if `samples` were asked for. */
  readonly latenciesUs: readonly number[];
}

/**
 * Words of the gate: players that are ready, the signal, players that have finished; from 8 on, four for each player.
 */
export const GATE = { ready: 0, go: 1, done: 2, players: 8 } as const;

/** What a player is told. */
export interface PlayerJob {
  /** What is asked of the cache. */
  readonly load: LruLoad;
  /** Which of the players this is, from 0. */
  readonly thread: number;
  /** Where players wait for each other: see {@linkcode GATE}. */
  readonly gate: Int32Array;
  /** Microseconds, `load.samples` of them. */
  readonly latencies: Float64Array;
  /** The shared cache; left out where the player asks by messages. */
  readonly handle?: SharedLruHandle;
  /** To the thread that has the cache; left out where it is shared. */
  readonly port?: MessagePort;
  /** Messages that may be under way at once. */
  readonly inFlight: number;
  /** Accesses in one message. */
  readonly batch: number;
}

/**
 * Starts the players and warms them up; the function that comes back plays the game.
 *
 * @throws {RangeError} If a number is not a positive integer.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { prepareGame } from "./lru_load.ts";
 * const load = { threads: 1, accesses: 1000, keys: 100, capacity: 50, seed: 1 };
 * assert(prepareGame(load, { by: "shared memory", shards: 4 })().hits > 500);
 * ```
 */
export function prepareGame(load: LruLoad, route: LruRoute): () => LruGame {
  const { threads, accesses, keys, capacity, samples = 0 } = load;
  for (const [argument, value] of Object.entries({ threads, accesses, keys, capacity })) {
    checkPositiveInteger(value, { action: "play a game", argument });
  }
  const gate = new Int32Array(new SharedArrayBuffer(4 * (GATE.players + 4 * threads)));
  const { inFlight, batch } = route.by === "messages" ? route : { inFlight: 1, batch: 1 };
  const cache = route.by === "shared memory"
    ? SharedLruCache.create({
      capacity,
      shards: route.shards,
      maxKeyBytes: 16,
      maxValueBytes: 32,
      maxThreads: threads + 1,
    })
    : undefined;
  const latencies = Array.from({ length: threads }, () => new Float64Array(new SharedArrayBuffer(8 * samples)));
  const ports: MessagePort[] = [];
  for (let thread = 0; thread < threads; thread++) {
    const player = new Worker(new URL("./lru_player.ts", import.meta.url), { type: "module" });
    const job: PlayerJob = { load, thread, gate, latencies: latencies[thread]!, inFlight, batch };
    if (cache) player.postMessage({ ...job, handle: cache.handle });
    else {
      const { port1, port2 } = new MessageChannel();
      player.postMessage({ ...job, port: port1 }, [port1]);
      ports.push(port2);
    }
  }
  if (!cache) {
    const server = new Worker(new URL("./lru_server.ts", import.meta.url), { type: "module" });
    server.postMessage({ capacity, ports, gate }, ports);
  }
  waitFor(gate, GATE.ready, threads);
  return () => {
    const startMs = performance.now();
    Atomics.store(gate, GATE.go, 1);
    Atomics.notify(gate, GATE.go);
    waitFor(gate, GATE.done, threads);
    const elapsedMs = performance.now() - startMs;
    const sum = (field: number) =>
      latencies.reduce((total, _, thread) => total + gate[GATE.players + 4 * thread + field]!, 0);
    return {
      elapsedMs,
      accessesPerSecond: 1000 * threads * accesses / elapsedMs,
      hits: sum(0),
      contendedRatio: sum(2) / Math.max(1, sum(1)),
      latenciesUs: latencies.flatMap((all) => [...all]),
    };
  };
}

/** Waits until the word `at` is `value`. */
function waitFor(gate: Int32Array, at: number, value: number): void {
  for (let seen; (seen = Atomics.load(gate, at)) !== value;) Atomics.wait(gate, at, seen);
}
