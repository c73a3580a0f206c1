/**
 * A case about cost: the work of one call is counted at growing sizes, and must not grow with them.
 *
 * The message names the operation that cost the steps, so that `shift()` is called `shift()` and a loop a loop.
 *
 * Not here on purpose: time (a stopwatch can't tell O(1) from O(n) on a busy machine), memory.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import { growthExponent } from "./growth.ts";
import { shownValue } from "./shown_value.ts";
import type { Case, ChildTools, Failure, Helpers } from "./suite.ts";

/** The work of some calls, counted in the child. */
export interface CountedWork {
  /** Steps of one unit on average. */
  readonly work: number;
  /** The same by operation. */
  readonly operations: Readonly<Record<string, number>>;
}

/** Runs `calls`, which makes `units` calls, and counts its steps. */
export type Measure = (units: number, calls: () => unknown) => Promise<CountedWork>;

/** What differs from case to case. */
export interface GrowthCaseSpec<Given, Size extends { readonly size: number }>
  extends Pick<Case<Given>, "name" | "misconception" | "hints" | "stretch"> {
  /** What is done at every size, in words: `a full cache, then a get and a put for each of 4 × capacity keys`. */
  readonly what: string;
  /** What is counted: `call`, `question`. */
  readonly unit: string;
  /** What the sizes are: `entries`, `messages an interval`. */
  readonly of: string;
  /** Growing sizes, each with what its drive needs. */
  sizes(random: Random): readonly Size[];
  /** Runs in the child: prepares what is needed, then counts through `measure`. */
  driveOne(given: Given, size: Size, measure: Measure, child: ChildTools): Promise<CountedWork>;
  /** Functions that `driveOne` may call. */
  readonly uses?: Helpers;
  /**
   * Exponent from which the work counts as growing: O(log n) fits to about 0.2 at five doublings, O(√n) to 0.5.
   * @default {0.3}
   */
  readonly flatBelow?: number;
  /** What right answers do, where the work may grow. @default {about the same number of steps at every size} */
  readonly expected?: string;
}

/**
 * The case.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { growthCase } from "./growth_case.ts";
 * const one = growthCase<{ first(list: number[]): number }, { size: number }>({
 *   name: "the first costs the same in every list", misconception: "…", hints: ["…"],
 *   what: "a list, asked once", unit: "call", of: "entries",
 *   sizes: () => [{ size: 10 }, { size: 1000 }],
 *   driveOne: ({ first }, { size }, measure) => measure(1, () => first(Array(size).fill(0))),
 * });
 * const evidence = [10, 1000].map((work) => ({ work, operations: { "shift()": work } }));
 * assertStringIncludes(one.judge(one.input(undefined as never), evidence)!.got, "`shift()`");
 * ```
 */
export function growthCase<Given, Size extends { readonly size: number }>(
  spec: GrowthCaseSpec<Given, Size>,
): Case<Given, readonly Size[]> {
  const { what, unit, of, sizes, driveOne, uses = {}, flatBelow = 0.3, expected, ...texts } = spec;
  const show = (all: readonly Size[]) => `${all.map(({ size }) => size).join(", ")} ${of}: ${what}`;
  return {
    ...texts,
    counted: true,
    uses: { ...uses, driveOne, measured },
    input: sizes,
    show,
    async drive(given, all, child) {
      const work: CountedWork[] = [];
      for (let i = 0; i < all.length; i++) {
        child.step(i);
        work[i] = await driveOne(given, all[i]!, (units, calls) => measured(child, units, calls), child);
      }
      return work;
    },
    judge(all, evidence): Failure | undefined {
      const counts = checkWork(all.length, evidence, unit);
      const exponent = growthExponent(counts.map(({ work }, i) => ({ size: all[i]!.size, work })));
      if (exponent < flatBelow) return undefined;
      const [first, last] = [counts[0]!, counts.at(-1)!];
      const at = (count: CountedWork, size: Size) =>
        `${Math.round(count.work)} steps a ${unit} with ${size.size} ${of}`;
      return {
        input: show(all),
        expected: expected ?? `about the same number of steps a ${unit} at every size`,
        got: `${at(first, all[0]!)}, ${at(last, all.at(-1)!)}: ${growthOf(first, last)}`,
      };
    },
  };
}

/** Runs in the child. */
async function measured(child: ChildTools, units: number, calls: () => unknown): Promise<CountedWork> {
  const before = child.work();
  const operationsBefore = child.operations();
  await calls();
  const work = (child.work() - before) / units;
  const operations = child.operations();
  for (const name of Object.keys(operations)) {
    operations[name] = (operations[name]! - (operationsBefore[name] ?? 0)) / units;
  }
  return { work, operations };
}

/**
 * The evidence as work, one a size.
 * @throws {TypeError} If it is anything else, or a unit took no step at all.
 */
function checkWork(sizes: number, evidence: unknown, unit: string): readonly CountedWork[] {
  const isWork = (one: unknown) => {
    const { work, operations } = (one ?? {}) as Partial<CountedWork>;
    return typeof work === "number" && work >= 1 && typeof operations === "object" && operations !== null;
  };
  if (Array.isArray(evidence) && evidence.length === sizes && evidence.every(isWork)) return evidence;
  throw new TypeError(
    `Cannot judge the work: a ${unit} must take at least one step: current value is ${shownValue(evidence)}`,
  );
}

/** What some operations do behind one call. */
const BEHIND_ONE_CALL: Readonly<Record<string, string>> = {
  "loops and calls": "rounds of your own loops and calls of your own functions",
  "shift()": "`shift()`, which counts as many steps as the array is long, since every entry moves up by one",
  "unshift()": "`unshift()`, which moves every entry by one",
  "splice()": "`splice()`, which moves every entry behind the place",
  "indexOf()": "`indexOf()`, which looks at one entry after the other",
  "includes()": "`includes()`, which looks at one entry after the other",
  "slice()": "`slice()`, which copies entries",
  "concat()": "`concat()`, which copies entries",
  "sort()": "`sort()`, which compares all entries",
  "walking over an array": "walking over an array (a `for…of` loop, a spread)",
  "walking over a Map": "walking over a Map (a `for…of` loop, a spread)",
  "walking over a Set": "walking over a Set (a `for…of` loop, a spread)",
  "walking over an object": "walking over an object (a `for…in` loop, a spread)",
};

/** Which operation the growth is due to. */
function growthOf(first: CountedWork, last: CountedWork): string {
  let operation = "loops and calls";
  let most = -Infinity;
  for (const [name, steps] of Object.entries(last.operations)) {
    const growth = Number(steps) - Number(first.operations[name] ?? 0);
    if (growth > most) [operation, most] = [name, growth];
  }
  const share = most / (last.work - first.work);
  return `${share > 0.9 ? "" : "mostly "}${
    BEHIND_ONE_CALL[operation] ?? `\`${operation}\`, which goes over every entry`
  }`;
}
