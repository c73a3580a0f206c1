/**
 * The feed's engine on PostgreSQL, for feeds that outlive a process and are served by several.
 *
 * Every method is one statement: one round trip, one transaction (`_feed_schema.ts` holds the functions). A post and
 * its job are stored together; a step of the fan-out takes the oldest job that no other worker holds (`SKIP LOCKED`),
 * and either all of the step is there or, if its connection was cut, nothing. A page of the feed is one statement too:
 * the server merges lists and sends no more than `limit` rows of each kind.
 *
 * | method | rows touched |
 * | ------ | ---- |
 * | `addPost`, `deletePost`, `unfollow`, `block` | O(1) |
 * | `follow` | O(timeline's capacity) |
 * | `fanOutStep` | O(batch), for a list O(batch · capacity) |
 * | `readLists` | O(follows · limit) by index |
 * | `readTimeline` | O(entries looked at + pulled authors followed · limit) by index |
 *
 * Follows of one author, their posts and the steps of their jobs wait for each other (their row is locked): what that
 * costs a celebrity is bounded by the batch.
 *
 * Not here on purpose: partitions, replicas for reading (a replica lags, and a reader would miss their own posts).
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
import { migrateFeedSchema } from "./_migrate_feed_schema.ts";
import {
  PostgresClient,
  type PostgresClientOptions,
  PostgresError,
  type Row,
  type Statement,
} from "./postgres_client.ts";

export type { EdgeChange, FanOutStep, FeedStore, FeedStoreOptions, Page, Post, PostgresClientOptions, TimelineRead };

/** How the engine is set up. */
export interface PostgresFeedStoreOptions extends FeedStoreOptions, PostgresClientOptions {
  /** Where the tables are: lower-case letters, digits and _. @default {"feed"} */
  readonly schema?: string;
}

/** Two have no block in either direction. */
const NOT_APART = `NOT EXISTS (SELECT FROM block b WHERE b.blocker = f.follower AND b.blocked = f.followed)
  AND NOT EXISTS (SELECT FROM block b WHERE b.blocker = f.followed AND b.blocked = f.follower)`;

/** The newest posts of `a.name` behind a place. */
const NEWEST_OF_A = `CROSS JOIN LATERAL (
    SELECT q.id, q.author, q.body, q.time_ms FROM post q
    WHERE q.author = a.name AND NOT q.is_deleted AND (q.time_ms, q.id) < ($3::float8, $4::text)
    ORDER BY q.time_ms DESC, q.id DESC LIMIT $2
  ) p`;

const READ_LISTS: Statement = {
  name: "read the lists of a feed",
  text: `SELECT p.* FROM (
    SELECT $1::text AS name UNION ALL SELECT f.followed FROM follow f WHERE f.follower = $1 AND ${NOT_APART}
  ) a ${NEWEST_OF_A} ORDER BY p.time_ms DESC, p.id DESC LIMIT $2`,
};

const READ_TIMELINE: Statement = {
  name: "read a timeline",
  text: `SELECT * FROM (
    SELECT 'floor' AS kind, t.floor_id AS id, '' AS author, '' AS body, t.floor_time_ms AS time_ms
    FROM timeline t WHERE t.reader = $1 AND t.floor_id IS NOT NULL
    UNION ALL (
      SELECT 'entry', p.id, p.author, p.body, p.time_ms
      FROM entry e JOIN follow f ON f.follower = e.reader AND f.followed = e.author JOIN post p ON p.id = e.id
      WHERE e.reader = $1 AND (e.time_ms, e.id) < ($3::float8, $4::text) AND NOT p.is_deleted AND ${NOT_APART}
      ORDER BY e.time_ms DESC, e.id DESC LIMIT $2
    ) UNION ALL (
      SELECT 'list', p.id, p.author, p.body, p.time_ms FROM (
        SELECT $1::text AS name UNION ALL
        SELECT f.followed FROM author m JOIN follow f ON f.followed = m.name
        WHERE m.mode <> 'pushed' AND f.follower = $1 AND ${NOT_APART}
      ) a ${NEWEST_OF_A} ORDER BY p.time_ms DESC, p.id DESC LIMIT $2
    )
  ) found ORDER BY kind, time_ms DESC, id COLLATE "C" DESC`,
};

