/**
 * The feed's engine in memory: serves by default, and is what the remote engines are compared with.
 *
 * A record for each user: whom they follow and who follows them, whom they must not see, their own posts in order, and
 * their timeline with its floor. A job is an iterator over the followers of its author, taken up again at every step: a
 * user who follows meanwhile comes at its end, one who has left is passed by.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `addPost`, `deletePost`, `unfollow`, `block` | O(1); a delete O(posts of its author) |
 * | `follow` | O(1), with back-fill O(timeline's capacity) |
 * | `fanOutStep` | O(batch) for a post, O(batch · capacity) for a list |
 * | `readLists` | O(follows · (log posts + limit)) |
 * | `readTimeline` | O(entries looked at + min(follows, pulled authors)) |
 *
 * **Invariant.** That of the port: above the floor, the timeline, the jobs and the lists read beside it hold every post
 * that the reader may see.
 *
 * Not here on purpose: a life beyond the process, several processes (PostgreSQL and Redis: `lib/adapters`).
 *
 * @module
 */
import { checkOptions, checkPositiveInteger } from "../../base/argument.ts";
import {
  checkBatch,
  checkMode,
  checkPage,
  checkPost,
  checkPostId,
  checkSwitch,
  checkUserName,
} from "./feed_arguments.ts";
import {
  type AuthorMode,
  type EdgeChange,
  type FanOutStep,
  type FeedStore,
  newestFirst,
  type Page,
  type Post,
  type PostKey,
  type TimelineRead,
} from "./feed_store.ts";
import { PostList } from "./post_list.ts";

export type { AuthorMode, EdgeChange, FanOutStep, FeedStore, Page, Post, PostKey, TimelineRead };

/** Entries of a timeline unless told otherwise: Twitter's figure. */
export const DEFAULT_TIMELINE_CAPACITY = 800;

/** How an engine is set up. */
export interface FeedStoreOptions {
  /** The most entries of a timeline: a positive integer. @default {800} */
  readonly timelineCapacity?: number;
}

interface User {
  readonly name: string;
  readonly posts: PostList<Post>;
  readonly following: Set<User>;
  readonly followers: Set<User>;
  readonly blocked: Set<User>;
  readonly blockedBy: Set<User>;
  readonly timeline: PostList<Entry>;
  floor: PostKey | undefined;
  mode: AuthorMode;
  jobs: number;
}

/** A post in a timeline, with what the check at reading asks for at hand. */
interface Entry extends PostKey {
  readonly post: Post;
  readonly by: User;
  isDeleted: boolean;
}

interface Job {
  readonly author: User;
  /** Left out: the author's whole list. */
  readonly entry?: Entry;
  readonly followers: Iterator<User>;
}

/**
 * A {@linkcode FeedStore} in memory.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "./memory_feed_store.ts";
 *
 * const store = new MemoryFeedStore();
 * await store.follow("ann", "bob", { backFill: true });
 * await store.addPost({ id: "1", author: "bob", text: "hello", timeMs: 7 }, { fanOut: true });
 * assertEquals((await store.readTimeline("ann", { limit: 5 })).entries, []); // the job has not run
 * assertEquals((await store.fanOutStep({ batch: 100 }))?.followers, 1);
 * assertEquals((await store.readTimeline("ann", { limit: 5 })).entries.map((post) => post.text), ["hello"]);
 * ```
 */
export class MemoryFeedStore implements FeedStore {
  /** The most entries of a timeline. */
  readonly timelineCapacity: number;
  readonly #users = new Map<string, User>();
  /** By id; a tombstone is `undefined`. */
  readonly #posts = new Map<string, Entry | undefined>();
  /** Authors who are not pushed. */
  readonly #pulled = new Set<User>();
  /** Oldest first. */
  readonly #jobs = new Set<Job>();

  /**
   * An empty store.
   * @throws {RangeError} If the capacity is not a positive integer.
   */
  constructor(options: FeedStoreOptions = {}) {
    const action = "create a feed store";
    const { timelineCapacity = DEFAULT_TIMELINE_CAPACITY } = checkOptions(options, { action, argument: "options" });
    this.timelineCapacity = checkPositiveInteger(timelineCapacity, { action, argument: "timelineCapacity" });
  }

