import { assertEquals } from "@std/assert";
import { ENTRY_WORDS, ThreadRegistry } from "@lib/concurrency/shared_lru/_thread_registry.ts";

const slotsFor = (slots: number) => {
  const words = new Int32Array(new SharedArrayBuffer(4 * slots * ENTRY_WORDS));
  return { words, slots: new ThreadRegistry(words, { at: 0, slots, quarantineMs: 100 }) };
};

// By hand: two slots give the ids 2, 3, then 4 and 5, …
Deno.test("ids come from slots and epochs, and never twice", () => {
  const { slots } = slotsFor(2);
  assertEquals([slots.register(0), slots.register(0), slots.register(0)], [2, 3, undefined]);
  assertEquals([slots.unregister(2), slots.unregister(2), slots.isLive(2), slots.register(0)], [true, false, false, 4]);
  assertEquals([slots.live(), slots.isLive(2), slots.release(2, 0)], [[4, 3], false, false]);
});
Deno.test("a slot that was left is free at once, one that was reported after the quarantine, also when the clock comes round", () => {
  for (const begin of [0, 12_345, 2 ** 31 - 50, 2 ** 40]) {
    const { slots } = slotsFor(1);
    const id = slots.register(begin)!;
    slots.release(id, begin);
    assertEquals(
      [slots.register(begin + 99), slots.register(begin - 30)],
      [undefined, undefined],
      "also when it was set back",
    );
    assertEquals(slots.register(begin + 100), id + 1, `from ${begin}`);
  }
});
Deno.test("a region is somebody's while a live thread, or one in quarantine, says it is inside", () => {
  const { words, slots } = slotsFor(2);
  const id = slots.register(0)!;
  assertEquals(slots.isRegionInUse(0, 0), false);
  words[slots.insideAt(id)] = 5 + 1;
  assertEquals([slots.isRegionInUse(5, 0), slots.isRegionInUse(4, 0)], [true, false]);
  slots.release(id, 0);
  assertEquals([slots.isRegionInUse(5, 99), slots.isRegionInUse(5, 100)], [true, false]);
});
