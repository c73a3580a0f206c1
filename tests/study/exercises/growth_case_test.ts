import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { growthCase } from "@lib/study/exercises/growth_case.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfText } from "@lib/study/practice/submission.ts";

type Given = { readonly Queue: new () => { push(x: number): void; take(): number | undefined } };
const half = (size: number) => size / 2;
const flat = growthCase<Given, { readonly size: number }>({
  name: "taking costs the same",
  misconception: "It does not.",
  hints: ["a", "b", "c"],
  what: "half of them taken",
  unit: "take",
  of: "numbers",
  uses: { half },
  sizes: () => [32, 64, 128, 256, 512].map((size) => ({ size })),
  driveOne({ Queue }, { size }, measure) {
    const queue = new Queue();
    for (let i = 0; i < size; i++) queue.push(i);
    return measure(half(size), () => {
      for (let i = 0; i < half(size); i++) queue.take();
    });
  },
});
const suite = { exercise: "queue", names: ["Queue"], task: "", cases: [flat] } as const;
const gradeOf = (take: string) =>
  grade(
    suite as never,
    submissionOfText(`export class Queue { list = []; at = 0; push(x) { this.list.push(x); } take() { ${take} } }`),
    {
      silenceMs: 20_000,
    },
  );

Deno.test("the message names the operation that was counted", async () => {
  const operations: Record<string, string> = {
    "return this.list.shift();": "`shift()`, which counts as many steps as the array is long",
    "return this.list.splice(0, 1)[0];": "`splice()`, which moves every entry behind the place",
    "this.list.indexOf(-1); return this.list[this.at++];": "`indexOf()`, which looks at one entry after the other",
    "for (let i = 0; i < this.list.length; i++); return this.list[this.at++];": "rounds of your own loops",
    "const copy = [...this.list]; return copy[this.at++];": "walking over an array (a `for…of` loop, a spread)",
    "Object.keys(this.list); return this.list[this.at++];": "`Object.keys()`, which goes over every entry",
  };
  for (const [take, words] of Object.entries(operations)) {
    const { outcome, finding } = await gradeOf(take);
    assertEquals(outcome, "fail", take);
    assertStringIncludes(finding!.got!, words);
    assert(/^\d+ steps a take with 32 numbers, \d+ steps a take with 512 numbers: /.test(finding!.got!), finding!.got!);
  }
});
Deno.test("a fixed number of steps passes, and so does the logarithm", async () => {
  assertEquals((await gradeOf("return this.list[this.at++];")).outcome, "pass");
  const push = "push(x) { for (let i = 0; i < this.list.length; i++); this.list.push(x); }";
  const source = `export class Queue { list = []; at = 0; ${push} take() { return this.list[this.at++]; } }`;
  const costlyStart = await grade(suite as never, submissionOfText(source), { silenceMs: 20_000 });
  assertEquals(costlyStart.outcome, "pass", "what is done before is not measured");
  const { outcome } = await gradeOf("for (let i = this.list.length; i > 1; i /= 2); return this.list[this.at++];");
  assertEquals(outcome, "pass");
});
// Oracle: work = a · size^b
Deno.test("work that grows like the square root does not pass, unless the limit allows it", () => {
  const input = flat.input(random(1));
  const evidence = (work: (size: number) => number) =>
    input.map(({ size }) => ({ work: work(size), operations: { "loops and calls": work(size) } }));
  assert(flat.judge(input, evidence(Math.sqrt)));
  assertEquals(flat.judge(input, evidence(() => 7)), undefined);
  const wide = growthCase<Given, { readonly size: number }>(
    {
      ...flat,
      what: "",
      unit: "u",
      of: "s",
      sizes: flat.input,
      driveOne: () => Promise.reject(),
      flatBelow: 0.6,
    } as never,
  );
  assertEquals(wide.judge(input, evidence(Math.sqrt)), undefined);
});
Deno.test("evidence that is no work is refused", () => {
  const input = flat.input(random(1));
  const one = { work: 1, operations: {} };
  for (
    const evidence of [
      undefined,
      [],
      [one],
      input.map(() => 3),
      input.map(() => ({ ...one, work: 0 })),
      input.map(() => ({ work: 1 })),
    ]
  ) {
    assertThrows(() => flat.judge(input, evidence), TypeError, "a take must take at least one step");
  }
});
