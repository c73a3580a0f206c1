/**
 * Class labels: any integers outside, 0 … classes − 1 inside.
 *
 * **Invariant.** `classes` rises, and `classes[indices[i]]` is label i. Models keep `classes`, so that predictions come
 * back as the labels that were given.
 *
 * Cost: O(n) expected for the classes, O(classes · log classes) to sort them.
 *
 * Not here on purpose: text labels (map them to integers; nothing that learns needs to know them), several labels a
 * row.
 *
 * @module
 */
import { argumentError, checkList } from "../../base/argument.ts";

/** Labels as class indices. */
export interface EncodedLabels {
  /** The distinct labels, rising. */
  readonly classes: readonly number[];
  /** (n): the place of each label in `classes`. */
  readonly indices: Int32Array;
}

/** What is being done with the labels, and how many there must be. */
export interface LabelContext {
  /** What cannot be done, as an infinitive. */
  readonly action: string;
  /** The argument. @default {"y"} */
  readonly argument?: string;
  /** How many labels there must be. @default {any number, at least 1} */
  readonly rows?: number;
  /** Fewest distinct labels. @default {1} */
  readonly atLeast?: number;
  /** The only labels there may be, rising. @default {those that occur} */
  readonly classes?: readonly number[];
}

/**
 * The classes and the index of each label.
 * @param y Integers within 32 bits.
 * @throws {TypeError} If `y` is no list, or a label is not a number.
 * @throws {RangeError} If a label is not an integer within 32 bits or not among `classes`, or there are not as many as
 *   there must be.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodeLabels } from "./labels.ts";
 * const { classes, indices } = encodeLabels([7, -1, 7, 3], { action: "fit a tree" });
 * assertEquals([classes, [...indices]], [[-1, 3, 7], [2, 0, 2, 1]]);
 * ```
 */
export function encodeLabels(
  y: ArrayLike<number>,
  { action, argument = "y", rows, atLeast = 1, classes: known }: LabelContext,
): EncodedLabels {
  checkList(y, { action, argument });
  if (y.length !== (rows ?? y.length) || y.length === 0) {
    const rule = rows === undefined || rows === 0 ? "at least one label" : `${rows} labels, one a row`;
    throw new RangeError(`Cannot ${action}: ${argument} must have ${rule}: current value is ${y.length}`);
  }
  const places = new Map<number, number>();
  for (let i = 0; i < y.length; i++) {
    const label = y[i]!;
    if (typeof label !== "number" || (label | 0) !== label) {
      throw argumentError(label, { action, argument: `${argument}[${i}]`, rule: "an integer within 32 bits" });
    }
    if (!places.has(label)) places.set(label, i);
  }
  const classes = known ?? [...places.keys()].sort((a, b) => a - b);
  if (places.size < atLeast) {
    throw new RangeError(
      `Cannot ${action}: ${argument} must have at least ${atLeast} distinct labels: current value is ${places.size}`,
    );
  }
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  for (const [label, i] of places) {
    if (indexOf.has(label)) continue;
    throw new RangeError(
      `Cannot ${action}: ${argument}[${i}] must be one of the classes ${classes.join(", ")}: current value is ${label}`,
    );
  }
  const indices = new Int32Array(y.length);
  for (let i = 0; i < y.length; i++) indices[i] = indexOf.get(y[i]!)!;
  return { classes, indices };
}
