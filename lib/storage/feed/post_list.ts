/**
 * A list of posts in order, of bounded length if asked for, for engines that live in memory.
 *
 * An array from oldest to newest, since nearly everything is added at the newest end; what is dropped leaves at the
 * other end by moving a mark, and the array is cut when half of it is dropped.
 * **Invariant.** From the mark on, keys rise strictly: no post stands twice.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `add` of the newest | O(1) amortised |
 * | `add` elsewhere, `remove` | O(n), a move in memory |
 * | `newest` | O(log n + entries looked at) |
 * | `dropOldest` | O(1) amortised |
 *
 * Not here on purpose: searching by anything but the key.
 *
 * @module
 */
import { newestFirst, type PostKey } from "./feed_store.ts";

/**
 * Posts in order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PostList } from "./post_list.ts";
 *
 * const list = new PostList<{ timeMs: number; id: string }>();
 * for (const timeMs of [3, 1, 2, 2]) list.add({ timeMs, id: `p${timeMs}` });
 * assertEquals(list.newest({ limit: 9, before: { timeMs: 3, id: "p3" } }).map((post) => post.id), ["p2", "p1"]);
 * assertEquals(list.dropOldest()?.id, "p1");
 * assertEquals(list.size, 2);
 * ```
 */
export class PostList<Entry extends PostKey> {
  #entries: Entry[] = [];
  /** Entries before this place have been dropped. */
  #start = 0;

  /** How many there are. */
  get size(): number {
    return this.#entries.length - this.#start;
  }

  /** Adds an entry in its place; false if that place is taken. */
  add(entry: Entry): boolean {
    const { length } = this.#entries;
    if (length === this.#start || newestFirst(entry, this.#entries[length - 1]!) < 0) {
      this.#entries.push(entry);
      return true;
    }
    const at = this.#end(entry);
    if (newestFirst(entry, this.#entries[at]!) === 0) return false;
    this.#entries.splice(at, 0, entry);
    return true;
  }

  /** Takes the entry of a place out; false if nothing stands there. */
  remove(key: PostKey): boolean {
    const at = this.#end(key);
    if (at === this.#entries.length || newestFirst(key, this.#entries[at]!) !== 0) return false;
    this.#entries.splice(at, 1);
    return true;
  }

  /** Takes the oldest entry out and returns it. */
  dropOldest(): Entry | undefined {
    const oldest = this.#entries[this.#start];
    if (oldest === undefined) return undefined;
    this.#start++;
    if (2 * this.#start > this.#entries.length + 16) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
    return oldest;
  }

  /** The newest entries behind a place that are `wanted`, newest first. */
  newest(
    { limit, before, wanted = () => true }: {
      readonly limit: number;
      readonly before?: PostKey | undefined;
      readonly wanted?: (entry: Entry) => boolean;
    },
  ): Entry[] {
    const found: Entry[] = [];
    for (let at = (before === undefined ? this.#entries.length : this.#end(before)) - 1; at >= this.#start; at--) {
      const entry = this.#entries[at]!;
      if (!wanted(entry)) continue;
      found.push(entry);
      if (found.length === limit) break;
    }
    return found;
  }

  /** The first place of the array whose entry is not older than `key`: its length if all are. */
  #end(key: PostKey): number {
    let low = this.#start, high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (newestFirst(this.#entries[middle]!, key) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
