/**
 * Which mutants must run: the key under which a module's verdict holds, and the sample that is run in spite of it.
 *
 * **Invariant.** A sample depends on the seed and the mutants alone, and a mutant is in it or not whatever the others
 * are.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { contentKeys } from "../content_lock.ts";
import type { MutantFile } from "./mutants.ts";
import type { Tree } from "./tree.ts";

/** Share of the mutants with a verdict that a check runs again. */
export const SAMPLE = 0.05;

/**
 * The key of each module's verdict: its text, its tests with all that they import, and its mutants.
 * @throws {Error} If it cannot be found out what the tests import.
 */
export function mutantKeys(tree: Tree, files: readonly MutantFile[]): Promise<string[]> {
  const proofs = files.map(({ module, tests, mutants }) => {
    const facts = mutants.map(({ find, replace }) => [find, replace]);
    return { name: module, starts: [...tests, module], facts };
  });
  return contentKeys(proofs, { root: tree.root });
}

/**
 * The files with those of their mutants that the seed draws; without any, a file is left out.
 * @param options.seed Text that decides.
 * @param options.share Probability of each mutant, from 0 to 1. Defaults to {@linkcode SAMPLE}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sampleOf } from "@lib/study/checks/mutant_sample.ts";
 * const mutants = [{ what: "x", find: "a", replace: "b" }];
 * const file = { path: "tests/a_mutants.json", module: "lib/a.ts", tests: ["tests/a_test.ts"], mutants };
 * assertEquals([1, 0].map((share) => sampleOf([file], { seed: "x", share })), [[file], []]);
 * ```
 */
export function sampleOf(
  files: readonly MutantFile[],
  { seed, share = SAMPLE }: { readonly seed: string; readonly share?: number },
): MutantFile[] {
  return files
    .map((file) => {
      const mutants = file.mutants.filter(({ find, replace }) => draw([seed, file.module, find, replace]) < share);
      return { ...file, mutants };
    })
    .filter(({ mutants }) => mutants.length > 0);
}

/** A number from 0 to 1, the same for the same parts. */
function draw(parts: readonly string[]): number {
  return createHash("sha256").update(JSON.stringify(parts)).digest().readUInt32BE(0) / 2 ** 32;
}
