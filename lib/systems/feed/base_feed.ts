/**
 * What all feeds do alike: everything but gathering.
 *
 * @module
 */
import { checkFunction, checkOptions, showValue } from "../../base/argument.ts";
import { checkClock, type Clock } from "../../base/clock.ts";
import { checkPage, checkPostId, checkPostText, checkUserName } from "../../storage/feed/feed_arguments.ts";
import type { FeedStore, Page } from "../../storage/feed/feed_store.ts";
import type { FeedQuery, NewsFeed, Post, PostKey } from "../../storage/feed/news_feed.ts";
import { snowflakeIds } from "./snowflake_ids.ts";

export type { Clock, FeedQuery, FeedStore, NewsFeed, Page, Post, PostKey };

/** What every feed is made of. */
export interface FeedOptions {
  /** Where posts, follows and timelines are kept: for one way of gathering, not for several at once. */
  readonly store: FeedStore;
  /** Gives posts their time. A store that outlives the process needs one that counts from a fixed date. */
  readonly clock: Pick<Clock, "nowMs">;
  /** Makes a post's id; ids of one moment must rise. @default {snowflakeIds()} */
  readonly newId?: (timeMs: number) => string;
}

/** How a feed gathers. */
export interface ReadStrategy {
  /** Whether posts go into timelines. */
  readonly isFannedOut: boolean;
  /** The page of a user's feed. */
  read(user: string, page: Page): Promise<readonly Post[]>;
}

/** A feed over a store; how it reads a page is left to the subclass. */
export class BaseFeed implements NewsFeed {
  readonly #store: FeedStore;
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #newId: (timeMs: number) => string;
  readonly #gathering: ReadStrategy;

  /**
   * A feed over what the store holds.
   * @throws {TypeError} If an option is missing or has the wrong type.
   */
  constructor(options: FeedOptions, gathering: ReadStrategy) {
    const action = "create a feed";
    const { store, clock, newId = snowflakeIds() } = checkOptions(options, { action, argument: "options" });
    for (const method of ["addPost", "follow", "readLists", "readTimeline"] as const) {
      checkFunction(store?.[method], { action, argument: `store.${method}` });
    }
    this.#store = store;
    this.#clock = checkClock(clock, { action });
    this.#newId = checkFunction(newId, { action, argument: "newId" });
    this.#gathering = gathering;
  }

  /**
   * See {@linkcode NewsFeed.post}.
   * @throws {RangeError} If the name or the text is not as it must be, or the id is taken.
   */
  async post(user: string, tweet: string): Promise<string> {
    checkUserName(user, "post");
    checkPostText(tweet, "post");
    const timeMs = this.#clock.nowMs();
    const id = this.#newId(timeMs);
    if (await this.#store.addPost({ id, author: user, text: tweet, timeMs }, { fanOut: this.#gathering.isFannedOut })) {
      return id;
    }
    throw new RangeError(`Cannot post: an id must be new: current value is ${showValue(id)}`);
  }

  /** See {@linkcode NewsFeed.deletePost}. */
  async deletePost(id: string): Promise<boolean> {
    return await this.#store.deletePost(checkPostId(id, "delete a post"));
  }

  /** See {@linkcode NewsFeed.follow}. */
  async follow(follower: string, followed: string): Promise<boolean> {
    return (await this.#store.follow(follower, followed, { backFill: this.#gathering.isFannedOut })).isNew;
  }

  /** See {@linkcode NewsFeed.unfollow}. */
  async unfollow(follower: string, followed: string): Promise<boolean> {
    return (await this.#store.unfollow(follower, followed)).isNew;
  }

  /** See {@linkcode NewsFeed.block}. */
  async block(blocker: string, blocked: string): Promise<boolean> {
    return await this.#store.block(blocker, blocked);
  }

  /** See {@linkcode NewsFeed.unblock}. */
  async unblock(blocker: string, blocked: string): Promise<boolean> {
    return await this.#store.unblock(blocker, blocked);
  }

  /** See {@linkcode NewsFeed.getFeed}. */
  async getFeed(user: string, query: number | FeedQuery): Promise<readonly Post[]> {
    const action = "read a feed";
    const { k, before } = typeof query === "number" ? { k: query } : checkOptions(query, { action, argument: "query" });
    checkUserName(user, action);
    return await this.#gathering.read(user, checkPage({ limit: k, ...(before && { before }) }, action));
  }
}
