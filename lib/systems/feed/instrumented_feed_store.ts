/**
 * A feed's store that counts what is asked of it: calls, posts stored, timeline entries written, posts read.
 *
 * Times depend on the machine and on who else uses it; counts are the same everywhere, and say where the work of a feed
 * goes: to its writers or to its readers.
 *
 * Cost: a few additions a call.
 *
 * Not here on purpose: the entries that a back-fill writes (the store does not tell), times.
 *
 * @module
 */
import type { EdgeChange, FanOutStep, FeedStore, Page, Post, TimelineRead } from "../../storage/feed/feed_store.ts";

export type { EdgeChange, FanOutStep, FeedStore, Page, Post, TimelineRead };

/** What has been counted. */
export interface FeedCounts {
  /** Calls of the store: round trips, for a remote one. */
  calls: number;
  /** Posts stored. */
  posts: number;
  /** Timeline entries written by the fan-out. */
  entriesWritten: number;
  /** Pages read. */
  reads: number;
  /** Posts that the store gave back for them. */
  postsRead: number;
}

/**
 * A {@linkcode FeedStore} in front of another.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "../../storage/feed/memory_feed_store.ts";
 * import { InstrumentedFeedStore } from "./instrumented_feed_store.ts";
 *
 * const store = new InstrumentedFeedStore(new MemoryFeedStore());
 * await store.follow("ann", "bob", { backFill: true });
 * await store.addPost({ id: "1", author: "bob", text: "hello", timeMs: 0 }, { fanOut: true });
 * await store.fanOutStep({ batch: 100 });
 * assertEquals([store.counts.calls, store.counts.entriesWritten], [3, 1]);
 * ```
 */
export class InstrumentedFeedStore implements FeedStore {
  /** So far. */
  readonly counts: FeedCounts = { calls: 0, posts: 0, entriesWritten: 0, reads: 0, postsRead: 0 };
  readonly #store: FeedStore;

  /** Counts what is asked of `store`. */
  constructor(store: FeedStore) {
    this.#store = store;
  }

  /** That of the store behind. */
  get timelineCapacity(): number {
    return this.#store.timelineCapacity;
  }

  /** See {@linkcode FeedStore.addPost}. */
  async addPost(post: Post, options: { readonly fanOut: boolean }): Promise<boolean> {
    this.counts.calls++;
    const isNew = await this.#store.addPost(post, options);
    if (isNew) this.counts.posts++;
    return isNew;
  }

  /** See {@linkcode FeedStore.deletePost}. */
  deletePost(id: string): Promise<boolean> {
    this.counts.calls++;
    return this.#store.deletePost(id);
  }

  /** See {@linkcode FeedStore.follow}. */
  follow(follower: string, followed: string, options: { readonly backFill: boolean }): Promise<EdgeChange> {
    this.counts.calls++;
    return this.#store.follow(follower, followed, options);
  }

  /** See {@linkcode FeedStore.unfollow}. */
  unfollow(follower: string, followed: string): Promise<EdgeChange> {
    this.counts.calls++;
    return this.#store.unfollow(follower, followed);
  }

  /** See {@linkcode FeedStore.block}. */
  block(blocker: string, blocked: string): Promise<boolean> {
    this.counts.calls++;
    return this.#store.block(blocker, blocked);
  }

  /** See {@linkcode FeedStore.unblock}. */
  unblock(blocker: string, blocked: string): Promise<boolean> {
    this.counts.calls++;
    return this.#store.unblock(blocker, blocked);
  }

  /** See {@linkcode FeedStore.setMode}. */
  setMode(author: string, mode: "pulled" | "pushed"): Promise<boolean> {
    this.counts.calls++;
    return this.#store.setMode(author, mode);
  }

  /** See {@linkcode FeedStore.fanOutStep}. */
  async fanOutStep(options: { readonly batch: number }): Promise<FanOutStep | undefined> {
    this.counts.calls++;
    const step = await this.#store.fanOutStep(options);
    if (step?.post !== undefined) this.counts.entriesWritten += step.followers;
    return step;
  }

  /** See {@linkcode FeedStore.pendingJobs}. */
  pendingJobs(): Promise<number> {
    this.counts.calls++;
    return this.#store.pendingJobs();
  }

  /** See {@linkcode FeedStore.readLists}. */
  async readLists(reader: string, page: Page): Promise<readonly (readonly Post[])[]> {
    this.counts.calls++;
    const lists = await this.#store.readLists(reader, page);
    this.#countRead(lists);
    return lists;
  }

  /** See {@linkcode FeedStore.readTimeline}. */
  async readTimeline(reader: string, page: Page): Promise<TimelineRead> {
    this.counts.calls++;
    const read = await this.#store.readTimeline(reader, page);
    this.#countRead([read.entries, ...read.lists]);
    return read;
  }

  /** See {@linkcode FeedStore.close}. */
  close(): Promise<void> {
    return this.#store.close();
  }

  #countRead(lists: readonly (readonly Post[])[]): void {
    this.counts.reads++;
    for (const list of lists) this.counts.postsRead += list.length;
  }
}
