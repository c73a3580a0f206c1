import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { exerciseCommand } from "@lib/study/commands/exercise.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { prove } from "@lib/study/practice/prove.ts";
import { submissionOfText } from "@lib/study/practice/submission.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const LADDER = `import { answersIn } from "../answers_in.ts";
import type { Ladder, LadderStep } from "../exercise_card.ts";
import { tableCase } from "../table_case.ts";

/** What each step takes. */
export type TokenRingSteps = {
  /** The next place. */
  readonly "next-place": { readonly nextPlace: (place: number, size: number) => number };
};

const changed = answersIn(import.meta.url).mistake("./steps/next_place.ts");
const nextPlace: LadderStep<TokenRingSteps["next-place"]> = {
  title: "The next place",
  minutes: 5,
  names: ["nextPlace"],
  aliases: { nextPlace: ["next"] },
  task: "function nextPlace(place: number, size: number): number {\\n  throw new Error(\\"Not written yet\\");\\n}",
  rules: ["The place after the last is 0."],
  firstHint: "What is left when the place is divided by the size?",
  why: "A remainder closes the ring.",
  cases: [
    tableCase<TokenRingSteps["next-place"], readonly [number, number]>({
      name: "the place after the last is the first",
      misconception: "A ring has no end.",
      hints: ["Take the remainder."],
      call: "nextPlace",
      rows: [[0, 3], [2, 3]],
      oracle: (place, size) => place === size - 1 ? 0 : place + 1,
    }),
  ],
  wrong: { "no ring": changed("the place after the last is the first", [" % size", ""]) },
};

/** The steps. */
export const ladder: Ladder = { "next-place": nextPlace };
`;
const STEP = `/** The next place. */
export function nextPlace(place: number, size: number): number {
  return (place + 1) % size;
}
`;

// deno-lint-ignore no-explicit-any -- the catalogue of another checkout
async function withLadder(use: (catalogue: any, root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "ladder-" });
  const exercises = join(root, "lib/study/exercises");
  try {
    for (const folder of [exercises, join(root, "lib/structures")]) await Deno.mkdir(folder, { recursive: true });
    for (const { name, isFile } of Deno.readDirSync(join(ROOT, "lib/study/exercises"))) {
      if (isFile) await Deno.copyFile(join(ROOT, "lib/study/exercises", name), join(exercises, name));
    }
    await Deno.symlink(join(ROOT, "lib/base"), join(root, "lib/base"));
    await Deno.writeTextFile(join(root, "lib/structures/token_ring.ts"), "export class TokenRing {}\n");
    const options = { root, say: () => {}, complain: () => {} };
    assertEquals(await exerciseCommand(["new", "token-ring", "--module", "structures/token_ring"], options), 0);
    await Deno.mkdir(join(exercises, "token_ring/steps"));
    await Deno.writeTextFile(join(exercises, "token_ring/ladder.ts"), LADDER);
    await Deno.writeTextFile(join(exercises, "token_ring/steps/next_place.ts"), STEP);
    assertEquals(await exerciseCommand(["index"], options), 0);
    await use(await import(`file://${exercises}/catalogue.ts`), root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("a step of a ladder is an exercise of its own: opened by name, typed, listed and proven", async () => {
  await withLadder(async ({ exerciseName, exerciseNames, openExercise }, root) => {
    assertEquals(exerciseNames(), ["token-ring"], "steps are listed below their exercise");
    assertEquals(openExercise("token-ring").steps, ["token-ring.next-place"]);
    assertEquals(exerciseName("token-ring.next-place"), "token-ring.next-place");
    assertThrows(() => exerciseName("token-ring.nextplace"), RangeError, "did you mean token-ring.next-place?");
    assertThrows(() => exerciseName("token-ring.constructor"), RangeError);
    const step = openExercise("token-ring.next-place");
    assertEquals([step.title, step.level, step.minutes, step.notebook], [
      "The next place",
      "easy",
      5,
      "structures/token_ring",
    ]);
    assertStringIncludes(await Deno.readTextFile(step.solution.file), "% size");
    assertEquals(await prove(await step.suite(), await step.answers()), []);
    const types = await Deno.readTextFile(join(root, "lib/study/exercises/exercise_types.ts"));
    assertStringIncludes(types, '"token-ring.next-place": TokenRingSteps["next-place"];');
  });
});
Deno.test("a step is graded by its own table, under either of its names, and its proof needs a mistake for every case", async () => {
  await withLadder(async ({ openExercise }) => {
    const step = openExercise("token-ring.next-place");
    const suite = await step.suite();
    const wrong = await grade(suite, submissionOfText("export function nextPlace(place, size) { return place + 1; }"));
    assertEquals([wrong.outcome, wrong.finding?.input, wrong.finding?.expected], ["fail", "nextPlace(2, 3)", "0"]);
    const right = await grade(suite, submissionOfText("export const next = (place, size) => (place + 1) % size;"));
    assertEquals([right.outcome, right.mastered, right.exercise], ["pass", true, "token-ring.next-place"]);
    const faults = await prove(suite, { ...await step.answers(), wrong: {} });
    assert(faults.includes('case "the place after the last is the first": no wrong answer needs it'), faults.join());
    assert(faults.includes("at least 1 wrong answers are needed, there are 0"), faults.join());
  });
});
