/**
 * A logger with a queue of its prints beside the Map: what leaves the queue is forgotten, unless it was printed again
 * since.
 */
export class RateLimitedLogger {
  #intervalSeconds: number;
  #printed = new Map<string, number>();
  #queue: { message: string; seconds: number }[] = [];
  /** Prints before this place have been dealt with. */
  #start = 0;

  /** A logger that has not printed anything. */
  constructor(intervalSeconds = 10) {
    this.#intervalSeconds = intervalSeconds;
  }

  /** Whether `message` is to be printed; if so, it counts as printed. */
  shouldPrint(timestampSeconds: number, message: string): boolean {
    this.#forget(timestampSeconds);
    const last = this.#printed.get(message);
    if (last !== undefined && timestampSeconds - last < this.#intervalSeconds) return false;
    this.#printed.set(message, timestampSeconds);
    this.#queue.push({ message, seconds: timestampSeconds });
    return true;
  }

  #forget(nowSeconds: number): void {
    for (; this.#start < this.#queue.length; this.#start++) {
      const { message, seconds } = this.#queue[this.#start]!;
      if (nowSeconds - seconds < this.#intervalSeconds) break;
      if (this.#printed.get(message) === seconds) this.#printed.delete(message);
    }
    if (2 * this.#start > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#start);
      this.#start = 0;
    }
  }
}
