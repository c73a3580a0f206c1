import { assertEquals, assertRejects } from "@std/assert";
import { CountingClock } from "@lib/testing/counting_clock.ts";

Deno.test("every pause that is begun counts once, whether it ends, is given up or is refused", async () => {
  const clock = new CountingClock(5);
  const giveUp = new AbortController();
  const given = assertRejects(() => clock.sleep(10, giveUp.signal));
  const ended = clock.sleep(10);
  assertEquals([clock.pauses, clock.sleeping, clock.nowMs()], [2, 2, 5]);
  giveUp.abort();
  await given;
  await clock.run(10);
  await ended;
  await assertRejects(() => clock.sleep(-1), RangeError);
  assertEquals([clock.pauses, clock.sleeping, clock.nowMs()], [3, 0, 15]);
});
