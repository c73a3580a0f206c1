import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { isDue, standingOf, standings } from "@lib/study/practice/mastery.ts";
import { type AttemptOutcome, type MasteryEvent, MasteryRecord } from "@lib/study/practice/mastery_record.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const START_MS = Date.UTC(2026, 0, 1, 12);
const LRU = { exercise: "lru-cache", title: "LRU cache" };
let ids = 0;
const common = (day: number) => ({ id: String(ids++), atMs: START_MS + day * DAY_MS, exercise: "lru-cache" });
const attempt = (day: number, outcome: AttemptOutcome, durationMs?: number): MasteryEvent => ({
  ...common(day),
  kind: "attempt",
  outcome,
  ...(durationMs === undefined ? {} : { durationMs }),
});
const hint = (day: number, rung: number): MasteryEvent => ({ ...common(day), kind: "hint", caseName: "c", rung });
const solution = (day: number): MasteryEvent => ({ ...common(day), kind: "solution" });
const dueInDays = (events: MasteryEvent[]) => {
  const { dueAt } = standingOf(events, LRU);
  return dueAt === undefined ? undefined : (Date.parse(dueAt) - Date.UTC(2026, 0, 1)) / DAY_MS;
};

// By hand
Deno.test("attempts, hints and minutes are counted; a long pause counts for an hour", () => {
  const standing = standingOf([
    attempt(0, "fail", 6 * 60_000),
    hint(0, 1),
    attempt(0, "exception", 9 * DAY_MS),
    attempt(1, "pass"),
  ], LRU);
  const { attempts, passed, hintsUsed, minutesSpent } = standing;
  assertEquals([attempts, passed, hintsUsed, minutesSpent], [3, true, 1, 66]);
});
Deno.test("nothing is due before the first pass", () => {
  assertEquals(dueInDays([attempt(0, "fail"), hint(0, 3), solution(0)]), undefined);
});
// FSRS's first intervals, in days, for its published default weights: again 1, hard 2 (w1 = 1.29), good 3 (w2 = 2.31),
// easy 8 (w3 = 8.30).
Deno.test("the easier the pass, the later the review", () => {
  const again = dueInDays([attempt(0, "fail"), solution(0), attempt(0, "pass")])!;
  const hard = dueInDays([attempt(0, "fail"), hint(0, 1), hint(0, 2), attempt(0, "pass")])!;
  const good = dueInDays([attempt(0, "fail"), attempt(0, "pass")])!;
  const easy = dueInDays([attempt(0, "pass")])!;
  assertEquals([again, hard, good, easy], [1, 2, 3, 8]);
  assertEquals(dueInDays([attempt(0, "fail"), hint(0, 1), attempt(0, "pass")]), good);
});
Deno.test("a second pass on the same day is no review, one on a later day is", () => {
  const once = dueInDays([attempt(0, "pass")])!;
  assertEquals(dueInDays([attempt(0, "pass"), attempt(0.1, "pass"), attempt(0.2, "fail"), attempt(0.3, "pass")]), once);
  assert(dueInDays([attempt(0, "pass"), attempt(once, "pass")])! > 2 * once);
});
Deno.test("help counts for the pass that follows it, not for the next one", () => {
  const helped = [attempt(0, "fail"), solution(0), attempt(0, "pass")];
  const later = dueInDays([...helped, attempt(2, "pass")])!;
  const laterHelped = dueInDays([...helped, solution(2), attempt(2, "pass")])!;
  assert(later > laterHelped, `${later} ${laterHelped}`);
});
Deno.test("a review is due from the first moment of its day", () => {
  const standing = {
    ...LRU,
    attempts: 1,
    passed: true,
    mastered: true,
    hintsUsed: 0,
    minutesSpent: 0,
    dueAt: "2026-01-09",
  };
  assertEquals(isDue(standing, Date.UTC(2026, 0, 8, 23, 59)), false);
  assertEquals(isDue(standing, Date.UTC(2026, 0, 9)), true);
  assertEquals(isDue(standing, Date.UTC(2026, 5, 1)), true);
  const { dueAt: _, ...never } = standing;
  assertEquals(isDue(never, Date.UTC(2030, 0, 1)), false);
});
Deno.test("a pass with stretch cases left passes and is not mastered, until one leaves none", () => {
  const pass = attempt(0, "pass") as Extract<MasteryEvent, { kind: "attempt" }>;
  const left = standingOf([{ ...pass, mastered: false }], LRU);
  assertEquals([left.passed, left.mastered], [true, false]);
  assertEquals(standingOf([{ ...pass, mastered: false }, { ...pass, mastered: true }], LRU).mastered, true);
});
// A clock that was wrong, or a record merged from a machine whose clock is.
Deno.test("an event from the future moves no review until its date has come, wherever it stands", () => {
  const nowMs = START_MS + 20 * DAY_MS;
  const due = (...events: MasteryEvent[]) => standingOf(events, { ...LRU, nowMs }).dueAt;
  const usual = due(attempt(0, "pass"), attempt(8, "pass"));
  assertEquals(due(attempt(0, "pass"), attempt(8, "pass"), attempt(1500, "pass")), usual);
  assertEquals(due(attempt(1500, "pass"), attempt(0, "pass"), attempt(8, "pass")), usual);
  assertEquals(due(attempt(8, "pass"), attempt(0, "pass")), usual, "the order of dates, not of the list");
  const onlyThat = standingOf([attempt(1500, "pass")], { ...LRU, nowMs });
  assertEquals([onlyThat.passed, onlyThat.dueAt], [true, "2026-01-21"], "asked for again today");
});
Deno.test("an event without a date counts for nothing, and times that are none count for none", () => {
  for (const atMs of [NaN, Infinity, -Infinity, 1e300, null as never, "0" as never]) {
    const broken = { ...attempt(0, "pass"), atMs };
    assertEquals(standingOf([broken], LRU).attempts, 0, String(atMs));
    assertEquals(standingOf([broken, attempt(1, "pass")], LRU), standingOf([attempt(1, "pass")], LRU), String(atMs));
  }
  for (const durationMs of [NaN, -60_000]) {
    assertEquals(standingOf([attempt(0, "fail", durationMs), attempt(0, "fail", 60_000)], LRU).minutesSpent, 1);
  }
});
Deno.test("a question for the solution that was not answered is no look at it", () => {
  const asked = { ...solution(0), asked: true } as MasteryEvent;
  assertEquals(dueInDays([asked, attempt(0, "pass")]), dueInDays([attempt(0, "pass")]));
});
Deno.test("standings() lists the catalogue, and nothing where there is no record", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "mastery.sqlite");
    assertEquals(standings(path), []);
    assertEquals([...Deno.readDirSync(folder)], []);
    {
      using record = new MasteryRecord(path);
      record.add([attempt(0, "pass"), { ...attempt(0, "pass"), exercise: "something-else" }]);
    }
    const lru = standings(path).find(({ exercise }) => exercise === "lru-cache");
    assertEquals([lru?.title, lru?.attempts, lru?.passed, lru?.mastered], ["LRU cache", 1, true, true]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
