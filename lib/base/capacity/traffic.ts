/**
 * Traffic from users: how many requests a service gets, on average and at its peak, and how many of them read.
 *
 * @module
 */
import { checkAtLeast } from "./_check_at_least.ts";
import { endsIn, multiply, type Quantity, quantity } from "./quantity.ts";

/** What is known about the users. */
export interface TrafficOptions {
  /** Active people a day, in `people`. */
  readonly dailyUsers: Quantity;
  /** What each does, such as `requests/person/day`. */
  readonly perUser: Quantity;
  /** Busiest second relative to the average second: at least 1. @default {[2, 4], which most consumer services stay within} */
  readonly peakToAverage?: number | readonly [low: number, high: number];
  /** Reads for each write: 100 means 100 reads and 1 write in 101 requests. @default {1} */
  readonly readsPerWrite?: number | readonly [low: number, high: number];
}

/** Rates of what the users do. */
export interface Traffic {
  /** Mean rate over the day. */
  readonly average: Quantity;
  /** Rate in the busiest second. */
  readonly peak: Quantity;
  /** Reads in the busiest second. */
  readonly peakReads: Quantity;
  /** Writes in the busiest second. */
  readonly peakWrites: Quantity;
}

/**
 * The traffic of a service.
 * @throws {UnitMismatchError} If `dailyUsers` is not in people.
 * @throws {RangeError} If the peak lies below the average or `readsPerWrite` is negative.
 *
 * @example Ten million people with ten requests a day are 1,157 requests a second
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { quantity, show } from "./quantity.ts";
 * import { traffic } from "./traffic.ts";
 *
 * const { average, peak, peakWrites } = traffic({
 *   dailyUsers: quantity(10e6, "people"),
 *   perUser: quantity(10, "requests/person/day"),
 *   peakToAverage: 3,
 *   readsPerWrite: 9,
 * });
 * assertEquals(show(average, "requests/s"), "1,160 requests/s");
 * assertEquals(show(peak, "requests/s"), "3,470 requests/s");
 * assertEquals(show(peakWrites, "requests/s"), "347 requests/s");
 * ```
 */
export function traffic({ dailyUsers, perUser, peakToAverage = [2, 4], readsPerWrite = 1 }: TrafficOptions): Traffic {
  endsIn(dailyUsers, "people"); // refuses anything else
  const action = "estimate traffic";
  const factor = checkAtLeast(quantity(peakToAverage, ""), { least: 1, action, argument: "peakToAverage" });
  const ratio = checkAtLeast(quantity(readsPerWrite, ""), { least: 0, action, argument: "readsPerWrite" });
  const average = multiply(dailyUsers, perUser), peak = multiply(average, factor);
  // Shares are monotone in the ratio, so the ends of the ratio give the ends of the shares.
  const reads: Quantity = { low: ratio.low / (1 + ratio.low), high: ratio.high / (1 + ratio.high), unit: {} };
  const writes: Quantity = { low: 1 / (1 + ratio.high), high: 1 / (1 + ratio.low), unit: {} };
  return { average, peak, peakReads: multiply(peak, reads), peakWrites: multiply(peak, writes) };
}
