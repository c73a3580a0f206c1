/**
 * The key under which the proof of an exercise's grader holds: its cases and answers, the proof itself, and all that
 * they import. What has been proven is kept in `tests/proofs.lock`, so that a test run proves only what is new or
 * changed.
 *
 * @module
 */
import { contentKeys } from "../content_lock.ts";
import type { Tree } from "./tree.ts";

/** Path of the lock file below the root. */
export const PROOFS_LOCK = "tests/proofs.lock";

/** Path of the test that proves the grader of `exercise`. */
export function proofPath(exercise: string): string {
  return `tests/proofs/${exercise.replaceAll("-", "_")}_test.ts`;
}

/**
 * The exercises of a tree that have a proof, sorted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { provenExercises } from "@lib/study/checks/proof_keys.ts";
 * import { treeOf } from "@lib/study/checks/tree.ts";
 * assertEquals(provenExercises(treeOf({ "tests/proofs/lru_cache_test.ts": "", "tests/proofs/proven.ts": "" })), ["lru-cache"]);
 * ```
 */
export function provenExercises(tree: Pick<Tree, "paths">): string[] {
  const names = tree.paths.flatMap((path) => /^tests\/proofs\/(\w+)_test\.ts$/.exec(path)?.[1] ?? []);
  return names.map((name) => name.replaceAll("_", "-")).sort();
}

/**
 * The keys of some exercises' proofs, in the given order.
 * @throws {Error} If it cannot be found out what a proof imports.
 */
export function proofKeys(tree: Pick<Tree, "paths" | "root">, exercises: readonly string[]): Promise<string[]> {
  const proofs = exercises.map((name) => {
    const folder = `lib/study/exercises/${name.replaceAll("-", "_")}/`;
    const own = tree.paths.filter((path) => path.startsWith(folder));
    const modules = own.filter((path) => path.endsWith(".ts"));
    return { name, starts: [proofPath(name), ...modules], files: own };
  });
  return contentKeys(proofs, { root: tree.root });
}
