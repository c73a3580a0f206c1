/**
 * What the entries of a cache weigh and how long they stay fresh, by slot; nothing is kept that was not asked for.
 *
 * **Invariant.** After `set(slot, weight)` the slot weighs that much, and expires `ttlMs` after that moment. A slot
 * that expires has a time of expiry, a number like any other: no time, 0 included, stands for "never".
 *
 * Cost: O(1) a call; 8 bytes a slot for weights, 8 for times, 0 when unused.
 *
 * Not here on purpose: the sum of the weights and the limit (the cache's), taking out what has expired.
 *
 * @module
 */
import { type ArgumentContext, checkFunction, checkPositive, checkPositiveInteger } from "../base/argument.ts";
import type { Clock } from "../base/clock.ts";

export type { Clock };

/** Weight and time-to-live, each only if wanted. */
export interface MeasureOptions<Key, Value> {
  /**
   * The weight of an entry, a positive integer in the unit of the capacity (bytes, say); asked once for each `put`.
   * @default {() => 1}
   */
  readonly weigh?: (value: Value, key: Key) => number;
  /** Milliseconds an entry stays fresh: positive. Needs `clock`. Left out: for ever. */
  readonly ttlMs?: number;
  /** Where the time comes from. */
  readonly clock?: Pick<Clock, "nowMs">;
}

const WEIGHT: ArgumentContext = { action: "put into a cache", argument: "the result of weigh" };

/** Weights and times of expiry by slot. */
export class EntryMetadata<Key, Value> {
  readonly #weigh: ((value: Value, key: Key) => number) | undefined;
  readonly #ttlMs: number;
  readonly #clock: Pick<Clock, "nowMs"> | undefined;
  #weights: number[] = [0];
  #expiresMs: number[] = [0];

  /**
   * Measures of no slot yet.
   * @param options What is to be measured.
   * @param action What cannot be done if an option is refused.
   * @throws {RangeError} If `ttlMs` is not positive and finite.
   * @throws {TypeError} If an option has the wrong type, or `ttlMs` comes without a clock.
   */
  constructor(options: MeasureOptions<Key, Value>, action: string) {
    const { weigh, ttlMs, clock } = options;
    this.#weigh = weigh && checkFunction(weigh, { action, argument: "weigh" });
    this.#ttlMs = ttlMs === undefined ? Infinity : checkPositive(ttlMs, { action, argument: "ttlMs" });
    if (ttlMs !== undefined && typeof clock?.nowMs !== "function") {
      throw new TypeError(`Cannot ${action}: ttlMs needs a clock to be counted on: current value is ${clock}`);
    }
    this.#clock = ttlMs === undefined ? undefined : clock;
  }

  /** Whether entries have weights of their own. */
  get areWeighed(): boolean {
    return this.#weigh !== undefined;
  }

  /** Whether entries expire. */
  get areTimed(): boolean {
    return this.#clock !== undefined;
  }

  /**
   * What an entry would weigh: 1 unless entries are weighed.
   * @throws {RangeError} If `weigh` does not return a positive integer.
   */
  weigh(key: Key, value: Value): number {
    return this.#weigh === undefined ? 1 : checkPositiveInteger(this.#weigh(value, key), WEIGHT);
  }

  /** Notes that a slot has got a value of this weight, now. */
  set(slot: number, weight: number, nowMs: number = this.nowMs()): void {
    if (this.#weigh !== undefined) this.#weights[slot] = weight;
    if (this.#clock !== undefined) this.#expiresMs[slot] = nowMs + this.#ttlMs;
  }

  /** The time that entries are stamped with; not asked where none expires. */
  nowMs(): number {
    return this.#clock === undefined ? 0 : this.#clock.nowMs();
  }

  /** What the value of a slot weighs. */
  weightOf(slot: number): number {
    return this.#weigh === undefined ? 1 : this.#weights[slot]!;
  }

  /** Whether the time of a slot's value is over. */
  isExpired(slot: number): boolean {
    return this.#clock !== undefined && this.#expiresMs[slot]! <= this.#clock.nowMs();
  }

  /**
   * Renumbers the slots: what was measured of `slots[n]` is that of slot n + 1 from now on; all others are forgotten.
   */
  renumber(slots: readonly number[]): void {
    const renumbered = (measures: number[]) =>
      measures.length > 1 ? [0, ...slots.map((slot) => measures[slot]!)] : measures;
    this.#weights = renumbered(this.#weights);
    this.#expiresMs = renumbered(this.#expiresMs);
  }
}
