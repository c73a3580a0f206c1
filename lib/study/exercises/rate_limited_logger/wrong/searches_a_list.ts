/** Right in what it returns, but the prints are in a list that is searched and copied. */
export class RateLimitedLogger {
  #intervalSeconds: number;
  #printed: { message: string; seconds: number }[] = [];
  constructor(intervalSeconds = 10) {
    this.#intervalSeconds = intervalSeconds;
  }
  shouldPrint(timestampSeconds: number, message: string): boolean {
    this.#printed = this.#printed.filter(({ seconds }) => timestampSeconds - seconds < this.#intervalSeconds);
    if (this.#printed.some((print) => print.message === message)) return false;
    this.#printed.push({ message, seconds: timestampSeconds });
    return true;
  }
}
