import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { mg1, mmc, mmcWaitQuantile, OverloadedError } from "@lib/base/capacity/queueing.ts";
import { random } from "@lib/base/random.ts";

// By hand
Deno.test("M/M/1: mean number in the system is ρ / (1 − ρ)", () => {
  const { utilization, waitProbability, meanQueueLength, meanResponseSeconds } = mmc({
    arrivalsPerSecond: 3,
    serviceSeconds: 0.25,
  });
  assertEquals([utilization, waitProbability], [0.75, 0.75]);
  assertAlmostEquals(meanQueueLength, 0.75 ** 2 / 0.25, 1e-12); // ρ² / (1 − ρ)
  assertAlmostEquals(3 * meanResponseSeconds, 3, 1e-12); // Little: ρ / (1 − ρ) = 3 in the system
});

Deno.test("M/M/2 with one busy server: Erlang C is 1/3", () => {
  // a = 1, c = 2: (a²/2 · 2) / (1 + a + a²/2 · 2) = 1 / 3
  const { waitProbability, meanWaitSeconds } = mmc({ arrivalsPerSecond: 1, serviceSeconds: 1, servers: 2 });
  assertAlmostEquals(waitProbability, 1 / 3, 1e-15);
  assertAlmostEquals(meanWaitSeconds, 1 / 3, 1e-15); // C / (c − a)
});

Deno.test("M/G/1: service times with twice their mean as deviation", () => {
  // ρ s (1 + 2²) / (2 (1 − ρ)) = .5 · 5 / 1
  assertEquals(mg1({ arrivalsPerSecond: 0.5, serviceSeconds: 1, serviceVariation: 2 }).meanWaitSeconds, 2.5);
});

// Oracle: the sums of the definition
Deno.test("Erlang C by its definition, for up to 150 servers", () => {
  for (const servers of [1, 2, 5, 20, 150]) {
    for (const utilization of [0.05, 0.5, 0.9, 0.99]) {
      const load = utilization * servers;
      let term = 1, sum = 0;
      for (let n = 0; n < servers; n++) [sum, term] = [sum + term, term * load / (n + 1)];
      const last = term / (1 - utilization);
      const { waitProbability } = mmc({ arrivalsPerSecond: load, serviceSeconds: 1, servers });
      assertAlmostEquals(waitProbability / (last / (sum + last)), 1, 1e-12, `${servers} servers at ${utilization}`);
    }
  }
});

Deno.test("a hundred thousand servers neither overflow nor cancel", () => {
  const { waitProbability, meanWaitSeconds } = mmc({ arrivalsPerSecond: 99_900, serviceSeconds: 1, servers: 1e5 });
  assert(waitProbability > 0.6 && waitProbability < 0.8, `${waitProbability}`); // Halfin and Whitt, β = .316: .69
  assertAlmostEquals(meanWaitSeconds, waitProbability / 100, 1e-12);
});

// Oracle: Lindley's recursion over many customers
Deno.test("the waits of two million simulated customers agree with M/M/1, M/D/1 and the 99th percentile", () => {
  const dice = random(3), customers = 1_000_000, load = { arrivalsPerSecond: 0.7, serviceSeconds: 1 };
  const exponential = () => -Math.log(1 - dice.next());
  for (
    const [name, service, wait] of [
      ["M/M/1", exponential, mmc(load).meanWaitSeconds],
      ["M/D/1", () => 1, mg1({ ...load, serviceVariation: 0 }).meanWaitSeconds],
    ] as const
  ) {
    const waits = new Float64Array(customers);
    for (let n = 1; n < customers; n++) {
      waits[n] = Math.max(0, waits[n - 1]! + service() - exponential() / load.arrivalsPerSecond);
    }
    const mean = waits.reduce((sum, value) => sum + value, 0) / customers;
    assertAlmostEquals(mean / wait, 1, 0.04, name);
    if (name === "M/M/1") {
      assertAlmostEquals(waits.sort()[0.99 * customers]! / mmcWaitQuantile(0.99, load), 1, 0.06, "99th percentile");
    }
  }
});

// Invariants
Deno.test("M/G/1 with exponential service times is M/M/1", () => {
  for (const arrivalsPerSecond of [0.01, 0.5, 0.9, 0.999]) {
    const a = mg1({ arrivalsPerSecond, serviceSeconds: 1, serviceVariation: 1 });
    const b = mmc({ arrivalsPerSecond, serviceSeconds: 1 });
    assertAlmostEquals(a.meanWaitSeconds / b.meanWaitSeconds, 1, 1e-9);
    assertAlmostEquals(a.meanQueueLength, arrivalsPerSecond * a.meanWaitSeconds, 1e-12);
    assertEquals(a.waitProbability, b.utilization);
  }
});

Deno.test("the quantile is 0 for those who don't wait, and grows with the share", () => {
  const load = { arrivalsPerSecond: 1, serviceSeconds: 1, servers: 2 };
  assertEquals(mmcWaitQuantile(0.6, load), 0);
  assertAlmostEquals(mmcWaitQuantile(1 - 1 / 30, load), Math.log(10), 1e-12); // (1/3) e^(−t) = 1/30
});

// Refusals
Deno.test("overload and wrong arguments are refused", () => {
  assertThrows(
    () => mmc({ arrivalsPerSecond: 2, serviceSeconds: 1, servers: 2 }),
    OverloadedError,
    "current value is 1",
  );
  assertThrows(() => mg1({ arrivalsPerSecond: 3, serviceSeconds: 1, serviceVariation: 0 }), OverloadedError, "is 3");
  const bad: [() => unknown, string][] = [
    [() => mmc({ arrivalsPerSecond: -1, serviceSeconds: 1 }), "arrivalsPerSecond"],
    [() => mmc({ arrivalsPerSecond: 1, serviceSeconds: 0 }), "serviceSeconds"],
    [() => mmc({ arrivalsPerSecond: 1, serviceSeconds: 0.1, servers: 1.5 }), "servers"],
    [() => mg1({ arrivalsPerSecond: 1, serviceSeconds: 0.1, serviceVariation: -1 }), "serviceVariation"],
    [() => mmcWaitQuantile(1.1, { arrivalsPerSecond: 1, serviceSeconds: 0.1 }), "ratio"],
  ];
  for (const [act, argument] of bad) assertThrows(act, RangeError, argument);
});
