import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { mg1, mmc, mmcWaitQuantile } from "@lib/base/capacity/queueing.ts";
import { random } from "@lib/base/random.ts";
import { scheduleArrivals, scheduleFailures } from "@lib/base/simulation/arrivals.ts";
import { Simulation } from "@lib/base/simulation/simulation.ts";
import { type RequestOutcome, Station } from "@lib/base/simulation/station.ts";

// By hand
Deno.test("two servers share one queue, and a full queue refuses", () => {
  const simulation = new Simulation(), log: string[] = [];
  const station = new Station<string>(simulation, { servers: 2, serviceMs: () => 10, maxQueue: 1 });
  for (const name of ["a", "b", "c", "d"]) {
    station.submit(name, (outcome) => {
      log.push(`${name} ${outcome.status} ${simulation.nowMs()}`);
    });
  }
  assertEquals([station.state.serving, station.state.waiting], [2, 1]);
  simulation.run({ untilMs: 40 });
  assertEquals(log, ["d refused 0", "a completed 10", "b completed 10", "c completed 20"]);
  const { utilization, meanQueueLength } = station.state;
  assertEquals([utilization, meanQueueLength], [30 / 80, 10 / 40]); // 30 ms of service on two servers in 40 ms
});

Deno.test("a failure loses what is in service and keeps what waits", () => {
  const simulation = new Simulation(), log: [string, RequestOutcome, number][] = [];
  const station = new Station<string>(simulation, { serviceMs: () => 10 });
  for (const name of ["a", "b"]) {
    station.submit(name, (outcome) => log.push([name, outcome, simulation.nowMs()]));
  }
  simulation.schedule(4, () => station.fail());
  simulation.schedule(5, () => station.fail()); // already down
  simulation.schedule(50, () => station.recover());
  simulation.schedule(51, () => station.recover());
  simulation.run();
  assertEquals(log, [
    ["a", { status: "lost", responseMs: 4 }, 4],
    ["b", { status: "completed", waitMs: 50, responseMs: 60 }, 60],
  ]);
  assertEquals(station.state.lost, 1);
});

Deno.test("a station that is down refuses what its queue has no room for", () => {
  const simulation = new Simulation(), log: string[] = [];
  const station = new Station<string>(simulation, { serviceMs: () => 1, maxQueue: 0 });
  station.fail();
  station.submit("a", ({ status }) => log.push(status));
  station.recover();
  station.submit("b", ({ status }) => log.push(status));
  simulation.run();
  assertEquals(log, ["refused", "completed"]);
});

// Oracle: queueing theory
function simulate(
  { seed, servers, serviceMs, maxQueue, rate, count }: {
    seed: number;
    servers: number;
    serviceMs: (draw: () => number) => number;
    maxQueue?: number;
    rate: number;
    count: number;
  },
) {
  const dice = random(seed), simulation = new Simulation(), waits: number[] = [];
  const draw = () => -Math.log(1 - dice.next());
  const options = { servers, serviceMs: () => serviceMs(draw) };
  const station = new Station<number>(simulation, maxQueue === undefined ? options : { ...options, maxQueue });
  const record = (outcome: RequestOutcome) => {
    if (outcome.status === "completed") waits.push(outcome.waitMs);
  };
  scheduleArrivals(simulation, (n) => station.submit(n, record), { gapMs: () => draw() / rate, untilMs: count / rate });
  simulation.run();
  const { completed, refused, utilization, meanQueueLength } = station.state;
  return { waits, completed, refused, utilization, meanQueueLength };
}

Deno.test("M/M/1 and M/M/4: waits, utilization, queue length and the 99th percentile agree with theory", () => {
  for (const [servers, rate] of [[1, 0.7], [4, 3.2]] as const) {
    const theory = { arrivalsPerSecond: rate, serviceSeconds: 1, servers };
    const expected = mmc(theory);
    const seen = simulate({ seed: servers, servers, serviceMs: (draw) => draw(), rate, count: 300_000 });
    const mean = seen.waits.reduce((sum, wait) => sum + wait, 0) / seen.waits.length;
    assertAlmostEquals(mean / expected.meanWaitSeconds, 1, 0.07, `mean wait of ${servers}`);
    assertAlmostEquals(seen.utilization / expected.utilization, 1, 0.01, `utilization of ${servers}`);
    assertAlmostEquals(seen.meanQueueLength / expected.meanQueueLength, 1, 0.07, `queue of ${servers}`);
    const p99 = Float64Array.from(seen.waits).sort()[Math.floor(0.99 * seen.waits.length)]!;
    assertAlmostEquals(p99 / mmcWaitQuantile(0.99, theory), 1, 0.1, `99th percentile of ${servers}`);
  }
});

