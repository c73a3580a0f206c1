import { assertEquals, assertThrows } from "@std/assert";
import {
  inLanes,
  loadOverTime,
  type LoadRequest,
  replayLoad,
} from "@lib/study/experiments/concurrency_limiter/load_generator.ts";
import { ConcurrencyLimiter } from "@lib/concurrency/concurrency_limiter/concurrency_limiter.ts";
import { random } from "@lib/base/random.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

async function played(requests: readonly LoadRequest[], limit: number, timeoutMs?: number) {
  const clock = new ManualClock(7000); // times are counted from the beginning of the replay
  const limiter = new ConcurrencyLimiter(limit, { clock });
  const records = replayLoad(requests, { clock, run: (work) => limiter.run(work, { timeoutMs }), untilMs: 1000 });
  await clock.run(1000);
  return await records;
}

// By hand
Deno.test("a record says when a request came, started and ended, in the order of the requests", async () => {
  const requests = [{ arrivesMs: 10, takesMs: 5 }, { arrivesMs: 0, takesMs: 20 }, { arrivesMs: 12, takesMs: 1 }];
  assertEquals(await played(requests, 1), [
    { arrivesMs: 10, startsMs: 20, endsMs: 25 },
    { arrivesMs: 0, startsMs: 0, endsMs: 20 },
    { arrivesMs: 12, startsMs: 25, endsMs: 26 },
  ]);
});
Deno.test("work may take longer the more is in flight, itself included", async () => {
  const slower = (inFlight: number) => 10 * inFlight;
  const requests = [0, 5, 100].map((arrivesMs) => ({ arrivesMs, takesMs: slower }));
  assertEquals((await played(requests, 2)).map(({ endsMs }) => endsMs), [10, 25, 110]);
});
Deno.test("the end is that of the work, not that of the caller's patience; what has not happened by the end never did", async () => {
  const late = await played([{ arrivesMs: 0, takesMs: 50 }], 1, 10);
  assertEquals(late, [{ arrivesMs: 0, startsMs: 0, endsMs: 50 }]);
  const clock = new ManualClock();
  const requests = [{ arrivesMs: 0, takesMs: 5 }, { arrivesMs: 0, takesMs: 50 }];
  const run = (work: () => Promise<void>) => {
    void work();
    return new Promise(() => {}); // never answers
  };
  const cut = replayLoad(requests, { clock, run, untilMs: 10 });
  await clock.run(100);
  assertEquals((await cut).map(({ endsMs }) => endsMs), [5, Infinity]);
  const refused = replayLoad(requests, { clock, run: () => Promise.reject("closed"), untilMs: 10 });
  await clock.run(10);
  assertEquals((await refused).map(({ startsMs }) => startsMs), [Infinity, Infinity]);
  assertEquals(inLanes(await refused), []);
});
Deno.test("the load at a moment: who starts waits no more, who ends is in flight no more", async () => {
  const records = await played([{ arrivesMs: 0, takesMs: 4 }, { arrivesMs: 2, takesMs: 2 }], 1);
  assertEquals(loadOverTime(records, { everyMs: 2, untilMs: 7 }), {
    atMs: [0, 2, 4, 6],
    waiting: [0, 1, 0, 0],
    inFlight: [1, 1, 1, 0],
  });
});
Deno.test("lanes are taken from the lowest, and taken again when they are free", () => {
  const span = (startsMs: number, endsMs: number) => ({ arrivesMs: 0, startsMs, endsMs });
  const lanes = inLanes([span(5, 9), span(0, 5), span(0, 7), span(7, 8), span(8, 9)]).map(({ lane }) => lane);
  assertEquals(lanes, [0, 1, 0, 1, 1]);
});

Deno.test("the last moment is counted though the quotient falls short of it", () => {
  assertEquals(loadOverTime([], { everyMs: 0.1, untilMs: 0.3 }).atMs.length, 4); // 0, 0.1, 0.2, 0.3
});

// Oracle
Deno.test("the load over time is what counting every record at every moment gives", async () => {
  const dice = random(9);
  const requests = Array.from({ length: 60 }, () => ({ arrivesMs: dice.integer(100), takesMs: 1 + dice.integer(20) }));
  const records = await played(requests, 3);
  const { atMs, waiting, inFlight } = loadOverTime(records, { everyMs: 3, untilMs: 300 });
  const count = (isSo: (record: typeof records[number], ms: number) => boolean) =>
    atMs.map((ms) => records.filter((record) => isSo(record, ms)).length);
  assertEquals(waiting, count(({ arrivesMs, startsMs }, ms) => arrivesMs <= ms && ms < startsMs));
  assertEquals(inFlight, count(({ startsMs, endsMs }, ms) => startsMs <= ms && ms < endsMs));
  assertEquals(Math.max(...inLanes(records).map(({ lane }) => lane)) + 1, Math.max(...inFlight));
});

// Refusals
Deno.test("moments that never come are refused", () => {
  for (const everyMs of [0, -1, NaN]) {
    assertThrows(
      () => loadOverTime([], { everyMs, untilMs: 1 }),
      RangeError,
      "everyMs must be a positive finite number",
    );
  }
});
