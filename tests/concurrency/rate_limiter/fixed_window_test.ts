import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { FixedWindow } from "@lib/concurrency/rate_limiter/fixed_window.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

// By hand
Deno.test("the limit is granted once a window, and again in the next", () => {
  const clock = new ManualClock(-100);
  const limiter = new FixedWindow(3, { windowMs: 50, clock });
  assertEquals([limiter.tryAcquire(2), limiter.tryAcquire(2), limiter.tryAcquire(), limiter.tryAcquire()], [
    true,
    false,
    true,
    false,
  ]);
  clock.advance(49);
  assertEquals(limiter.tryAcquire(), false);
  clock.advance(1);
  assertEquals([limiter.tryAcquire(3), limiter.tryAcquire(0), limiter.tryAcquire()], [true, true, false]);
});

Deno.test("a moment just before a window's beginning is not in it, though the quotient is rounded to it", () => {
  const window = 40_361_780;
  const clock = new ManualClock(28_253_245.999999996); // the number before 40,361,780 × 0.7 ms
  const limiter = new FixedWindow(1, { windowMs: 0.7, clock });
  assertEquals(Math.floor(clock.nowMs() / 0.7), window);
  assertEquals([limiter.tryAcquire(), limiter.tryAcquire()], [true, false]);
  clock.advance(window * 0.7 - clock.nowMs());
  assertEquals([limiter.tryAcquire(), limiter.tryAcquire()], [true, false]);
});

// Oracle: the grants of the present window, added up
Deno.test("no window grants more than the limit, and none refuses what would fit", () => {
  const draw = random(1);
  const clock = new ManualClock();
  const limiter = new FixedWindow(10, { windowMs: 100, clock });
  const grants: { atMs: number; n: number }[] = [];
  for (let step = 0; step < 5000; step++) {
    const n = draw.integer(5);
    const nowMs = clock.nowMs();
    const here = grants.filter(({ atMs }) => Math.floor(atMs / 100) === Math.floor(nowMs / 100));
    const fits = here.reduce((sum, grant) => sum + grant.n, n) <= 10;
    assertEquals(limiter.tryAcquire(n), fits, `step ${step}`);
    if (fits) grants.push({ atMs: nowMs, n });
    if (grants.length > 100) grants.shift();
    clock.advance(draw.integer(20));
  }
});

// Refusals
Deno.test("what can't be meant is refused by name and value", () => {
  assertThrows(() => new FixedWindow(0), RangeError, "limit must be a positive finite number: current value is 0");
  assertThrows(() => new FixedWindow(1, { windowMs: NaN }), RangeError, "windowMs must be");
  for (const n of [-1, 2.5, NaN]) {
    assertThrows(() => new FixedWindow(2).tryAcquire(n), RangeError, `current value is ${n}`);
  }
});
