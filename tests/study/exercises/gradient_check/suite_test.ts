import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { answers } from "@lib/study/exercises/gradient_check/answers.ts";
import { slopes, type Trial, worst } from "@lib/study/exercises/gradient_check/difference_rules.ts";
import { backpropagate, checkGradient } from "@lib/study/exercises/gradient_check/right/reverse_sweep.ts";
import { suite } from "@lib/study/exercises/gradient_check/suite.ts";
import {
  binary,
  inputs,
  judgeRuns,
  oracle,
  showRun,
  someNumber,
  unary,
} from "@lib/study/exercises/gradient_check/tapes.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { prove } from "@lib/study/practice/prove.ts";
import { submissionOfFile } from "@lib/study/practice/submission.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { childTools } from "../child_tools.ts";

const caseNamed = (part: string) => suite.cases.find(({ name }) => name.includes(part))!;
const given = { backpropagate, checkGradient };

// By hand
Deno.test("a tape's oracle: (x0 · x1 + x0) at (3, 5) is 18, with slopes 6 and 3", () => {
  const tape = [...inputs(2), binary("multiply", 0, 1), binary("add", 2, 0)];
  assertEquals(oracle({ tape, x: [3, 5] }), { loss: 18, gradient: [6, 3] });
});
Deno.test("a tape's oracle knows each operation", () => {
  const one = (operation: "exp" | "tanh" | "relu", x: number) =>
    oracle({ tape: [...inputs(1), unary(operation, 0)], x: [x] });
  assertAllClose([one("exp", 2).loss, ...one("exp", 2).gradient], [Math.exp(2), Math.exp(2)], { relative: 1e-14 });
  assertAllClose([one("tanh", 0.5).loss, ...one("tanh", 0.5).gradient], [Math.tanh(0.5), 1 - Math.tanh(0.5) ** 2], {
    relative: 1e-14,
  });
  assertEquals([one("relu", 2), one("relu", -2)], [{ loss: 2, gradient: [1] }, { loss: 0, gradient: [0] }]);
  assertEquals(
    oracle({ tape: [...inputs(1), { operation: "constant", value: 3 }, binary("multiply", 0, 1)], x: [2] }),
    { loss: 6, gradient: [3] },
  );
});
Deno.test("a tape is shown line by line", () => {
  const tape = [...inputs(1), { operation: "constant" as const, value: 3 }, binary("multiply", 0, 1), unary("exp", 2)];
  assertEquals(showRun({ tape, x: [2] }), "tape 0: input; 1: 3; 2: multiply(0, 1); 3: exp(2); x = [2]");
});
Deno.test("numbers stay away from the kink of relu", () => {
  const generator = random(1);
  const numbers = Array.from({ length: 500 }, () => someNumber(generator));
  assert(numbers.every((value) => Math.abs(value) >= 0.2 && Math.abs(value) <= 1.5));
  assert(numbers.some((value) => value < 0) && numbers.some((value) => value > 0));
});

// The judges
const product = { tape: [...inputs(2), binary("multiply", 0, 1)], x: [2, 3] };
Deno.test("answers within a billionth pass, others are shown rounded beside what was expected", () => {
  assertEquals(judgeRuns([product], [{ loss: 6, gradient: [3, 2 + 1e-12] }]), undefined);
  const failure = judgeRuns([product], [{ loss: 6, gradient: [3, 2.0001] }]);
  assertEquals([failure?.expected, failure?.got], [
    "{ loss: 6, gradient: [3, 2] }",
    "{ loss: 6, gradient: [3, 2.0001] }",
  ]);
  assertStringIncludes(failure!.input!, "multiply(0, 1)");
});
Deno.test("answers of another shape fail, and evidence that is none is refused", () => {
  for (
    const wrong of [undefined, {}, { loss: 6 }, { loss: 6, gradient: [3] }, { loss: 6, gradient: [3, 2, 0] }, {
      loss: 6,
      gradient: [3, undefined],
    }, {
      loss: "6",
      gradient: [3, 2],
    }, { loss: 7, gradient: [3, 2] }]
  ) {
    assert(judgeRuns([product], [wrong]) !== undefined);
  }
  for (const none of [undefined, [], "text", [1, 2]]) {
    assertThrows(() => judgeRuns([product], none), TypeError, "one answer for each of 1");
  }
});