const ADD_POST: Statement = { name: "add a post", text: "SELECT add_post($1, $2, $3, $4, $5) AS is_done" };
const DELETE_POST: Statement = {
  name: "delete a post",
  text: "UPDATE post SET is_deleted = true, body = '' WHERE id = $1 AND NOT is_deleted RETURNING true AS is_done",
};
const FOLLOW: Statement = { name: "follow", text: "SELECT * FROM follow($1, $2, $3, $4)" };
const UNFOLLOW: Statement = { name: "unfollow", text: "SELECT * FROM unfollow($1, $2)" };
const BLOCK: Statement = {
  name: "block",
  text: `INSERT INTO block (blocker, blocked) SELECT $1::text, $2::text WHERE $1 <> $2
    ON CONFLICT DO NOTHING RETURNING true AS is_done`,
};
const UNBLOCK: Statement = {
  name: "unblock",
  text: "DELETE FROM block WHERE blocker = $1 AND blocked = $2 RETURNING true AS is_done",
};
const SET_MODE: Statement = { name: "set an author's mode", text: "SELECT set_mode($1, $2) AS is_done" };
const FAN_OUT: Statement = { name: "fan out", text: "SELECT * FROM fan_out_step($1, $2)" };
const PENDING: Statement = { name: "count the jobs", text: "SELECT count(*)::integer AS jobs FROM job" };

/**
 * Opens the engine, and makes or updates its tables.
 * @param url `postgres://user[:password]@host[:port]/database`.
 * @throws {FeedStoreError} If the server can't be reached or refuses.
 * @throws {RangeError} If an option is out of range.
 */
export async function openPostgresFeedStore(
  url: string,
  { timelineCapacity = DEFAULT_TIMELINE_CAPACITY, schema = "feed", ...options }: PostgresFeedStoreOptions = {},
): Promise<PostgresFeedStore> {
  checkPositiveInteger(timelineCapacity, { action: "create a feed store", argument: "timelineCapacity" });
  const client = new PostgresClient(url, { ...options, schema });
  try {
    await migrateFeedSchema(client, schema);
  } catch (error) {
    await client.close();
    throw storeError(error);
  }
  return new PostgresFeedStore(client, timelineCapacity);
}

/** A {@linkcode FeedStore} on PostgreSQL; {@linkcode openPostgresFeedStore} makes one. */
export class PostgresFeedStore implements FeedStore {
  /** The most entries of a timeline. */
  readonly timelineCapacity: number;
  readonly #client: PostgresClient;

  /** An engine over a schema that is up to date. */
  constructor(client: PostgresClient, timelineCapacity: number) {
    this.#client = client;
    this.timelineCapacity = timelineCapacity;
  }

  /** See {@linkcode FeedStore.addPost}. */
  async addPost(post: Post, options: { readonly fanOut: boolean }): Promise<boolean> {
    const action = "add a post";
    const { id, author, text, timeMs } = checkPost(post, action);
    const fanOut = checkSwitch(options, { action, name: "fanOut" });
    return await this.#isDone(ADD_POST, [id, author, text, timeMs, fanOut]);
  }

  /** See {@linkcode FeedStore.deletePost}. */
  async deletePost(id: string): Promise<boolean> {
    return await this.#isDone(DELETE_POST, [checkPostId(id, "delete a post")]);
  }

  /** See {@linkcode FeedStore.follow}. */
  async follow(
    follower: string,
    followed: string,
    options: { readonly backFill: boolean },
  ): Promise<EdgeChange> {
    const users = pair(follower, followed, "follow");
    const backFill = checkSwitch(options, { action: "follow", name: "backFill" });
    return await this.#edge(FOLLOW, [...users, backFill, this.timelineCapacity]);
  }

