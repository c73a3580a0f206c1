/**
 * The LRU server, a Worker that owns an `LruCache` and answers the players of `lru_load.ts` through message ports: the
 * design to beat.
 *
 * @module
 */
import { LruCache } from "../../../structures/lru_cache.ts";
import { GATE } from "./lru_load.ts";

interface ServerJob {
  readonly capacity: number;
  readonly ports: readonly MessagePort[];
  readonly gate: Int32Array;
}

interface Request {
  readonly keys: readonly string[];
  /** Of the request before, what had been missing. */
  readonly puts: readonly (readonly [key: string, value: string])[];
}

const scope = globalThis as unknown as { onmessage: (event: MessageEvent<ServerJob>) => void; close(): void };

scope.onmessage = ({ data: { capacity, ports, gate } }) => {
  const cache = new LruCache<string, string>(capacity);
  for (const port of ports) {
    port.onmessage = ({ data: { keys, puts } }: MessageEvent<Request>) => {
      for (const [key, value] of puts) cache.put(key, value);
      port.postMessage(keys.map((key) => cache.get(key)));
    };
  }
  const look = () => Atomics.load(gate, GATE.done) === ports.length ? scope.close() : void setTimeout(look, 50);
  look();
};
