/**
 * The newest posts of many lists, each newest first: a merge with a heap.
 *
 * The heap holds the head of each list. Taking the newest head and putting the next of its list in its place costs the
 * height of the heap, so a feed of k posts out of n lists looks at n + k posts and sorts nothing.
 * **Invariant.** Nothing in the heap or behind it is newer than what was taken; the same post in two lists is taken
 * once.
 *
 * Cost: O(n + k log n) for k posts of n lists.
 *
 * Not here on purpose: reading on where a list ends short (the store gives as many as may be needed).
 *
 * Source: D. Knuth, The Art of Computer Programming, volume 3, section 5.4.1 (multiway merging); the heap of R. Floyd,
 * "Treesort 3", CACM 7(12), 1964.
 *
 * @module
 */
import { checkList, checkPositiveInteger } from "../../base/argument.ts";
import { newestFirst, type PostKey } from "../../storage/feed/feed_store.ts";

export type { PostKey };

/** One list, and how far it has been taken. */
interface Head<Entry> {
  readonly list: readonly Entry[];
  at: number;
  entry: Entry;
}

/**
 * The newest `limit` posts of `lists`, newest first, each once.
 * @param lists Each newest first.
 * @throws {RangeError} If `limit` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kWayMerge } from "./k_way_merge.ts";
 *
 * const at = (...times: number[]) => times.map((timeMs) => ({ timeMs, id: `p${timeMs}` }));
 * const merged = kWayMerge([at(9, 4, 1), at(8, 7), at(8, 2)], 5);
 * assertEquals(merged.map((post) => post.timeMs), [9, 8, 7, 4, 2]);
 * ```
 */
export function kWayMerge<Entry extends PostKey>(lists: readonly (readonly Entry[])[], limit: number): Entry[] {
  const action = "merge posts";
  checkPositiveInteger(limit, { action, argument: "limit" });
  checkList(lists, { action, argument: "lists" });
  for (const [n, list] of lists.entries()) checkList(list, { action, argument: `lists[${n}]` });
  const heap: Head<Entry>[] = [];
  for (const list of lists) {
    if (list.length > 0) heap.push({ list, at: 0, entry: list[0]! });
  }
  for (let index = (heap.length >> 1) - 1; index >= 0; index--) sink(heap, index);
  const merged: Entry[] = [];
  while (heap.length > 0 && merged.length < limit) {
    const top = heap[0]!;
    const last = merged.at(-1);
    if (last === undefined || newestFirst(last, top.entry) !== 0) merged.push(top.entry);
    const next = top.list[++top.at];
    if (next !== undefined) top.entry = next;
    else if (heap.length > 1) heap[0] = heap.pop()!;
    else break;
    sink(heap, 0);
  }
  return merged;
}

/** Lets the head at `place` sink until no child is newer. */
function sink<Entry extends PostKey>(heap: Head<Entry>[], index: number): void {
  const sinking = heap[index]!;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && newestFirst(heap[child + 1]!.entry, heap[child]!.entry) < 0) child++;
    if (newestFirst(sinking.entry, heap[child]!.entry) <= 0) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = sinking;
}
