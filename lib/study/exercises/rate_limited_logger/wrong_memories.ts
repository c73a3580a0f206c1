/**
 * Wrong answers of the exercise `rate-limited-logger` in which the memory is wrong.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { RateLimitedLoggerClass } from "./exercise.ts";

const answer = (RateLimitedLogger: RateLimitedLoggerClass): Answer => ({ given: { RateLimitedLogger } });

/** A plain object knows some messages from birth. */
export const plainObject: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = {} as Record<string, number>;
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      const last = this.#printed[message];
      if (last !== undefined && !(seconds - last >= this.#interval)) return false;
      this.#printed[message] = seconds;
      return true;
    }
  },
);

/** All loggers share one Map. */
export const sharedState: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    static printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of RateLimitedLogger.printed) {
        if (seconds - at < this.#interval) break;
        RateLimitedLogger.printed.delete(oldest);
      }
      const last = RateLimitedLogger.printed.get(message);
      if (last !== undefined && seconds - last < this.#interval) return false;
      RateLimitedLogger.printed.delete(message);
      RateLimitedLogger.printed.set(message, seconds);
      return true;
    }
  },
);

/** What leaves the queue is forgotten, although it was printed again since. */
export const forgetsTheReprint: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    #queue: { message: string; seconds: number }[] = [];
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      const last = this.#printed.get(message);
      if (last !== undefined && seconds - last < this.#interval) return false;
      while (this.#queue.length > 0 && seconds - this.#queue[0]!.seconds > this.#interval) {
        this.#printed.delete(this.#queue.shift()!.message);
      }
      this.#printed.set(message, seconds);
      this.#queue.push({ message, seconds });
      return true;
    }
  },
);

/** Right in what it returns, but every message stays. */
export const neverForgets: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      const last = this.#printed.get(message);
      if (last !== undefined && seconds - last < this.#interval) return false;
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);

/** Right in what it returns, but every question looks at all that is remembered. */
export const sweepsAtEachCall: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [other, at] of this.#printed) if (seconds - at >= this.#interval) this.#printed.delete(other);
      const last = this.#printed.get(message);
      if (last !== undefined && seconds - last < this.#interval) return false;
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);

/** Right in what it returns, but the prints are in a list that is searched and copied. */
export const searchesAList: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed: { message: string; at: number }[] = [];
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      this.#printed = this.#printed.filter(({ at }) => seconds - at < this.#interval);
      if (this.#printed.some((print) => print.message === message)) return false;
      this.#printed.push({ message, at: seconds });
      return true;
    }
  },
);
