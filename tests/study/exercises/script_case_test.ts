import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { ANYTHING, REFUSED, type Script, scripted } from "@lib/study/exercises/script_case.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfText } from "@lib/study/practice/submission.ts";

type Given = { readonly Stack: new (limit: number) => { push(x: unknown): unknown; pop(): unknown; size: number } };
const TEXTS = { misconception: "m", hints: ["a", "b", "c"] } as const;
/** A stack of at most `limit`: `push` beyond it is refused, `pop` gives what was pushed last, `size` is a property. */
const stack = scripted<Given>({
  construct: "Stack",
  oracle({ args: [limit], calls }) {
    const held: unknown[] = [];
    return calls.map(([method, x]) => {
      if (method === "size") return held.length;
      if (method === "pop") return held.pop();
      if (held.length === limit) return REFUSED;
      held.push(x);
      return ANYTHING;
    });
  },
});
const byHand = stack.scriptCase({
  name: "last in, first out",
  ...TEXTS,
  args: [2],
  calls: [["push", "a"], ["push", "b"], ["push", "c"], ["size"], ["pop"], ["pop"], ["pop"]],
});
const mixed = stack.randomScripts({
  name: "any mix",
  ...TEXTS,
  count: 20,
  script: (random, i) => ({
    args: [3],
    calls: Array.from({ length: 2 + i }, (_, k) => random.next() < 0.5 ? ["push", k] : ["pop"]),
  }),
});
const suite = { exercise: "stack", names: ["Stack"], task: "", cases: [byHand, mixed] } as never;
const stackOf = (
  {
    push = "if (this.list.length === this.limit) throw new Error('full'); this.list.push(x);",
    pop = "return this.list.pop();",
  } = {},
) =>
  `export class Stack { list = []; constructor(limit) { this.limit = limit; } get size() { return this.list.length; }
push(x) { ${push} } pop() { ${pop} } }`;
const gradeOf = (source: string) => grade(suite, submissionOfText(source), { silenceMs: 20_000 });

Deno.test("a right class passes, synchronous or not", async () => {
  assertEquals((await gradeOf(stackOf())).outcome, "pass");
  assertEquals(
    (await gradeOf(
      stackOf().replaceAll("push(x)", "async push(x)").replaceAll("pop()", "async pop()").replaceAll(
        "this.list.async pop()",
        "this.list.pop()",
      ).replaceAll("this.list.async push(x)", "this.list.push(x)"),
    )).outcome,
    "pass",
  );
});
Deno.test("the first answer that differs is shown with the calls that led to it", async () => {
  const { finding } = await gradeOf(stackOf({ pop: "return this.list.shift();" }));
  assertEquals([finding?.caseName, finding?.input, finding?.expected, finding?.got], [
    "last in, first out",
    'new Stack(2); push("a"); push("b"); push("c"); size(); pop()',
    '"b"',
    '"a"',
  ]);
});
Deno.test("a call that must be refused and is not is named, one that is refused and must not be is an exception", async () => {
  const { finding } = await gradeOf(stackOf({ push: "this.list.push(x);" }));
  assertEquals([finding?.input, finding?.expected], [
    'new Stack(2); push("a"); push("b"); push("c")',
    "an error is thrown",
  ]);
  const early = await gradeOf(stackOf({ push: "throw new Error('no');" }));
  assertEquals([early.outcome, early.finding?.input], ["exception", 'new Stack(2); push("a")']);
});
Deno.test("an exception in a random script is shown with that script's calls", async () => {
  const { outcome, finding } = await gradeOf(
    stackOf({ pop: "if (this.list.at(-1) > 2) throw new Error('three'); return this.list.pop();" }),
  );
  assertEquals([outcome, finding?.caseName], ["exception", "any mix"]);
  assert(/^new Stack\(3\); (push\(\d+\); |pop\(\); )*pop\(\)$/.test(finding!.input!), finding!.input!);
  assert(/push\(([3-9]|1\d)\)/.test(finding!.input!), "the script whose last number is above 2, no earlier one");
});
Deno.test("random scripts follow the seed", () => {
  assertEquals(mixed.input(random(1)), mixed.input(random(1)));
  assert(JSON.stringify(mixed.input(random(1))) !== JSON.stringify(mixed.input(random(2))));
});
Deno.test("a list with the right entries in another order belongs to the case that teaches the order", () => {
  const script: Script = { args: [], calls: [["feed"]] };
  const feed = scripted<{ Feed: new () => unknown }>({
    construct: "Feed",
    oracle: () => [["new", "old"]],
    orderCase: "newest first",
  });
  const wrongOrder = feed.judge(script, [["old", "new"]]);
  assertEquals([wrongOrder?.lesson, wrongOrder?.got], [
    "newest first",
    '["old", "new"]: the same entries in another order',
  ]);
  const missing = feed.judge(script, [["old"]]);
  assertEquals([missing?.lesson, missing?.got], [undefined, '["old"]: "new" is missing']);
});
Deno.test("a clock is handed in and moved by the script", async () => {
  type Timed = { readonly Timer: new (options: { startMs: number }) => { nowMs(): number; wait(): Promise<string> } };
  const timed = scripted<Timed>({
    construct: "Timer",
    clock: true,
    oracle: ({ calls }) => {
      let now = 0;
      return calls.map(([name, ms]) => name === "advance" ? void (now += ms as number) : now);
    },
  });
  const cases = [timed.scriptCase({
    name: "time is the clock's",
    ...TEXTS,
    args: [{ startMs: 0 }],
    calls: [["nowMs"], ["advance", 250], ["nowMs"]],
  })];
  const result = await grade(
    { exercise: "timer", names: ["Timer"], task: "", cases } as never,
    submissionOfText(
      "export class Timer { constructor({ clock }) { this.clock = clock; } nowMs() { return this.clock.nowMs() + 1; } }",
    ),
    { silenceMs: 20_000 },
  );
  assertEquals([result.finding?.input, result.finding?.got], ["new Timer({ startMs: 0, clock }); nowMs()", "1"]);
  assertStringIncludes(
    timed.show({ args: [{ startMs: 0 }], calls: [["advance", 250], ["nowMs"]] }),
    "; 250 ms pass; nowMs()",
  );
});
Deno.test("evidence of another shape is refused", () => {
  const input = byHand.input(random(1));
  for (const evidence of [undefined, [], "text", [1, 2]]) {
    assertThrows(() => byHand.judge(input, evidence), TypeError, "there must be one answer a call");
  }
  assertThrows(() => mixed.judge(mixed.input(random(1)), 7), TypeError, "a list is needed");
});
