/**
 * What a news feed does, whichever way it gathers its posts.
 *
 * **The rule.** A feed shows a user's own posts and those of whom he follows, as the follows stand at the moment of the
 * call, posts from before the follow too; not what is deleted, and nothing between two who have a block in either
 * direction. Newest first by (time, id), each post once, as many as were asked for if there are that many.
 *
 * - Nobody follows or blocks himself: the call changes nothing and says `false`. One's own posts are always there.
 * - A block hides and keeps the edges: after the last `unblock` everything is as it was.
 * - A deleted post leaves a tombstone: whoever holds its id, or its place as a cursor, can go on.
 * - A cursor is a place, `before: the last post of the page before`. Posts that come in meanwhile are newer than the
 *   place, so no later page shifts, repeats or leaves out anything.
 *
 * @module
 */
import type { Post, PostKey } from "./feed_store.ts";

export type { Post, PostKey };

/** Which part of a feed. */
export interface FeedQuery {
  /** The most posts: a positive integer. */
  readonly k: number;
  /** Only what is older than this place: most often the last post of the page before. */
  readonly before?: PostKey;
}

/** A news feed. */
export interface NewsFeed {
  /** Posts a text and returns the post's id. */
  post(user: string, tweet: string): Promise<string>;
  /** Takes a post back; false if it is not there (any more). */
  deletePost(id: string): Promise<boolean>;
  /** Lets `follower` see the posts of `followed`; false if it was so. */
  follow(follower: string, followed: string): Promise<boolean>;
  /** The opposite; false if there was no follow. */
  unfollow(follower: string, followed: string): Promise<boolean>;
  /** Hides the posts of both from each other; false if the blocker had blocked already. */
  block(blocker: string, blocked: string): Promise<boolean>;
  /** Takes back one's own block; false if there was none. */
  unblock(blocker: string, blocked: string): Promise<boolean>;
  /** The newest `k` posts of a user's feed, or the `k` before a place. */
  getFeed(user: string, query: number | FeedQuery): Promise<readonly Post[]>;
}
