/**
 * A logger that says each message at most once in `intervalSeconds`, and forgets the messages that it need not know.
 *
 * It keeps, by message, when it was last printed, in two maps: a young one that new prints go into, and an old one.
 * When every print in the old map is too long ago to refuse anything, the old map is dropped whole, the young one takes
 * its place, and an empty one is the new young one. So forgetting costs nothing per message, where a queue of expiries
 * deletes them one by one, and V8's `Map` keeps a hole for each.
 *
 * **Time** is what the timestamps say; they may come out of order. A timestamp more than `latenessSeconds` behind the
 * newest one seen counts as that much behind it. A message is printed if it never was, or if `intervalSeconds` or more
 * have passed since it last was; so a timestamp from before that print refuses, and no timestamp moves a window back.
 *
 * **Invariant.** The answers are those of a logger with this rule that never forgets, for every order of timestamps.
 * What is held was printed when the newest timestamp was less than 2 · (`intervalSeconds` + `latenessSeconds`) below
 * what it is now.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `shouldPrint` | O(1) expected: one or two searches in a `Map`, one insertion where it prints |
 * | `shouldPrintAll` | O(messages) |
 * | memory | one `Map` entry for each message printed in that time, about 50 bytes and the text |
 *
 * Not here on purpose: printing, a clock (the caller has timestamps), how often a message was refused (count where it
 * is printed), a window that a refusal prolongs (a storm would silence its message for good), a bound on the messages
 * of one interval (a caller who can invent messages can fill it: cut the message to its template first).
 *
 * Source: the exercise is folklore (LeetCode 359); two generations instead of a queue as in generational caches
 * (D. Tarr's "hashlru", the npm package `quick-lru`); the allowed lateness as in T. Akidau et al., "The Dataflow
 * Model", VLDB 2015.
 *
 * @module
 */
import {
  checkFinite,
  checkList,
  checkNonNegative,
  checkOptions,
  checkPositive,
  checkString,
} from "../base/argument.ts";

/** When a {@linkcode RateLimitedLogger} repeats itself. */
export interface RateLimitedLoggerOptions {
  /** Seconds from one print of a message to the next: positive. @default {10} */
  readonly intervalSeconds?: number;
  /**
   * How far behind the newest timestamp another one may be and still count as what it says; not negative. It costs
   * memory: messages are remembered for as much longer. @default {intervalSeconds}
   */
  readonly latenessSeconds?: number;
}

const TIMESTAMP = { action: "ask the logger", argument: "timestampSeconds" };

/**
 * Answers whether a message is to be printed.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RateLimitedLogger } from "./rate_limited_logger.ts";
 *
 * const logger = new RateLimitedLogger({ intervalSeconds: 10 });
 * assertEquals(logger.shouldPrint(1, "disk full"), true);
 * assertEquals(logger.shouldPrint(8, "disk full"), false);
 * assertEquals(logger.shouldPrint(11, "disk full"), true); // ten seconds after 1, although asked at 8
 * assertEquals(logger.shouldPrint(9, "disk full"), false); // late: the window stays where it is
 * ```
 */
export class RateLimitedLogger {
  readonly #intervalSeconds: number;
  readonly #latenessSeconds: number;
  /** Prints since the last change of generations: message → seconds. */
  #young = new Map<string, number>();
  /** The generation before. */
  #old = new Map<string, number>();
  /** The latest print in `#old`. */
  #oldUntil = -Infinity;
  /** The latest print in `#young`. */
  #youngUntil = -Infinity;
  /** The newest timestamp seen. */
  #newest = -Infinity;

  /**
   * A logger that has not printed anything.
   * @throws {RangeError} If `intervalSeconds` is not positive and finite, or `latenessSeconds` negative or not finite.
   */
  constructor(options: RateLimitedLoggerOptions = {}) {
    const action = "create a rate-limited logger";
    const { intervalSeconds = 10, latenessSeconds = intervalSeconds } = checkOptions(options, {
      action,
      argument: "options",
    });
    this.#intervalSeconds = checkPositive(intervalSeconds, { action, argument: "intervalSeconds" });
    this.#latenessSeconds = checkNonNegative(latenessSeconds, { action, argument: "latenessSeconds" });
  }

  /** How many prints are remembered: what its memory grows with. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /**
   * Whether `message` is to be printed now; if so, it counts as printed.
   * @param timestampSeconds When it was said, on any scale: finite.
   * @throws {RangeError} If the timestamp is not finite.
   * @throws {TypeError} If it is not a number, or the message not a text.
   */
  shouldPrint(timestampSeconds: number, message: string): boolean {
    checkFinite(timestampSeconds, TIMESTAMP);
    checkMessage(message);
    return this.#ask(timestampSeconds, message);
  }

  /**
   * The same for a list, in its order: place k of the result is 1 if message k is to be printed, otherwise 0.
   * @throws {RangeError} If the lists are not equally long, or a timestamp is not finite.
   * @throws {TypeError} If a timestamp is not a number, or a message not a text; nothing has been asked then.
   */
  shouldPrintAll(timestampsSeconds: ArrayLike<number>, messages: readonly string[]): Uint8Array {
    const action = "ask the logger";
    checkList(timestampsSeconds, { action, argument: "timestampsSeconds" });
    checkList(messages, { action, argument: "messages" });
    if (timestampsSeconds.length !== messages.length) {
      const lengths = `${timestampsSeconds.length} and ${messages.length}`;
      throw new RangeError(`Cannot ask the logger: each message needs a timestamp: current value is ${lengths}`);
    }
    for (let at = 0; at < messages.length; at++) {
      checkFinite(timestampsSeconds[at]!, TIMESTAMP);
      checkMessage(messages[at]!);
    }
    return Uint8Array.from(messages, (message, at) => this.#ask(timestampsSeconds[at]!, message) ? 1 : 0);
  }

  #ask(timestampSeconds: number, message: string): boolean {
    if (timestampSeconds > this.#newest) this.#advance(timestampSeconds);
    const seconds = Math.max(timestampSeconds, this.#newest - this.#latenessSeconds);
    const printed = this.#young.get(message) ?? this.#old.get(message);
    if (printed !== undefined && seconds - printed < this.#intervalSeconds) return false;
    this.#young.set(message, seconds);
    if (seconds > this.#youngUntil) this.#youngUntil = seconds;
    return true;
  }

  /** Time has gone on: drops the generations that can't refuse anything any more. */
  #advance(newest: number): void {
    this.#newest = newest;
    // No later question counts as earlier than newest − lateness, and to that the prints up to `newest − lateness −
    // interval` are an interval ago; subtracted as in `#ask`, so that both round alike.
    if (newest - this.#latenessSeconds - this.#oldUntil < this.#intervalSeconds) return;
    const isYoungOver = newest - this.#latenessSeconds - this.#youngUntil >= this.#intervalSeconds;
    this.#old = isYoungOver ? new Map() : this.#young;
    this.#oldUntil = isYoungOver ? -Infinity : this.#youngUntil;
    this.#young = new Map();
    this.#youngUntil = -Infinity;
  }
}

function checkMessage(message: string): void {
  checkString(message, { action: "ask the logger", argument: "message" });
}
