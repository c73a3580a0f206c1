/**
 * A player of `lru_load.ts`, a Worker: accesses by Zipf's law, to shared memory or through a message port.
 *
 * @module
 */
import { random } from "../../../base/random.ts";
import { zipf } from "../../../base/zipf.ts";
import { SharedLruCache } from "../../../concurrency/shared_lru/shared_lru_cache.ts";
import { GATE, type PlayerJob } from "./lru_load.ts";

/** Accesses before the gate. */
const WARM_UP = 20_000;

const scope = globalThis as unknown as { onmessage: (event: MessageEvent<PlayerJob>) => void; close(): void };

scope.onmessage = async ({ data: job }) => {
  const { load, thread, gate } = job;
  const rank = zipf({ exponent: load.exponent ?? 0.99, size: load.keys, random: random(1000 * load.seed + thread) });
  const draw = (length: number) => Array.from({ length }, () => `key:${rank()}`);
  const trace = draw(load.accesses);
  const play = job.handle ? await overMemory(job) : overMessages(job);
  await play(draw(Math.min(WARM_UP, load.accesses)));
  Atomics.add(gate, GATE.ready, 1);
  Atomics.notify(gate, GATE.ready);
  Atomics.wait(gate, GATE.go, 0);
  const { hits, acquisitions = 0, contended = 0 } = await play(trace);
  gate.set([hits, acquisitions, contended], GATE.players + 4 * thread);
  Atomics.add(gate, GATE.done, 1);
  Atomics.notify(gate, GATE.done);
  job.port?.close();
  scope.close();
};

interface Played {
  readonly hits: number;
  readonly acquisitions?: number;
  readonly contended?: number;
}

function overMemory({ handle, latencies }: PlayerJob): (trace: readonly string[]) => Played {
  const cache = SharedLruCache.attach(handle!);
  const access = (key: string): number => {
    if (cache.get(key) !== undefined) return 1;
    cache.put(key, `value of ${key}`);
    return 0;
  };
  return (trace) => {
    const before = cache.contention();
    let hits = 0;
    const timed = Math.min(latencies.length, trace.length);
    for (let at = 0; at < timed; at++) {
      const startMs = performance.now();
      hits += access(trace[at]!);
      latencies[at] = 1000 * (performance.now() - startMs);
    }
    for (let at = timed; at < trace.length; at++) hits += access(trace[at]!);
    const after = cache.contention();
    return {
      hits,
      acquisitions: after.acquisitions - before.acquisitions,
      contended: after.contended - before.contended,
    };
  };
}

/** A message is a list of accesses, each a key, or a key with the value to be put; the answer is a list of values. */
function overMessages({ port, inFlight, batch, latencies }: PlayerJob): (trace: readonly string[]) => Promise<Played> {
  return (trace) =>
    new Promise((resolve) => {
      let [next, open, hits] = [0, 0, 0];
      let missed: [string, string][] = [];
      const sent: { keys: readonly string[]; at: number; startMs: number }[] = [];
      const send = () => {
        const keys = trace.slice(next, next + batch);
        const puts = missed;
        missed = [];
        sent.push({ keys, at: next, startMs: performance.now() });
        next += keys.length;
        open++;
        port!.postMessage({ keys, puts });
      };
      port!.onmessage = ({ data }: MessageEvent<(string | undefined)[]>) => {
        const { keys, at, startMs } = sent.shift()!; // ports keep their order
        open--;
        for (const [i, value] of data.entries()) {
          if (value !== undefined) hits++;
          else missed.push([keys[i]!, `value of ${keys[i]}`]);
          if (at + i < latencies.length) latencies[at + i] = 1000 * (performance.now() - startMs);
        }
        while (open < inFlight && next < trace.length) send();
        if (open === 0) resolve({ hits });
      };
      while (open < inFlight && next < trace.length) send();
    });
}