  /** See {@linkcode FeedStore.addPost}. */
  // deno-lint-ignore require-await -- async, so that a refusal rejects as it does in the remote engines
  async addPost(post: Post, options: { readonly fanOut: boolean }): Promise<boolean> {
    const action = "add a post";
    checkPost(post, action);
    const fanOut = checkSwitch(options, { action, name: "fanOut" });
    if (this.#posts.has(post.id)) return false;
    const by = this.#user(post.author);
    const { id, timeMs, text } = post;
    const entry: Entry = { id, timeMs, by, isDeleted: false, post: { id, timeMs, text, author: by.name } };
    this.#posts.set(id, entry);
    by.posts.add(entry.post);
    if (fanOut && by.mode !== "pulled") this.#queue({ author: by, entry, followers: by.followers.values() });
    return true;
  }

  /** See {@linkcode FeedStore.deletePost}. */
  // deno-lint-ignore require-await -- as above
  async deletePost(id: string): Promise<boolean> {
    const entry = this.#posts.get(checkPostId(id, "delete a post"));
    if (entry === undefined) return false;
    this.#posts.set(id, undefined);
    entry.isDeleted = true;
    return entry.by.posts.remove(entry);
  }

  /** See {@linkcode FeedStore.follow}. */
  // deno-lint-ignore require-await -- as above
  async follow(
    follower: string,
    followed: string,
    options: { readonly backFill: boolean },
  ): Promise<EdgeChange> {
    const [reader, author] = this.#pair(follower, followed, "follow");
    const backFill = checkSwitch(options, { action: "follow", name: "backFill" });
    const isNew = reader !== author && !reader.following.has(author);
    if (isNew) {
      reader.following.add(author);
      author.followers.add(reader);
      if (backFill && author.mode !== "pulled") this.#deliverList(author, reader);
    }
    return { isNew, followers: author.followers.size, mode: author.mode };
  }

  /** See {@linkcode FeedStore.unfollow}. */
  // deno-lint-ignore require-await -- as above
  async unfollow(follower: string, followed: string): Promise<EdgeChange> {
    const [reader, author] = this.#pair(follower, followed, "unfollow");
    const isNew = reader.following.delete(author);
    author.followers.delete(reader);
    return { isNew, followers: author.followers.size, mode: author.mode };
  }

  /** See {@linkcode FeedStore.block}. */
  // deno-lint-ignore require-await -- as above
  async block(blocker: string, blocked: string): Promise<boolean> {
    const [one, other] = this.#pair(blocker, blocked, "block");
    if (one === other || one.blocked.has(other)) return false;
    one.blocked.add(other);
    other.blockedBy.add(one);
    return true;
  }

  /** See {@linkcode FeedStore.unblock}. */
  // deno-lint-ignore require-await -- as above
  async unblock(blocker: string, blocked: string): Promise<boolean> {
    const [one, other] = this.#pair(blocker, blocked, "unblock");
    other.blockedBy.delete(one);
    return one.blocked.delete(other);
  }

  /** See {@linkcode FeedStore.setMode}. */
  // deno-lint-ignore require-await -- as above
  async setMode(author: string, mode: "pulled" | "pushed"): Promise<boolean> {
    const action = "set an author's mode";
    checkUserName(author, action);
    checkMode(mode, action);
    const user = this.#user(author);
    if (mode === "pulled" ? user.mode === "pulled" : user.mode !== "pulled") return false;
    this.#pulled.add(user);
    user.mode = mode === "pulled" ? "pulled" : "returning";
    if (mode === "pushed") this.#queue({ author: user, followers: user.followers.values() });
    return true;
  }

  /** See {@linkcode FeedStore.fanOutStep}. */
  // deno-lint-ignore require-await -- as above
  async fanOutStep(options: { readonly batch: number }): Promise<FanOutStep | undefined> {
    const batch = checkBatch(options, "fan out");
    const [job] = this.#jobs;
    if (job === undefined) return undefined;
    const { author, entry } = job;
    let followers = 0;
    let isLast = this.#isVoid(job);
    while (!isLast && followers < batch) {
      const next = job.followers.next();
      isLast = next.done === true;
      if (next.done) break;
      if (entry === undefined) this.#deliverList(author, next.value);
      else this.#deliver(entry, next.value);
      followers++;
    }
    if (isLast) this.#finish(job);
    const post = entry && { timeMs: entry.timeMs, id: entry.id };
    return { author: author.name, ...(post === undefined ? {} : { post }), followers, isLast };
  }

  /** See {@linkcode FeedStore.pendingJobs}. */
  pendingJobs(): Promise<number> {
    return Promise.resolve(this.#jobs.size);
  }

  /** See {@linkcode FeedStore.readLists}. */
  // deno-lint-ignore require-await -- as above
  async readLists(reader: string, page: Page): Promise<readonly (readonly Post[])[]> {
    const user = this.#reader(reader, page);
    return user === undefined ? [] : this.#lists(user, user.following, page);
  }

  /** See {@linkcode FeedStore.readTimeline}. */
  // deno-lint-ignore require-await -- as above
  async readTimeline(reader: string, page: Page): Promise<TimelineRead> {
    const user = this.#reader(reader, page);
    if (user === undefined) return { entries: [], lists: [] };
    const entries = user.timeline.newest({
      ...page,
      wanted: ({ by, isDeleted }) => !isDeleted && user.following.has(by) && !areApart(user, by),
    });
    const few = this.#pulled.size < user.following.size ? this.#pulled : user.following;
    const others = few === this.#pulled ? user.following : this.#pulled;
    const lists = this.#lists(user, few.size === 0 ? [] : [...few].filter((author) => others.has(author)), page);
    const { floor } = user;
    return { entries: entries.map(({ post }) => post), lists, ...(floor === undefined ? {} : { floor }) };
  }

  /** Nothing to give back. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Puts an entry into a timeline, unless it stands at or below the floor, and drops what is too much. */
  #deliver(entry: Entry, reader: User): void {
    if (reader.floor !== undefined && newestFirst(entry, reader.floor) >= 0) return;
    reader.timeline.add(entry);
    if (reader.timeline.size <= this.timelineCapacity) return;
    const { timeMs, id } = reader.timeline.dropOldest()!;
    reader.floor = { timeMs, id };
  }

  /**
   * Puts an author's posts into a timeline: one more than it holds, so that a list which does not fit raises the floor.
   */
  #deliverList(author: User, reader: User): void {
    const posts = author.posts.newest({ limit: this.timelineCapacity + 1 }).reverse();
    for (const { id } of posts) this.#deliver(this.#posts.get(id)!, reader);
  }

