import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { answers } from "@lib/study/exercises/token_bucket/answers.ts";
import { oracle, type Story } from "@lib/study/exercises/token_bucket/story.ts";
import { suite } from "@lib/study/exercises/token_bucket/suite.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfAnswer, submissionOfFile } from "@lib/study/practice/submission.ts";

const PATIENT = { silenceMs: 20_000 };
const caseNamed = (part: string) => suite.cases.find(({ name }) => name.includes(part))!;

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
Deno.test("random stories differ by seed, are the same for one seed, and begin short", () => {
  const of = (seed: number) => caseNamed("any mix").input(random(seed)) as readonly Story[];
  assertEquals(of(1), of(1));
  assert(JSON.stringify(of(1)) !== JSON.stringify(of(2)));
  assertEquals([of(1)[0]!.acts.length, of(1).at(-1)!.acts.length], [3, 12]);
});
Deno.test("one wrong answer in one of the random stories is found", () => {
  const mixed = caseNamed("any mix");
  const stories = mixed.input(random(1)) as readonly Story[];
  const outcomes = stories.map(oracle);
  assertEquals(mixed.judge(stories, outcomes), undefined);
  const [at] = outcomes[50]!.served;
  assert(at !== undefined);
  outcomes[50] = { ...outcomes[50]!, served: outcomes[50]!.served.map(([act, ms]) => [act, ms + 2] as const) };
  assert(mixed.judge(stories, outcomes) !== undefined);
});
Deno.test("polled each millisecond, one token more or less than 1.9 a millisecond is rounding, two are not", () => {
  const drift = caseNamed("fractions of a token");
  const input = drift.input(random(1));
  const judged = (granted: unknown) => drift.judge(input, granted) === undefined;
  assertEquals([189, 190, 191].map(judged), [true, true, true]);
  assertEquals([100, 188, 192, undefined, "190"].map(judged), [false, false, false, false, false]);
});
Deno.test("every story but the random ones asks what the oracle can say: something is granted and something is not", () => {
  for (const one of suite.cases) {
    if (one.name.includes("fractions")) continue;
    const stories = one.input(random(1)) as readonly Story[];
    const outcomes = stories.map(oracle);
    assert(outcomes.some(({ answers, served }) => answers.includes(true) || served.length > 0), one.name);
  }
});
Deno.test("our own answer passes within the reader's time", async () => {
  assertEquals((await grade(suite as Suite<never>, await submissionOfAnswer(answers.ours), PATIENT)).outcome, "pass");
});
