import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { REFUSED } from "@lib/study/exercises/script_case.ts";
import { tableCase } from "@lib/study/exercises/table_case.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfText } from "@lib/study/practice/submission.ts";

type Given = { readonly scale: (x: readonly number[], factor: number) => number[] };
const TEXTS = { misconception: "m", hints: ["a", "b", "c"] } as const;
type Row = readonly [x: readonly number[], factor: number];
const scaled = (x: readonly number[], factor: number) => factor === 0 ? REFUSED : x.map((v) => v * factor);
const table = tableCase<Given, Row>({
  name: "every number is scaled",
  ...TEXTS,
  call: "scale",
  rows: [[[1, 2], 3], [[0.1], 3], [[5], 0]],
  oracle: scaled,
  tolerance: 1e-9,
  frozen: true,
});
const gradeOf = (body: string, cases = [table]) =>
  grade(
    { exercise: "scale", names: ["scale"], task: "", cases } as never,
    submissionOfText(`export ${body.includes("await") ? "async " : ""}function scale(x, factor) { ${body} }`),
    { silenceMs: 20_000 },
  );
const REFUSES = "if (factor === 0) throw new RangeError('zero');";

Deno.test("a right function passes: with lists, typed arrays, promises and rounding", async () => {
  for (
    const body of [
      `${REFUSES} return x.map((v) => v * factor);`,
      `${REFUSES} return Float64Array.from(x, (v) => factor * v);`,
      `${REFUSES} await 0; return x.map((v) => v * factor);`,
      `${REFUSES} return x.map((v) => v * factor + 1e-12);`,
    ]
  ) assertEquals((await gradeOf(body)).outcome, "pass", body);
});
Deno.test("the first row that differs is shown, with where it differs", async () => {
  const { finding } = await gradeOf(`${REFUSES} return x.map((v, i) => v * factor + i);`);
  assertEquals([finding?.input, finding?.expected, finding?.got], [
    "scale([1, 2], 3)",
    "[3, 6]",
    "[3, 7]: [1] must be 6, it is 7",
  ]);
});
Deno.test("what must be refused and is not is named, and so is what must not be refused", async () => {
  const lenient = await gradeOf("return x.map((v) => v * factor);");
  assertEquals([lenient.finding?.input, lenient.finding?.expected], ["scale([5], 0)", "an error is thrown"]);
  const strict = await gradeOf("throw new Error('no')");
  assertEquals([strict.outcome, strict.finding?.input], ["exception", "scale([1, 2], 3)"]);
});
Deno.test("arguments that must be left alone are frozen", async () => {
  const { outcome, finding } = await gradeOf(`${REFUSES} for (let i = 0; i < x.length; i++) x[i] *= factor; return x;`);
  assertEquals([outcome, finding?.input], ["exception", "scale([1, 2], 3)"]);
  assert(/read only/.test(finding!.problem!), finding!.problem);
});
Deno.test("how the code is called may be a function that travels, and what is right may be a property", async () => {
  const twice = (x: number) => 2 * x;
  const sums = tableCase<Given, Row>({
    name: "the sum is scaled",
    ...TEXTS,
    call: ({ scale }, x, factor) => scale(x, twice(factor)).reduce((sum, v) => sum + v, 0),
    shownAs: "sum of scale",
    uses: { twice },
    rows: (random) => [[[random.integer(9), 1], 2]],
    accept: (got, [first], factor) =>
      got === 2 * factor * (first! + 1) ? undefined : { expected: "twice the sum", got: String(got) },
  });
  assertEquals((await gradeOf("return x.map((v) => v * factor);", [sums])).outcome, "pass");
  const { finding } = await gradeOf("return x;", [sums]);
  assert(/^sum of scale\(\[\d, 1\], 2\)$/.test(finding!.input!), finding!.input);
  assertEquals(finding?.expected, "twice the sum");
});
Deno.test("a table has an oracle or accepts, and its evidence is one result a row", () => {
  const spec = { name: "n", ...TEXTS, call: "scale", rows: [] } as const;
  assertThrows(() => tableCase<Given, Row>(spec), TypeError, "current value is neither");
  assertThrows(() => tableCase<Given, Row>({ ...spec, oracle: scaled, accept: () => undefined }), TypeError, "is both");
  const input = table.input(random(1));
  for (const evidence of [undefined, [], [1, 2, 3, 4]]) {
    assertThrows(() => table.judge(input, evidence), TypeError, "there must be one result a row");
  }
  assertEquals(table.show(input), "scale([1, 2], 3) and 2 more");
});
