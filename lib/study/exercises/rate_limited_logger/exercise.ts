/**
 * The exercise `rate-limited-logger`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

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

/** Its entry. */
export const rateLimitedLoggerExercise: CatalogueEntry<RateLimitedLoggerGiven> = {
  title: "Rate-limited logger",
  level: "easy",
  minutes: 20,
  notebook: "structures/rate_limited_logger",
  firstHint:
    "What must you know of a message to answer? One number. Keep it by message, write it only when you print, and then " +
    "ask: which of these numbers can never matter again?",
  solution: {
    file: new URL("./right/insertion_order.ts", import.meta.url),
    why:
      "A Map keeps the order of insertion: print by deleting and setting again, and the message that was printed longest ago " +
      "stands in front. Forgetting is a loop that ends at the first that still matters. lib/structures/" +
      "rate_limited_logger.ts drops whole maps instead, which costs nothing for each message.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
