import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { SharedLruCache, type SharedLruCacheOptions } from "@lib/concurrency/shared_lru/shared_lru_cache.ts";
import { checkLinearizable } from "@lib/testing/linearizability.ts";
import { type LruAnswer, type LruCall, lruModel, type RecordedCall } from "@lib/testing/lru_model.ts";
import { small, startWorker, words } from "./shared_lru_threads.ts";
import { made, type Order, valueFor } from "./shared_lru_worker.ts";

type Recorded = RecordedCall<LruCall, LruAnswer>;

// Invariants: accidents
const DEATHS = ["put", "overwrite", "get", "delete"] as const;
const callOf: Record<(typeof DEATHS)[number], LruCall> = {
  put: ["put", "new", valueFor("new", "dead")],
  overwrite: ["put", "k0", valueFor("k0", "dead")],
  get: ["get", "k1"],
  delete: ["delete", "k2"],
};

/** A full cache of one shard, and a Worker that comes to grief in the middle of a call on it. */
async function accident(
  accident: NonNullable<Order["accident"]>,
  call: LruCall,
  options: Partial<SharedLruCacheOptions> = {},
) {
  const cache = SharedLruCache.create({ ...small, ...options });
  for (let n = 0; n < 4; n++) cache.put(`k${n}`, valueFor(`k${n}`, "main"));
  const shared = words();
  Atomics.store(shared, 0, 1);
  const victim = startWorker({ handle: cache.handle, kind: "accident", thread: 1, words: shared, call, accident });
  const { ownerId } = await victim.message();
  const reply = victim.message();
  const happened = await Promise.race([
    (async () => {
      while (Atomics.load(shared, 2) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      return true;
    })(),
    reply.then(() => false), // the call had fewer steps
  ]);
  return { cache, victim, shared, happened, reply, ownerId: ownerId as number };
}

/** Every value is that of its key, whole; and the cache works. */
function assertSound(cache: SharedLruCache, where: string): void {
  for (const key of ["new", "k0", "k1", "k2", "k3"]) {
    const value = cache.get(key) as string | undefined;
    if (value !== undefined) assertEquals(value, valueFor(key, value.split("|")[1]!), where);
  }
  for (let n = 0; n < 9; n++) cache.put(`x${n}`, valueFor(`x${n}`, "main"));
  assertEquals(cache.size, 4, where);
  for (let n = 5; n < 9; n++) assertEquals(cache.get(`x${n}`), valueFor(`x${n}`, "main"), where);
}

Deno.test("a thread that dies at any step of any call keeps nobody waiting once it is reported", async () => {
  let deaths = 0;
  for (const name of DEATHS) {
    for (let step = 0; step < 12; step++) {
      const where = `${name}, step ${step}`;
      const { cache, victim, happened, ownerId } = await accident({ how: "die", step, of: "atomics" }, callOf[name], {
        leaseMs: 2 ** 28, // three days: only the report can end the wait
      });
      if (happened) deaths++;
      cache.release(ownerId);
      assertSound(cache, where);
      victim.worker.terminate();
      if (!happened) break;
    }
  }
  assert(deaths >= 4 * 7, `${deaths} deaths`);
});
Deno.test("a thread that dies half way through writing a value leaves neither half of it", async () => {
  for (const key of ["new", "k0"]) {
    const bytes = new TextEncoder().encode("dead".repeat(40));
    const { cache, victim, happened, ownerId } = await accident(
      { how: "die", step: 0, of: "copies" },
      ["put", key, bytes as unknown as string],
      { leaseMs: 2 ** 28 },
    );
    assert(happened);
    cache.release(ownerId);
    assertEquals([cache.get(key), cache.size], [undefined, 0], "the shard begins anew");
    assertSound(cache, "half written");
    assertEquals(cache.contention().takeovers, 1);
    victim.worker.terminate();
  }
});
Deno.test("a death that nobody reports is noticed when the lease is over", async () => {
  const { cache, victim, happened } = await accident({ how: "die", step: 6, of: "atomics" }, callOf.put, {
    leaseMs: 30,
  });
  assert(happened);
  assertSound(cache, "lease");
  victim.worker.terminate();
});
Deno.test("a thread that is only slow finds its call undone, and harms nobody, at whatever step it was", async () => {
  let stalls = 0;
  for (const name of DEATHS) {
    for (let step = 0; step < 12; step++) {
      const where = `${name}, step ${step}`;
      const { cache, victim, shared, happened, reply } = await accident(
        { how: "stall", step, of: "atomics" },
        callOf[name],
        {
          leaseMs: 10,
        },
      );
      if (!happened) break;
      stalls++;
      const history: Recorded[] = [0, 1, 2, 3].map((n): Recorded => ({
        ...{ thread: 0, input: ["put", `k${n}`, valueFor(`k${n}`, "main")], calledAt: -9 + n, returnedAt: -9 + n },
      }));
      const call = (input: LruCall) => {
        const calledAt = Atomics.add(shared, 0, 1);
        const output = made(cache, input);
        history.push({ thread: 0, input, output, calledAt, returnedAt: Atomics.add(shared, 0, 1) });
      };
      for (const key of ["new", "k0", "k1", "k2"]) call(["get", key]);
      call(["put", "k0", valueFor("k0", "main again")]);
      call(["put", "k9", valueFor("k9", "main")]);
      Atomics.store(shared, 3, 1);
      Atomics.notify(shared, 3);
      history.push(await reply as unknown as Recorded);
      for (const key of ["new", "k0", "k1", "k2", "k9"]) call(["get", key]);
      call(["size"]);
      // The takeover may have cleared the shard, once, at any time.
      history.push({ thread: 2, input: ["clear"], calledAt: 0, returnedAt: Infinity });
      const result = checkLinearizable(history, lruModel(4));
      assertEquals(result.verdict, "linearizable", `${where}: ${JSON.stringify(result)}`);
      assertSound(cache, where);
      victim.worker.terminate();
    }
  }
  assert(stalls >= 4 * 7, `${stalls} stalls`);
});
Deno.test("a shard without a region to go to keeps nothing, and comes back when one is quiet", async () => {
  using cache = SharedLruCache.create({ ...small, quarantineMs: 2 ** 28 });
  const victims = [];
  for (let n = 0; n < 3; n++) { // three regions, and three threads stuck inside them
    const shared = words();
    cache.put("k0", "before");
    const order = { handle: cache.handle, kind: "accident", thread: n, words: shared } as const;
    // Attach, enter (5 atomic steps), then stall on the way out: inside a region, with the lock.
    const victim = startWorker({ ...order, call: ["get", "k0"], accident: { how: "stall", step: 5, of: "atomics" } });
    const { ownerId } = await victim.message();
    while (Atomics.load(shared, 2) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    cache.release(ownerId as number);
    victims.push({ victim, shared });
  }
  cache.put("a", "1");
  assertEquals([cache.get("a"), cache.has("a"), cache.delete("a"), cache.size], [undefined, false, false, 0]);
  for (const { victim, shared } of victims) {
    Atomics.store(shared, 3, 1);
    Atomics.notify(shared, 3);
    assertEquals((await victim.message()).output, undefined, "a lost call has nothing to say");
    victim.worker.terminate();
  }
  cache.put("a", "1");
  assertEquals([cache.get("a"), cache.size], ["1", 1]);
});
Deno.test("Workers terminated in the middle of their work, 40 times, tear no value and block nobody", async () => {
  using cache = SharedLruCache.create({ ...small, capacity: 24, shards: 2, maxThreads: 100, quarantineMs: 2 ** 28 });
  const start = (thread: number) => startWorker({ handle: cache.handle, kind: "circle", thread, words: words() });
  const draw = random(11);
  let live = [start(0), start(1)];
  for (let round = 0; round < 40; round++) {
    const [victim, other] = live as [typeof live[0], typeof live[0]];
    const { ownerId } = await victim.message();
    await new Promise((resolve) => setTimeout(resolve, draw.integer(4)));
    victim.worker.terminate();
    assert(cache.release(ownerId as number), `round ${round}: ${JSON.stringify(victim.inbox)}`);
    for (let n = 0; n < 40; n++) {
      const value = cache.get(`k${n}`) as string | undefined;
      if (value !== undefined) assertEquals(value, valueFor(`k${n}`, value.split("|")[1]!));
    }
    assert(cache.size <= 24);
    assert(victim.inbox.every((message) => !("torn" in message)), JSON.stringify(victim.inbox));
    live = [other, start(round + 2)];
  }
  for (const { worker, inbox } of live) {
    worker.terminate();
    assertEquals(inbox.filter((message) => "torn" in message), []);
  }
});
