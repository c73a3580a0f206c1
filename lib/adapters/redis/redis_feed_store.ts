/**
 * The feed's engine on Redis: sorted sets as lists and timelines, everything in memory, every method one script.
 *
 * A script is one round trip and atomic: a connection that is cut leaves all of it or nothing. Since every write may be
 * repeated, a caller that lost the answer asks again; nothing is sent twice by itself.
 *
 * | method | cost on the server |
 * | ------ | ---- |
 * | `addPost`, `deletePost`, `unfollow`, `block` | O(log n) |
 * | `follow` | O(timeline's capacity) |
 * | `fanOutStep` | O(batch), for a list O(batch · capacity / 20) |
 * | `readLists` | O(follows · limit): others wait meanwhile, so this is for few follows |
 * | `readTimeline` | O(entries looked at + pulled authors followed · limit) |
 *
 * **The server must not evict** (`maxmemory-policy noeviction`): a timeline that vanished would look like one that
 * never dropped anything. Posts live as long as the server keeps its data (append-only file); what must not be lost,
 * PostgreSQL keeps.
 *
 * Why `ioredis`: see `redis_client.ts`.
 *
 * Not here on purpose: a cluster (a script reaches the keys of many users), replicas for reading.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import {
  checkBatch,
  checkMode,
  checkPage,
  checkPost,
  checkPostId,
  checkSwitch,
  checkUserName,
} from "../../storage/feed/feed_arguments.ts";
import {
  type AuthorMode,
  type EdgeChange,
  type FanOutStep,
  type FeedStore,
  FeedStoreError,
  type Page,
  type Post,
  type TimelineRead,
} from "../../storage/feed/feed_store.ts";
import { DEFAULT_TIMELINE_CAPACITY, type FeedStoreOptions } from "../../storage/feed/memory_feed_store.ts";
import { closeRedis, openRedis, type Redis, type RedisClientOptions } from "./redis_client.ts";
import { REDIS_FEED_SCRIPTS } from "./_redis_feed_scripts.ts";

export type { EdgeChange, FanOutStep, FeedStore, FeedStoreOptions, Page, Post, RedisClientOptions, TimelineRead };

/** How the engine is set up. */
export interface RedisFeedStoreOptions extends FeedStoreOptions, RedisClientOptions {
  /** What all its keys begin with. @default {"feed:"} */
  readonly prefix?: string;
}

type ScriptName = keyof typeof REDIS_FEED_SCRIPTS;
type Scripts = Readonly<Record<ScriptName, (...values: readonly (string | number)[]) => Promise<unknown>>>;

/**
 * A {@linkcode FeedStore} on Redis.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { FeedStoreError } from "../../storage/feed/feed_store.ts";
 * import { RedisFeedStore } from "./redis_feed_store.ts";
 *
 * const store = new RedisFeedStore("redis://127.0.0.1:1"); // no server there
 * await assertRejects(() => store.pendingJobs(), FeedStoreError, "Cannot count the jobs: Redis cannot be reached");
 * await store.close();
 * ```
 */
export class RedisFeedStore implements FeedStore {
  /** The most entries of a timeline. */
  readonly timelineCapacity: number;
  readonly #prefix: string;
  readonly #redis: Redis;

  /**
   * An engine that connects when it is first used.
   * @param url `redis://[user:password@]host[:port][/database]`.
   * @throws {TypeError} If `url` is no address of Redis.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(url: string, options: RedisFeedStoreOptions = {}) {
    const { timelineCapacity = DEFAULT_TIMELINE_CAPACITY, prefix = "feed:", ...connection } = options;
    const context = { action: "create a feed store", argument: "timelineCapacity" };
    this.timelineCapacity = checkPositiveInteger(timelineCapacity, context);
    this.#prefix = prefix;
    this.#redis = openRedis(url, connection);
    for (const [name, lua] of Object.entries(REDIS_FEED_SCRIPTS)) {
      this.#redis.defineCommand(name, { numberOfKeys: 0, lua });
    }
  }

  /** See {@linkcode FeedStore.addPost}. */
  async addPost(post: Post, options: { readonly fanOut: boolean }): Promise<boolean> {
    const action = "add a post";
    const { id, author, text, timeMs } = checkPost(post, action);
    const fanOut = checkSwitch(options, { action, name: "fanOut" });
    return await this.#call("feedAddPost", action, [id, author, text, timeMs, flag(fanOut)]) === 1;
  }

  /** See {@linkcode FeedStore.deletePost}. */
  async deletePost(id: string): Promise<boolean> {
    const action = "delete a post";
    return await this.#call("feedDeletePost", action, [checkPostId(id, action)]) === 1;
  }

