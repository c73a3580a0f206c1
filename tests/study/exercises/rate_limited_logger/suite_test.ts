import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { answers } from "@lib/study/exercises/rate_limited_logger/answers.ts";
import { judgeLife, live, type LogLife, oracle, showLife } from "@lib/study/exercises/rate_limited_logger/log_life.ts";
import { RateLimitedLogger } from "@lib/study/exercises/rate_limited_logger/right/queue_of_prints.ts";
import { suite } from "@lib/study/exercises/rate_limited_logger/suite.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { prove } from "@lib/study/practice/prove.ts";
import { submissionOfFile } from "@lib/study/practice/submission.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { childTools } from "../child_tools.ts";

const caseNamed = (part: string) => suite.cases.find(({ name }) => name.includes(part))!;
const LIFE: LogLife = {
  intervalSeconds: 5,
  asked: [[0, "a"], [1, "b"], [4, "a"], [5, "a"], [3, "a"], [9, "a"], [10, "a"], [10, "b"]],
};

// By hand: a at 0, 5 and 10; 4, 3 and 9 are within five seconds; b at 1 and 10.
Deno.test("the oracle follows the rule", () => {
  assertEquals(oracle(LIFE), [true, true, false, true, false, false, true, true]);
  assertEquals(oracle({ asked: [[0, "a"], [9, "a"], [10, "a"]] }), [true, false, true]);
});
Deno.test("a right logger answers as the oracle says, with and without an interval", () => {
  for (const life of [LIFE, { asked: LIFE.asked }]) {
    assertEquals(judgeLife(life, live({ RateLimitedLogger }, life, childTools())), undefined);
  }
});
Deno.test("a life is shown as calls, up to the one asked for", () => {
  assertEquals(showLife(LIFE, 1), 'new RateLimitedLogger(5); shouldPrint(0, "a"); shouldPrint(1, "b")');
  assertMatch(showLife({ asked: LIFE.asked }), /^new RateLimitedLogger\(\);/);
});
Deno.test("the first answer that differs is reported, with the questions that led to it", () => {
  const evidence: unknown[] = oracle(LIFE);
  evidence[3] = false;
  evidence[5] = 1;
  assertEquals(judgeLife(LIFE, evidence), { input: showLife(LIFE, 3), expected: "true", got: "false" });
  for (const bad of [undefined, [], [true], "text", { length: 8 }]) {
    assertThrows(() => judgeLife(LIFE, bad), TypeError, "one answer a question is needed");
  }
});
Deno.test("random lives differ by seed, are the same for one seed, and begin short", () => {
  const mixed = caseNamed("any mix");
  const of = (seed: number) => mixed.input(random(seed)) as LogLife[];
  assertEquals(of(1), of(1));
  assert(JSON.stringify(of(1)) !== JSON.stringify(of(2)));
  assertEquals([of(1)[0]!.asked.length, of(1).at(-1)!.asked.length], [4, 41]);
  for (const { asked } of of(3)) asked.forEach(([at], i) => assert(i === 0 || at >= asked[i - 1]![0], "in order"));
});
Deno.test("one wrong answer in one of the random lives is found", () => {
  const mixed = caseNamed("any mix");
  const lives = mixed.input(random(1)) as LogLife[];
  const evidence: unknown[][] = lives.map(oracle);
  assertEquals(mixed.judge(lives, evidence), undefined);
  evidence[100]![7] = "yes";
  assertEquals(mixed.judge(lives, evidence)?.got, '"yes"');
  assertThrows(() => mixed.judge(lives, undefined), TypeError, "a list is needed");
});
Deno.test("memory is judged by what is held at the end, and only if all were printed", () => {
  const memory = caseNamed("forgotten");
  const input = memory.input(random(1));
  assertEquals(memory.judge(input, [40_000, 20e6]), undefined);
  assertMatch(memory.judge(input, [40_000, 50e6])!.got, /^50 MB more/);
  assertEquals(memory.judge(input, [39_999, 0])?.got, "39999 printed");
  for (const bad of [undefined, [], [1], "text"]) {
    assertThrows(() => memory.judge(input, bad), TypeError, "two numbers");
  }
});
Deno.test("work is judged by its growth", () => {
  const work = caseNamed("work of a question");
  const input = work.input(random(1)) as { sizes: number[] };
  const judged = (perCall: (size: number) => number) => work.judge(input, input.sizes.map(perCall));
  assertEquals(judged(() => 4), undefined);
  assertEquals(judged((size) => 2 + Math.log2(size)), undefined);
  assert(judged((size) => Math.sqrt(size)) !== undefined);
  assertMatch(judged((size) => size)!.got, /^32 steps with 32 messages an interval, 512 with 512: .*\^1\.0$/);
  for (const bad of [undefined, [], input.sizes.map(() => 0)]) assertThrows(() => work.judge(input, bad), TypeError);
});
Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `export ${suite.task.slice(suite.task.indexOf("class"))}\n`);
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, { silenceMs: 20_000 })).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});

// The proof, with one seed here; `tests/proofs/` runs it with three.
Deno.test("every wrong answer is caught by its case, every right one passes", async () => {
  const faults = await prove(suite as Suite<never>, answers, { seeds: [4] });
  assert(faults.length === 0, faults.join("\n"));
});
