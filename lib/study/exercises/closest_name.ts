/**
 * The name that someone most likely meant.
 *
 * Cost: O(candidates · length²).
 * Source: the optimal string alignment distance (Damerau 1964).
 *
 * @module
 */

/**
 * The candidate closest to `name`: at most a third of its letters are wrong, missing, extra or swapped with a
 * neighbour. Case, `-`, `_` and blanks don't count.
 * @returns `undefined` if none is close.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { closestName } from "./closest_name.ts";
 * assertEquals(closestName("lru_cahce", ["hash-ring", "lru-cache"]), "lru-cache");
 * assertEquals(closestName("heap", ["hash-ring", "lru-cache"]), undefined);
 * ```
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(name);
  let closest: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const other = plain(candidate);
    // A beginning will do: `lru` for `lru-cache`.
    const distance = wanted.length >= 3 && other.startsWith(wanted) ? 0.5 : editDistance(wanted, other);
    if (distance < least && distance <= Math.max(wanted.length, other.length) / 3) {
      [closest, least] = [candidate, distance];
    }
  }
  return closest;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  const at = (i: number, j: number) => rows[i]![j]!;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(i - 2, j - 2) + 1);
      }
      rows[i]![j] = least;
    }
  }
  return at(a.length, b.length);
}
