/**
 * The cost of a call, counted over growing caches instead of timed.
 *
 * @module
 */
import { growthExponent, type WorkAtSize } from "../growth.ts";
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { Given } from "./life.ts";

/** Five doublings; even an answer that looks at every entry is done with the last, 4 · 1,024² steps, in a tenth of a second. */
const COUNTED_CAPACITIES = [32, 64, 128, 256, 512, 1024] as const;
/** Above this exponent the work grows with the cache: O(log n) fits to about 0.2 at these sizes, O(√n) to 0.5. */
const FLAT_BELOW = 0.3;

/** Keys are drawn from twice the capacity: half of the gets miss, every put of a new key evicts. */
export const constantWork: Case<Given, readonly { readonly capacity: number; readonly keys: readonly number[] }[]> = {
  name: "the work of a call does not grow with the cache",
  misconception:
    "A list that is searched, shifted or copied at every call costs as much as it is long. Finding, moving and evicting an " +
    "entry must each take a fixed number of steps.",
  hints: [
    "Which line of yours looks at more than a fixed number of entries?",
    "A Map finds an entry in O(1), and a place in the order is changed in O(1) by two pointers, or by deleting a Map's key and " +
    "setting it again. Array.splice, shift, indexOf and spreading a Map walk over everything.",
    "const oldest = this.#index.keys().next().value; this.#index.delete(oldest);",
  ],
  counted: true,
  input: (random) =>
    COUNTED_CAPACITIES.map((capacity) => ({
      capacity,
      keys: Array.from({ length: 4 * capacity }, () => random.integer(2 * capacity)),
    })),
  show: (sizes) =>
    `${
      sizes.map(({ capacity }) => capacity).join(", ")
    } entries; a full cache, then a get and a put for each of 4 × capacity keys`,
  drive({ LRUCache }, sizes, child) {
    const work: number[] = [];
    for (let i = 0; i < sizes.length; i++) {
      child.step(i);
      const { capacity, keys } = sizes[i]!;
      const cache = new LRUCache(capacity);
      for (let key = 0; key < capacity; key++) cache.put(key, key);
      const before = child.work();
      for (let k = 0; k < keys.length; k++) {
        cache.get(keys[k]);
        cache.put(keys[k], k);
      }
      work[i] = child.work() - before;
    }
    return work;
  },
  judge: (sizes, evidence) => judgeWork(sizes, evidence),
};

function judgeWork(
  sizes: readonly { readonly capacity: number; readonly keys: readonly number[] }[],
  evidence: unknown,
): Failure | undefined {
  const counts = evidence as readonly number[];
  const points: WorkAtSize[] = sizes.map(({ capacity, keys }, i) => ({
    size: capacity,
    work: counts[i]! / (2 * keys.length),
  }));
  if (points.some(({ work }) => !(work >= 1))) {
    throw new TypeError(`Cannot judge the work: a call is at least one step: current value is ${shownValue(evidence)}`);
  }
  const exponent = growthExponent(points);
  if (exponent < FLAT_BELOW) return undefined;
  const [smallest, largest] = [points[0]!, points.at(-1)!];
  return {
    input:
      `${smallest.size} to ${largest.size} entries; a full cache, then a get and a put for each of 4 × capacity keys`,
    expected: "about the same number of steps a call at every capacity",
    got:
      `${Math.round(smallest.work)} steps a call at capacity ${smallest.size}, ${
        Math.round(largest.work)
      } at ${largest.size}` +
      `: they grow like capacity^${exponent.toFixed(1)}`,
  };
}
