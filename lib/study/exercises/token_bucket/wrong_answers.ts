/**
 * The wrong answers of the exercise `token-bucket`, each a mistake that people make, with the case that must be the first to
 * catch it.
 *
 * @module
 */
import type { WrongAnswer } from "../suite.ts";
import {
  asksTheDate,
  drainsOnRefusal,
  fixedWindow,
  floorsTheRefill,
  millisecondsAsSeconds,
  negativeRefill,
  neverFull,
  paysTwice,
  startsEmpty,
  timerOfItsOwn,
} from "./wrong_levels.ts";
import {
  allWakeTogether,
  anotherError,
  sleepsASecond,
  smallOvertakesLarge,
  staleLevel,
  throwsInsteadOfWaiting,
  tryOvertakes,
  waitsForEver,
} from "./wrong_lines.ts";

const CLOCK = "time is what the clock shows that was handed in";
const WAITS = "acquire waits until its tokens are there, and no longer";
const IN_ORDER = "who came first is served first, however much it asks for";
const TOO_MUCH = "more than the capacity is refused at once";
const MIXED = "any mix of questions, waits and pauses agrees with a bucket filled millisecond by millisecond";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
export const wrongAnswers: Readonly<Record<string, WrongAnswer>> = {
  "starts empty": { by: "a new bucket is full", answer: startsEmpty },
  "asks Date.now()": { by: CLOCK, answer: asksTheDate },
  "setInterval fills it": { by: CLOCK, answer: timerOfItsOwn },
  "milliseconds as seconds": {
    by: "refill is per second, and the clock counts milliseconds",
    answer: millisecondsAsSeconds,
  },
  "never full": { by: "a quiet time fills the bucket to its capacity, and no further", answer: neverFull },
  "a counter for each window": { by: "no moment lets two bursts through", answer: fixedWindow },
  "a refusal drains": { by: "a refusal takes nothing", answer: drainsOnRefusal },
  "floors the refill": { by: "fractions of a token are kept from one question to the next", answer: floorsTheRefill },
  "acquire throws instead of waiting": { by: WAITS, answer: throwsInsteadOfWaiting },
  "acquire sleeps a second": { by: WAITS, answer: sleepsASecond },
  "all wake together": { by: "64 who wait at once are served one after the other", answer: allWakeTogether },
  "a small request overtakes a large one": { by: IN_ORDER, answer: smallOvertakesLarge },
  "tryAcquire overtakes": { by: "tryAcquire does not overtake those who wait", answer: tryOvertakes },
  "waits for ever": { by: TOO_MUCH, answer: waitsForEver },
  "an error that is no RangeError": { by: TOO_MUCH, answer: anotherError },
  "a clock set back takes tokens away": { by: "a clock that is set back takes nothing away", answer: negativeRefill },
  "a clock set back pays twice": { by: "time that was paid out is not paid out again", answer: paysTwice },
  "waits by an old level": { by: MIXED, answer: staleLevel },
};
