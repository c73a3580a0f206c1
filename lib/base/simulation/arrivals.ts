/**
 * What makes things happen in a simulation: arrivals, and machines that fail and are repaired.
 *
 * @module
 */
import { checkFunction } from "../argument.ts";
import type { Simulation } from "./simulation.ts";

/** When something happens again and again. */
export interface ArrivalOptions {
  /** Time from one arrival to the next, in milliseconds; exponential draws make a Poisson process. */
  readonly gapMs: () => number;
  /** The last arrival happens before this time. @default {Infinity} */
  readonly untilMs?: number;
}

/**
 * Calls `arrive` after every gap, with the number of arrivals before it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scheduleArrivals } from "./arrivals.ts";
 * import { Simulation } from "./simulation.ts";
 *
 * const simulation = new Simulation(), times: number[] = [];
 * scheduleArrivals(simulation, () => times.push(simulation.nowMs()), { gapMs: () => 30, untilMs: 100 });
 * simulation.run();
 * assertEquals(times, [30, 60, 90]);
 * ```
 */
export function scheduleArrivals(
  simulation: Simulation,
  arrive: (index: number) => void,
  { gapMs, untilMs = Infinity }: ArrivalOptions,
): void {
  const action = "schedule arrivals";
  checkFunction(arrive, { action, argument: "arrive" });
  checkFunction(gapMs, { action, argument: "gapMs" });
  let index = 0;
  const next = () => {
    const gap = gapMs();
    if (!(simulation.nowMs() + gap < untilMs)) return;
    simulation.schedule(gap, () => {
      next(); // first, so that arrivals don't depend on what this one schedules
      arrive(index++);
    });
  };
  next();
}

/** How a machine fails and is repaired. */
export interface FailureOptions {
  /** Time until the next failure, in milliseconds. */
  readonly upMs: () => number;
  /** Time until it is repaired, in milliseconds. */
  readonly downMs: () => number;
  /** No failure begins at or after this time; a failure that has begun is still repaired. @default {Infinity} */
  readonly untilMs?: number;
}

/**
 * Lets a machine fail and recover, again and again.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scheduleFailures } from "./arrivals.ts";
 * import { Simulation } from "./simulation.ts";
 *
 * const simulation = new Simulation(), log: string[] = [];
 * const machine = {
 *   fail: () => log.push(`down at ${simulation.nowMs()}`),
 *   recover: () => log.push(`up at ${simulation.nowMs()}`),
 * };
 * scheduleFailures(simulation, machine, { upMs: () => 100, downMs: () => 10, untilMs: 150 });
 * simulation.run();
 * assertEquals(log, ["down at 100", "up at 110"]);
 * ```
 */
export function scheduleFailures(
  simulation: Simulation,
  machine: { fail(): unknown; recover(): unknown },
  { upMs, downMs, untilMs = Infinity }: FailureOptions,
): void {
  const action = "schedule failures";
  checkFunction(upMs, { action, argument: "upMs" });
  checkFunction(downMs, { action, argument: "downMs" });
  const work = () => {
    const delayMs = upMs();
    if (!(simulation.nowMs() + delayMs < untilMs)) return;
    simulation.schedule(delayMs, () => {
      machine.fail();
      simulation.schedule(downMs(), () => {
        machine.recover();
        work();
      });
    });
  };
  work();
}
