/**
 * The answers of the exercise `token-bucket`: the stub, four right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { BucketClock, TokenBucketClass } from "./exercise.ts";
import type { Answers } from "../suite.ts";
import { wrongAnswers } from "./wrong_answers.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const TokenBucket: TokenBucketClass = class TokenBucket {
  constructor(_capacity: number, _refillPerSecond: number, _options?: { clock?: BucketClock }) {
    throw new Error("Not written yet");
  }
  acquire(_n = 1): Promise<void> {
    throw new Error("Not written yet");
  }
  tryAcquire(_n = 1): boolean {
    throw new Error("Not written yet");
  }
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { TokenBucket } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "a level and a chain of promises": right("chain_of_promises.ts"),
    "one time stamp, with reservations": right("one_time_stamp.ts"),
    "a list, looked at each millisecond": right("polled_line.ts"),
  },
  wrong: wrongAnswers,
  ours: right("library.ts"),
  naive: { what: "a list of waiters, looked at each millisecond", answer: right("polled_line.ts") },
};