  /** See {@linkcode FeedStore.follow}. */
  async follow(
    follower: string,
    followed: string,
    options: { readonly backFill: boolean },
  ): Promise<EdgeChange> {
    const users = pair(follower, followed, "follow");
    const backFill = checkSwitch(options, { action: "follow", name: "backFill" });
    const values = [...users, flag(backFill), this.timelineCapacity];
    return edgeChange(await this.#call("feedFollow", "follow", values));
  }

  /** See {@linkcode FeedStore.unfollow}. */
  async unfollow(follower: string, followed: string): Promise<EdgeChange> {
    return edgeChange(await this.#call("feedUnfollow", "unfollow", pair(follower, followed, "unfollow")));
  }

  /** See {@linkcode FeedStore.block}. */
  async block(blocker: string, blocked: string): Promise<boolean> {
    return await this.#call("feedBlock", "block", pair(blocker, blocked, "block")) === 1;
  }

  /** See {@linkcode FeedStore.unblock}. */
  async unblock(blocker: string, blocked: string): Promise<boolean> {
    return await this.#call("feedUnblock", "unblock", pair(blocker, blocked, "unblock")) === 1;
  }

  /** See {@linkcode FeedStore.setMode}. */
  async setMode(author: string, mode: "pulled" | "pushed"): Promise<boolean> {
    const action = "set an author's mode";
    return await this.#call("feedSetMode", action, [checkUserName(author, action), checkMode(mode, action)]) === 1;
  }

  /** See {@linkcode FeedStore.fanOutStep}. */
  async fanOutStep(options: { readonly batch: number }): Promise<FanOutStep | undefined> {
    const batch = checkBatch(options, "fan out");
    const step = await this.#call("feedFanOutStep", "fan out", [batch, this.timelineCapacity]);
    if (step === null) return undefined;
    const [author, id, time, followers, isLast] = step as [string, string, string, number, number];
    const post = id === "" ? {} : { post: { timeMs: Number(time), id } };
    return { author, ...post, followers, isLast: isLast === 1 };
  }

  /** See {@linkcode FeedStore.pendingJobs}. */
  async pendingJobs(): Promise<number> {
    try {
      return await this.#redis.zcard(`${this.#prefix}jobs`);
    } catch (error) {
      throw storeError(error, "count the jobs");
    }
  }

  /** See {@linkcode FeedStore.readLists}. */
  async readLists(reader: string, page: Page): Promise<readonly (readonly Post[])[]> {
    return byAuthor(postsOf(await this.#call("feedReadLists", "read a feed", pageValues(reader, page))));
  }

  /** See {@linkcode FeedStore.readTimeline}. */
  async readTimeline(reader: string, page: Page): Promise<TimelineRead> {
    const read = await this.#call("feedReadTimeline", "read a feed", pageValues(reader, page));
    const [floor, entries, lists] = read as [[string, string] | [], string[], string[]];
    const [time, id] = floor;
    return {
      entries: postsOf(entries),
      lists: byAuthor(postsOf(lists)),
      ...(id === undefined ? {} : { floor: { timeMs: Number(time), id } }),
    };
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    await closeRedis(this.#redis);
  }

  async #call(name: ScriptName, action: string, values: readonly (string | number)[]): Promise<unknown> {
    try {
      return await (this.#redis as unknown as Scripts)[name](this.#prefix, ...values);
    } catch (error) {
      throw storeError(error, action);
    }
  }
}

/** The port's error for the package's: the server answers with a `ReplyError`, everything else is the way to it. */
function storeError(error: unknown, action: string): FeedStoreError {
  const { name, message } = error as Error;
  const why = name === "ReplyError" ? "Redis refused" : "Redis cannot be reached, or hung up";
  return new FeedStoreError(`Cannot ${action}: ${why}: ${message}`, { cause: error });
}

function pair(one: string, other: string, action: string): [string, string] {
  return [checkUserName(one, action), checkUserName(other, action)];
}

function flag(value: boolean): string {
  return value ? "1" : "0";
}

function pageValues(reader: string, page: Page): (string | number)[] {
  const { limit, before } = checkPage(page, "read a feed");
  return [checkUserName(reader, "read a feed"), limit, before?.timeMs ?? "", before?.id ?? ""];
}

function edgeChange(answer: unknown): EdgeChange {
  const [isNew, followers, mode] = answer as [number, number, AuthorMode];
  return { isNew: isNew === 1, followers, mode };
}

/** Posts from their fields in a row. */
function postsOf(answer: unknown): Post[] {
  const fields = answer as readonly string[];
  return Array.from({ length: fields.length / 4 }, (_, n) => {
    const [id, author, text, time] = fields.slice(4 * n, 4 * n + 4) as [string, string, string, string];
    return { id, author, text, timeMs: Number(time) };
  });
}

/** Posts in order as one list for each author. */
function byAuthor(posts: readonly Post[]): Post[][] {
  return [...Map.groupBy(posts, (post) => post.author).values()];
}
