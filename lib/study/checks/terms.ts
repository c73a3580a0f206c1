/**
 * Terms: words that this project once coined for things that the field has a name for. `terms.json` lists them with the
 * field's word; names of files and of exports may not use them again.
 *
 * **Invariant.** A tree without diagnostics has none of the listed words in a file name of `lib/`, and none in a name
 * that a module of `lib/` exports.
 *
 * Not here on purpose: comments and prose, where every word has its everyday meaning.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import { exportedNames } from "./file_rules.ts";
import { sourceOf } from "./source_file.ts";
import TERMS from "./terms.json" with { type: "json" };
import type { Tree } from "./tree.ts";

/**
 * Every file and every export whose name uses a listed word.
 *
 * @example
 * ```ts
 * import { checkTerms } from "@lib/study/checks/terms.ts";
 * import { treeOf } from "@lib/study/checks/tree.ts";
 * import { assertEquals } from "@std/assert";
 * const tree = treeOf({ "lib/math/a.ts": "export const MOST_BYTES = 1; export const lossTold = 2;" });
 * assertEquals(checkTerms(tree).map(({ message }) => message), [
 *   'MOST_BYTES: say MAX_ instead of "MOST_"',
 *   'lossTold: say metrics, or outputs instead of "told"',
 * ]);
 * ```
 */
export function checkTerms(tree: Tree): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths.filter((path) => /^lib\/.*\.ts$/.test(path))) {
    const source = sourceOf(tree, path);
    const stem = path.split("/").at(-1)!.replace(/\.ts$/, "");
    for (const name of [stem, ...source === undefined ? [] : exportedNames(source)]) {
      for (const [term, better] of found(name)) {
        diagnostics.push({ rule: "term", path, message: `${name}: say ${better} instead of "${term}"` });
      }
    }
  }
  return diagnostics;
}

/** The listed words in a name, each with the field's word. */
function found(name: string): [string, string][] {
  const words = `_${wordsOf(name).join("_")}_`;
  const listed = Object.entries(TERMS.words).filter(([word]) => words.includes(`_${word}_`));
  const prefixes = Object.entries(TERMS.prefixes).filter(([prefix]) => {
    if (!name.startsWith(prefix)) return false;
    return prefix.endsWith("_") || /^[A-Z]/.test(name.slice(prefix.length)); // demandSeries, not demanded
  });
  return [...prefixes, ...listed];
}

/** `lossTold`, `loss_told` and `LOSS_TOLD` are the words loss and told. */
function wordsOf(name: string): string[] {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split("_").filter((word) => word !== "");
}
