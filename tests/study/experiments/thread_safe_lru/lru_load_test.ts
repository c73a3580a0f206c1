import { assert, assertEquals, assertThrows } from "@std/assert";
import { prepareGame } from "@lib/study/experiments/thread_safe_lru/lru_load.ts";

const load = { threads: 1, accesses: 2000, keys: 1000, capacity: 100, seed: 3 };

Deno.test("one thread finds as much in shared memory as behind messages, whatever the batch", () => {
  const memory = prepareGame(load, { by: "shared memory", shards: 1 })();
  const inTurn = prepareGame({ ...load, samples: 10 }, { by: "messages", inFlight: 1, batch: 1 })();
  assertEquals([memory.contendedRatio, memory.latenciesUs.length, inTurn.latenciesUs.length], [0, 0, 10]);
  // One at a time, what was missed is put before the next get: the same accesses on the same policy.
  assertEquals(inTurn.hits, memory.hits);
  assert(inTurn.latenciesUs.every((latency) => latency > 0) && memory.accessesPerSecond > 0);
  const batched = prepareGame(load, { by: "messages", inFlight: 2, batch: 16 })();
  assert(Math.abs(batched.hits - memory.hits) < 0.2 * memory.hits, `${batched.hits} ${memory.hits}`);
});
Deno.test("a game refuses numbers that mean nothing", () => {
  assertThrows(() => prepareGame({ ...load, threads: 0 }, { by: "shared memory", shards: 1 }), RangeError, "threads");
});
