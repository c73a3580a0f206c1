/**
 * A clock that stands still until it is told to move.
 *
 * `advance` moves it at once; `run` moves it from one sleeper's hour to the next and lets each of them work before it
 * goes on, so that a loop around `sleep` sees every one of its hours. No real time passes in either.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ManualClock } from "./manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const ticks: number[] = [];
 * const loop = (async () => {
 *   for (let tick = 0; tick < 3; tick++) {
 *     await clock.sleep(10);
 *     ticks.push(clock.nowMs());
 *   }
 * })();
 * await clock.run(100);
 * await loop;
 * assertEquals(ticks, [10, 20, 30]);
 * assertEquals(clock.nowMs(), 100);
 * ```
 *
 * @module
 */
import { checkFinite, checkNonNegative, checkSignal } from "../base/argument.ts";
import type { Clock } from "../base/clock.ts";

export type { Clock };

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** A {@linkcode Clock} moved by hand. */
export class ManualClock implements Clock {
  #nowMs: number;
  /** By hour; those of the same hour in the order in which they lay down. */
  #sleepers: Sleeper[] = [];

  /**
   * A clock that shows `startMs`.
   * @param startMs The first reading: any finite number.
   * @throws {RangeError} If `startMs` is not finite.
   */
  constructor(startMs = 0) {
    this.#nowMs = checkFinite(startMs, { action: "create a manual clock", argument: "startMs" });
  }

  /** The present reading. */
  nowMs(): number {
    return this.#nowMs;
  }

  /** Sleepers that have not woken yet. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Resolves when the clock has been moved by `ms`; rejects with the signal's reason if that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      checkNonNegative(ms, { action: "sleep", argument: "ms" });
      checkSignal(signal, { action: "sleep", argument: "signal" })?.throwIfAborted();
      const stop = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal!.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: this.#nowMs + ms, wake };
      signal?.addEventListener("abort", stop, { once: true });
      const index = this.#sleepers.findIndex((other) => other.dueMs > sleeper.dueMs);
      this.#sleepers.splice(index === -1 ? this.#sleepers.length : index, 0, sleeper);
    });
  }

  /**
   * Moves the clock by `ms` at once and wakes everyone whose hour has come; what they do next, they do at the new time.
   * @throws {RangeError} If `ms` is negative or not finite.
   */
  advance(ms: number): void {
    this.#nowMs += checkNonNegative(ms, { action: "advance a manual clock", argument: "ms" });
    while (this.#sleepers.length > 0 && this.#sleepers[0]!.dueMs <= this.#nowMs) this.#sleepers.shift()!.wake();
  }

  /**
   * Moves the clock by `ms`, stopping at each sleeper's hour until the work it wakes up has come to rest.
   * @throws {RangeError} If `ms` is negative or not finite.
   */
  async run(ms: number): Promise<void> {
    const endMs = this.#nowMs + checkNonNegative(ms, { action: "run a manual clock", argument: "ms" });
    await settled();
    while (this.#sleepers.length > 0 && this.#sleepers[0]!.dueMs <= endMs) {
      this.advance(Math.max(0, this.#sleepers[0]!.dueMs - this.#nowMs));
      await settled();
    }
    this.advance(endMs - this.#nowMs);
    await settled();
  }
}

/** Everything that was ready to run has run: a timer of 0 ms comes after all pending microtasks. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
