import { assert, assertEquals, assertGreater } from "@std/assert";
import { systemClock } from "@lib/base/clock.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { type CostReport, costReport, costSentences } from "@lib/study/practice/_cost_report.ts";
import { submissionOfValues } from "@lib/study/practice/submission.ts";
import { tinyAnswers, tinySuite } from "./tiny_suite.ts";

/** A hundred thousand steps against a million: no machine is busy enough to turn that round. */
const suite = {
  ...tinySuite,
  cost: {
    time: {
      what: "a call",
      input: () => 100_000,
      run: (given: { double(x: number): unknown }, n: number) => given.double(n),
    },
    memory: {
      what: "numbers",
      input: () => 200_000,
      build: (given: { double(x: number): unknown }, n: number) => given.double(n),
    },
  },
} as unknown as Suite<never>;
const listOf = (factor: number) =>
  new Function("n", `const a = []; for (let i = 0; i < ${factor} * n; i++) a.push(i + 0.5); return a;`);
const answers = {
  ...tinyAnswers,
  ours: { given: { double: listOf(1) } },
  naive: { what: "ten times as much", answer: { given: { double: listOf(10) } } },
};
const report = (source: unknown) =>
  costReport(submissionOfValues({ double: source }), { suite, answers, clock: systemClock });

Deno.test("an answer that does ten times the work is reported as several times as slow and as large", async () => {
  const cost = await report(listOf(10));
  assert(cost);
  assertGreater(cost.timeToOurs, 2);
  assertGreater(cost.memoryToOurs, 5);
  assert(cost.memoryToNaive > 0.8 && cost.memoryToNaive < 1.25, `${cost.memoryToNaive}`);
  assertEquals([cost.timed, cost.weighed, cost.naive], ["a call", "numbers", "ten times as much"]);
});
Deno.test("tampering with the clock does not make an answer faster", async () => {
  const cost = await report(
    new Function(
      "n",
      `performance.now = () => 0; Date.now = () => 0; Deno.memoryUsage = () => ({});
    const a = []; for (let i = 0; i < 10 * n; i++) a.push(i + 0.5); return a;`,
    ),
  );
  assert(cost);
  assertGreater(cost.timeToOurs, 2);
  assertGreater(cost.memoryToOurs, 5);
});
Deno.test("an answer that ends the process while it is measured has no report", async () => {
  assertEquals(await report(() => Deno.exit(0)), undefined);
});

const COST: CostReport = {
  timed: "1,000 gets",
  weighed: "a full cache",
  naive: "an array",
  timeToOurs: 1.04,
  timeToNaive: 0.1,
  memoryToOurs: 2.345,
  memoryToNaive: 14.6,
};
Deno.test("sentences have no more digits than a ratio is worth", () => {
  assertEquals(costSentences(COST), [
    "Time: about as much as our implementation, 1/10 as much as an array (1,000 gets).",
    "Memory: 2.3× as much as our implementation, 15× as much as an array (a full cache).",
  ]);
  const [time] = costSentences({ ...COST, timeToOurs: 0.8, timeToNaive: 1 / 2.5 });
  assertEquals(time, "Time: 0.8× as much as our implementation, 1/2.5 as much as an array (1,000 gets).");
});
Deno.test("a difference that can't be measured is not turned into a number", () => {
  for (const ratio of [0, -1, NaN, Infinity]) {
    assertEquals(
      costSentences({ ...COST, memoryToOurs: ratio })[1],
      "Memory: not measurably different from our implementation, 15× as much as an array (a full cache).",
    );
  }
});
