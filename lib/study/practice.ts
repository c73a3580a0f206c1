/**
 * The notebooks' door to practice: open an exercise, check what was written, ask for a hint or the solution.
 *
 * ```ts ignore
 * import { practice } from "@lib/study/practice.ts";
 * const lru = practice("lru-cache");
 * await lru.check({ LRUCache }); // the class of another cell
 * lru.hint();
 * lru.solution();
 * ```
 *
 * @module
 */
import { type ExerciseName, exerciseName, type Exercises } from "./exercises/catalogue.ts";
import { PracticeSession } from "./practice/practice_session.ts";

/** Shown under a verdict that found a mistake. */
const MORE_HELP = "Call hint() for a hint.";

/**
 * Opens an exercise. What `check` must be given is part of the type, so a notebook whose stub breaks the exercise's
 * signature does not pass its type check.
 * @param name A name in the catalogue.
 * @throws {RangeError} If the catalogue has no such exercise.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { practice } from "./practice.ts";
 * const lru = practice("lru-cache");
 * class LRUCache<Key, Value> {
 *   constructor(_capacity: number) {}
 *   get(_key: Key): Value | undefined { throw new Error("Not written yet"); }
 *   put(_key: Key, _value: Value): void { throw new Error("Not written yet"); }
 * }
 * assertEquals((await lru.check({ LRUCache })).outcome, "not attempted");
 * ```
 */
export function practice<Name extends ExerciseName>(name: Name): PracticeSession<Exercises[Name]> {
  return new PracticeSession<Exercises[Name]>(exerciseName(name) as Name, { moreHelp: MORE_HELP });
}
