import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { systemClock } from "@lib/base/clock.ts";

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
