import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { suite } from "@lib/study/exercises/concurrency_limiter/suite.ts";
import { answers } from "@lib/study/exercises/concurrency_limiter/answers.ts";
import { isAmbiguous, oracle, type Scene } from "@lib/study/exercises/concurrency_limiter/scene.ts";
import { runConcurrently as workers } from "@lib/study/exercises/concurrency_limiter/right/workers.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfAnswer, submissionOfFile } from "@lib/study/practice/submission.ts";
import { childTools } from "../child_tools.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";

const PATIENT = { silenceMs: 20_000 };
const caseNamed = (name: string) => suite.cases.find((one) => one.name === name)!;

Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `export ${suite.task.slice(suite.task.indexOf("function runConcurrently"))}\n`);
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, PATIENT)).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});
Deno.test("our own answer passes", async () => {
  assertEquals((await grade(suite as Suite<never>, await submissionOfAnswer(answers.ours), PATIENT)).outcome, "pass");
});
Deno.test("random scenes differ by seed, begin short, leave no choice, and hold failures and aborts", () => {
  const mixed = caseNamed("any mix of ends, failures and aborts goes as it must");
  const of = (seed: number) => mixed.input(random(seed)) as Scene[];
  assertEquals(of(1), of(1));
  assert(JSON.stringify(of(1)) !== JSON.stringify(of(2)));
  assertEquals([of(1)[0]!.tasks.length, of(1).at(-1)!.tasks.length], [2, 7]);
  assert(!of(1).some(isAmbiguous));
  const reasons = of(1).map((scene) => oracle(scene).at(-1)![2].split(" ").slice(0, 4).join(" "));
  for (const kind of ["rejects with the signal's", "rejects with the failure"]) {
    assert(reasons.filter((reason) => reason === kind).length > 5, kind);
  }
  assert(reasons.some((reason) => reason.startsWith("resolves")));
});
Deno.test("the scenes of the rules leave right answers no choice", () => {
  for (const { input, name } of suite.cases) {
    const scenes = input(random(1));
    if (Array.isArray(scenes)) assert(!(scenes as Scene[]).some(isAmbiguous), name);
  }
});
Deno.test("each rule is the first to catch its wrong answers, and lets a right one pass", async () => {
  const rules = suite.cases.slice(0, suite.cases.findIndex(({ name }) => name.includes("timeoutMs")));
  const caughtBy = async (given: never) => {
    for (const { name, input, drive, judge } of rules) {
      const scenes = input(random(1));
      if (judge(scenes, await drive(given, scenes, childTools()))) return name;
    }
  };
  const wrong = Object.entries(answers.wrong).filter(([, { by }]) =>
    rules.some(({ name }) => name === by) && !by.includes("throws") // leaves a rejection that nobody handles
  );
  assert(wrong.length >= 15);
  for (const [name, { by, answer }] of wrong) {
    assert("given" in answer);
    assertEquals(await caughtBy(answer.given as never), by, name);
  }
  assertEquals(await caughtBy({ runConcurrently: workers } as never), undefined);
});
Deno.test("so many tasks fill the stack of an answer that starts them by recursion", async () => {
  const many = caseNamed("20,000 tasks may start at once");
  const { answer } = answers.wrong["starts by recursion"]!;
  assert("given" in answer);
  const evidence = await many.drive(answer.given as never, many.input(random(1)), childTools());
  assertMatch(String(evidence), /^RangeError/);
});
Deno.test("the array is judged by its length", () => {
  const untouched = caseNamed("the caller's array stays as it is");
  const input = untouched.input(random(1));
  assertEquals(untouched.judge(input, [{ events: [], kept: 3 }]), undefined);
  assertEquals(untouched.judge(input, [{ events: [], kept: 0 }])?.got, "0");
});
Deno.test("a late task is judged look by look", () => {
  const late = caseNamed("a task that takes longer than `timeoutMs` has failed, and is still waited for");
  const input = late.input(random(1));
  const right = ["a b: pending", "a b: pending", "a b: pending", "a b: rejected"];
  assertEquals(late.judge(input, right), undefined);
  for (const at of [0, 1, 2, 3]) {
    const failure = late.judge(input, right.with(at, "a b c: pending"));
    assert(failure?.got.includes('"a b c: pending"'), `look ${at}`);
  }
  assertEquals(late.judge(input, right.with(1, "a b: rejected"))?.got.startsWith("when both are late"), true);
  assertThrows(() => late.judge(input, right.slice(1)), TypeError);
  assertThrows(() => late.judge(input, undefined), TypeError);
});
Deno.test("tasks in time are judged by their results, and many by how many came in order", () => {
  const inTime = caseNamed("a task that ended in time can't be late afterwards");
  const input = inTime.input(random(1));
  assertEquals(inTime.judge(input, [0, 1, 2, 3, 4]), undefined);
  assertEquals(inTime.judge(input, "a rejection")?.got, '"a rejection"');
  const many = caseNamed("20,000 tasks may start at once");
  assertEquals(many.judge(20_000, 20_000), undefined);
  assertEquals(many.judge(20_000, 7)?.got, "7 results in order");
  assertEquals(many.judge(20_000, "RangeError: stack")?.got, '"RangeError: stack"');
});
