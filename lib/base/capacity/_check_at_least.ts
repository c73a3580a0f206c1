/**
 * The check that a whole range lies at or above a bound.
 *
 * @module
 */
import type { ArgumentContext } from "../argument.ts";
import { type Quantity, show } from "./quantity.ts";

/**
 * The quantity, if its low end is at least `least` (in base units).
 * @throws {RangeError} Otherwise.
 */
export function checkAtLeast(value: Quantity, context: ArgumentContext & { readonly least: number }): Quantity {
  if (value.low >= context.least) return value;
  const { action, argument, least } = context;
  throw new RangeError(`Cannot ${action}: ${argument} must be at least ${least}: current value is ${show(value)}`);
}
