/**
 * Mastery, as the record of events shows it: attempts, hints, passed or not, and when to practise it again.
 *
 * The next review is scheduled by FSRS (`ts-fsrs`): each pass is a review, graded by what it took. Within a day a second pass is
 * practice, not another review. The schedule is a function of the events alone (no fuzz, whole days), so it comes out the same on
 * every machine that has the same record.
 *
 * | what it took | grade |
 * | ------------ | ----- |
 * | first check, no hint | easy |
 * | several checks, or a first hint | good |
 * | a second or third hint | hard |
 * | the solution was shown | again |
 *
 * Not here on purpose: reviews without a check, a score across exercises.
 *
 * @module
 */
import { type Card, createEmptyCard, fsrs, type Grade as ReviewGrade, Rating } from "ts-fsrs";
import { CATALOGUE, EXERCISE_NAMES } from "../exercises/catalogue.ts";
import { hasMasteryRecord, type MasteryEvent, masteryPath, MasteryRecord } from "./mastery_record.ts";

/** One exercise in the reader's record. */
export interface ExerciseStanding {
  /** Name in the catalogue. */
  readonly exercise: string;
  /** Title in the catalogue. */
  readonly title: string;
  /** Checks of something that was written. */
  readonly attempts: number;
  /** Whether one of them passed. */
  readonly passed: boolean;
  /** Hints shown, all rungs of all cases. */
  readonly hintsUsed: number;
  /** Time between opening or checking and the next check, as far as it was seen; a gap counts for an hour at most. */
  readonly minutesSpent: number;
  /** When the next review is due, as an ISO date (`2026-01-31`); absent before the first pass. */
  readonly dueAt?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** A pass this soon after a review is the same sitting. */
const SAME_SITTING_MS = 20 * 60 * 60 * 1000;
const LONGEST_SITTING_MS = 60 * 60 * 1000;

/**
 * The standing of every exercise of the catalogue.
 * @param path The record; by default the user's.
 * @returns An empty list when there is no record: nothing is created by asking.
 * @throws {MasteryRecordError} If there is a record that can't be read.
 */
export function standings(path: string = masteryPath()): ExerciseStanding[] {
  if (!hasMasteryRecord(path)) return [];
  using record = new MasteryRecord(path);
  const events = record.events();
  return EXERCISE_NAMES.map((exercise) =>
    standingOf(events.filter((event) => event.exercise === exercise), { exercise, title: CATALOGUE[exercise].title })
  );
}

/**
 * The standing that follows from the events of one exercise.
 * @param events In the order in which they happened.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { standingOf } from "./mastery.ts";
 * const { attempts, passed, dueAt } = standingOf([], { exercise: "lru-cache", title: "LRU cache" });
 * assertEquals([attempts, passed, dueAt], [0, false, undefined]);
 * ```
 */
export function standingOf(
  events: readonly MasteryEvent[],
  { exercise, title }: { readonly exercise: string; readonly title: string },
): ExerciseStanding {
  const attempts = events.filter((event) => event.kind === "attempt");
  const due = nextReview(events);
  return {
    exercise,
    title,
    attempts: attempts.length,
    passed: attempts.some(({ outcome }) => outcome === "pass"),
    hintsUsed: events.filter(({ kind }) => kind === "hint").length,
    minutesSpent: attempts.reduce((sum, { durationMs = 0 }) => sum + Math.min(durationMs, LONGEST_SITTING_MS), 0) /
      60_000,
    ...(due ? { dueAt: due.toISOString().slice(0, 10) } : {}),
  };
}

/** Whether a review is due on the day of `nowMs`. */
export function isDue({ dueAt }: ExerciseStanding, nowMs: number): boolean {
  return dueAt !== undefined && Date.parse(dueAt) < Math.floor(nowMs / DAY_MS) * DAY_MS + DAY_MS;
}

/** When the exercise should be practised again; `undefined` before the first pass. */
function nextReview(events: readonly MasteryEvent[]): Date | undefined {
  const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false });
  let card: Card | undefined;
  let since: MasteryEvent[] = [];
  for (const event of events) {
    since.push(event);
    if (event.kind !== "attempt" || event.outcome !== "pass") continue;
    const at = new Date(event.atMs);
    const sameSitting = card?.last_review && event.atMs - card.last_review.getTime() < SAME_SITTING_MS;
    if (!sameSitting) card = scheduler.next(card ?? createEmptyCard(at), at, gradeOf(since)).card;
    since = [];
  }
  return card?.due;
}

function gradeOf(events: readonly MasteryEvent[]): ReviewGrade {
  if (events.some(({ kind }) => kind === "solution")) return Rating.Again;
  const highestRung = Math.max(0, ...events.map((event) => event.kind === "hint" ? event.rung : 0));
  if (highestRung > 1) return Rating.Hard;
  const checks = events.filter(({ kind }) => kind === "attempt").length;
  return highestRung === 0 && checks === 1 ? Rating.Easy : Rating.Good;
}
