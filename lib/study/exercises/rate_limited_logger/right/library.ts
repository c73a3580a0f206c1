/** The library's logger behind the names of the exercise: what a reader's answer is measured against. */
import { RateLimitedLogger as Logger } from "../../../../structures/rate_limited_logger.ts";

/** {@linkcode Logger}, with the interval as its one argument. */
export class RateLimitedLogger {
  #logger: Logger;

  /** A logger that has not printed anything. */
  constructor(intervalSeconds = 10) {
    this.#logger = new Logger({ intervalSeconds });
  }

  /** Whether `message` is to be printed. */
  shouldPrint(timestampSeconds: number, message: string): boolean {
    return this.#logger.shouldPrint(timestampSeconds, message);
  }
}
