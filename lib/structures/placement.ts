/**
 * What can be said of a placement of keys on nodes: how even it is, and how much of it another one moves.
 *
 * A placement is a list: entry k is the node of key k. All functions take O(keys).
 *
 * @module
 */
import { argumentError, checkList, checkNonNegative } from "../base/argument.ts";

/** The node of each of a list of keys, in the order of the keys. */
export type Placement = readonly string[];

/** How many keys each node has, in the order of first mention. */
export function loadsOf(placement: Placement): Map<string, number> {
  checkList(placement, { action: "count loads", argument: "placement" });
  const loads = new Map<string, number>();
  for (const id of placement) loads.set(id, (loads.get(id) ?? 0) + 1);
  return loads;
}

/**
 * The largest of some amounts divided by their mean: 1 when they are equal.
 * @throws {TypeError} If they are no list of numbers.
 * @throws {RangeError} If there are none, one is negative or not finite, or their sum is not above 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { imbalance, loadsOf } from "./placement.ts";
 * assertEquals(imbalance(loadsOf(["a", "b", "a", "a"]).values()), 1.5); // 3 of a mean of 2
 * ```
 */
export function imbalance(amounts: Iterable<number>): number {
  const action = "measure the imbalance";
  if (typeof amounts !== "object" || !(Symbol.iterator in (amounts ?? {}))) {
    throw argumentError(amounts, { action, argument: "amounts", rule: "a list of amounts", type: "none" });
  }
  const list = [...amounts];
  for (const [n, amount] of list.entries()) checkNonNegative(amount, { action, argument: `amounts[${n}]` });
  const mean = list.reduce((sum, amount) => sum + amount, 0) / list.length;
  if (mean > 0) return list.reduce((most, amount) => Math.max(most, amount), 0) / mean;
  throw new RangeError(
    `Cannot measure the imbalance: there must be amounts that add up to more than 0: current value is [${list}]`,
  );
}

/**
 * The part of the keys whose node is another one now, from 0 to 1.
 * @throws {RangeError} If the placements are not of the same keys, or there are none.
 */
export function movedRatio(before: Placement, after: Placement): number {
  const action = "compare placements";
  checkList(before, { action, argument: "before" });
  checkList(after, { action, argument: "after" });
  if (before.length !== after.length || before.length === 0) {
    throw new RangeError(
      `Cannot compare placements: they must be of the same keys: current value is ${before.length} and ${after.length}`,
    );
  }
  return before.filter((id, key) => id !== after[key]).length / before.length;
}
