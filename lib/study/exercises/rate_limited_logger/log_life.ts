/**
 * The life of a logger: what it is asked, and what it must answer.
 *
 * The oracle remembers every message for ever. No life asks for a message so late that a logger which forgets could answer
 * otherwise: late timestamps come only while the message is within its interval.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { RateLimitedLoggerGiven } from "./exercise.ts";

/** One question. */
export type Question = readonly [timestampSeconds: number, message: string];

/** What one logger is asked, in order. */
export interface LogLife {
  /** What the constructor is given; left out: nothing. */
  readonly intervalSeconds?: number;
  /** The questions. */
  readonly asked: readonly Question[];
}

/** What the reader hands in, as the drivers see it. */
export type Given = RateLimitedLoggerGiven;

/** Runs in the child: asks a new logger and returns its answers. */
export const live: Case<Given, LogLife>["drive"] = ({ RateLimitedLogger }, life, child): unknown[] => {
  const logger = life.intervalSeconds === undefined
    ? new RateLimitedLogger()
    : new RateLimitedLogger(life.intervalSeconds);
  const answers: unknown[] = [];
  for (let i = 0; i < life.asked.length; i++) {
    child.step(i);
    answers[i] = logger.shouldPrint(life.asked[i]![0], life.asked[i]![1]);
  }
  return answers;
};

/** What must be answered: true where the message was never printed, or an interval or more ago. */
export function oracle({ intervalSeconds = 10, asked }: LogLife): boolean[] {
  const printed: [message: string, seconds: number][] = [];
  return asked.map(([seconds, message]) => {
    const last = printed.findLast(([other]) => other === message);
    if (last && seconds - last[1] < intervalSeconds) return false;
    printed.push([message, seconds]);
    return true;
  });
}

/** The first answer that differs from the oracle's, with the questions that led to it. */
export function judgeLife(life: LogLife, evidence: unknown): Failure | undefined {
  if (!Array.isArray(evidence) || evidence.length !== life.asked.length) {
    const shown = shownValue(evidence);
    throw new TypeError(`Cannot judge a logger: one answer a question is needed: current value is ${shown}`);
  }
  const expected = oracle(life);
  const at = expected.findIndex((answer, i) => answer !== evidence[i]);
  if (at === -1) return undefined;
  return { input: showLife(life, at), expected: shownValue(expected[at]), got: shownValue(evidence[at]) };
}

/** The life as a reader would write it, up to and including question `through`. */
export function showLife(life: LogLife, through: number = life.asked.length - 1): string {
  const calls = life.asked.slice(0, through + 1).map(([seconds, message]) =>
    `shouldPrint(${shownValue(seconds)}, ${shownValue(message)})`
  );
  return [`new RateLimitedLogger(${life.intervalSeconds ?? ""})`, ...calls].join("; ");
}
