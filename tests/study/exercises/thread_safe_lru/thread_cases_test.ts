import { assert, assertEquals, assertMatch } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { suite } from "@lib/study/exercises/thread_safe_lru/suite.ts";
import type { ThreadPlan } from "@lib/study/exercises/thread_safe_lru/thread_drive.ts";

const caseNamed = (words: string) => suite.cases.find(({ name }) => name.includes(words))!;
const judged = (words: string, ...reports: unknown[]) => {
  const one = caseNamed(words);
  return one.judge(one.input(random(1)), { stuck: false, reports });
};

Deno.test("the suite begins with the lock, and every game is known by the words of its case", () => {
  assertEquals(suite.cases.length, 8);
  assertMatch(suite.cases[0]!.name, /frees the lock/);
  for (const one of suite.cases) assert(one.show(one.input(random(1))).length > 40);
});
Deno.test("a thread that never comes to an end is a failure that says where", () => {
  const one = caseNamed("frees the lock");
  const plan = one.input(random(1));
  assertEquals(one.judge(plan, { stuck: true, at: "get(1)" })?.got, "after get(1), the next call waits for ever");
  assertMatch(one.judge(plan, { stuck: true, at: "" })!.got, /circles/);
});
Deno.test("refusals: two calls throw, the other nine do not, and nothing is left", () => {
  const refused = [...Array(9).fill(false), true, true];
  assertEquals(judged("frees the lock", { refused, size: 0 }, {}), undefined);
  assertEquals(judged("frees the lock", { refused, size: 1 }, {})?.got, "size 1");
  assertEquals(
    judged("frees the lock", { refused: refused.with(9, false), size: 0 }, {})?.got,
    "call 10 does not throw",
  );
  assertEquals(judged("frees the lock", { refused: refused.with(0, true), size: 0 }, {})?.got, "call 1 throws");
});
Deno.test("seeing: both threads see the put, and both the deletion", () => {
  const right = { seen: [70, false, 1], after: [false, 0] };
  assertEquals(judged("there for another", right, right), undefined);
  assertMatch(judged("there for another", right, { ...right, after: [true, 1] })!.got, /in thread 2/);
});
Deno.test("own keys: what is left follows from how many calls were made", () => {
  const one = caseNamed("lose nothing");
  const plan = { ...one.input(random(1)) as ThreadPlan, seed: 5 };
  // Thread 1 made no call; the first of thread 0: x = 5 × 1664525 + 1013904223 = 1022226848, x >>> 28 = 3 < 7: a deletion.
  const nothing = Array(8).fill(undefined);
  const report = { count: 1, values: nothing, size: 0 };
  const of = (first: object, second: object = { count: 0 }) =>
    one.judge(plan, { stuck: false, reports: [first, second] });
  assertEquals(of(report), undefined);
  assertEquals(of({ ...report, size: 1 })?.got, "0 of 8 keys wrong, size 1");
  assertEquals(of({ ...report, values: nothing.with(3, 7) })?.got, "1 of 8 keys wrong, size 0");
  assertMatch(of(report, { count: 0, lost: 102 })!.expected, /has\(102\)/);
  assertEquals(of(report, { count: 0, miscounted: 9 })!.got, "size 9");
});
Deno.test("read and evict: a foreign value, and a cache that broke, are failures", () => {
  const whole = { values: [-5000, -5001, -5002], size: 3 };
  assertEquals(judged("beside evictions", whole, {}), undefined);
  assertEquals(judged("beside evictions", whole, { wrong: [3, 66] })?.got, "66");
  assertEquals(judged("beside evictions", { ...whole, size: 4 }, {})?.got, "values [-5000, -5001, -5002], size 4");
});
Deno.test("same keys, too many keys: sizes and what is present must agree", () => {
  assertEquals(judged("same new key", { size: 24, present: 24, left: 0 }, {}), undefined);
  assertMatch(judged("same new key", { size: 25, present: 24, left: 1 }, {})!.got, /size 25, 24 keys/);
  const whole = { values: [-5000, -5001, -5002, -5003], size: 4 };
  assertEquals(judged("beyond its capacity", whole, {}), undefined);
  assertEquals(judged("beyond its capacity", whole, { over: 5 })?.got, "5");
  assertEquals(
    judged("beyond its capacity", { ...whole, size: 5 }, {})?.got,
    "values [-5000, -5001, -5002, -5003], size 5",
  );
});
