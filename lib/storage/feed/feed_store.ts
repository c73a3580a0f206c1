/**
 * Where a news feed keeps its posts, its graph and its timelines: the port that every engine of the feed implements.
 *
 * A post stands in two places: in the list of its author, always, and in the timelines of those who follow him, if it
 * is fanned out. An engine answers a reader's question in one call: which lists concern them, what their timeline
 * holds, and from where on that timeline is whole.
 *
 * **What a reader may see.** A post that is not deleted, and is their own or by someone whom they follow and with whom
 * they has no block in either direction. Every read asks the graph as it stands, so whatever fan-out left in a timeline
 * (an unfollowed author, a deleted post) is not shown.
 *
 * **Order.** By time, then by id, both compared as they are (ids byte by byte), newest first. No two posts share a key.
 *
 * **The floor.** A timeline keeps the newest `timelineCapacity` entries. What it drops leaves a mark, the floor: above
 * it, every post that the reader may see and that is not read from its author's list is in the timeline or on its way
 * there (in a job). At or below it nothing is promised, and the reader's lists must be asked.
 *
 * **How an author is read.** A `pushed` author's posts are fanned out. A `pulled` author's are not: their list is read
 * instead. A `returning` one is on the way back: their list is read and their posts are fanned out, until every job of
 * theirs is done.
 *
 * **Every write is one atomic step and may be repeated**: by id, or because it adds to a set. A caller that loses the
 * answer to a call may make it again.
 *
 * Not here on purpose: who may do what (the caller knows), texts larger than a tweet's kind, deleting users, private
 * accounts, removing dead entries from timelines (newer ones push them out), timelines of readers who stopped coming.
 *
 * Source: Twitter's timelines as told by R. Krikorian, "Timelines at Scale", QCon 2012: fan-out into capped lists in
 * Redis, celebrities merged at reading. Floor, modes and jobs are our own.
 *
 * @module
 */

/** A place in the order of posts. */
export interface PostKey {
  /** When it was posted, in milliseconds on the feed's clock: any finite number. */
  readonly timeMs: number;
  /** Tells posts of one moment apart: 1 to 64 visible ASCII characters. */
  readonly id: string;
}

/** A post. */
export interface Post extends PostKey {
  /** Who wrote it: 1 to 128 characters. */
  readonly author: string;
  /** 1 to 10,000 characters. */
  readonly text: string;
}

/** A piece of a list that is newest first. */
export interface Page {
  /** The most posts wanted: a positive integer. */
  readonly limit: number;
  /** Only what stands behind this place, which need not hold a post. Left out: from the newest on. */
  readonly before?: PostKey;
}

/** What became of an edge of the graph. */
export interface EdgeChange {
  /** Whether it was not so before. */
  readonly isNew: boolean;
  /** How many follow the followed now. */
  readonly followers: number;
  /** How the followed reaches them. */
  readonly mode: AuthorMode;
}

/** What an engine knows of one page of a timeline. */
export interface TimelineRead {
  /** Entries that the reader may see, above the floor, newest first: at most `limit`. */
  readonly entries: readonly Post[];
  /** The lists that are read instead of being fanned out: the reader's own, and those of their pulled and returning authors. */
  readonly lists: readonly (readonly Post[])[];
  /** The newest place that the timeline ever dropped; left out if it never dropped any. */
  readonly floor?: PostKey;
}

/** What one step of the fan-out did. */
export interface FanOutStep {
  /** Whose posts were delivered. */
  readonly author: string;
  /** The post, with its time; left out when a returning author's list was delivered. */
  readonly post?: PostKey;
  /** Followers reached by this step; those who had it already count too. */
  readonly followers: number;
  /** Whether its job is done. */
  readonly isLast: boolean;
}

/** How an author reaches their readers. */
export type AuthorMode = "pushed" | "returning" | "pulled";

/** An engine of the feed. */
export interface FeedStore {
  /** The most entries of a timeline. */
  readonly timelineCapacity: number;

  /**
   * Stores a post and, with `fanOut` and unless its author is pulled, the job that will deliver it: both or neither.
   * @returns False if the id is known, deleted or not; then nothing changes.
   */
  addPost(post: Post, options: { readonly fanOut: boolean }): Promise<boolean>;
  /** Leaves a tombstone in place of a post: it is not shown any more, and its id stays taken. False if it was not there. */
  deletePost(id: string): Promise<boolean>;

  /**
   * Adds an edge; with `backFill`, and unless the followed user is pulled, their posts go into the follower's timeline with it.
   * To follow oneself changes nothing.
   */
  follow(follower: string, followed: string, options: { readonly backFill: boolean }): Promise<EdgeChange>;
  /** Takes an edge away. */
  unfollow(follower: string, followed: string): Promise<EdgeChange>;
  /** Hides two people's posts from each other, and leaves their edges. False if it was so, or both are one. */
  block(blocker: string, blocked: string): Promise<boolean>;
  /** Takes back one's own block, not the other's. False if there was none. */
  unblock(blocker: string, blocked: string): Promise<boolean>;

  /**
   * Makes an author pulled, or sends a pulled one back: they become returning, with a job that delivers their list to all who
   * follow them, and pushed with the last of their jobs. False if there was nothing to do.
   */
  setMode(author: string, mode: "pulled" | "pushed"): Promise<boolean>;

  /**
   * Does a bounded piece of the oldest job: at most `batch` followers, fewer where a whole list is delivered.
   * @returns `undefined` if there is no job (that no other worker has).
   */
  fanOutStep(options: { readonly batch: number }): Promise<FanOutStep | undefined>;
  /** Jobs that are not done. */
  pendingJobs(): Promise<number>;

  /**
   * Lists of all whom the reader may see, themselves too, each newest first and holding at most `limit`. An engine may leave out
   * what can't be among the newest `limit` of them all.
   */
  readLists(reader: string, page: Page): Promise<readonly (readonly Post[])[]>;
  /** A page of the reader's timeline, with the lists that complete it. */
  readTimeline(reader: string, page: Page): Promise<TimelineRead>;

  /** Gives back connections; the store must not be used any more. */
  close(): Promise<void>;
}

/**
 * The engine could not do what was asked: it can't be reached, or its connection broke. What was asked may be repeated.
 */
export class FeedStoreError extends Error {
  /** Tells it from other errors. */
  override name = "FeedStoreError";
}

/**
 * Below 0 if `one` is newer than `other` and so stands before it, above 0 if it is older, 0 if both are the same place.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { newestFirst } from "./feed_store.ts";
 *
 * const posts = [{ timeMs: 5, id: "a" }, { timeMs: 5, id: "b" }, { timeMs: 9, id: "0" }];
 * assertEquals(posts.toSorted(newestFirst).map((post) => post.id), ["0", "b", "a"]);
 * ```
 */
export function newestFirst(one: PostKey, other: PostKey): number {
  if (one.timeMs !== other.timeMs) return one.timeMs > other.timeMs ? -1 : 1;
  return one.id === other.id ? 0 : one.id > other.id ? -1 : 1;
}
