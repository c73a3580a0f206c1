/**
 * A feed gathered at writing: each post is copied into the timelines of all who follow its author.
 *
 * A post is stored together with a job; a worker runs the jobs ({@linkcode BaseFeed} does not: see `fan_out_worker.ts`)
 * copies it. Reading asks for one timeline, which the store checks against follows, blocks and tombstones as they
 * stand.
 *
 * **Equal to pull, once the jobs are done.** A timeline is capped, so below its floor it promises nothing. A page that
 * ends above the floor is right as it is; any other is gathered from the lists instead, in a second call.
 * **While jobs are pending** a page may lack posts that have not been delivered; it never shows what pull would not,
 * and never in another order. One's own posts are read from one's own list, and are there at once.
 *
 * | method | cost with f followers |
 * | ------ | ---- |
 * | `post` | O(1), and O(f) timeline entries written by jobs |
 * | `follow` | O(timeline's capacity): back-fill |
 * | `unfollow`, `block`, `deletePost` | O(1): reading checks |
 * | `getFeed` of k | one timeline, one call of the store; a second below the floor, at pull's cost |
 *
 * Not here on purpose: rebuilding a timeline that unfollows left nearly empty (newer posts fill it, until then its
 * pages cost a second call), timelines that are only made when a reader comes back.
 *
 * @module
 */
import { checkOptions } from "../../base/argument.ts";
import { newestFirst, type TimelineRead } from "../../storage/feed/feed_store.ts";
import { kWayMerge } from "./k_way_merge.ts";
import { BaseFeed, type FeedOptions, type FeedStore, type Page, type Post } from "./base_feed.ts";

export type { FeedOptions, Page, Post, TimelineRead };

/**
 * A {@linkcode BaseFeed} that fans out at writing.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "../../storage/feed/memory_feed_store.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 * import { drainFanOut } from "./fan_out_worker.ts";
 * import { PushFeed } from "./push_feed.ts";
 *
 * const store = new MemoryFeedStore();
 * const feed = new PushFeed({ store, clock: new ManualClock() });
 * await feed.follow("ann", "bob");
 * await feed.post("bob", "hello");
 * assertEquals((await feed.getFeed("bob", 10)).length, 1); // their own, at once
 * assertEquals((await feed.getFeed("ann", 10)).length, 0); // not delivered yet
 * await drainFanOut(store);
 * assertEquals((await feed.getFeed("ann", 10)).length, 1);
 * ```
 */
export class PushFeed extends BaseFeed {
  /**
   * A feed over what the store holds.
   * @throws {TypeError} If `newId` is not a function.
   */
  constructor(options: FeedOptions) {
    const { store } = checkOptions(options, { action: "create a feed", argument: "options" });
    super(options, { isFannedOut: true, read: (user, page) => gather(store, { user, page }) });
  }
}

/** The timeline, or all lists where it is not whole. */
async function gather(
  store: FeedStore,
  { user, page }: { readonly user: string; readonly page: Page },
): Promise<readonly Post[]> {
  const read = await store.readTimeline(user, page);
  const merged = kWayMerge([read.entries, ...read.lists], page.limit);
  if (isWhole(merged, { limit: page.limit, floor: read.floor })) return merged;
  return kWayMerge(await store.readLists(user, page), page.limit);
}

/** Whether nothing can be missing: the page is full above the floor, or the timeline has dropped nothing. */
function isWhole(
  merged: readonly Post[],
  { limit, floor }: { readonly limit: number; readonly floor: TimelineRead["floor"] },
): boolean {
  if (floor === undefined) return true;
  const last = merged.at(-1);
  return merged.length === limit && last !== undefined && newestFirst(last, floor) < 0;
}
