import { assert, assertEquals, assertThrows } from "@std/assert";
import { ENTRY_WORDS, ThreadRegistry } from "@lib/concurrency/shared_lru/_thread_registry.ts";
import { RobustLock } from "@lib/concurrency/shared_lru/robust_lock.ts";

/** Two owners of one lock, in one thread; the clock says what it is told, and a wait without end fails. */
function pair(readings: () => number = () => 0, leaseMs = 3) {
  const words = new Int32Array(new SharedArrayBuffer(4 * (32 + 4 * ENTRY_WORDS)));
  const threads = new ThreadRegistry(words, { at: 32, slots: 4, quarantineMs: 10 });
  let looks = 0;
  const clock = {
    nowMs: () => {
      if (++looks > 20) throw new Error("it waits for ever");
      return readings();
    },
  };
  const owner = () => {
    const ownerId = threads.register(0)!;
    return { ownerId, lock: new RobustLock(words, { at: 0, ownerId, threads, leaseMs, clock }) };
  };
  return { words, threads, one: owner(), other: owner() };
}

// By hand
Deno.test("a free lock is taken at once, and is free again after release", () => {
  const { words, one, other } = pair();
  assertEquals([one.lock.acquire(), one.lock.isHeld(), other.lock.isHeld()], [false, true, false]);
  assertEquals(words[0], one.ownerId << 1);
  assertEquals([one.lock.release(), words[0], one.lock.isHeld()], [true, 0, false]);
  assertEquals([other.lock.acquire(), other.lock.release(), words[1]], [false, true, 2]);
  assertEquals([one.lock.acquisitions, one.lock.contended, one.lock.sleeps, one.lock.takeovers], [1, 0, 0, 0]);
});
Deno.test("a hold that outlasts the lease is taken over, and the slow owner learns of it", () => {
  let now = 0;
  const { one, other } = pair(() => now += 1);
  one.lock.acquire();
  assert(other.lock.acquire(), "it was taken over");
  assertEquals([one.lock.isHeld(), one.lock.release(), other.lock.isHeld()], [false, false, true]);
  assertEquals([other.lock.release(), other.lock.takeovers, other.lock.contended], [true, 1, 1]);
  assert(other.lock.sleeps > 0);
});
Deno.test("many short holds are not one long one: each begins the lease anew", () => {
  let now = 0;
  const { words, one, other } = pair(() => {
    words[1]!++; // as if the owner had freed it and taken it again since the last look
    return now += 1000;
  });
  one.lock.acquire();
  assertThrows(() => other.lock.acquire(), Error, "it waits for ever");
  assertEquals(other.lock.takeovers, 0);
});
Deno.test("the lock of one who was reported gone is taken over without waiting", () => {
  const { threads, one, other } = pair();
  one.lock.acquire();
  threads.release(one.ownerId, 0);
  assert(other.lock.acquire());
  assertEquals([one.lock.release(), other.lock.sleeps], [false, 0]);
});
Deno.test("one whose own hold was torn out by an exception takes it over from itself", () => {
  const { one } = pair();
  one.lock.acquire();
  assertEquals([one.lock.acquire(), one.lock.release()], [true, true]);
});
