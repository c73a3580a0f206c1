/**
 * A feed made of film ratings: who follows whom, who posts, who reads, and the replay of it all.
 *
 * Everybody follows those with whom he shares most rated films. A rating of five stars is a post, any other rating is a
 * look at one's feed. So the graph has the shape that taste gives it, and the order of posts and reads is that of the
 * data.
 *
 * | function | cost with n users, f films, e events |
 * | -------- | ---- |
 * | `filmFollows` | O(n² · f / 32 + n² log n) |
 * | `filmEvents` | O(e) |
 * | `replay` | e calls of the feed |
 *
 * Not here on purpose: follows that change over time (the data has none).
 *
 * @module
 */
import { checkPositiveInteger } from "../../../base/argument.ts";
import { floorNearInteger } from "../../../base/near_integer.ts";
import { MemoryFeedStore } from "../../../storage/feed/memory_feed_store.ts";
import type { Film, Ratings } from "../../../storage/datasets/movielens.ts";
import {
  type FeedCounts,
  type FeedStore,
  InstrumentedFeedStore,
} from "../../../systems/feed/instrumented_feed_store.ts";
import { drainFanOut } from "../../../systems/feed/fan_out_worker.ts";
import { HybridFeed } from "../../../systems/feed/hybrid_feed.ts";
import { PullFeed } from "../../../systems/feed/pull_feed.ts";
import { PushFeed } from "../../../systems/feed/push_feed.ts";
import type { NewsFeed } from "../../../systems/feed/base_feed.ts";

export type { FeedCounts, FeedStore, Film, NewsFeed, Ratings };

/** Whom each user follows, by number: the one who shares most films first. */
export type Follows = readonly (readonly number[])[];

/** Something that happens to the feed. */
export type FilmEvent =
  | { readonly kind: "post"; readonly user: number; readonly text: string; readonly timeMs: number }
  | { readonly kind: "read"; readonly user: number };

/**
 * How a feed gathers, and from how many followers on an author is pulled: nobody is with `Infinity`, everybody with 0.
 */
export interface ReplayOptions {
  /** Whom each user follows. */
  readonly follows: Follows;
  /** What happens. */
  readonly events: readonly FilmEvent[];
  /** Followers that make a celebrity; 0 for a feed that only pulls, `Infinity` for one that only pushes. */
  readonly celebrityFollowers: number;
  /** Posts of a page. @default {20} */
  readonly k?: number;
}

/** Stars of a rating that is a post. */
const POST_STARS = 5;

/**
 * Whom each user follows: the `each` others with whom he shares most rated films, of equals those with the smaller
 * number.
 * @throws {RangeError} If `users` or `each` is not a positive integer.
 *
 * @example Users 0 and 1 share two films, 0 and 2 one
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { filmFollows } from "./film_replay.ts";
 *
 * const ratings = {
 *   user: Uint16Array.of(0, 0, 1, 1, 2),
 *   film: Uint16Array.of(7, 8, 7, 8, 8),
 *   stars: Uint8Array.of(5, 5, 5, 5, 5),
 *   timeSeconds: Uint32Array.of(1, 2, 3, 4, 5),
 * };
 * assertEquals(filmFollows(ratings, { users: 3, each: 1 }), [[1], [0], [0]]);
 * ```
 */
export function filmFollows(
  { user, film }: Pick<Ratings, "user" | "film">,
  { users, each }: { readonly users: number; readonly each: number },
): Follows {
  const action = "derive follows";
  checkPositiveInteger(users, { action, argument: "users" });
  checkPositiveInteger(each, { action, argument: "each" });
  const words = 1 + (film.reduce((most, one) => Math.max(most, one), 0) >> 5);
  const seen = Array.from({ length: users }, () => new Uint32Array(words)); // a bit for each film
  user.forEach((one, k) => seen[one]![film[k]! >> 5]! |= 1 << (film[k]! & 31));
  return seen.map((own, one) => {
    const shared = seen.map((other) => sharedBits(own, other));
    const others = shared.map((_, other) => other).filter((other) => other !== one && shared[other]! > 0);
    return others.sort((a, b) => shared[b]! - shared[a]! || a - b).slice(0, each);
  });
}

/** What happens, in the order of the ratings: five stars are a post about the film, anything else is a read. */
export function filmEvents(ratings: Ratings, films: readonly Pick<Film, "title">[]): FilmEvent[] {
  return Array.from(ratings.user, (user, k): FilmEvent => {
    if (ratings.stars[k]! !== POST_STARS) return { kind: "read", user };
    return { kind: "post", user, text: films[ratings.film[k]!]!.title, timeMs: 1000 * ratings.timeSeconds[k]! };
  });
}

/** How many follow each user. */
export function followerCounts(follows: Follows): number[] {
  const counts = follows.map(() => 0);
  for (const followed of follows.flat()) counts[followed]!++;
  return counts;
}

/** The name under which a user stands in the feed. */
export function filmUser(number: number): string {
  return `user ${number}`;
}

/** A feed on `store` that pulls celebrities only, everybody, or nobody. */
export function feedOf(
  store: FeedStore,
  { celebrityFollowers, clock }: { readonly celebrityFollowers: number; readonly clock: { nowMs(): number } },
): NewsFeed {
  if (celebrityFollowers === 0) return new PullFeed({ store, clock });
  if (celebrityFollowers === Infinity) return new PushFeed({ store, clock });
  const celebrity = { enter: celebrityFollowers, leave: floorNearInteger(0.8 * celebrityFollowers) };
  return new HybridFeed({ store, clock, celebrity });
}

/**
 * Plays follows and events on a feed in memory, fanning out after each post, and returns what the events took.
 * The counts begin after the follows.
 */
export async function replay(options: ReplayOptions): Promise<FeedCounts> {
  const { follows, events, celebrityFollowers, k = 20 } = options;
  const store = new InstrumentedFeedStore(new MemoryFeedStore());
  let nowMs = 0;
  const feed = feedOf(store, { celebrityFollowers, clock: { nowMs: () => nowMs } });
  for (const [follower, others] of follows.entries()) {
    for (const followed of others) await feed.follow(filmUser(follower), filmUser(followed));
  }
  const before = { ...store.counts };
  for (const event of events) {
    if (event.kind === "read") {
      await feed.getFeed(filmUser(event.user), k);
      continue;
    }
    nowMs = event.timeMs;
    await feed.post(filmUser(event.user), event.text);
    await drainFanOut(store, { batch: 10_000 });
  }
  const { counts } = store;
  return {
    calls: counts.calls - before.calls,
    posts: counts.posts - before.posts,
    entriesWritten: counts.entriesWritten - before.entriesWritten,
    reads: counts.reads - before.reads,
    postsRead: counts.postsRead - before.postsRead,
  };
}

/** How many bits are set in both. */
function sharedBits(one: Uint32Array, other: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) {
    const word = one[at]! & other[at]!;
    const pairs = word - ((word >>> 1) & 0x55555555);
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    sum += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}
