import { assertEquals } from "@std/assert";
import { OwnerSeats, SEAT_WORDS } from "@lib/concurrency/shared_lru/owner_seats.ts";

const seatsFor = (seats: number) => {
  const words = new Int32Array(new SharedArrayBuffer(4 * seats * SEAT_WORDS));
  return { words, seats: new OwnerSeats(words, { at: 0, seats, quarantineMs: 100 }) };
};

// By hand: two seats give the ids 2, 3, then 4 and 5, …
Deno.test("ids come from seats and epochs, and never twice", () => {
  const { seats } = seatsFor(2);
  assertEquals([seats.take(0), seats.take(0), seats.take(0)], [2, 3, undefined]);
  assertEquals([seats.leave(2), seats.leave(2), seats.isLive(2), seats.take(0)], [true, false, false, 4]);
  assertEquals([seats.live(), seats.isLive(2), seats.release(2, 0)], [[4, 3], false, false]);
});
Deno.test("a seat that was left is free at once, one that was reported after the quarantine, also when the clock comes round", () => {
  for (const begin of [0, 12_345, 2 ** 31 - 50, 2 ** 40]) {
    const { seats } = seatsFor(1);
    const id = seats.take(begin)!;
    seats.release(id, begin);
    assertEquals([seats.take(begin + 99), seats.take(begin - 30)], [undefined, undefined], "also when it was set back");
    assertEquals(seats.take(begin + 100), id + 1, `from ${begin}`);
  }
});
Deno.test("a region is somebody's while a live thread, or one in quarantine, says it is inside", () => {
  const { words, seats } = seatsFor(2);
  const id = seats.take(0)!;
  assertEquals(seats.isAnyoneInside(0, 0), false);
  words[seats.insideAt(id)] = 5 + 1;
  assertEquals([seats.isAnyoneInside(5, 0), seats.isAnyoneInside(4, 0)], [true, false]);
  seats.release(id, 0);
  assertEquals([seats.isAnyoneInside(5, 99), seats.isAnyoneInside(5, 100)], [true, false]);
});
