/**
 * What a news feed does, whichever way it gathers its posts.
 *
 * **The rule.** A feed shows a user's own posts and those of everyone the user follows at the moment of the call, posts
 * from before the follow included; no deleted posts, and nothing between two users if either has blocked the other.
 * Newest first by (time, id), each post once, as many as were asked for if there are that many.
 *
 * - Users cannot follow or block themselves: the call changes nothing and returns `false`. A user always sees their own
 *   posts.
 * - A block hides posts and keeps the follows: after the last `unblock` everything is as it was.
 * - A deleted post leaves a tombstone: a client that holds its id, or uses it as a cursor, can go on.
 * - A cursor is `before: the last post of the previous page`. Posts that arrive meanwhile are newer than the cursor, so
 *   no later page shifts, repeats a post or leaves one out.
 *
 * @module
 */
import type { Post, PostKey } from "./feed_store.ts";

export type { Post, PostKey };

/** Which part of a feed. */
export interface FeedQuery {
  /** The most posts: a positive integer. */
  readonly k: number;
  /** Only posts older than this one: usually the last post of the previous page. */
  readonly before?: PostKey;
}

/** A news feed. */
export interface NewsFeed {
  /** Posts a text and returns the post's id. */
  post(user: string, tweet: string): Promise<string>;
  /** Deletes a post; false if it does not exist (any more). */
  deletePost(id: string): Promise<boolean>;
  /** Lets `follower` see the posts of `followed`; false if nothing changed. */
  follow(follower: string, followed: string): Promise<boolean>;
  /** Ends a follow; false if there was none. */
  unfollow(follower: string, followed: string): Promise<boolean>;
  /** Hides the posts of two users from each other; false if the block existed already. */
  block(blocker: string, blocked: string): Promise<boolean>;
  /** Ends a block by the same blocker; false if there was none. */
  unblock(blocker: string, blocked: string): Promise<boolean>;
  /** The newest `k` posts of a user's feed, or the newest `k` before a cursor. */
  getFeed(user: string, query: number | FeedQuery): Promise<readonly Post[]>;
}
