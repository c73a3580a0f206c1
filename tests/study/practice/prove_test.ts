import { assertEquals, assertRejects } from "@std/assert";
import type { Answers, Suite } from "@lib/study/exercises/suite.ts";
import { READER_SEED } from "@lib/study/practice/grade.ts";
import { prove } from "@lib/study/practice/prove.ts";
import { tinyAnswers, tinySuite } from "./tiny_suite.ts";

// What a proof must not let pass.
const faultsOf = (changes: { suite?: Partial<Suite<never>>; answers?: Partial<Answers> }) =>
  prove({ ...tinySuite, ...changes.suite } as Suite<never>, { ...tinyAnswers, ...changes.answers }, { seeds: [1] });
const { identity, absolute, counting, ...otherWrong } = tinyAnswers.wrong;
const rightAnswer = tinyAnswers.right.product!;

Deno.test("a proven suite has no faults", async () => assertEquals(await faultsOf({}), []));
Deno.test("fewer than four wrong answers are too few, and a case that none of them needs is named", async () => {
  assertEquals(await faultsOf({ answers: { wrong: { absolute: absolute!, counting: counting!, ...otherWrong } } }), [
    "at least 4 wrong answers are needed, there are 3",
    'case "small numbers": no wrong answer needs it',
  ]);
});
Deno.test("a single right answer is too few", async () => {
  assertEquals(await faultsOf({ answers: { right: { product: rightAnswer } } }), [
    "at least 2 right answers are needed, there are 1",
  ]);
});
Deno.test("a missing hint is a fault, and so are two that say the same", async () => {
  const cases = tinySuite.cases.map((one, i) =>
    i === 0 ? { ...one, hints: ["a", " ", "c"] as const } : i === 1 ? { ...one, hints: ["a", "a", "c"] as const } : one
  );
  assertEquals(await faultsOf({ suite: { cases } as unknown as Partial<Suite<never>> }), [
    'case "small numbers" needs three different hints, it has 2',
    'case "negative numbers" needs three different hints, it has 2',
  ]);
});
Deno.test("a case without a misconception is a fault", async () => {
  const cases = tinySuite.cases.map((one, i) => i === 0 ? { ...one, misconception: " " } : one);
  assertEquals(await faultsOf({ suite: { cases } as unknown as Partial<Suite<never>> }), [
    'case "small numbers" names no misconception',
  ]);
});
Deno.test("a wrong answer that another case catches first is a fault", async () => {
  const faults = await faultsOf({
    answers: { wrong: { ...tinyAnswers.wrong, identity: { ...identity!, by: "any numbers" } } },
  });
  assertEquals(faults, [
    'wrong answer "identity" is caught by "small numbers" before "any numbers"',
    'case "small numbers": no wrong answer needs it',
  ]);
});
Deno.test("a wrong answer that names no case of the suite is a fault", async () => {
  const faults = await faultsOf({
    answers: { wrong: { ...tinyAnswers.wrong, more: { ...identity!, by: "huge numbers" } } },
  });
  assertEquals(faults[0], 'no case is called "huge numbers"');
});
Deno.test("a wrong answer that passes is a fault", async () => {
  const faults = await faultsOf({
    answers: { wrong: { ...tinyAnswers.wrong, more: { by: "any numbers", answer: rightAnswer } } },
  });
  assertEquals(faults, ['wrong answer "more" passes: "any numbers" must catch it']);
});
Deno.test("a right answer that does not pass is a fault, with the case", async () => {
  const faults = await faultsOf({ answers: { right: { ...tinyAnswers.right, third: identity!.answer } } });
  assertEquals(faults, ['right answer "third", seed 1: fail (small numbers: expected 2, got 1)']);
});
Deno.test("a textbook answer must pass the core cases, and only those; there must be one", async () => {
  const cases = tinySuite.cases.map((one, i) => i === 1 ? { ...one, stretch: true } : one);
  const suite = { cases } as unknown as Partial<Suite<never>>;
  assertEquals(await faultsOf({ suite, answers: { textbook: { simple: absolute!.answer } } }), []);
  assertEquals(await faultsOf({ suite, answers: { textbook: { simple: identity!.answer } } }), [
    'textbook answer "simple" must pass: fail (small numbers: expected 2, got 1)',
  ]);
  assertEquals(await faultsOf({ suite, answers: { textbook: {} } }), [
    "at least 1 textbook answer is needed, there are 0",
  ]);
});
Deno.test("a right answer must master the exercise", async () => {
  const cases = tinySuite.cases.map((one, i) => i === 1 ? { ...one, stretch: true } : one);
  const faults = await faultsOf({
    suite: { cases } as unknown as Partial<Suite<never>>,
    answers: { right: { ...tinyAnswers.right, third: absolute!.answer } },
  });
  assertEquals(faults, ['right answer "third", seed 1: pass (negative numbers: expected -6, got 6)']);
});
Deno.test("our own answer must pass, too", async () => {
  const faults = await faultsOf({ answers: { ours: identity!.answer } });
  assertEquals(faults, ['right answer "(ours)", seed 1: fail (small numbers: expected 2, got 1)']);
});
Deno.test("a stub that is an answer, or a mistake, is a fault", async () => {
  assertEquals(await faultsOf({ answers: { stub: rightAnswer } }), ['the stub must be "not attempted", it is "pass"']);
  assertEquals(await faultsOf({ answers: { stub: identity!.answer } }), [
    'the stub must be "not attempted", it is "fail"',
  ]);
});
Deno.test("two cases of one name are a fault", async () => {
  const faults = await faultsOf({
    suite: { cases: [...tinySuite.cases, tinySuite.cases[0]!] } as unknown as Partial<Suite<never>>,
  });
  assertEquals(faults, ["two cases have the same name"]);
});
Deno.test("a suite that asks for no names is a fault", async () => {
  assertEquals((await faultsOf({ suite: { names: [] } }))[0], "the suite asks for no names");
});
Deno.test("the readers' seed is not for proofs", async () => {
  await assertRejects(
    () => prove(tinySuite as Suite<never>, tinyAnswers, { seeds: [1, READER_SEED] }),
    RangeError,
    "seeds must not be the readers' own",
  );
});
Deno.test("an answer that is graded by chance gets as many attempts as were allowed", async () => {
  // Right by chance: few gradings pass, but of three hundred one nearly always does.
  const chance = { given: { double: (x: number) => Math.random() < 0.7 ? 2 * x : x } };
  const answers = { right: { ...tinyAnswers.right, chance } };
  assertEquals(
    await prove(tinySuite as never, { ...tinyAnswers, ...answers } as never, { seeds: [1], attempts: 300 }),
    [],
  );
});
