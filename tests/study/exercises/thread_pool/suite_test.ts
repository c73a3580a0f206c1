import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { answers } from "@lib/study/exercises/thread_pool/answers.ts";
import { evidenceOf, shownEnd, unlessEqual } from "@lib/study/exercises/thread_pool/pool_driver.ts";
import { suite } from "@lib/study/exercises/thread_pool/suite.ts";
import { ThreadPool } from "@lib/study/exercises/thread_pool/right/one_task_a_thread.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfAnswer, submissionOfFile } from "@lib/study/practice/submission.ts";
import { childTools } from "../child_tools.ts";

const PATIENT = { silenceMs: 20_000 };
const caseNamed = (name: string) => suite.cases.find((one) => one.name === name)!;

Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `export ${suite.task.slice(suite.task.indexOf("class ThreadPool"))}\n`);
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, PATIENT)).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("our own answer passes, in front of cases of both kinds", async () => {
  assertEquals([suite.cases[0]!.name, suite.cases.at(-1)!.name, suite.cases.length], [
    "the caller goes on while a task runs",
    "the task of a thread that dies fails, and the pool lives on",
    12,
  ]);
  assertEquals((await grade(suite as Suite<never>, await submissionOfAnswer(answers.ours), PATIENT)).outcome, "pass");
});

Deno.test("every case passes what a right pool shows, and fails each single part of it that is changed", async () => {
  for (const one of suite.cases) {
    const input = one.input(random(1));
    const evidence = evidenceOf(await one.drive({ ThreadPool: ThreadPool as never }, input, childTools()));
    assertEquals(one.judge(input, evidence), undefined, one.name);
    for (const part of Object.keys(evidence)) {
      const changed = { ...evidence, [part]: "something else" };
      const failure = one.judge(input, changed);
      assert(failure !== undefined, `${one.name}: ${part}`);
      assert(failure.expected !== failure.got);
    }
    assert(one.show(input).length > 10);
  }
});

Deno.test("a caller who stood still is told so", () => {
  const failure = caseNamed("the caller goes on while a task runs").judge(21, {
    end: { end: "result", value: ["timed-out", 42] },
  });
  assertEquals(failure?.got, "the caller stood still until the task gave up waiting");
});

Deno.test("too many tasks at once are counted", () => {
  const { judge } = caseNamed("never do more tasks run at once than there are threads");
  assertEquals(judge(2, { running: [1, 2, 2, 2, 1, 2, 2, 1] }), undefined);
  assertEquals(judge(2, { running: [1, 2, 3, 4, 5, 6, 7, 8] })?.got, "8 tasks at once");
  assertEquals(judge(2, { running: [1, 2] })?.got, "no results");
  assert(judge(2, { running: [0, 1, 1, 1, 1, 1, 1, 1] }) !== undefined);
});

Deno.test("ends are shown in words, and evidence must be a record", () => {
  assertEquals(shownEnd({ end: "result", value: [1] }), "the result [1]");
  assertEquals(shownEnd({ end: "failure", message: "no" }), 'a failure: "no"');
  assertEquals([shownEnd({ end: "none" }), shownEnd(3)], ["nothing within 1.5 seconds", "3"]);
  assertEquals(unlessEqual("x", { got: 1, expected: 1 }), undefined);
  assertEquals(unlessEqual("x", { got: 1, expected: 2 }), { expected: "x: 2", got: "x: 1" });
  for (const evidence of [undefined, null, 3, "text", []]) {
    assertThrows(() => evidenceOf(evidence), TypeError, "a record is needed");
  }
});
