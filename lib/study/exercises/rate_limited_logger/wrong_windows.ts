/**
 * Wrong answers of the exercise `rate-limited-logger` in which the window is wrong.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { RateLimitedLoggerClass } from "./exercise.ts";

const answer = (RateLimitedLogger: RateLimitedLoggerClass): Answer => ({ given: { RateLimitedLogger } });

/** One time for all messages. */
export const oneWindow: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #last = -Infinity;
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, _message: string): boolean {
      if (seconds - this.#last < this.#interval) return false;
      this.#last = seconds;
      return true;
    }
  },
);

/** A print at 0 is taken for none. */
export const truthiness: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of this.#printed) {
        if (seconds - at < this.#interval) break;
        this.#printed.delete(oldest);
      }
      const last = this.#printed.get(message);
      if (last && seconds - last < this.#interval) return false;
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);

/** Eleven seconds instead of ten. */
export const oneTooLong: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of this.#printed) {
        if (seconds - at <= this.#interval) break;
        this.#printed.delete(oldest);
      }
      const last = this.#printed.get(message);
      if (last !== undefined && seconds - last <= this.#interval) return false;
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);

/** A refusal begins the window anew. */
export const refusalMoves: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of this.#printed) {
        if (seconds - at < this.#interval) break;
        this.#printed.delete(oldest);
      }
      const last = this.#printed.get(message);
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return last === undefined || seconds - last >= this.#interval;
    }
  },
);

/** Windows are cut from the clock. */
export const clockWindows: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #window = -1;
    #said = new Set<string>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      const window = Math.floor(seconds / this.#interval);
      if (window !== this.#window) this.#said.clear();
      this.#window = window;
      if (this.#said.has(message)) return false;
      this.#said.add(message);
      return true;
    }
  },
);

/** The constructor's argument is not read. */
export const alwaysTen: Answer = answer(
  class RateLimitedLogger {
    #printed = new Map<string, number>();
    constructor(_intervalSeconds = 10) {}
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of this.#printed) {
        if (seconds - at < 10) break;
        this.#printed.delete(oldest);
      }
      const last = this.#printed.get(message);
      if (last !== undefined && seconds - last < 10) return false;
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);

/** A late timestamp that is far away is printed, and the window goes back. */
export const absoluteDistance: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of this.#printed) {
        if (seconds - at < this.#interval) break;
        this.#printed.delete(oldest);
      }
      const last = this.#printed.get(message);
      if (last !== undefined && Math.abs(seconds - last) < this.#interval) return false;
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);

/** A late timestamp is refused, but noted. */
export const notesEarlierTime: Answer = answer(
  class RateLimitedLogger {
    #interval: number;
    #printed = new Map<string, number>();
    constructor(intervalSeconds = 10) {
      this.#interval = intervalSeconds;
    }
    shouldPrint(seconds: number, message: string): boolean {
      for (const [oldest, at] of this.#printed) {
        if (seconds - at < this.#interval) break;
        this.#printed.delete(oldest);
      }
      const last = this.#printed.get(message);
      if (last !== undefined && seconds - last < this.#interval) {
        if (seconds < last) this.#printed.set(message, seconds);
        return false;
      }
      this.#printed.delete(message);
      this.#printed.set(message, seconds);
      return true;
    }
  },
);
