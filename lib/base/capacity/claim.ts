/**
 * Claims about quantities that the numbers must bear out: a capacity estimate whose conclusions are checked.
 *
 * A claim over ranges can hold for every value in them, for none, or for some. It is contradicted unless it holds for
 * every one; a claim that is only meant to be possible says so.
 *
 * @module
 */
import { checkOneOf } from "../argument.ts";
import { hasSameUnit, type Quantity, show, UnitMismatchError } from "./quantity.ts";

/** How the two sides of a claim are compared. */
export type Relation = "<" | "<=" | ">" | ">=";

/** How much of the ranges a claim is about. */
export interface ClaimOptions {
  /** `"all"`: for all values in the ranges. `"some"`: for at least one. @default {"all"} */
  readonly holdsFor?: "all" | "some";
}

/** A claim that held. */
export interface Claim {
  /** The claim in words. */
  readonly text: string;
  /** The comparison with its numbers: `480 MB < 16,000 MB`. */
  readonly comparison: string;
}

/** The numbers contradict a claim. */
export class ClaimContradictedError extends Error {
  /** Tells this error from others. */
  override readonly name = "ClaimContradictedError";
}

/**
 * Asserts that `left relation right`.
 * @param text What is claimed, as a sentence.
 * @param comparison The two sides, how they compare, and the unit in which both are shown.
 * @throws {ClaimContradictedError} If the numbers contradict it.
 * @throws {UnitMismatchError} If the sides measure different things.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { claim, ClaimContradictedError } from "./claim.ts";
 * import { quantity } from "./quantity.ts";
 *
 * const memory = quantity(16, "GB"), cache = quantity([3, 5], "GB");
 * const held = claim("The cache fits in memory.", [cache, "<", memory, "GB"]);
 * assertEquals(held.comparison, "3 to 5 GB < 16 GB");
 * assertThrows(() => claim("It fits in 4 GB.", [cache, "<=", quantity(4, "GB"), "GB"]), ClaimContradictedError);
 * ```
 */
export function claim(
  text: string,
  [left, relation, right, unit]: readonly [left: Quantity, relation: Relation, right: Quantity, unit?: string],
  { holdsFor = "all" }: ClaimOptions = {},
): Claim {
  const action = "check a claim";
  checkOneOf(relation, { action, argument: "relation", choices: ["<", "<=", ">", ">="] });
  checkOneOf(holdsFor, { action, argument: "holdsFor", choices: ["all", "some"] });
  const shown = `${show(left, unit)} ${relation} ${show(right, unit)}`;
  if (!hasSameUnit(left, right)) {
    throw new UnitMismatchError(`Cannot check a claim: both sides must have one unit: current value is ${shown}`);
  }
  const [small, big] = relation.startsWith("<") ? [left, right] : [right, left];
  const [lower, upper] = holdsFor === "all" ? [small.high, big.low] : [small.low, big.high];
  if (relation.endsWith("=") ? lower <= upper : lower < upper) return { text, comparison: shown };
  throw new ClaimContradictedError(`The numbers contradict "${text}": ${shown} does not hold`);
}
