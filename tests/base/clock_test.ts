import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { checkClock, systemClock } from "@lib/base/clock.ts";

Deno.test("systemClock never goes back", () => {
  let before = systemClock.nowMs();
  for (let reading = 0; reading < 1000; reading++) {
    const now = systemClock.nowMs();
    assert(now >= before);
    before = now;
  }
});

Deno.test("sleep() takes at least as long as asked, by the same clock", async () => {
  const startMs = systemClock.nowMs();
  await systemClock.sleep(15);
  assert(systemClock.nowMs() - startMs >= 14, "a timer may be early by less than its resolution of 1 ms");
});

Deno.test("sleep(0) gives others their turn", async () => {
  const order: string[] = [];
  const sleeping = systemClock.sleep(0).then(() => order.push("slept"));
  await Promise.resolve().then(() => order.push("other"));
  await sleeping;
  assertEquals(order, ["other", "slept"]);
});

Deno.test("sleep() ends with the signal's reason, before it or during it, and leaves no timer behind", async () => {
  const reason = new Error("enough");
  const early = await assertRejects(() => systemClock.sleep(200, AbortSignal.abort(reason)));
  assertStrictEquals(early, reason);
  const control = new AbortController();
  const sleeping = systemClock.sleep(2 ** 31 * 3, control.signal); // longer than a timer can count
  await systemClock.sleep(40);
  control.abort(reason);
  assertStrictEquals(await assertRejects(() => sleeping), reason);
  await systemClock.sleep(1, new AbortController().signal);
});

Deno.test("sleep() refuses a length of time that is none", async () => {
  for (const ms of [-1, NaN, Infinity]) {
    const message = `Cannot sleep: ms must be a non-negative finite number: current value is ${ms}`;
    await assertRejects(() => systemClock.sleep(ms), RangeError, message);
  }
});
Deno.test("checkClock() returns what is a clock, and refuses what lacks a method that is needed", () => {
  const half = { nowMs: () => 0 };
  assertEquals(checkClock(half, { action: "wait" }), half);
  assertEquals(checkClock(systemClock, { action: "wait", mustSleep: true }), systemClock);
  const refused: [unknown, boolean, string][] = [
    [undefined, false, "Cannot wait: clock.nowMs must be a function: current value is undefined"],
    [Date, false, "clock.nowMs must be a function"],
    [{ nowMs: 5 }, false, "clock.nowMs must be a function: current value is 5"],
    [half, true, "Cannot wait: clock.sleep must be a function: current value is undefined"],
  ];
  for (const [clock, mustSleep, message] of refused) {
    assertThrows(() => checkClock(clock as typeof half, { action: "wait", mustSleep }), TypeError, message);
  }
});
Deno.test("sleep() rejects what is no signal", async () => {
  const message = "Cannot sleep: signal must be an AbortSignal: current value is 3";
  await assertRejects(() => systemClock.sleep(1, 3 as never), TypeError, message);
});
