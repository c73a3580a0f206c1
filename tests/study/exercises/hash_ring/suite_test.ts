import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { answers } from "@lib/study/exercises/hash_ring/answers.ts";
import { live, nodesAt, placementsOf, type RingLife, showLife } from "@lib/study/exercises/hash_ring/ring_life.ts";
import { HashRing } from "@lib/study/exercises/hash_ring/right/sorted_points.ts";
import { suite } from "@lib/study/exercises/hash_ring/suite.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { prove } from "@lib/study/practice/prove.ts";
import { submissionOfFile } from "@lib/study/practice/submission.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { childTools } from "../child_tools.ts";

const caseNamed = (part: string) => suite.cases.find(({ name }) => name.includes(part))!;
const LIFE: RingLife = {
  prefix: "k",
  keys: 2,
  steps: [["place"], ["add", "a"], ["add", "b"], ["remove", "b"], ["place"], ["begin"], ["add", "c"], ["place"]],
};

// By hand
Deno.test("a life gives one placement for each time that keys are asked for", () => {
  const evidence = live({ HashRing }, LIFE, childTools());
  assertEquals(evidence, [[undefined, undefined], ["a", "a"], ["c", "c"]]);
  assertEquals(nodesAt(LIFE), [[], ["a"], ["c"]]);
});
Deno.test("a life is shown as calls, up to the one asked for", () => {
  assertEquals(showLife(LIFE, 2), 'new HashRing(); getNode for 2 keys; addNode("a"); addNode("b")');
  assertEquals(showLife({ ...LIFE, virtualNodes: 2 }, 0), "new HashRing({ virtualNodes: 2 }); getNode for 2 keys");
  assertEquals(showLife(LIFE).split("; ").length, 9);
});
Deno.test("evidence that is not a node for each key is refused", () => {
  for (const evidence of [undefined, [], [["a", "a"]], [["a"], ["a"], ["a"]], "text"]) {
    assertThrows(() => placementsOf(LIFE, evidence), TypeError, "a node for each key is needed");
  }
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

// The judges, on placements made by hand
const judged = (part: string, placements: (life: RingLife) => unknown[]) => {
  const one = caseNamed(part);
  const life = one.input(random(1)) as RingLife;
  return one.judge(life, placements(life));
};
const all = (life: RingLife, id: string | undefined) => new Array(life.keys).fill(id);
Deno.test("one key that moves to an old node is found, shown, and all that moved are counted", () => {
  const before = (life: RingLife) => all(life, "cache-a");
  const after = (life: RingLife, id: string) => [...all(life, "cache-a").slice(2), "cache-new", id];
  assertEquals(judged("when a node comes", (life) => [before(life), after(life, "cache-a")]), undefined);
  const failure = judged("when a node comes", (life) => [before(life), after(life, "cache-b")]);
  assertEquals([failure?.got, failure?.expected], [
    '"cache-b" (2 of 1500 keys moved)',
    '"cache-a" as before, or "cache-new"',
  ]);
  assertMatch(failure!.input!, /getNode\("user:\d+:1499"\)$/);
  assertMatch(judged("when a node comes", (life) => [before(life), before(life)])!.got, /^none/);
});
Deno.test("a node that goes may only leave its own keys", () => {
  const of = (id: string) => (life: RingLife) => [...all(life, "cache-a").slice(1), id];
  const [was, is] = [of("cache-b"), of("cache-c")];
  assertEquals(judged("when a node goes", (life) => [was(life), is(life)]), undefined);
  assertEquals(judged("when a node goes", (life) => [is(life), of("cache-d")(life)])?.got, '"cache-d"');
});
Deno.test("when all have gone there is nobody, and before that not the one that has gone", () => {
  assertEquals(judged("has gone", (life) => [all(life, "cache-a"), all(life, undefined)]), undefined);
  assertEquals(judged("has gone", (life) => [all(life, "cache-c"), all(life, undefined)])?.got, '"cache-c"');
  assertEquals(judged("has gone", (life) => [all(life, "cache-a"), all(life, "cache-a")])?.got, '"cache-a"');
});
Deno.test("added again: the same keys, and all gone after one removal", () => {
  const [a, b] = [(life: RingLife) => all(life, "cache-a"), (life: RingLife) => all(life, "cache-b")];
  assertEquals(judged("added again", (life) => [a(life), a(life), b(life)]), undefined);
  assertEquals(judged("added again", (life) => [a(life), b(life), b(life)])?.got, '"cache-b"');
  assertEquals(judged("added again", (life) => [a(life), a(life), a(life)])?.got, '"cache-a"');
});
Deno.test("shares are judged by the mean of the imbalances", () => {
  const even = caseNamed("about as many keys");
  const input = even.input(random(1));
  const loads = (largest: number) => Array.from({ length: 8 }, () => [largest, 2000 - largest, ...Array(8).fill(0)]);
  const flat = Array.from({ length: 8 }, () => Array(10).fill(200));
  assertEquals(even.judge(input, flat), undefined);
  assertEquals(even.judge(input, [...flat.slice(1), loads(1000)[0]]), undefined, "1.5 on average");
  assertMatch(even.judge(input, [...flat.slice(2), ...loads(1000).slice(0, 2)])!.got, /^2\.00 times the mean/);
  for (
    const evidence of [
      undefined,
      [],
      flat.slice(1),
      flat.map((counts) => counts.slice(1)),
      flat.map((counts) => [...counts.slice(1), 199]),
      loads(0).map(() => [0]),
    ]
  ) {
    assertThrows(() => even.judge(input, evidence), TypeError, "every key needs a node");
  }
});
Deno.test("work is judged by its growth: constant and logarithmic pass, linear does not", () => {
  const work = caseNamed("work of a lookup");
  const input = work.input(random(1)) as { nodes: number[] };
  const judgedAs = (perCall: (n: number) => number) => work.judge(input, input.nodes.map(perCall));
  assertEquals(judgedAs(() => 3), undefined);
  assertEquals(judgedAs((n) => 2 + Math.log2(16 * n)), undefined);
  assertMatch(judgedAs((n) => 8 * n)!.got, /^64 steps with 8 nodes, 1024 with 128: they grow like nodes\^1\.0$/);
  for (const evidence of [undefined, [], input.nodes.map(() => 0), input.nodes.map(() => "many")]) {
    assertThrows(() => work.judge(input, evidence), TypeError);
  }
});

// The proof, with one seed here; `tests/proofs/` runs it with three.
Deno.test("every wrong answer is caught by its case, every right one passes", async () => {
  const faults = await prove(suite as Suite<never>, answers, { seeds: [4] });
  assert(faults.length === 0, faults.join("\n"));
});
