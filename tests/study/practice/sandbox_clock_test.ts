import { assertEquals, assertRejects } from "@std/assert";
import { makeSandboxClocks } from "@lib/study/practice/_sandbox_clock.ts";
import { functionSource } from "@lib/study/practice/_function_source.ts";

Deno.test("run() stops at every sleeper's hour, in the order of the hours", async () => {
  const clock = makeSandboxClocks().clock(5);
  const heard: string[] = [];
  const wait = (name: string, ms: number) => clock.sleep(ms).then(() => heard.push(`${name} at ${clock.nowMs()}`));
  wait("late", 30);
  wait("first", 10).then(() => wait("again", 10));
  wait("beside", 10);
  assertEquals(clock.sleeping(), 3);
  await clock.run(29);
  assertEquals(heard, ["first at 15", "beside at 15", "again at 25"]);
  assertEquals([clock.nowMs(), clock.sleeping()], [34, 1]);
  await clock.run(1);
  assertEquals(heard.at(-1), "late at 35");
});
Deno.test("an aborted sleeper rejects with the reason, leaves the queue, and is not woken", async () => {
  const clock = makeSandboxClocks().clock();
  const controller = new AbortController();
  const slept = clock.sleep(10, controller.signal);
  controller.abort(new Error("no longer"));
  assertEquals(clock.sleeping(), 0);
  await assertRejects(() => slept, Error, "no longer");
  await assertRejects(() => clock.sleep(10, controller.signal), Error, "no longer");
});
Deno.test("step() sets the clock back or forward and wakes nobody", async () => {
  const { clock: newClock, settled } = makeSandboxClocks();
  const clock = newClock(1000);
  let woken = false;
  clock.sleep(10).then(() => woken = true);
  clock.step(-500);
  await clock.run(509);
  assertEquals([clock.nowMs(), woken], [1009, false]);
  clock.step(3_600_000);
  await settled();
  assertEquals(woken, false);
  await clock.run(0);
  assertEquals([clock.nowMs(), woken], [3_601_009, true]);
});
Deno.test("a sleep of nothing, of less, or of no number waits for the next run", async () => {
  for (const ms of [0, -5, NaN]) {
    const clock = makeSandboxClocks().clock();
    let woken = false;
    clock.sleep(ms).then(() => woken = true);
    await clock.run(0);
    assertEquals([clock.nowMs(), woken], [0, true]);
  }
});
Deno.test("the clocks travel as text, and keep their timer when the globals are bent", async () => {
  const { clock: newClock, settled } = new Function(`return ${functionSource(makeSandboxClocks)}()`)();
  const real = globalThis.setTimeout;
  try {
    globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout;
    await settled();
    const clock = newClock();
    const slept = clock.sleep(5);
    await clock.run(5);
    await slept;
  } finally {
    globalThis.setTimeout = real;
  }
});
