import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { MonotonicClock } from "@lib/concurrency/rate_limiter/monotonic_clock.ts";

/** A clock that shows what it is told, and remembers how long others wanted to sleep. */
function told(startMs: number) {
  const clock = {
    hour: startMs,
    slept: [] as number[],
    nowMs: () => clock.hour,
    sleep: (ms: number) => Promise.resolve(void clock.slept.push(ms)),
  };
  return clock;
}

// By hand: tolerance 100 ms
Deno.test("while the clock goes forward its readings are passed on", () => {
  const clock = told(-5);
  const forward = new MonotonicClock({ clock, toleranceMs: 100 });
  const read = (hour: number) => (clock.hour = hour, forward.nowMs());
  assertEquals([-5, 0, 0, 0.25, 1e12].map(read), [-5, 0, 0, 0.25, 1e12]);
});
Deno.test("a step back of up to the tolerance is waited out", () => {
  const clock = told(1000);
  const forward = new MonotonicClock({ clock, toleranceMs: 100 });
  const read = (hour: number) => (clock.hour = hour, forward.nowMs());
  assertEquals([900, 950, 1000, 1001].map(read), [1000, 1000, 1000, 1001]);
});
Deno.test("a longer step back is a new beginning: time goes on at once, and the way back is time like any other", () => {
  const clock = told(1000);
  const forward = new MonotonicClock({ clock, toleranceMs: 100 });
  const read = (hour: number) => (clock.hour = hour, forward.nowMs());
  assertEquals([899, 900, 950, 0, 10, 3_600_000].map(read), [1000, 1001, 1051, 1051, 1061, 3_601_051]);
});
Deno.test("a pause lasts until this clock has moved: a step that is waited out is slept through", () => {
  const clock = told(1000);
  const forward = new MonotonicClock({ clock, toleranceMs: 100 });
  void forward.sleep(5);
  clock.hour = 940;
  void forward.sleep(5); // 60 behind
  clock.hour = 2000;
  forward.nowMs();
  clock.hour = 0; // a new beginning
  void forward.sleep(5);
  assertEquals(clock.slept, [5, 65, 5]);
});

// Invariants
Deno.test("no reading is smaller than one before it, and no forward move is lost or counted twice, over random steps", () => {
  for (let seed = 0; seed < 50; seed++) {
    const draw = random(seed);
    const clock = told(draw.integer(1000));
    const forward = new MonotonicClock({ clock, toleranceMs: 20 });
    let before = forward.nowMs();
    let reached = clock.hour; // the highest the clock has been since its last new beginning
    for (let step = 0; step < 200; step++) {
      clock.hour += draw.integer(10) === 0 ? -draw.integer(60) : draw.integer(10);
      const isNewBeginning = reached - clock.hour > 20;
      const moved = isNewBeginning ? 0 : Math.max(0, clock.hour - reached);
      reached = isNewBeginning ? clock.hour : Math.max(reached, clock.hour);
      const now = forward.nowMs();
      assertEquals(now - before, moved, `seed ${seed}, step ${step}`);
      before = now;
    }
  }
});

// Refusals
Deno.test("a tolerance or a reading that is no number is refused by name and value", () => {
  for (const toleranceMs of [-1, NaN, Infinity]) {
    assertThrows(() => new MonotonicClock({ clock: told(0), toleranceMs }), RangeError, "toleranceMs must be");
  }
  for (const hour of [NaN, Infinity, -Infinity]) {
    assertThrows(
      () => new MonotonicClock({ clock: told(hour), toleranceMs: 1 }),
      RangeError,
      `current value is ${hour}`,
    );
  }
  const clock = told(3);
  const forward = new MonotonicClock({ clock, toleranceMs: 1 });
  clock.hour = NaN;
  assertThrows(() => forward.nowMs(), RangeError, "nowMs() must be a finite number: current value is NaN");
  clock.hour = 4;
  assertEquals(forward.nowMs(), 4);
  assert(new MonotonicClock({ toleranceMs: 0 }).nowMs() >= 0);
});
