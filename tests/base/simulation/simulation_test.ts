import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { Simulation } from "@lib/base/simulation/simulation.ts";

// By hand
Deno.test("events happen in the order of their times, those of one time in the order of scheduling", () => {
  const simulation = new Simulation(1000), log: string[] = [];
  const note = (name: string) => () => log.push(`${name} ${simulation.nowMs()}`);
  simulation.schedule(5, note("b"));
  simulation.schedule(1, note("a"));
  simulation.schedule(5, note("c"));
  simulation.schedule(5, () => simulation.schedule(0, note("d")));
  assertEquals(simulation.run(), 5);
  assertEquals(log, ["a 1001", "b 1005", "c 1005", "d 1005"]);
});

Deno.test("run({ untilMs }) handles what is due by then, and leaves the rest and the clock in their places", () => {
  const simulation = new Simulation(), log: number[] = [];
  for (const delayMs of [10, 20, 30]) simulation.schedule(delayMs, () => log.push(delayMs));
  assertEquals(simulation.run({ untilMs: 20 }), 2);
  assertEquals([simulation.nowMs(), log], [20, [10, 20]]);
  assertEquals(simulation.run({ untilMs: 25 }), 0);
  assertEquals(simulation.nowMs(), 25);
  assertEquals(simulation.run(), 1);
  assertEquals([simulation.nowMs(), log], [30, [10, 20, 30]]);
});

Deno.test("a cancelled event doesn't happen, and one that throws leaves the rest scheduled", () => {
  const simulation = new Simulation(), log: string[] = [];
  const cancelled = simulation.schedule(1, () => log.push("cancelled"));
  simulation.schedule(2, () => {
    throw new Error("on fire");
  });
  simulation.schedule(3, () => log.push("after"));
  cancelled.cancel();
  assertThrows(() => simulation.run(), Error, "on fire");
  assertEquals(simulation.nowMs(), 2);
  simulation.run();
  assertEquals(log, ["after"]);
});

Deno.test("asynchronous code sleeps on the simulation's clock", async () => {
  const simulation = new Simulation(), log: number[] = [];
  const work = (async () => {
    for (let round = 0; round < 3; round++) {
      await simulation.clock.sleep(100);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      log.push(simulation.clock.nowMs());
    }
  })();
  const stop = new AbortController();
  const slept = simulation.clock.sleep(1000, stop.signal).then(() => "woke", (error) => error);
  simulation.schedule(150, () => stop.abort("enough"));
  assertEquals(await simulation.runAsync({ untilMs: 400 }), 4);
  await work;
  assertEquals([log, await slept, simulation.nowMs()], [[100, 200, 300], "enough", 400]);
  await assertRejects(() => simulation.clock.sleep(1, AbortSignal.abort(new Error("gone"))), Error, "gone");
});

// Oracle: sorting
Deno.test("any mix of scheduling and cancelling happens in sorted order", () => {
  for (let seed = 0; seed < 50; seed++) {
    const dice = random(seed), simulation = new Simulation();
    const expected: [number, number][] = [], seen: [number, number][] = [];
    let id = 0;
    const scheduleOne = () => {
      const delayMs = dice.integer(20), mine = id++, due = simulation.nowMs() + delayMs;
      const event = simulation.schedule(delayMs, () => {
        seen.push([simulation.nowMs(), mine]);
        if (id < 300) scheduleOne();
      });
      if (dice.next() < 0.2) event.cancel();
      else expected.push([due, mine]);
    };
    for (let n = 0; n < 100; n++) scheduleOne();
    const count = simulation.run();
    expected.sort(([a, x], [b, y]) => a - b || x - y);
    assertEquals(seen, expected, `seed ${seed}`);
    assertEquals(count, expected.length);
  }
});

// Invariants
Deno.test("a million events don't recurse, and are handled in seconds", () => {
  const simulation = new Simulation();
  let left = 1_000_000;
  const tick = () => {
    if (--left > 0) simulation.schedule(1, tick);
  };
  simulation.schedule(0, tick);
  assertEquals(simulation.run(), 1_000_000);
  assert(simulation.nowMs() === 999_999);
});

// Refusals
Deno.test("times that are none are refused", () => {
  const simulation = new Simulation(5);
  const bad: [() => unknown, typeof Error, string][] = [
    [() => new Simulation(NaN), RangeError, "startMs"],
    [() => simulation.schedule(-1, () => {}), RangeError, "delayMs"],
    [() => simulation.schedule(Infinity, () => {}), RangeError, "delayMs"],
    [() => simulation.schedule(1, "x" as never), TypeError, "action must be a function"],
    [
      () => simulation.run({ untilMs: 4 }),
      RangeError,
      "untilMs must not lie before the present, 5: current value is 4",
    ],
    [() => simulation.run({ untilMs: NaN }), RangeError, "current value is NaN"],
  ];
  for (const [act, type, message] of bad) assertThrows(act, type as ErrorConstructor, message);
  assertEquals(simulation.run(), 0);
});
