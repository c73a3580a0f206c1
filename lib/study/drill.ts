/**
 * A failure drill: runs under shuffled labels, so that a plot can be diagnosed before anyone knows which run is which.
 *
 * A page shows the runs as A, B, C … and asks what happened; only the cell below the diagnosis calls `reveal`.
 * The seed decides the labels, so a diagnosis can say "B is the ring" and stay true.
 *
 * **Invariant.** Every run has exactly one label, and the labels are the first letters of the alphabet.
 *
 * Not here on purpose: the runs themselves (each page, or a module beside the system, makes its own).
 *
 * @module
 */
import { random } from "../base/random.ts";

const MAX_RUNS = 26; // labels are single letters

/** A run, once it may be known. */
export interface RevealedRun<Run> {
  /** The label it had: `"A"`, `"B"` … */
  readonly label: string;
  /** The run itself. */
  readonly run: Run;
}

/** Runs whose names are withheld. */
export interface Drill<Name extends string, Run> {
  /** The runs by label, in alphabetical order. */
  readonly runs: Readonly<Record<string, Run>>;
  /** The runs by name, each with the label it had. */
  reveal(): { readonly [Key in Name]: RevealedRun<Run> };
}

/**
 * Gives named runs the labels A, B, C … in an order that the seed decides.
 *
 * @param runs Two to 26 runs by name.
 * @param options `seed`: a non-negative integer. The same seed and number of runs give the same order.
 * @throws {RangeError} If there are fewer than two runs or more than 26, or `seed` is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { drill } from "./drill.ts";
 *
 * const hitRatios = drill({ LRU: [0.7, 0.4], LFU: [0.7, 0.7] }, { seed: 1 });
 * assertEquals(Object.keys(hitRatios.runs), ["A", "B"]);
 * const { LRU } = hitRatios.reveal();
 * assertEquals(hitRatios.runs[LRU.label], [0.7, 0.4]);
 * ```
 */
export function drill<Name extends string, Run>(
  runs: Readonly<Record<Name, Run>>,
  options: { readonly seed: number },
): Drill<Name, Run> {
  const named = Object.entries(runs) as [Name, Run][];
  if (named.length < 2 || named.length > MAX_RUNS) {
    throw new RangeError(
      `Cannot make a drill: the number of runs must be 2 to ${MAX_RUNS}: current value is ${named.length}`,
    );
  }
  const labelled = random(options.seed).shuffle(named)
    .map(([name, run], index) => ({ name, label: String.fromCharCode("A".charCodeAt(0) + index), run }));
  return {
    runs: Object.fromEntries(labelled.map(({ label, run }) => [label, run])),
    reveal: () =>
      Object.fromEntries(labelled.map(({ name, label, run }) => [name, { label, run }])) as {
        [Key in Name]: RevealedRun<Run>;
      },
  };
}
