/**
 * The check of a sample that every statistic makes: enough numbers, and all of them finite.
 *
 * @module
 */

/** What is being done, with which argument, and how few numbers would be too few. */
export interface SamplePlace {
  /** What cannot be done, as an infinitive: `"take a quantile"`. */
  readonly action: string;
  /** The argument as the caller wrote it: `"x"`. */
  readonly argument: string;
  /** Fewest numbers. @default {1} */
  readonly atLeast?: number;
}

/**
 * The sample itself, once it is known to be large enough and finite.
 * @throws {TypeError} If it is not an array or typed array of numbers.
 * @throws {RangeError} If it has too few numbers, or one is NaN or infinite; the message names its index.
 */
export function finiteSample<Sample extends ArrayLike<number>>(x: Sample, place: SamplePlace): Sample {
  const { action, argument, atLeast = 1 } = place;
  if (!(x.length >= atLeast)) {
    const fewest = atLeast === 1 ? "at least one number" : `at least ${atLeast} numbers`;
    throw new RangeError(`Cannot ${action}: ${argument} must have ${fewest}: current value is ${x.length}`);
  }
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i])) continue;
    const Refusal = typeof x[i] === "number" ? RangeError : TypeError;
    throw new Refusal(`Cannot ${action}: ${argument}[${i}] must be a finite number: current value is ${String(x[i])}`);
  }
  return x;
}

/**
 * Refuses two samples that should be paired but are not of one length.
 * @throws {RangeError} If the lengths differ.
 */
export function sameLength(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { action, names = ["x", "y"] }: { readonly action: string; readonly names?: readonly [string, string] },
): void {
  if (x.length === y.length) return;
  throw new RangeError(
    `Cannot ${action}: ${names[1]} must have as many numbers as ${
      names[0]
    }: current value is ${y.length} and ${x.length}`,
  );
}

/** The numbers in rising order, as a copy. */
export function sorted(x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x).sort();
}
