/**
 * The exercise `rate-limited-logger`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise `rate-limited-logger` asks for. */
export interface RateLimitedLoggerClass {
  /** A logger that prints each message at most once in `intervalSeconds`: 10, if none are given. */
  new (intervalSeconds?: number): {
    /** Whether the message is to be printed; if so, it counts as printed. */
    shouldPrint(timestampSeconds: number, message: string): boolean;
  };
}

/** Says each message at most once an interval. */
export type RateLimitedLoggerGiven = {
  /** The reader's class. */
  readonly RateLimitedLogger: RateLimitedLoggerClass;
};

/** Its card. */
export const exercise: ExerciseCard<RateLimitedLoggerGiven> = {
  title: "Rate-limited logger",
  level: "easy",
  minutes: 20,
  notebook: "structures/rate_limited_logger",
  names: ["RateLimitedLogger"],
  task: `/** Prints each message at most once in \`intervalSeconds\`. */
class RateLimitedLogger {
  constructor(intervalSeconds = 10) {
    throw new Error("Not written yet");
  }

  /** Whether \`message\` is to be printed; if so, it counts as printed. */
  shouldPrint(timestampSeconds: number, message: string): boolean {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "The first call with a message returns `true`: the message is printed.",
    "After that, the call returns `false` while fewer than `intervalSeconds` have passed since it was last printed; " +
    "exactly `intervalSeconds` later it returns `true` again.",
    "A refusal changes nothing. Each message has its own window, which starts when it is printed.",
    "Timestamps are in seconds, may be fractions or 0, and come in order.",
  ],
  mastery: [
    "A timestamp from before the last print of its message is refused and changes nothing.",
    "`constructor` and `__proto__` are messages like any other.",
    "Messages printed an interval ago or longer are forgotten: memory is measured.",
    "A call takes O(1) steps on average, no matter how many messages are remembered: steps are counted.",
  ],
  firstHint:
    "What must you know about a message to answer? One number. Store it by message, update it only when you print, and " +
    "then ask: which of these numbers can never matter again?",
  solution: {
    file: "right/insertion_order.ts",
    why:
      "A Map keeps insertion order: to print, delete the key and set it again, and the message printed longest ago comes " +
      "first. Forgetting is a loop that stops at the first message that still matters. lib/structures/" +
      "rate_limited_logger.ts drops whole maps instead, at no cost per message.",
  },
};
