/**
 * A logger that leaves the order to a Map: a print deletes the message and sets it again, so the message that was
 * printed longest ago stands in front, and forgetting ends at the first that still matters.
 *
 * **Invariant.** With timestamps in order, the Map ascends by time of print. Late ones may stand behind younger prints;
 * they are then forgotten with those.
 */
export class RateLimitedLogger {
  #intervalSeconds: number;
  #printed = new Map<string, number>();

  /** A logger that has not printed anything. */
  constructor(intervalSeconds = 10) {
    this.#intervalSeconds = intervalSeconds;
  }

  /** Whether `message` is to be printed; if so, it counts as printed. */
  shouldPrint(timestampSeconds: number, message: string): boolean {
    for (const [oldest, seconds] of this.#printed) {
      if (timestampSeconds - seconds < this.#intervalSeconds) break;
      this.#printed.delete(oldest);
    }
    const last = this.#printed.get(message);
    if (last !== undefined && timestampSeconds - last < this.#intervalSeconds) return false;
    this.#printed.delete(message);
    this.#printed.set(message, timestampSeconds);
    return true;
  }
}
