/**
 * A feed that pushes the posts of most and pulls those of the few whom very many follow.
 *
 * A post of someone with a million followers is a million entries; their list, read when a reader asks, is one. So an
 * author becomes pulled when `enter` follow him, and goes back when only `leave` still do. Between the two nothing
 * changes: with a single threshold, one reader who follows and unfollows would send a celebrity's list to all followers
 * each time.
 *
 * **Equal to pull, once the jobs are done**: {@linkcode PushFeed}'s argument holds, since the store reads the lists of
 * all who are not plainly pushed. On the way back an author's list is read until it has been delivered to everyone.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `post` | O(1), and fewer than `enter` timeline entries by jobs |
 * | `follow`, `unfollow` | push's; the one that crosses a threshold asks the store once more |
 * | `getFeed` of k | push's, and one list for each pulled author whom the reader follows |
 *
 * Not here on purpose: thresholds by cost (readers who never come, authors who never post), counting followers (the
 * store does).
 *
 * @module
 */
import { checkNonNegativeInteger, checkOptions, checkPositiveInteger } from "../../base/argument.ts";
import { PushFeed } from "./push_feed.ts";
import type { FeedOptions, FeedStore } from "./base_feed.ts";

export type { FeedOptions };

/** When an author is pulled. */
export interface CelebrityThresholds {
  /** Followers that make him pulled: a positive integer. */
  readonly enter: number;
  /** Followers, or fewer, that send him back: below `enter`. */
  readonly leave: number;
}

/** What a hybrid feed is made of. */
export interface HybridFeedOptions extends FeedOptions {
  /** When an author is pulled. */
  readonly celebrity: CelebrityThresholds;
}

/**
 * A {@linkcode PushFeed} that pulls celebrities.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "../../storage/feed/memory_feed_store.ts";
 * import { ManualClock } from "../../testing/manual_clock.ts";
 * import { HybridFeed } from "./hybrid_feed.ts";
 *
 * const store = new MemoryFeedStore();
 * const feed = new HybridFeed({ store, clock: new ManualClock(), celebrity: { enter: 2, leave: 0 } });
 * await feed.follow("ann", "star");
 * await feed.follow("bob", "star"); // the second: pulled from now on
 * await feed.post("star", "no job for this one");
 * assertEquals(await store.pendingJobs(), 0);
 * assertEquals((await feed.getFeed("ann", 10)).length, 1);
 * ```
 */
export class HybridFeed extends PushFeed {
  readonly #store: FeedStore;
  readonly #celebrity: CelebrityThresholds;

  /**
   * A feed over what the store holds.
   * @throws {RangeError} If `enter` is not a positive integer, or `leave` not a non-negative integer below it.
   */
  constructor(options: HybridFeedOptions) {
    super(options);
    const action = "create a hybrid feed";
    const { enter, leave } = checkOptions(options.celebrity, { action, argument: "celebrity" });
    checkPositiveInteger(enter, { action, argument: "enter" });
    checkNonNegativeInteger(leave, { action, argument: "leave" });
    if (leave >= enter) {
      throw new RangeError(`Cannot ${action}: leave must be below enter, which is ${enter}: current value is ${leave}`);
    }
    this.#store = options.store;
    this.#celebrity = { enter, leave };
  }

  /** See {@linkcode PushFeed.follow}; an author with `enter` followers becomes a celebrity. */
  override async follow(follower: string, followed: string): Promise<boolean> {
    const { isNew, followers, mode } = await this.#store.follow(follower, followed, { backFill: true });
    if (followers >= this.#celebrity.enter && mode !== "pulled") await this.#store.setMode(followed, "pulled");
    return isNew;
  }

  /** See {@linkcode PushFeed.unfollow}; an author with only `leave` followers left is one no longer. */
  override async unfollow(follower: string, followed: string): Promise<boolean> {
    const { isNew, followers, mode } = await this.#store.unfollow(follower, followed);
    if (followers <= this.#celebrity.leave && mode === "pulled") await this.#store.setMode(followed, "pushed");
    return isNew;
  }
}
