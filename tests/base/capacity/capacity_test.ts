import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { cacheSize } from "@lib/base/capacity/cache_size.ts";
import { monthlyCost } from "@lib/base/capacity/cost.ts";
import { burnRate, errorBudget } from "@lib/base/capacity/error_budget.ts";
import { amountIn, endsIn, quantity, show, UnitMismatchError } from "@lib/base/capacity/quantity.ts";
import { availabilityOf, partitionsFor, replicasFor, serversFor } from "@lib/base/capacity/servers.ts";
import { storageGrowth } from "@lib/base/capacity/storage_growth.ts";
import { traffic } from "@lib/base/capacity/traffic.ts";

const people = (n: number) => quantity(n, "people");

// By hand
Deno.test("traffic() spreads over peak factor and read share", () => {
  const { average, peak, peakReads, peakWrites } = traffic({
    dailyUsers: people(86_400),
    perUser: quantity([1, 2], "requests/person/day"),
    peakToAverage: [2, 3],
    readsPerWrite: [1, 9],
  });
  assertEquals(endsIn(average, "requests/s"), [1, 2]);
  assertEquals(endsIn(peak, "requests/s"), [2, 6]);
  assertEquals(endsIn(peakReads, "requests/s"), [1, 5.4]); // half of 2, nine tenths of 6
  assertEquals(endsIn(peakWrites, "requests/s").map((x) => Math.round(10 * x) / 10), [0.2, 3]);
});

Deno.test("a peak as low as the average is allowed, a range that begins below it is not", () => {
  const flat = { dailyUsers: people(1), perUser: quantity(1, "requests/person/day") };
  assertEquals(traffic({ ...flat, peakToAverage: 1 }).peak, traffic({ ...flat, peakToAverage: [1, 1] }).average);
  assertThrows(() => traffic({ ...flat, peakToAverage: [0.5, 2] }), RangeError, "current value is 0.5 to 2");
});

Deno.test("storageGrowth() multiplies copies and overhead, and holds what is retained", () => {
  const { perDay, held } = storageGrowth({
    writes: quantity(1, "posts/s"),
    itemSize: quantity(1, "kB/post"),
    retention: quantity(10, "days"),
    copies: 2,
    overhead: 1.5,
  });
  assertAlmostEquals(endsIn(perDay, "MB")[0], 86.4 * 3, 1e-9);
  assertAlmostEquals(endsIn(held, "MB")[1], 864 * 3, 1e-9);
});

Deno.test("cacheSize() reads the range between two measured points", () => {
  const perEntry = quantity(1, "kB/entry");
  const curve = [{ capacity: 10, hitRatio: 0.5 }, { capacity: 20, hitRatio: 0.4 }, { capacity: 40, hitRatio: 0.9 }];
  assertEquals(endsIn(cacheSize(curve, { hitRatio: 0.5, perEntry }), "kB"), [0, 10]);
  assertEquals(endsIn(cacheSize(curve, { hitRatio: 0.6, perEntry }), "kB"), [20, 40]);
});

Deno.test("serversFor() and partitionsFor() round up and keep a spare", () => {
  const rps = (n: number) => quantity(n, "requests/s");
  assertEquals(amountIn(serversFor({ load: rps(100), perServer: rps(10), utilization: 1, spare: 0 }), "servers"), 10);
  assertEquals(amountIn(serversFor({ load: rps(101), perServer: rps(10), utilization: 0.5, spare: 2 }), "servers"), 23);
  assertEquals(amountIn(serversFor({ load: rps(0), perServer: rps(10) }), "servers"), 2);
  const perPartition = { writePerPartition: rps(50), readPerConsumer: rps(20), growth: 1 };
  assertEquals(amountIn(partitionsFor({ rate: rps(100), ...perPartition }), "partitions"), 5);
  assertEquals(amountIn(partitionsFor({ rate: rps(100), ...perPartition, readPerConsumer: rps(90) }), "partitions"), 2);
});

Deno.test("availabilityOf() counts the ways in which enough replicas are up", () => {
  assertAlmostEquals(availabilityOf({ replicas: 2, each: 0.9 }), 0.99, 1e-15);
  assertAlmostEquals(availabilityOf({ replicas: 5, needed: 3, each: 0.9 }), 0.99144, 1e-12); // binomial table
  assertAlmostEquals(availabilityOf({ replicas: 3, needed: 3, each: 0.9 }), 0.729, 1e-12);
  assertEquals(replicasFor({ target: 0.99, each: 0.9 }), 2);
  assertEquals(replicasFor({ target: 0.99, each: 0.9, needed: "majority" }), 5);
  assertEquals(replicasFor({ target: 0.99, each: 0.9, needed: 3 }), 5); // as many as a majority of 5
});