  #queue(job: Job): void {
    this.#jobs.add(job);
    job.author.jobs++;
  }

  /** Ends a job; with their last one a returning author is back. */
  #finish(job: Job): void {
    this.#jobs.delete(job);
    const { author } = job;
    if (--author.jobs > 0 || author.mode !== "returning") return;
    author.mode = "pushed";
    this.#pulled.delete(author);
  }

  /** Whether a job is not needed any more: its post is deleted, or its author is pulled. */
  #isVoid({ author, entry }: Job): boolean {
    return author.mode === "pulled" || entry?.isDeleted === true;
  }

  #lists(reader: User, authors: Iterable<User>, page: Page): Post[][] {
    const lists = [reader.posts.newest(page)];
    for (const author of authors) {
      if (author.posts.size > 0 && !areApart(reader, author)) lists.push(author.posts.newest(page));
    }
    return lists.filter((list) => list.length > 0);
  }

  #reader(name: string, page: Page): User | undefined {
    checkPage(page, "read a feed");
    return this.#users.get(checkUserName(name, "read a feed"));
  }

  #pair(one: string, other: string, action: string): [User, User] {
    checkUserName(one, action);
    checkUserName(other, action);
    return [this.#user(one), this.#user(other)];
  }

  #user(name: string): User {
    const known = this.#users.get(name);
    if (known !== undefined) return known;
    const user: User = {
      name,
      posts: new PostList(),
      following: new Set(),
      followers: new Set(),
      blocked: new Set(),
      blockedBy: new Set(),
      timeline: new PostList(),
      floor: undefined,
      mode: "pushed",
      jobs: 0,
    };
    this.#users.set(name, user);
    return user;
  }
}

/** Whether two have a block in either direction. */
function areApart(one: User, other: User): boolean {
  if (one.blocked.size + one.blockedBy.size === 0) return false;
  return one.blocked.has(other) || one.blockedBy.has(other);
}
