/**
 * How many machines, partitions or replicas a load needs.
 *
 * @module
 */
import { checkNonNegativeInteger, checkOpenProbability, checkPositiveInteger } from "../argument.ts";
import { divide, larger, multiply, type Quantity, quantity, wholeUnits } from "./quantity.ts";

/** A load, and what one server of it can do. */
export interface ServerOptions {
  /** Peak load, such as `requests/s`. */
  readonly load: Quantity;
  /** What one server was measured to do, in the same unit. */
  readonly perServer: Quantity;
  /** Share of a server's capacity that is used at the peak: the rest absorbs bursts and failures. @default {0.6} */
  readonly utilization?: number;
  /** Servers that may fail at the same time without overload. @default {1} */
  readonly spare?: number;
}

/**
 * Number of servers for a load, spare ones included.
 *
 * @example 10,000 requests/s on servers of 1,500, used to 60 %: 12, and one may fail
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { amountIn, quantity } from "./quantity.ts";
 * import { serversFor } from "./servers.ts";
 *
 * const count = serversFor({ load: quantity(10_000, "requests/s"), perServer: quantity(1500, "requests/s") });
 * assertEquals(amountIn(count, "servers"), 13);
 * ```
 */
export function serversFor({ load, perServer, utilization = 0.6, spare = 1 }: ServerOptions): Quantity {
  const action = "count servers";
  checkNonNegativeInteger(spare, { action, argument: "spare" });
  if (!(utilization > 0 && utilization <= 1)) {
    throw new RangeError(
      `Cannot ${action}: utilization must be above 0 and at most 1: current value is ${utilization}`,
    );
  }
  const needed = wholeUnits(divide(divide(load, perServer), utilization), "");
  return quantity([Math.max(1, needed.low) + spare, Math.max(1, needed.high) + spare], "servers");
}

/** What a partitioned log must carry. */
export interface PartitionOptions {
  /** Peak rate in, such as `MB/s` or `events/s`. */
  readonly rate: Quantity;
  /** What one partition can take in. */
  readonly writePerPartition: Quantity;
  /** What one consumer can process: a partition has one consumer of each group. */
  readonly readPerConsumer: Quantity;
  /** Growth that the number must hold for, since partitions can't be taken away. @default {2} */
  readonly growth?: number;
}

/**
 * Partitions of a log: enough for the writers and for the slower of the consumers.
 *
 * @example 10,000 events/s, consumers of 1,000 events/s each, room to double: 20 partitions
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { amountIn, quantity } from "./quantity.ts";
 * import { partitionsFor } from "./servers.ts";
 *
 * const count = partitionsFor({
 *   rate: quantity(10_000, "events/s"),
 *   writePerPartition: quantity(20_000, "events/s"),
 *   readPerConsumer: quantity(1000, "events/s"),
 * });
 * assertEquals(amountIn(count, "partitions"), 20);
 * ```
 */
export function partitionsFor({ rate, writePerPartition, readPerConsumer, growth = 2 }: PartitionOptions): Quantity {
  if (!(growth >= 1 && Number.isFinite(growth))) {
    throw new RangeError(`Cannot count partitions: growth must be a finite number from 1: current value is ${growth}`);
  }
  const grown = multiply(rate, growth);
  const needed = wholeUnits(larger(divide(grown, writePerPartition), divide(grown, readPerConsumer)), "");
  return quantity([Math.max(1, needed.low), Math.max(1, needed.high)], "partitions");
}

/**
 * The probability that at least `needed` of `replicas` independent replicas are up.
 *
 * Replicas that share a rack, a region or a bad deployment are not independent: then this is an upper bound.
 *
 * @example Two of three machines that are each up 99 % of the time
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { availabilityOf } from "./servers.ts";
 *
 * assertAlmostEquals(availabilityOf({ replicas: 3, needed: 2, each: 0.99 }), 3 * 0.99 ** 2 * 0.01 + 0.99 ** 3, 1e-15);
 * ```
 */
export function availabilityOf(
  { replicas, needed = 1, each }: {
    /** Number of replicas. */
    readonly replicas: number;
    /** How many must be up: 1 for copies, a majority for a quorum. @default {1} */
    readonly needed?: number;
    /** Probability that one is up, between 0 and 1. */
    readonly each: number;
  },
): number {
  const action = "estimate availability";
  checkPositiveInteger(replicas, { action, argument: "replicas" });
  checkPositiveInteger(needed, { action, argument: "needed" });
  checkOpenProbability(each, { action, argument: "each" });
  if (needed > replicas) {
    throw new RangeError(
      `Cannot ${action}: needed must be at most ${replicas}, all replicas: current value is ${needed}`,
    );
  }
  // The unavailability is summed, since it is the small one: 1 − 1e-20 would be 1.
  let down = 0, ways = 1; // ways: replicas choose up
  for (let up = 0; up < needed; up++) {
    down += ways * each ** up * (1 - each) ** (replicas - up);
    ways = ways * (replicas - up) / (up + 1);
  }
  return 1 - down;
}

/**
 * The fewest replicas that reach an availability, when `needed` of them (or a majority) must be up.
 * @throws {RangeError} If 1,000 replicas are not enough.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { replicasFor } from "./servers.ts";
 *
 * assertEquals(replicasFor({ target: 0.9999, each: 0.99 }), 2);
 * assertEquals(replicasFor({ target: 0.9999, each: 0.99, needed: "majority" }), 5);
 * ```
 */
export function replicasFor(
  { target, each, needed = 1 }: {
    /** Availability to be reached, between 0 and 1. */
    readonly target: number;
    /** Availability of one replica, between 0 and 1. */
    readonly each: number;
    /** How many must be up. @default {1} */
    readonly needed?: number | "majority";
  },
): number {
  const action = "count replicas";
  checkOpenProbability(target, { action, argument: "target" });
  const first = needed === "majority" ? 1 : checkPositiveInteger(needed, { action, argument: "needed" });
  const step = needed === "majority" ? 2 : 1; // an even group tolerates no more failures than one fewer
  for (let replicas = first; replicas <= 1000; replicas += step) {
    const quorum = needed === "majority" ? (replicas + 1) / 2 : needed;
    if (availabilityOf({ replicas, needed: quorum, each }) >= target - Number.EPSILON) return replicas;
  }
  throw new RangeError(`Cannot ${action}: 1,000 replicas must be able to reach target: current value is ${target}`);
}