Deno.test("monthlyCost() takes prices by the month, by the hour and by the piece", () => {
  const table = {
    asOf: "2026-11-30",
    source: "test",
    prices: {
      disk: quantity(0.1, "USD/GB/month"),
      machine: quantity(1, "USD/server/hour"),
      call: quantity(2, "USD/request"),
    },
  };
  const { items, total, asOf } = monthlyCost({
    disk: quantity(100, "GB"),
    machine: quantity(2, "servers"),
    call: quantity([1, 2], "requests/day"),
  }, table);
  assertEquals(items.map(({ name, cost }) => `${name}: ${show(cost, "USD")}`), [
    "disk: 10 USD",
    "machine: 1,460 USD", // 730.5 hours a month
    "call: 60.9 to 122 USD",
  ]);
  assertEquals([show(total, "USD"), asOf], ["1,530 to 1,590 USD", "2026-11-30"]);
});

Deno.test("errorBudget() and burnRate()", () => {
  assertEquals(show(errorBudget({ objective: 0.99, window: quantity(30, "days") }).downtime, "h"), "7.2 h");
  assertAlmostEquals(burnRate({ failed: 1, requests: 100, objective: 0.99 }), 1, 1e-12);
  assertEquals(burnRate({ failed: 0, requests: 100, objective: 0.99 }), 0);
});

// Refusals
Deno.test("what makes no estimate is refused by name", () => {
  const perEntry = quantity(1, "kB/entry"),
    rps = quantity(1, "requests/s"),
    perUser = quantity(1, "requests/person/day");
  const table = { asOf: "2026-11-30", source: "test", prices: { toString: quantity(1, "USD") } };
  const storage = { writes: rps, itemSize: quantity(1, "kB/request"), retention: quantity(1, "day") };
  const bad: [() => unknown, string][] = [
    [
      () => traffic({ dailyUsers: people(1), perUser, peakToAverage: 0.5 }),
      "peakToAverage must be at least 1: current value is 0.5",
    ],
    [() => traffic({ dailyUsers: people(1), perUser, readsPerWrite: -1 }), "readsPerWrite must be at least 0"],
    [() => storageGrowth({ ...storage, copies: 0 }), "copies must be at least 1"],
    [() => storageGrowth({ ...storage, overhead: -1 }), "overhead must be at least 0"],
    [() => cacheSize([], { hitRatio: 0.5, perEntry }), "an empty list"],
    [
      () => cacheSize([{ capacity: 2, hitRatio: 0.1 }, { capacity: 2, hitRatio: 0.2 }], { hitRatio: 0.3, perEntry }),
      "curve[1].capacity",
    ],
    [() => cacheSize([{ capacity: 2, hitRatio: 1.1 }], { hitRatio: 0.3, perEntry }), "curve[0].hitRatio"],
    [() => serversFor({ load: rps, perServer: rps, utilization: 0 }), "utilization"],
    [() => serversFor({ load: rps, perServer: rps, spare: 0.5 }), "spare"],
    [() => partitionsFor({ rate: rps, writePerPartition: rps, readPerConsumer: rps, growth: 0.5 }), "growth"],
    [() => availabilityOf({ replicas: 2, needed: 3, each: 0.5 }), "needed must be at most 2"],
    [() => availabilityOf({ replicas: 2, each: 1 }), "each"],
    [() => replicasFor({ target: 0.9999, each: 0.4, needed: "majority" }), "1,000 replicas"],
    [() => monthlyCost({ constructor: quantity(1, "GB") }, table), 'none for "constructor"'],
    [() => errorBudget({ objective: 1, window: quantity(1, "day") }), "objective"],
    [() => burnRate({ failed: 2, requests: 1, objective: 0.9 }), "failed must be at most requests"],
    [() => burnRate({ failed: 0, requests: 0, objective: 0.9 }), "requests"],
  ];
  for (const [act, message] of bad) assertThrows(act, RangeError, message);
  assertThrows(() => traffic({ dailyUsers: quantity(1, "s"), perUser }), UnitMismatchError);
  assertThrows(() => serversFor({ load: rps, perServer: quantity(1, "MB/s") }), UnitMismatchError);
  assertThrows(() => monthlyCost({ toString: quantity(1, "GB") }, table), UnitMismatchError);
});
