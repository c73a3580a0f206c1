import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { ManualClock } from "@lib/testing/manual_clock.ts";

// By hand
Deno.test("advance() moves the clock and wakes those whose hour has come, by hour and then by order of lying down", async () => {
  const clock = new ManualClock(100);
  const woken: string[] = [];
  const sleep = (name: string, ms: number) => clock.sleep(ms).then(() => woken.push(`${name} at ${clock.nowMs()}`));
  const all = [sleep("late", 30), sleep("first", 10), sleep("second", 10), sleep("at once", 0)];
  assertEquals(clock.sleeping, 4);
  clock.advance(0);
  await all[3];
  clock.advance(9.5);
  assertEquals([clock.nowMs(), clock.sleeping, woken], [109.5, 3, ["at once at 100"]]);
  clock.advance(0.5);
  await all[2];
  assertEquals(woken.slice(1), ["first at 110", "second at 110"]);
  clock.advance(1000);
  await all[0];
  assertEquals([woken[3], clock.sleeping], ["late at 1110", 0]);
});

Deno.test("run() lets each sleeper work at its own hour, and those who lie down again too", async () => {
  const clock = new ManualClock();
  const hours: string[] = [];
  const loop = async (name: string, ms: number) => {
    for (;;) {
      await clock.sleep(ms);
      await Promise.resolve(); // some work
      hours.push(`${name}${clock.nowMs()}`);
    }
  };
  void loop("a", 10);
  void loop("b", 15);
  await clock.run(30);
  assertEquals(hours, ["a10", "b15", "a20", "b30", "a30"]);
  assertEquals(clock.nowMs(), 30);
  await clock.run(0);
  assertEquals([clock.nowMs(), clock.sleeping], [30, 2]);
});

Deno.test("run() does not pass the end, and a sleeper beyond it goes on sleeping", async () => {
  const clock = new ManualClock(-10);
  let isAwake = false;
  const sleeping = clock.sleep(10).then(() => isAwake = true);
  await clock.run(9.75);
  assertEquals([clock.nowMs(), isAwake], [-0.25, false]);
  await clock.run(0.25);
  await sleeping;
  assertEquals([clock.nowMs(), isAwake], [0, true]);
});

Deno.test("a signal ends a sleep with its reason, and the sleeper is forgotten", async () => {
  const clock = new ManualClock();
  const reason = new Error("enough");
  const control = new AbortController();
  const sleeping = clock.sleep(10, control.signal);
  const other = clock.sleep(10);
  control.abort(reason);
  assertStrictEquals(await assertRejects(() => sleeping), reason);
  assertEquals(clock.sleeping, 1);
  clock.advance(10);
  await other;
  assertStrictEquals(await assertRejects(() => clock.sleep(1, AbortSignal.abort(reason))), reason);
  assertEquals(clock.sleeping, 0);
});

// Refusals
Deno.test("times that are none are refused, and the clock stands where it stood", async () => {
  for (const ms of [NaN, Infinity]) {
    assertThrows(() => new ManualClock(ms), RangeError, `startMs must be a finite number: current value is ${ms}`);
  }
  const clock = new ManualClock(1);
  for (const ms of [-1, NaN, Infinity]) {
    const rule = `ms must be a non-negative finite number: current value is ${ms}`;
    assertThrows(() => clock.advance(ms), RangeError, `Cannot advance a manual clock: ${rule}`);
    await assertRejects(() => clock.run(ms), RangeError, `Cannot run a manual clock: ${rule}`);
    await assertRejects(() => clock.sleep(ms), RangeError, `Cannot sleep: ${rule}`);
  }
  assertEquals([clock.nowMs(), clock.sleeping], [1, 0]);
});
