import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { Link } from "@lib/base/simulation/link.ts";
import { Simulation } from "@lib/base/simulation/simulation.ts";

// By hand
Deno.test("messages overtake each other unless the link keeps their order", () => {
  for (const inOrder of [false, true]) {
    const simulation = new Simulation(), latencies = [50, 10], log: string[] = [];
    const link = new Link(simulation, { latencyMs: () => latencies.shift()!, inOrder });
    for (const name of ["first", "second"]) link.send(100, () => log.push(`${name} ${simulation.nowMs()}`));
    simulation.run();
    assertEquals(log, inOrder ? ["first 50", "second 50"] : ["second 10", "first 50"]);
  }
});

Deno.test("a cut link loses what is sent, not what is under way", () => {
  const simulation = new Simulation(), log: string[] = [];
  const link = new Link(simulation, { latencyMs: () => 10, bytesPerSecond: 1000 });
  link.send(0, () => log.push("before"));
  link.isCut = true;
  link.send(1e6, () => log.push("during"));
  link.isCut = false;
  link.send(1, () => log.push(`after ${simulation.nowMs()}`)); // the lost megabyte took no bandwidth
  simulation.run();
  assertEquals(log, ["before", "after 11"]);
  assertEquals(link.state, { sent: 3, lost: 1 });
});

Deno.test("bandwidth that was idle is not saved up", () => {
  const simulation = new Simulation(), times: number[] = [];
  const link = new Link(simulation, { latencyMs: () => 0, bytesPerSecond: 1000 });
  link.send(0, () => {});
  simulation.schedule(100, () => {
    for (let n = 0; n < 2; n++) link.send(10, () => times.push(simulation.nowMs()));
  });
  simulation.run();
  assertEquals(times, [110, 120]);
});

// Invariants
Deno.test("the share lost is the loss ratio, and a lost message never arrives", () => {
  const simulation = new Simulation(),
    link = new Link(simulation, {
      latencyMs: () => 1,
      lossRatio: 0.1,
      random: random(5),
    });
  let arrived = 0;
  for (let n = 0; n < 20_000; n++) link.send(1, () => arrived++);
  simulation.run();
  const { sent, lost } = link.state;
  assertEquals(arrived + lost, sent);
  assertAlmostEquals(lost / sent, 0.1, 3.9 * Math.sqrt(0.09 / 20_000));
  assert(lost > 0);
});

// Refusals
Deno.test("links that can't exist are refused", () => {
  const simulation = new Simulation(), latencyMs = () => 1;
  const bad: [() => unknown, typeof Error, string][] = [
    [() => new Link(simulation, { latencyMs: 1 as never }), TypeError, "latencyMs"],
    [() => new Link(simulation, { latencyMs, lossRatio: 0.1 }), TypeError, "random must be given"],
    [() => new Link(simulation, { latencyMs, lossRatio: 2, random: random(1) }), RangeError, "lossRatio"],
    [() => new Link(simulation, { latencyMs, bytesPerSecond: 0 }), RangeError, "bytesPerSecond"],
    [() => new Link(simulation, { latencyMs }).send(-1, () => {}), RangeError, "bytes"],
  ];
  for (const [act, type, message] of bad) assertThrows(act, type as ErrorConstructor, message);
});
