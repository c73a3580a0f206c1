/**
 * Mastery, as the record of events shows it: attempts, hints, passed or not, mastered or not, and when to practise it
 * again.
 *
 * The next review is scheduled by FSRS (`ts-fsrs`): each pass is a review, graded by what it took. Within a day a
 * second pass is practice, not another review. The schedule is a function of the events and of today's date (no fuzz,
 * whole days), so it comes out the same on every machine that has the same record. Events are taken in the order of
 * their dates. One from the future, which a clock that was wrong has left behind, does not move the schedule until its
 * date has come.
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
import { exerciseNames, openExercise } from "../exercises/catalogue.ts";
import { hasMasteryRecord, type MasteryEvent, masteryPath, MasteryRecord } from "./mastery_record.ts";

/** One exercise in the reader's record. */
export interface ExerciseStanding {
  /** Name in the catalogue. */
  readonly exercise: string;
  /** Title in the catalogue. */
  readonly title: string;
  /** Checks of something that was written. */
  readonly attempts: number;
  /** Whether one of them passed: every core case agreed. */
  readonly passed: boolean;
  /** Whether one of them mastered it: every stretch case agreed as well. */
  readonly mastered: boolean;
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
const MAX_SITTING_MS = 60 * 60 * 1000;
/** The last date that JavaScript knows. */
const MAX_DATE_MS = 8.64e15;
/** 9999-12-31, the last date of four-digit years. */
const MAX_DUE_MS = 253_402_214_400_000;

/**
 * The standing of every exercise of the catalogue, and of every step that was tried.
 * @param path The record; by default the user's.
 * @returns An empty list when there is no record: nothing is created by asking.
 * @throws {MasteryRecordError} If there is a record that can't be read.
 */
export function standings(path: string = masteryPath()): ExerciseStanding[] {
  if (!hasMasteryRecord(path)) return [];
  using record = new MasteryRecord(path);
  const events = record.events();
  const tried = new Set(events.map(({ exercise }) => exercise));
  const names = exerciseNames().flatMap((name) => {
    const steps = [...tried].some((other) => other.startsWith(`${name}.`)) ? openExercise(name).steps : [];
    return [name, ...steps.filter((step) => tried.has(step)) as typeof name[]];
  });
  return names.map((exercise) =>
    standingOf(events.filter((event) => event.exercise === exercise), { exercise, title: openExercise(exercise).title })
  );
}

/**
 * The standing that follows from the events of one exercise.
 * @param events In any order; one whose `atMs` is no date counts for nothing.
 * @param about `nowMs`: today; later events don't move the schedule. @default {Date.now()}
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
  { exercise, title, nowMs = Date.now() }: {
    readonly exercise: string;
    readonly title: string;
    readonly nowMs?: number;
  },
): ExerciseStanding {
  const hasDate = ({ atMs }: MasteryEvent) => typeof atMs === "number" && Math.abs(atMs) <= MAX_DATE_MS;
  const dated = events.filter(hasDate).toSorted((a, b) => a.atMs - b.atMs);
  const attempts = dated.filter((event) => event.kind === "attempt");
  const passed = attempts.some(({ outcome }) => outcome === "pass");
  // A pass of which the date can't be believed is asked for again today.
  const due = nextReview(dated.filter(({ atMs }) => atMs <= nowMs)) ?? (passed ? new Date(nowMs) : undefined);
  return {
    exercise,
    title,
    attempts: attempts.length,
    passed,
    mastered: attempts.some(({ outcome, mastered }) => outcome === "pass" && mastered !== false),
    hintsUsed: dated.filter(({ kind }) => kind === "hint").length,
    minutesSpent: attempts.reduce((sum, { durationMs = 0 }) => sum + minutesOf(durationMs), 0),
    ...(due ? { dueAt: dateText(due) } : {}),
  };
}

function minutesOf(durationMs: number): number {
  return durationMs > 0 ? Math.min(durationMs, MAX_SITTING_MS) / 60_000 : 0;
}

/** `2026-01-31`; a date beyond the calendar is its end. */
function dateText(date: Date): string {
  const ms = Math.min(date.getTime(), MAX_DUE_MS);
  return new Date(Number.isNaN(ms) ? MAX_DUE_MS : ms).toISOString().slice(0, 10);
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
  if (events.some((event) => event.kind === "solution" && !event.asked)) return Rating.Again;
  const highestRung = Math.max(0, ...events.map((event) => event.kind === "hint" ? event.rung : 0));
  if (highestRung > 1) return Rating.Hard;
  const checks = events.filter(({ kind }) => kind === "attempt").length;
  return highestRung === 0 && checks === 1 ? Rating.Easy : Rating.Good;
}
