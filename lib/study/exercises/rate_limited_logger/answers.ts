/**
 * The answers of the exercise `rate-limited-logger`: the stub, three right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { Answers, WrongAnswer } from "../suite.ts";
import type { RateLimitedLoggerClass } from "./exercise.ts";
import {
  forgetsTheReprint,
  neverForgets,
  plainObject,
  searchesAList,
  sharedState,
  sweepsAtEachCall,
} from "./wrong_memories.ts";
import {
  absoluteDistance,
  alwaysTen,
  clockWindows,
  notesEarlierTime,
  oneTooLong,
  oneWindow,
  refusalMoves,
  truthiness,
} from "./wrong_windows.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const RateLimitedLogger: RateLimitedLoggerClass = class RateLimitedLogger {
  constructor(_intervalSeconds = 10) {
    throw new Error("Not written yet");
  }
  shouldPrint(_timestampSeconds: number, _message: string): boolean {
    throw new Error("Not written yet");
  }
};

const LATE = "a late timestamp does not move the window back";
const WORK = "the work of a question does not grow with what is remembered";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
const wrong: Readonly<Record<string, WrongAnswer>> = {
  "one window for all messages": { by: "each message has a window of its own", answer: oneWindow },
  "tests the time, not its presence": { by: "a message printed at 0 has been printed", answer: truthiness },
  "more than an interval instead of at least": {
    by: "exactly one interval later it is printed again",
    answer: oneTooLong,
  },
  "a refusal moves the window": { by: "a refusal does not move the window", answer: refusalMoves },
  "windows cut from the clock": { by: "the window begins with the print, not with the clock", answer: clockWindows },
  "the interval is always ten seconds": { by: "the interval is the one that was given", answer: alwaysTen },
  "distance without its sign": { by: LATE, answer: absoluteDistance },
  "notes the time of a late line": { by: LATE, answer: notesEarlierTime },
  "a plain object as the memory": {
    by: "names that every object has are messages like any other",
    answer: plainObject,
  },
  "state in a static field": { by: "two loggers share nothing", answer: sharedState },
  "an old entry of the queue forgets a new print": {
    by: "any mix of messages agrees with a list kept by hand",
    answer: forgetsTheReprint,
  },
  "never forgets": { by: "messages that can't matter any more are forgotten", answer: neverForgets },
  "sweeps at each question": { by: WORK, answer: sweepsAtEachCall },
  "searches a list": { by: WORK, answer: searchesAList },
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { RateLimitedLogger } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "a Map in the order of prints": right("insertion_order.ts"),
    "a Map and a queue of prints": right("queue_of_prints.ts"),
  },
  wrong,
  ours: right("library.ts"),
  naive: { what: "a list that is searched", answer: searchesAList },
};
