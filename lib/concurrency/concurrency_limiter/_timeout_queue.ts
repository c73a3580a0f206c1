/**
 * TimeoutQueue of many members, with one timer for all.
 *
 * A timer each would be made and thrown away with nearly every member, since deadlines are mostly met. Here one pause
 * of the clock leads to the earliest deadline known when it was begun. Members that are done just leave; when the pause
 * is over, those who are due are told, and the next pause is begun.
 *
 * **Invariant.** While there are members, one pause is under way that ends no later than the earliest deadline; while
 * there are none, there is no pause, so that nothing keeps the process alive.
 *
 * | what | cost |
 * | ---- | ---- |
 * | `add`, `delete` | O(1) |
 * | the end of a pause | O(members); with equal time limits at most about one for each such span |
 *
 * Not here on purpose: a heap of deadlines (members are what is in flight at once: hundreds, and looked at once in a
 * span).
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/clock.ts";

export type { Clock };

/** How a {@linkcode TimeoutQueue} reports. */
export interface TimeoutQueueOptions<Member> {
  /** Where time comes from. @default {systemClock} */
  readonly clock?: Clock | undefined;
  /** Called once for a member whose deadline has come; it has left by then. */
  readonly onDue: (member: Member) => void;
  /** Called for every member if the clock fails, also for one that is being added; they have left by then. */
  readonly onClockError: (member: Member, error: unknown) => void;
}

/**
 * Members with a deadline each.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TimeoutQueue } from "./_timeout_queue.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 *
 * const clock = new ManualClock();
 * const late: string[] = [];
 * const timeouts = new TimeoutQueue<string>({ clock, onDue: (name) => void late.push(name), onClockError: () => {} });
 * timeouts.add("Ann", 10);
 * timeouts.add("Ben", 20);
 * timeouts.delete("Ann");
 * await clock.run(20);
 * assertEquals([late, clock.sleeping], [["Ben"], 0]);
 * ```
 */
export class TimeoutQueue<Member> {
  readonly #clock: Clock;
  readonly #onDue: (member: Member) => void;
  readonly #onClockError: (member: Member, error: unknown) => void;
  readonly #dueMs = new Map<Member, number>();
  #pause: { readonly untilMs: number; readonly stop: AbortController } | undefined;

  /** No members yet. */
  constructor({ clock = systemClock, onDue, onClockError }: TimeoutQueueOptions<Member>) {
    this.#clock = clock;
    this.#onDue = onDue;
    this.#onClockError = onClockError;
  }

  /** A new member, due in `ms` milliseconds. Never throws: a clock that fails is told of through `onClockError`. */
  add(member: Member, ms: number): void {
    this.#dueMs.set(member, Infinity);
    this.#guard(() => {
      const dueMs = this.#clock.nowMs() + ms;
      this.#dueMs.set(member, dueMs);
      if (this.#pause === undefined || this.#pause.untilMs > dueMs) this.#pauseUntil(dueMs);
    });
  }

  /** The member leaves, if it is one. */
  delete(member: Member): void {
    if (this.#dueMs.delete(member) && this.#dueMs.size === 0) this.#stopPause();
  }

  #stopPause(): void {
    const stopped = this.#pause;
    this.#pause = undefined;
    stopped?.stop.abort();
  }

  #pauseUntil(untilMs: number): void {
    this.#stopPause();
    const pause = { untilMs, stop: new AbortController() };
    this.#pause = pause;
    this.#clock.sleep(Math.max(0, untilMs - this.#clock.nowMs()), pause.stop.signal).then(
      () => this.#pause === pause && this.#guard(() => this.#wake()),
      (error) => this.#pause === pause && this.#clockFailed(error),
    );
  }

  /** Does what asks the clock; if that throws, every member is told. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#clockFailed(error);
    }
  }

  #wake(): void {
    this.#pause = undefined;
    const nowMs = this.#clock.nowMs();
    for (const [member, dueMs] of this.#dueMs) {
      if (dueMs > nowMs) continue;
      this.#dueMs.delete(member);
      this.#onDue(member);
    }
    if (this.#dueMs.size > 0) this.#pauseUntil(this.#dueMs.values().reduce((least, dueMs) => Math.min(least, dueMs)));
  }

  #clockFailed(error: unknown): void {
    this.#stopPause();
    for (const member of this.#dueMs.keys()) {
      this.#dueMs.delete(member);
      this.#onClockError(member, error);
    }
  }
}