const trial: Trial = { weights: [2, 3], scales: [1, 0.5], x: [0, 1], gradient: [2, 6 * Math.cos(2)] };
const seen = (place: unknown, error: unknown, isUnchanged: unknown = true) => [{ place, error, isUnchanged }];
Deno.test("a trial's slopes are w / s · cos(x / s), and its worst element is known", () => {
  assertEquals(slopes(trial), [2, 6 * Math.cos(2)]);
  assertEquals(worst(trial).error, 0);
  assertAllClose([worst({ ...trial, gradient: [2.5, 6 * Math.cos(2)] }).error], [0.2], { relative: 1e-12 });
  assertEquals(worst({ ...trial, gradient: [2.5, 6 * Math.cos(2) - 9] }).place, 1);
});
Deno.test("a right gradient must pass, a wrong one must be found where it is and as large as it is", () => {
  const { judge } = caseNamed("a right gradient passes");
  assertEquals(judge([trial], seen(0, 1e-8)), undefined);
  for (const error of [2e-6, NaN, -1, "0", undefined]) {
    assertStringIncludes(judge([trial], seen(0, error))!.expected, "below 0.000001");
  }
  const wrong = { ...trial, gradient: [2.5, 6 * Math.cos(2)] };
  assertEquals(judge([wrong], seen(0, 0.2 + 1e-8)), undefined);
  for (const [place, error] of [[1, 0.2], [0, 0.21], [0, 0], [undefined, 0.2]]) {
    const failure = judge([wrong], seen(place, error))!;
    assertEquals(failure.expected, "place 0, error 0.2000");
    assertMatch(failure.input!, /^loss 2·sin\(x0 \/ 1\) \+ 3·sin\(x1 \/ 0\.5\) at \[0, 1\], gradient \[2\.5/);
  }
});
Deno.test("x must come back as it was, and evidence that is none is refused", () => {
  const { judge } = caseNamed("x is left as it was");
  assertEquals(judge([trial], seen(0, 0)), undefined);
  for (const not of [false, null, 1]) {
    assertEquals(judge([trial], seen(0, 0, not))?.expected, "x as it was before the call");
  }
  for (const none of [undefined, [], [{}], [1]]) {
    assertThrows(() => judge([trial], none), TypeError, "one answer for each of 1");
  }
});
Deno.test("work: growth like the lines passes, growth like the paths does not", () => {
  const { judge } = caseNamed("the work grows");
  const input = { lengths: [4, 8, 12, 16], x: 1 };
  assertEquals(judge(input, [40, 80, 120, 160].map((work) => ({ work }))), undefined);
  assertEquals(judge(input, [16, 64, 144, 256].map((work) => ({ work }))), undefined);
  assertEquals(
    judge(input, [16, 256, 4096, 65536].map((work) => ({ work })))?.got,
    "16 steps for 4 lines, 65536 for 16",
  );
  for (const none of [undefined, [], [{ work: 1 }], [1, 2, 3, 4].map(() => ({ work: 0 }))]) {
    assertThrows(() => judge(input, none), TypeError, "a run is at least one step");
  }
});

// Drives and inputs
Deno.test("drives: the right answer's evidence passes every case that is not counted", () => {
  for (const one of suite.cases.filter(({ counted }) => !counted)) {
    const input = one.input(random(5));
    assertEquals(one.judge(input, one.drive(given, input, childTools())), undefined, one.name);
    assert(one.show(input, 0).length <= one.show(input).length);
  }
});
Deno.test("drives: a change of x is seen", () => {
  const one = caseNamed("x is left as it was");
  const input = one.input(random(5));
  const careless = (_: unknown, x: number[]) => ({ place: 0, error: (x[0]! += 1e-16, x[1]! += 1e-9, 0) });
  const [first] = one.drive({ backpropagate, checkGradient: careless }, input, childTools()) as {
    isUnchanged: boolean;
  }[];
  assertEquals(first!.isUnchanged, false);
});
Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, suite.task.replaceAll("\nfunction", "\nexport function"));
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, { silenceMs: 20_000 })).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});
Deno.test("every wrong answer is caught by its case, every right one passes", async () => {
  assertEquals(await prove(suite as Suite<never>, answers, { seeds: [4], silenceMs: 20_000 }), []);
});
