/**
 * The exercises, by name: what the reader hands in (as types, so that a notebook's stub is checked when the notebook is), and
 * where the suite and the answers are (loaded only when asked for).
 *
 * @module
 */
import type { CatalogueEntry } from "./catalogue_entry.ts";
import { invertedIndexExercise, type InvertedIndexGiven } from "./inverted_index/exercise.ts";
import { lruCacheExercise, type LruCacheGiven } from "./lru_cache/exercise.ts";

/** What each exercise's `check` must be given. */
export interface Exercises {
  /** A cache that throws away what was used longest ago. */
  "lru-cache": LruCacheGiven;
  /** A search engine over texts. */
  "inverted-index": InvertedIndexGiven;
}

/** The name of an exercise. */
export type ExerciseName = keyof Exercises;

/** All exercises, in the order in which they are listed. */
export const CATALOGUE: { readonly [Name in ExerciseName]: CatalogueEntry<Exercises[Name]> } = {
  "lru-cache": lruCacheExercise,
  "inverted-index": invertedIndexExercise,
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