Deno.test("M/D/1 waits half as long", () => {
  const seen = simulate({ seed: 9, servers: 1, serviceMs: () => 1, rate: 0.8, count: 300_000 });
  const mean = seen.waits.reduce((sum, wait) => sum + wait, 0) / seen.waits.length;
  const expected = mg1({ arrivalsPerSecond: 0.8, serviceSeconds: 1, serviceVariation: 0 }).meanWaitSeconds;
  assertAlmostEquals(mean / expected, 1, 0.06);
});

Deno.test("without a queue, the share refused is Erlang's B", () => {
  // a = 2 Erlang on 3 servers: (2³/6) / (1 + 2 + 2 + 4/3) = 4/19
  const seen = simulate({ seed: 4, servers: 3, serviceMs: (draw) => draw(), maxQueue: 0, rate: 2, count: 200_000 });
  assertAlmostEquals(seen.refused / (seen.refused + seen.completed), 4 / 19, 0.005);
});

Deno.test("a machine is up for its mean time up over the sum of both means", () => {
  const dice = random(11), simulation = new Simulation();
  const draw = (meanMs: number) => -meanMs * Math.log(1 - dice.next());
  let downMs = 0, since = 0, isUp = true;
  const machine = {
    fail: () => {
      assert(isUp);
      [isUp, since] = [false, simulation.nowMs()];
    },
    recover: () => {
      assert(!isUp);
      [isUp, downMs] = [true, downMs + simulation.nowMs() - since];
    },
  };
  scheduleFailures(simulation, machine, { upMs: () => draw(900), downMs: () => draw(100), untilMs: 2e7 });
  simulation.run();
  assertAlmostEquals(downMs / simulation.nowMs(), 0.1, 0.003);
});

// Invariants
Deno.test("every request ends in exactly one way, whatever fails meanwhile", () => {
  for (let seed = 0; seed < 20; seed++) {
    const dice = random(seed), simulation = new Simulation(), ends: number[] = [];
    const station = new Station<number>(simulation, {
      servers: 1 + dice.integer(4),
      serviceMs: () => 10 * dice.next(),
      maxQueue: dice.integer(5),
    });
    let submitted = 0;
    const submit = () => {
      const mine = submitted++;
      ends[mine] = 0;
      station.submit(mine, () => ends[mine]!++);
    };
    scheduleArrivals(simulation, submit, { gapMs: () => 4 * dice.next(), untilMs: 2000 });
    scheduleFailures(simulation, station, { upMs: () => 50, downMs: () => 20 * dice.next(), untilMs: 2000 });
    simulation.run();
    const { completed, refused, lost, waiting, serving } = station.state;
    assertEquals(ends.every((count) => count === 1), true, `seed ${seed}`);
    assertEquals([completed + refused + lost, waiting, serving], [submitted, 0, 0], `seed ${seed}`);
  }
});

Deno.test("arrivals stop before their end", () => {
  const simulation = new Simulation(), times: number[] = [];
  scheduleArrivals(simulation, () => times.push(simulation.nowMs()), { gapMs: () => 10, untilMs: 30 });
  simulation.run();
  assertEquals(times, [10, 20]);
});

// Refusals
Deno.test("stations that can't exist are refused", () => {
  const simulation = new Simulation(), serviceMs = () => 1;
  const bad: [() => unknown, typeof Error, string][] = [
    [() => new Station(simulation, { servers: 0, serviceMs }), RangeError, "servers"],
    [() => new Station(simulation, { serviceMs, maxQueue: -1 }), RangeError, "maxQueue"],
    [() => new Station(simulation, { serviceMs, maxQueue: 0.5 }), RangeError, "maxQueue"],
    [() => new Station(simulation, { serviceMs: 5 as never }), TypeError, "serviceMs"],
    [() => new Station(simulation, { serviceMs: () => -1 }).submit("a"), RangeError, "delayMs"],
    [() => scheduleArrivals(simulation, 5 as never, { gapMs: serviceMs }), TypeError, "arrive"],
    [
      () => scheduleFailures(simulation, { fail() {}, recover() {} }, { upMs: 1 as never, downMs: serviceMs }),
      TypeError,
      "upMs",
    ],
  ];
  for (const [act, type, message] of bad) assertThrows(act, type as ErrorConstructor, message);
});