  /** See {@linkcode FeedStore.unfollow}. */
  async unfollow(follower: string, followed: string): Promise<EdgeChange> {
    return await this.#edge(UNFOLLOW, pair(follower, followed, "unfollow"));
  }

  /** See {@linkcode FeedStore.block}. */
  async block(blocker: string, blocked: string): Promise<boolean> {
    return await this.#isDone(BLOCK, pair(blocker, blocked, "block"));
  }

  /** See {@linkcode FeedStore.unblock}. */
  async unblock(blocker: string, blocked: string): Promise<boolean> {
    return await this.#isDone(UNBLOCK, pair(blocker, blocked, "unblock"));
  }

  /** See {@linkcode FeedStore.setMode}. */
  async setMode(author: string, mode: "pulled" | "pushed"): Promise<boolean> {
    const action = "set an author's mode";
    return await this.#isDone(SET_MODE, [checkUserName(author, action), checkMode(mode, action)]);
  }

  /** See {@linkcode FeedStore.fanOutStep}. */
  async fanOutStep(options: { readonly batch: number }): Promise<FanOutStep | undefined> {
    const batch = checkBatch(options, "fan out");
    const [row] = await this.#run(FAN_OUT, [batch, this.timelineCapacity]);
    if (row === undefined) return undefined;
    const post = row.post_id === null ? undefined : { timeMs: row.at_ms as number, id: row.post_id as string };
    return {
      author: row.author_name as string,
      ...(post === undefined ? {} : { post }),
      followers: row.reached as number,
      isLast: row.is_last as boolean,
    };
  }

  /** See {@linkcode FeedStore.pendingJobs}. */
  async pendingJobs(): Promise<number> {
    const [row] = await this.#run(PENDING, []);
    return row!.jobs as number;
  }

  /** See {@linkcode FeedStore.readLists}. */
  async readLists(reader: string, page: Page): Promise<readonly (readonly Post[])[]> {
    return byAuthor((await this.#run(READ_LISTS, pageValues(reader, page))).map(postOf));
  }

  /** See {@linkcode FeedStore.readTimeline}. */
  async readTimeline(reader: string, page: Page): Promise<TimelineRead> {
    const rows = await this.#run(READ_TIMELINE, pageValues(reader, page));
    const of = (kind: string) => rows.filter((row) => row.kind === kind).map(postOf);
    const [floor] = of("floor");
    return {
      entries: of("entry"),
      lists: byAuthor(of("list")),
      ...(floor === undefined ? {} : { floor: { timeMs: floor.timeMs, id: floor.id } }),
    };
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    await this.#client.close();
  }

  async #isDone(statement: Statement, values: readonly unknown[]): Promise<boolean> {
    const [row] = await this.#run(statement, values);
    return row?.is_done === true;
  }

  async #edge(statement: Statement, values: readonly unknown[]): Promise<EdgeChange> {
    const [row] = await this.#run(statement, values);
    return { isNew: row!.is_new as boolean, followers: row!.followers as number, mode: row!.mode as AuthorMode };
  }

  async #run(statement: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    try {
      return await this.#client.run(statement, values);
    } catch (error) {
      throw storeError(error);
    }
  }
}

/** The port's error for the client's. */
function storeError(error: unknown): unknown {
  return error instanceof PostgresError ? new FeedStoreError(error.message, { cause: error }) : error;
}

function pair(one: string, other: string, action: string): [string, string] {
  return [checkUserName(one, action), checkUserName(other, action)];
}

/** A page from the newest on is one before the end of time. */
function pageValues(reader: string, page: Page): unknown[] {
  const { limit, before } = checkPage(page, "read a feed");
  return [checkUserName(reader, "read a feed"), limit, before?.timeMs ?? "Infinity", before?.id ?? ""];
}

function postOf(row: Row): Post {
  return {
    id: row.id as string,
    author: row.author as string,
    text: row.body as string,
    timeMs: row.time_ms as number,
  };
}

/** Posts in order as one list for each author. */
function byAuthor(posts: readonly Post[]): Post[][] {
  return [...Map.groupBy(posts, (post) => post.author).values()];
}
