import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import {
  feedOf,
  filmEvents,
  filmFollows,
  followerCounts,
  type Follows,
  replay,
} from "@lib/study/experiments/news_feed/film_replay.ts";
import { HybridFeed } from "@lib/systems/feed/hybrid_feed.ts";
import { PullFeed } from "@lib/systems/feed/pull_feed.ts";

// By hand
Deno.test("a rating of five stars is a post about its film, any other is a read", () => {
  const ratings = {
    user: Uint16Array.of(3, 4),
    film: Uint16Array.of(1, 0),
    stars: Uint8Array.of(5, 4),
    timeSeconds: Uint32Array.of(7, 8),
  };
  assertEquals(filmEvents(ratings, [{ title: "Fargo" }, { title: "Heat" }]), [
    { kind: "post", user: 3, text: "Heat", timeMs: 7000 },
    { kind: "read", user: 4 },
  ]);
});
Deno.test("followers are counted from the follows", () => {
  assertEquals(followerCounts([[1, 2], [2], [], [2]]), [0, 1, 3, 0]);
});

// Three followers of 0; 1 and 2 follow each other as well. 0 posts twice, 1 once; then 3 reads: two posts by 0.
const FOLLOWS: Follows = [[], [0, 2], [0, 1], [0]];
const EVENTS = [0, 1, 0].map((user, n) => ({ kind: "post", user, text: "hello", timeMs: n }) as const);
const READ = { kind: "read", user: 3 } as const;
Deno.test("a replay counts what the events took, and not the follows", async () => {
  const counts = async (celebrityFollowers: number) => {
    const of = await replay({ follows: FOLLOWS, events: [...EVENTS, READ], celebrityFollowers });
    return [of.posts, of.entriesWritten, of.reads, of.postsRead];
  };
  assertEquals(await counts(Infinity), [3, 3 + 1 + 3, 1, 2]);
  assertEquals(await counts(0), [3, 0, 1, 2]);
  assertEquals(await counts(3), [3, 1, 1, 2]); // 0 is pulled, 1 is not
  const calls = (celebrityFollowers: number) => replay({ follows: FOLLOWS, events: [READ], celebrityFollowers });
  assertEquals([(await calls(0)).calls, (await calls(Infinity)).calls], [1, 1]);
  assertEquals(
    (await replay({ follows: FOLLOWS, events: [...EVENTS, READ], celebrityFollowers: 0, k: 1 })).postsRead,
    1,
  );
});
Deno.test("the number of followers chooses the feed", () => {
  const of = (celebrityFollowers: number) =>
    feedOf(new MemoryFeedStore(), { celebrityFollowers, clock: { nowMs: () => 0 } });
  assert(of(0) instanceof PullFeed);
  assert(of(5) instanceof HybridFeed);
  assert(!(of(Infinity) instanceof HybridFeed) && !(of(Infinity) instanceof PullFeed));
});

// Oracle
Deno.test("follows agree with sets of films compared one by one", () => {
  const draw = random(1);
  const user = Uint16Array.from({ length: 900 }, () => draw.integer(30));
  const film = Uint16Array.from(user, () => draw.integer(200));
  const films = Array.from({ length: 30 }, (_, one) => new Set(film.filter((_, k) => user[k] === one)));
  const shared = (one: number, other: number) => films[one]!.intersection(films[other]!).size;
  const expected = films.map((_, one) =>
    films.map((_, other) => other).filter((other) => other !== one && shared(one, other) > 0)
      .sort((a, b) => shared(one, b) - shared(one, a) || a - b).slice(0, 7)
  );
  assertEquals(filmFollows({ user, film }, { users: 30, each: 7 }), expected);
});

// Refusals
Deno.test("numbers of users and follows that are not positive integers are refused", () => {
  const none = { user: new Uint16Array(0), film: new Uint16Array(0) };
  assertThrows(() => filmFollows(none, { users: 0, each: 1 }), RangeError, "users must be a positive integer");
  assertThrows(() => filmFollows(none, { users: 1, each: 0.5 }), RangeError, "each must be a positive integer");
  assertEquals(filmFollows(none, { users: 2, each: 1 }), [[], []]);
});
