import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { SlidingWindow } from "@lib/concurrency/rate_limiter/sliding_window.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

// By hand
Deno.test("room is made when a grant is as old as the window, and not before", () => {
  const clock = new ManualClock(-100);
  const limiter = new SlidingWindow(3, { windowMs: 50, clock });
  assertEquals(limiter.tryAcquire(2), true);
  clock.advance(30);
  assertEquals([limiter.tryAcquire(2), limiter.tryAcquire(1), limiter.tryAcquire(0)], [false, true, true]);
  clock.advance(19);
  assertEquals(limiter.tryAcquire(), false);
  clock.advance(1); // the two of the beginning are 50 ms old
  assertEquals([limiter.tryAcquire(3), limiter.tryAcquire(2), limiter.tryAcquire()], [false, true, false]);
});

// Oracle: all grants, added up
Deno.test("no window grants more than the limit, and none refuses what would fit", () => {
  const draw = random(1);
  const clock = new ManualClock();
  const limiter = new SlidingWindow(10, { windowMs: 100, clock });
  const grants: { atMs: number; n: number }[] = [];
  for (let step = 0; step < 5000; step++) {
    const n = draw.integer(5);
    const nowMs = clock.nowMs();
    const recent = grants.filter(({ atMs }) => atMs > nowMs - 100);
    const fits = recent.reduce((sum, grant) => sum + grant.n, n) <= 10;
    assertEquals(limiter.tryAcquire(n), fits, `step ${step}`);
    if (fits) grants.push({ atMs: nowMs, n });
    if (grants.length > 100) grants.shift();
    clock.advance(draw.integer(20));
  }
});

// Refusals
Deno.test("what can't be meant is refused by name and value", () => {
  assertThrows(() => new SlidingWindow(0), RangeError, "limit must be a positive finite number: current value is 0");
  assertThrows(() => new SlidingWindow(1, { windowMs: NaN }), RangeError, "windowMs must be");
  for (const n of [-1, 2.5, NaN]) {
    assertThrows(() => new SlidingWindow(2).tryAcquire(n), RangeError, `current value is ${n}`);
  }
});
