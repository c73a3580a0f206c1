import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Life, oracle } from "@lib/study/exercises/lru_cache/life.ts";
import { suite } from "@lib/study/exercises/lru_cache/suite.ts";
import { answers } from "@lib/study/exercises/lru_cache/answers.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfAnswer, submissionOfFile, submissionOfValues } from "@lib/study/practice/submission.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";

const PATIENT = { silenceMs: 20_000 };
const caseNamed = (name: string) => suite.cases.find((one) => one.name === name)!;

Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `export ${suite.task.slice(suite.task.indexOf("class"))}\n`);
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, PATIENT)).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});
Deno.test("random lives differ by seed, are the same for one seed, and begin short", () => {
  const mixed = caseNamed("any mix of calls agrees with a list kept by hand");
  const of = (seed: number) => mixed.input(random(seed)) as { calls: unknown[] }[];
  assertEquals(of(1), of(1));
  assert(JSON.stringify(of(1)) !== JSON.stringify(of(2)));
  assertEquals([of(1)[0]!.calls.length, of(1).at(-1)!.calls.length], [3, 42]);
});
Deno.test("one wrong answer in one of the random lives is found, and shown with its calls", () => {
  const mixed = caseNamed("any mix of calls agrees with a list kept by hand");
  const lives = mixed.input(random(1)) as Life[];
  const evidence = lives.map(oracle);
  assertEquals(mixed.judge(lives, evidence), undefined);
  const at = lives[300]!.calls.findLastIndex(([call]) => call === "get");
  evidence[300]![at] = "wrong";
  const failure = mixed.judge(lives, evidence);
  assertEquals(failure?.got, '"wrong"');
  assertEquals(failure?.input, mixed.show(lives, 300_000 + at));
});
Deno.test("a full cache is judged by how many survive, not by who", () => {
  const full = caseNamed("a full cache holds exactly `capacity` entries");
  const input = full.input(random(1));
  const evidence = (...gets: unknown[]) => [...Array(5), ...gets];
  const nothing = undefined;
  assertEquals(full.judge(input, evidence(5, 4, 3, nothing, nothing)), undefined);
  assertEquals(full.judge(input, evidence(nothing, nothing, 3, 2, 1)), undefined);
  assertEquals(full.judge(input, evidence(5, 4, nothing, nothing, nothing))?.got, "2 present");
  assertEquals(full.judge(input, evidence(5, 4, 3, 2, nothing))?.got, "4 present");
});
Deno.test("work is judged by its growth: constant and logarithmic pass, the square root and more do not", () => {
  const work = caseNamed("the work of a call does not grow with the cache");
  const input = work.input(random(1)) as { capacity: number; keys: unknown[] }[];
  const judged = (perCall: (n: number) => number) =>
    work.judge(input, input.map(({ capacity, keys }) => 2 * keys.length * perCall(capacity)));
  assertEquals(judged(() => 3), undefined);
  assertEquals(judged((n) => 2 + Math.log2(n)), undefined);
  assert(judged((n) => Math.sqrt(n)) !== undefined);
  assertMatch(judged((n) => n)!.got, /^32 steps a call at capacity 32, 1024 at 1024: they grow like capacity\^1\.0$/);
});
Deno.test("work that was not counted is no evidence", () => {
  const work = caseNamed("the work of a call does not grow with the cache");
  const input = work.input(random(1)) as unknown[];
  for (const evidence of [[], input.map(() => 0), input.map(() => "many"), undefined]) {
    assertThrows(() => work.judge(input, evidence), TypeError);
  }
});
Deno.test("our own answer passes, at the price of fewer than 10,000 calls in random lives", async () => {
  const mixed = caseNamed("any mix of calls agrees with a list kept by hand").input(random(1)) as {
    calls: unknown[];
  }[];
  assert(mixed.reduce((sum, { calls }) => sum + calls.length, 0) < 10_000);
  assertEquals((await grade(suite as Suite<never>, await submissionOfAnswer(answers.ours), PATIENT)).outcome, "pass");
});
Deno.test("a class with helpers of other cells is graded with them", async () => {
  class Entry {
    constructor(readonly key: unknown, public value: unknown) {}
  }
  class LRUCache {
    entries: Map<unknown, Entry> = new Map();
    constructor(readonly capacity: number) {}
    get(key: unknown): unknown {
      const entry = this.entries.get(key);
      if (entry) this.put(key, entry.value);
      return entry?.value;
    }
    put(key: unknown, value: unknown): void {
      this.entries.delete(key);
      this.entries.set(key, new Entry(key, value));
      if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value);
    }
  }
  const alone = await grade(suite as Suite<never>, submissionOfValues({ LRUCache }), PATIENT);
  assertEquals([alone.outcome, alone.finding?.problem?.includes("check({ LRUCache, Entry })")], ["exception", true]);
  assertEquals((await grade(suite as Suite<never>, submissionOfValues({ LRUCache, Entry }), PATIENT)).outcome, "pass");
});
