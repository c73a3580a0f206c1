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
    "The first question about a message is answered with `true`: it is printed.",
    "After that the message is refused (`false`) while fewer than `intervalSeconds` have passed since it was last printed; " +
    "exactly `intervalSeconds` later it is printed again.",
    "A refusal changes nothing. Each message has a window of its own, which begins with its print.",
    "Timestamps are seconds, may be fractions, may be 0, and come in order.",
  ],
  mastery: [
    "A timestamp from before the last print of its message is refused and changes nothing.",
    "`constructor` and `__proto__` are messages like any other.",
    "Messages printed an interval ago or more are forgotten: memory is weighed.",
    "A question takes O(1) steps on average, however many messages are remembered: steps are counted.",
  ],
  firstHint:
    "What must you know of a message to answer? One number. Keep it by message, write it only when you print, and then " +
    "ask: which of these numbers can never matter again?",
  solution: {
    file: "right/insertion_order.ts",
    why:
      "A Map keeps the order of insertion: print by deleting and setting again, and the message that was printed longest ago " +
      "stands in front. Forgetting is a loop that ends at the first that still matters. lib/structures/" +
      "rate_limited_logger.ts drops whole maps instead, which costs nothing for each message.",
  },
};
