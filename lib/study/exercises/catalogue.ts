/**
 * The exercises, by name: what the reader hands in (as types, so that a notebook's stub is checked when the notebook is), and
 * where the suite and the answers are (loaded only when asked for).
 *
 * @module
 */
import type { Answers, Suite } from "./suite.ts";

/** What the exercise `lru-cache` asks for. */
export interface LruCacheClass {
  /** An empty cache that never holds more than `capacity` entries. */
  new <Key, Value>(capacity: number): {
    /** The value of `key`, or `undefined` when it is absent; a use of the entry. */
    get(key: Key): Value | undefined;
    /** Stores `value` under `key`; a use of the entry. What it returns does not matter. */
    put(key: Key, value: Value): unknown;
  };
}

/** What each exercise's `check` must be given. */
export interface Exercises {
  /** A cache that throws away what was used longest ago. */
  "lru-cache": { LRUCache: LruCacheClass };
}

/** The name of an exercise. */
export type ExerciseName = keyof Exercises;

/** One line of the catalogue. */
export interface CatalogueEntry<Given> {
  /** As it is shown. */
  readonly title: string;
  /** How hard it is among the lab's exercises. */
  readonly level: "easy" | "medium" | "hard";
  /** Time to plan for, in minutes. */
  readonly minutes: number;
  /** Path of the notebook that teaches it, below `notebooks/`, without extension. */
  readonly notebook: string;
  /** The first hint, for someone who has not tried yet. */
  readonly firstHint: string;
  /** What `solution()` shows: a file beside this one, and why that is the answer to write. */
  readonly solution: { readonly file: URL; readonly why: string };
  /** Loads the suite. */
  suite(): Promise<Suite<Given>>;
  /** Loads the answers; the reader's `check` only needs them after a pass. */
  answers(): Promise<Answers>;
}

/** All exercises, in the order in which they are listed. */
export const CATALOGUE: { readonly [Name in ExerciseName]: CatalogueEntry<Exercises[Name]> } = {
  "lru-cache": {
    title: "LRU cache",
    level: "medium",
    minutes: 25,
    notebook: "structures/lru_cache",
    firstHint:
      "Two questions, each needing a structure that answers it at once: where is a key's entry, and which entry was " +
      "used longest ago? Write get first, then put for a key that is present, then put for a new one.",
    solution: {
      file: new URL("./lru_cache/right/insertion_order.ts", import.meta.url),
      why:
        "A Map already keeps an order, so there is nothing left to link: the shortest right answer. Say in an interview what " +
        "it hides: V8 leaves holes where keys were deleted, and walks over them to find the first. " +
        "lib/structures/linked_lru_cache.ts has no holes; lib/structures/lru_cache.ts keeps its list in typed arrays.",
    },
    suite: async () => (await import("./lru_cache/suite.ts")).suite,
    answers: async () => (await import("./lru_cache/answers.ts")).answers,
  },
};

/** All names, in the order of the catalogue. */
export const EXERCISE_NAMES: readonly ExerciseName[] = Object.keys(CATALOGUE) as ExerciseName[];

/**
 * The name as one that the catalogue knows.
 * @throws {RangeError} If it knows no such exercise; the message lists those it has.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exerciseName } from "./catalogue.ts";
 * assertEquals(exerciseName("lru-cache"), "lru-cache");
 * ```
 */
export function exerciseName(name: string): ExerciseName {
  if (Object.hasOwn(CATALOGUE, name)) return name as ExerciseName;
  const known = EXERCISE_NAMES.join(", ");
  throw new RangeError(`Cannot open an exercise: the catalogue has ${known}: current value is ${name}`);
}
