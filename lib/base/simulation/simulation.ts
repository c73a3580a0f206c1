/**
 * A discrete-event simulator: a clock that jumps from event to event, and what is due at each.
 *
 * Nothing happens between two events, so hours of traffic are simulated in the time that their events take to handle.
 * Events due at the same time happen in the order in which they were scheduled.
 *
 * **Invariant.** The clock never goes back, and an event happens at exactly the time for which it was scheduled.
 *
 * Cost: O(log n) to schedule or to take an event, n events being open; about 2 million events a second.
 *
 * Not here on purpose: what happens at an event (stations, links and failures lie beside this file), randomness (handed
 * to those), statistics (`lib/math/stats`).
 *
 * Source: A. Law, "Simulation Modeling and Analysis", 5th edition, section 1.3 (next-event time advance).
 *
 * @module
 */
import { checkFinite, checkFunction, checkNonNegative } from "../argument.ts";
import type { Clock } from "../clock.ts";

/** Something that is due. */
export interface ScheduledEvent {
  /** When it happens, in milliseconds. */
  readonly dueMs: number;
  /** Takes it off the schedule; without effect once it has happened. */
  cancel(): void;
}

/** How far a run goes. */
export interface RunOptions {
  /** The run ends when the clock shows this; events due at exactly this time still happen. @default {Infinity} */
  readonly untilMs?: number;
}

/**
 * A simulation.
 *
 * @example A customer arrives every 10 minutes and stays 25
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Simulation } from "./simulation.ts";
 *
 * const simulation = new Simulation();
 * let inside = 0, most = 0;
 * const arrive = () => {
 *   most = Math.max(most, ++inside);
 *   simulation.schedule(25 * 60_000, () => inside--);
 *   simulation.schedule(10 * 60_000, arrive);
 * };
 * simulation.schedule(0, arrive);
 * simulation.run({ untilMs: 3 * 3_600_000 });
 * assertEquals([simulation.nowMs(), most], [10_800_000, 3]);
 * ```
 */
export class Simulation {
  #nowMs: number;
  #scheduled = 0;
  /** A binary heap by time, then by order of scheduling. Cancelled events stay until they come up. */
  readonly #heap: Event[] = [];

  /** A simulation whose clock shows `startMs`. */
  constructor(startMs = 0) {
    this.#nowMs = checkFinite(startMs, { action: "create a simulation", argument: "startMs" });
  }

  /** The present time. */
  nowMs(): number {
    return this.#nowMs;
  }

  /**
   * Schedules `action` for `delayMs` from now.
   * @throws {RangeError} If `delayMs` is negative or not finite.
   */
  schedule(delayMs: number, action: () => void): ScheduledEvent {
    checkNonNegative(delayMs, { action: "schedule an event", argument: "delayMs" });
    checkFunction(action, { action: "schedule an event", argument: "action" });
    const event = new Event(this.#nowMs + delayMs, this.#scheduled++, action);
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
    return event;
  }

  /**
   * Lets events happen until none is due any more or the time is up.
   * @returns The number of events that happened.
   * @throws What an event throws: the clock then stands at that event, and the rest is still scheduled.
   */
  run({ untilMs = Infinity }: RunOptions = {}): number {
    this.#checkEnd(untilMs);
    let happened = 0;
    for (let event = this.#next(untilMs); event !== undefined; event = this.#next(untilMs)) {
      happened++;
      event.action?.();
    }
    if (untilMs !== Infinity) this.#nowMs = untilMs;
    return happened;
  }

  /**
   * Like {@linkcode run}, for events that wake asynchronous code: after each event everything that became ready runs
   * before the clock moves on. Slower: tens of thousands of events a second.
   */
  async runAsync({ untilMs = Infinity }: RunOptions = {}): Promise<number> {
    this.#checkEnd(untilMs);
    let happened = 0;
    await settled(); // what was started before the run may have to schedule its first sleep
    for (let event = this.#next(untilMs); event !== undefined; event = this.#next(untilMs)) {
      happened++;
      event.action?.();
      await settled();
    }
    if (untilMs !== Infinity) this.#nowMs = untilMs;
    return happened;
  }

  /** The simulation's time as a {@linkcode Clock}, for code that sleeps; moved by {@linkcode runAsync}. */
  readonly clock: Clock = {
    nowMs: () => this.#nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const stop = () => {
          event.cancel();
          reject(signal!.reason);
        };
        const event = this.schedule(ms, () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        });
        signal?.addEventListener("abort", stop, { once: true });
      }),
  };

  #checkEnd(untilMs: number): void {
    if (untilMs >= this.#nowMs) return;
    throw new RangeError(
      `Cannot run a simulation: untilMs must not lie before the present, ${this.#nowMs}: current value is ${untilMs}`,
    );
  }

  /** Takes the next event that is due by then off the heap, and sets the clock to it. */
  #next(untilMs: number): Event | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.dueMs > untilMs) return undefined;
      const last = this.#heap.pop()!;
      if (last !== first) {
        this.#heap[0] = last;
        this.#sink();
      }
      if (first.action === undefined) continue; // cancelled
      this.#nowMs = first.dueMs;
      return first;
    }
  }

  #rise(index: number): void {
    const heap = this.#heap, event = heap[index]!;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!event.isBefore(heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = event;
  }

  #sink(): void {
    const heap = this.#heap, event = heap[0]!;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.isBefore(heap[child]!)) child++;
      if (!heap[child]!.isBefore(event)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = event;
  }
}

class Event implements ScheduledEvent {
  readonly dueMs: number;
  readonly #order: number;
  action: (() => void) | undefined;

  constructor(dueMs: number, order: number, action: () => void) {
    this.dueMs = dueMs;
    this.#order = order;
    this.action = action;
  }

  cancel(): void {
    this.action = undefined;
  }

  isBefore(other: Event): boolean {
    return this.dueMs < other.dueMs || (this.dueMs === other.dueMs && this.#order < other.#order);
  }
}

/** Resolves when all microtasks that are ready, and those that they make ready, have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
