/**
 * Error budgets: how much failure a service level objective allows, and how fast it is being spent.
 *
 * Source: "The Site Reliability Workbook" (O'Reilly, 2018), chapter 5, for burn rates.
 *
 * @module
 */
import { checkNonNegative, checkOpenProbability, checkPositive } from "../argument.ts";
import { multiply, type Quantity } from "./quantity.ts";

/** What an objective allows in its window. */
export interface ErrorBudget {
  /** Share of the requests, or of the time, that may fail. */
  readonly ratio: number;
  /** Time without service that uses up all of it. */
  readonly downtime: Quantity;
}

/**
 * The budget of an objective.
 * @throws {RangeError} If the objective is not between 0 and 1.
 *
 * @example Three nines leave 43 minutes a month
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { errorBudget } from "./error_budget.ts";
 * import { quantity, show } from "./quantity.ts";
 *
 * assertEquals(show(errorBudget({ objective: 0.999, window: quantity(30, "days") }).downtime, "min"), "43.2 min");
 * ```
 */
export function errorBudget(
  { objective, window }: {
    /** Share that must succeed, between 0 and 1: 0.999. */
    readonly objective: number;
    /** Time over which it is measured. */
    readonly window: Quantity;
  },
): ErrorBudget {
  checkOpenProbability(objective, { action: "find an error budget", argument: "objective" });
  const ratio = 1 - objective;
  return { ratio, downtime: multiply(window, ratio) };
}

/**
 * How many times faster than evenly the budget is being spent: at burn rate 1 it lasts the whole window.
 * @throws {RangeError} If more requests failed than there were, or there were none.
 *
 * @example 1 % of failures against three nines
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { burnRate } from "./error_budget.ts";
 *
 * assertAlmostEquals(burnRate({ failed: 10, requests: 1000, objective: 0.999 }), 10, 1e-9);
 * ```
 */
export function burnRate(
  { failed, requests, objective }: {
    /** Requests that failed. */
    readonly failed: number;
    /** All requests. */
    readonly requests: number;
    /** Share that must succeed, between 0 and 1. */
    readonly objective: number;
  },
): number {
  const action = "find a burn rate";
  checkNonNegative(failed, { action, argument: "failed" });
  checkPositive(requests, { action, argument: "requests" });
  checkOpenProbability(objective, { action, argument: "objective" });
  if (failed > requests) {
    throw new RangeError(`Cannot ${action}: failed must be at most requests, ${requests}: current value is ${failed}`);
  }
  return failed / requests / (1 - objective);
}
