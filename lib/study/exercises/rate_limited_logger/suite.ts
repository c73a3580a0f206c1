/**
 * The suite of the exercise `rate-limited-logger`: class `RateLimitedLogger` with `constructor(intervalSeconds = 10)` and
 * `shouldPrint(timestampSeconds, message)`.
 *
 * The order teaches: first the rules of the window, then random lives, then what it holds and what it costs.
 *
 * @module
 */
import type { Case, Cost, Suite } from "../suite.ts";
import { callWork, forgets } from "./forgetting.ts";
import type { Given } from "./log_life.ts";
import { windowRules } from "./window_rules.ts";

const cost: Cost<Given, readonly number[], number> = {
  time: {
    what: "20,000 questions, 100 a second, 500 messages of unequal popularity",
    input: (random) => Array.from({ length: 20_000 }, () => Math.floor(500 * random.next() ** 3)),
    run({ RateLimitedLogger }, which) {
      const logger = new RateLimitedLogger(10);
      let printed = 0;
      for (let n = 0; n < which.length; n++) if (logger.shouldPrint(n / 100, "message " + which[n])) printed++;
      return printed;
    },
  },
  memory: {
    what: "20,000 different messages, ten a second",
    input: () => 20_000,
    build({ RateLimitedLogger }, messages) {
      const logger = new RateLimitedLogger(10);
      for (let n = 0; n < messages; n++) logger.shouldPrint(n / 10, "message " + n);
      return logger;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "rate-limited-logger",
  names: ["RateLimitedLogger"],
  task: `/**
 * Prints each message at most once in \`intervalSeconds\`. A refusal changes nothing; a timestamp from before the last print
 * of its message is refused. Messages printed more than an interval ago are forgotten, in O(1) a question on average.
 */
class RateLimitedLogger {
  constructor(intervalSeconds = 10) {
    throw new Error("Not written yet");
  }

  /** Whether \`message\` is to be printed; if so, it counts as printed. */
  shouldPrint(timestampSeconds: number, message: string): boolean {
    throw new Error("Not written yet");
  }
}`,
  cases: [...windowRules, forgets, callWork] as readonly Case<Given>[],
  cost,
};
