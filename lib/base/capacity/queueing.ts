/**
 * Queueing theory: how long requests wait in M/M/c and M/G/1 queues.
 *
 * M/M/c: Poisson arrivals, exponential service times, c servers, one queue. M/G/1: Poisson arrivals, one server,
 * service times of any distribution with a known spread. Both serve in order of arrival and never drop a request.
 *
 * **Invariant.** Little's law: mean number in the queue = arrival rate × mean wait.
 *
 * Cost: O(servers).
 *
 * Not here on purpose: bursts and failures (`lib/base/simulation` plays those), networks of queues, priorities.
 *
 * Source: D. Gross, J. Shortle, J. Thompson and C. Harris, "Fundamentals of Queueing Theory", 4th edition, sections 2.3
 * (Erlang C) and 5.1 (Pollaczek–Khinchine).
 *
 * @module
 */
import { checkNonNegative, checkPositive, checkPositiveInteger, checkProbability } from "../argument.ts";

/** What an M/M/c queue is fed with. */
export interface MmcOptions {
  /** Requests that arrive in a second. */
  readonly arrivalsPerSecond: number;
  /** Mean service time, in seconds. */
  readonly serviceSeconds: number;
  /** Servers behind the one queue. @default {1} */
  readonly servers?: number;
}

/** The queue in its steady state. Times in seconds. */
export interface QueueState {
  /** Share of the time that a server is busy. */
  readonly utilization: number;
  /** Probability that a request must wait. */
  readonly waitProbability: number;
  /** Mean time in the queue. */
  readonly meanWaitSeconds: number;
  /** Mean time in the queue and in service. */
  readonly meanResponseSeconds: number;
  /** Mean number of requests that wait. */
  readonly meanQueueLength: number;
}

/** More work arrives than the servers can do: the queue grows for ever, and no mean exists. */
export class OverloadedError extends RangeError {
  /** Tells this error from others. */
  override readonly name = "OverloadedError";
}

/**
 * The steady state of an M/M/c queue.
 * @throws {OverloadedError} If the utilization is 1 or more.
 *
 * @example One server that is 80 % busy: a request waits four service times
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { mmc } from "./queueing.ts";
 *
 * const one = mmc({ arrivalsPerSecond: 80, serviceSeconds: 0.01 });
 * assertAlmostEquals(one.meanWaitSeconds, 0.04, 1e-12);
 * const ten = mmc({ arrivalsPerSecond: 800, serviceSeconds: 0.01, servers: 10 });
 * assertAlmostEquals(ten.meanWaitSeconds, 0.00205, 1e-5); // as busy, but a twentieth of the wait
 * ```
 */
export function mmc({ arrivalsPerSecond, serviceSeconds, servers = 1 }: MmcOptions): QueueState {
  const load = checkedLoad({ arrivalsPerSecond, serviceSeconds, servers });
  // Erlang B by its recurrence, which neither overflows nor cancels; Erlang C follows.
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = load * blocked / (n + load * blocked);
  const utilization = load / servers;
  const waitProbability = blocked / (1 - utilization * (1 - blocked));
  const meanWaitSeconds = waitProbability * serviceSeconds / (servers - load);
  return {
    utilization,
    waitProbability,
    meanWaitSeconds,
    meanResponseSeconds: meanWaitSeconds + serviceSeconds,
    meanQueueLength: arrivalsPerSecond * meanWaitSeconds,
  };
}

/**
 * The wait that a share of the requests stays within, in an M/M/c queue: `ratio` 0.99 gives the 99th percentile.
 * @throws {OverloadedError} If the utilization is 1 or more.
 *
 * @example The 99th percentile of a server that is 80 % busy is 22 service times
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { mmcWaitQuantile } from "./queueing.ts";
 *
 * assertAlmostEquals(mmcWaitQuantile(0.99, { arrivalsPerSecond: 0.8, serviceSeconds: 1 }), Math.log(80) / 0.2, 1e-12);
 * ```
 */
export function mmcWaitQuantile(ratio: number, options: MmcOptions): number {
  checkProbability(ratio, { action: "find a quantile of the wait", argument: "ratio" });
  const { waitProbability } = mmc(options);
  if (ratio <= 1 - waitProbability) return 0;
  const { arrivalsPerSecond, serviceSeconds, servers = 1 } = options;
  return Math.log(waitProbability / (1 - ratio)) / (servers / serviceSeconds - arrivalsPerSecond);
}

/** What an M/G/1 queue is fed with. */
export interface Mg1Options {
  /** Requests that arrive in a second. */
  readonly arrivalsPerSecond: number;
  /** Mean service time, in seconds. */
  readonly serviceSeconds: number;
  /** Standard deviation of the service time over its mean: 0 for equal times, 1 for exponential ones. */
  readonly serviceVariation: number;
}

/**
 * The steady state of an M/G/1 queue (Pollaczek–Khinchine).
 * @throws {OverloadedError} If the utilization is 1 or more.
 *
 * @example Equal service times halve the wait
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { mg1, mmc } from "./queueing.ts";
 *
 * const load = { arrivalsPerSecond: 80, serviceSeconds: 0.01 };
 * const equal = mg1({ ...load, serviceVariation: 0 });
 * assertAlmostEquals(equal.meanWaitSeconds, mmc(load).meanWaitSeconds / 2, 1e-12);
 * ```
 */
export function mg1({ arrivalsPerSecond, serviceSeconds, serviceVariation }: Mg1Options): QueueState {
  checkNonNegative(serviceVariation, { action: "solve a queue", argument: "serviceVariation" });
  const utilization = checkedLoad({ arrivalsPerSecond, serviceSeconds, servers: 1 });
  const meanWaitSeconds = utilization * serviceSeconds * (1 + serviceVariation ** 2) / (2 * (1 - utilization));
  return {
    utilization,
    waitProbability: utilization,
    meanWaitSeconds,
    meanResponseSeconds: meanWaitSeconds + serviceSeconds,
    meanQueueLength: arrivalsPerSecond * meanWaitSeconds,
  };
}

/** Mean number of busy servers. */
function checkedLoad({ arrivalsPerSecond, serviceSeconds, servers }: Required<MmcOptions>): number {
  const action = "solve a queue";
  checkNonNegative(arrivalsPerSecond, { action, argument: "arrivalsPerSecond" });
  checkPositive(serviceSeconds, { action, argument: "serviceSeconds" });
  checkPositiveInteger(servers, { action, argument: "servers" });
  const load = arrivalsPerSecond * serviceSeconds;
  if (load < servers) return load;
  throw new OverloadedError(
    `Cannot ${action}: utilization must be below 1, or the queue grows for ever: current value is ${load / servers}`,
  );
}
