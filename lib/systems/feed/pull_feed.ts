/**
 * A feed gathered at reading: the lists of all whom the reader follows, merged.
 *
 * Writing is as cheap as can be, one post in one list. Reading asks every list, in one call of the store, and merges
 * them with a heap. Nothing is copied, so nothing can be stale: the other feeds are held to this one's answers.
 *
 * | method | cost with f follows |
 * | ------ | ---- |
 * | `post`, `follow`, `unfollow`, `block`, `deletePost` | O(1) |
 * | `getFeed` of k | O(f · k) posts read at most, one call of the store |
 *
 * Not here on purpose: timelines (`push_feed.ts`), ranking by anything but time.
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { kWayMerge } from "./k_way_merge.ts";
import { BaseFeed, type FeedOptions } from "./base_feed.ts";

export type { FeedOptions };

/**
 * A {@linkcode BaseFeed} that gathers at reading.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "../../storage/feed/memory_feed_store.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 * import { PullFeed } from "./pull_feed.ts";
 *
 * const feed = new PullFeed({ store: new MemoryFeedStore(), clock: new ManualClock() });
 * await feed.post("bob", "older than the follow");
 * await feed.follow("ann", "bob");
 * await feed.post("ann", "my own");
 * assertEquals((await feed.getFeed("ann", 10)).map((post) => post.text), ["my own", "older than the follow"]);
 * ```
 */
export class PullFeed extends BaseFeed {
  /**
   * A feed over what the store holds.
   * @throws {TypeError} If `newId` is not a function.
   */
  constructor(options: FeedOptions) {
    const { store } = checkOptions(options, { action: "create a feed", argument: "options" });
    super(options, {
      isFannedOut: false,
      read: async (user, page) => kWayMerge(await store.readLists(user, page), page.limit),
    });
  }
}
