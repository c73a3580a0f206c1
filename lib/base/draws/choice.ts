/**
 * Random items of a list: one, or several without replacement.
 *
 * Not here on purpose: items with weights (`weighted_index.ts`), a whole list in random order (`Random.shuffle`),
 * samples of a stream whose length is not known.
 *
 * Source: the sample is the beginning of a shuffle by R. Fisher and F. Yates (in R. Durstenfeld's form, Communications
 * of the ACM 7(7), 1964) on a list that is never written out.
 *
 * @module
 */
import { argumentError, checkFunction, checkList, checkNonNegativeInteger } from "../argument.ts";
import type { Random } from "../random.ts";

export type { Random };

/**
 * One item of `list`, each as likely as any other.
 * @throws {TypeError} If `list` is not a list, or `random` no generator.
 * @throws {RangeError} If the list is empty.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { random } from "../random.ts";
 * import { choice } from "./choice.ts";
 *
 * const coin = choice(["heads", "tails"], random(1));
 * assert(coin === "heads" || coin === "tails");
 * ```
 */
export function choice<Item>(list: ArrayLike<Item>, random: Pick<Random, "integer">): Item {
  const action = "choose an item";
  checkList(list, { action, argument: "list" });
  checkFunction(random?.integer, { action, argument: "random.integer" });
  if (list.length === 0) {
    throw new RangeError(`Cannot ${action}: list must not be empty: current value is []`);
  }
  return list[random.integer(list.length)]!;
}

/**
 * `count` different indices of a list of `length` items; every choice, in every order, is as likely as any other.
 *
 * Cost: O(count) time and memory, however long the list is.
 * @throws {RangeError} If `length` is not a non-negative integer, or `count` not one up to `length`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../random.ts";
 * import { sampleIndices } from "./choice.ts";
 *
 * const indices = sampleIndices(1e9, { count: 3, random: random(1) });
 * assertEquals(new Set(indices).size, 3);
 * ```
 */
export function sampleIndices(
  length: number,
  { count, random }: { readonly count: number; readonly random: Pick<Random, "integer"> },
): number[] {
  const action = "sample without replacement";
  checkNonNegativeInteger(length, { action, argument: "length" });
  checkNonNegativeInteger(count, { action, argument: "count" });
  checkFunction(random?.integer, { action, argument: "random.integer" });
  if (count > length) {
    throw argumentError(count, { action, argument: "count", rule: `at most the number of items, ${length}` });
  }
  // A shuffle that is stopped after `count` steps, on a list of which only the items that have moved are kept.
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, k) => {
    const chosen = k + random.integer(length - k);
    const index = moved.get(chosen) ?? chosen;
    moved.set(chosen, moved.get(k) ?? k);
    moved.delete(k);
    return index;
  });
}

/**
 * `count` items of `list`, none twice; every choice, in every order, is as likely as any other.
 *
 * Cost: O(count), however long the list is.
 * @throws {TypeError} If `list` is not a list.
 * @throws {RangeError} If `count` is not a non-negative integer up to the length of the list.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../random.ts";
 * import { sample } from "./choice.ts";
 *
 * const hand = sample(["a", "b", "c", "d"], { count: 4, random: random(1) });
 * assertEquals(hand.toSorted(), ["a", "b", "c", "d"]);
 * ```
 */
export function sample<Item>(
  list: ArrayLike<Item>,
  options: { readonly count: number; readonly random: Pick<Random, "integer"> },
): Item[] {
  checkList(list, { action: "sample without replacement", argument: "list" });
  return sampleIndices(list.length, options).map((index) => list[index]!);
}
