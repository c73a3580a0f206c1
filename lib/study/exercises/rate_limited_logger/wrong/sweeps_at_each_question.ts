/** Right in what it returns, but every question looks at all that is remembered. */
export class RateLimitedLogger {
  #intervalSeconds: number;
  #printed = new Map<string, number>();
  constructor(intervalSeconds = 10) {
    this.#intervalSeconds = intervalSeconds;
  }
  shouldPrint(timestampSeconds: number, message: string): boolean {
    for (const [other, seconds] of this.#printed) {
      if (timestampSeconds - seconds >= this.#intervalSeconds) this.#printed.delete(other);
    }
    const last = this.#printed.get(message);
    if (last !== undefined && timestampSeconds - last < this.#intervalSeconds) return false;
    this.#printed.delete(message);
    this.#printed.set(message, timestampSeconds);
    return true;
  }
}
