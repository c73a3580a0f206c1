import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { drainFanOut } from "@lib/systems/feed/fan_out_worker.ts";
import { HybridFeed } from "@lib/systems/feed/hybrid_feed.ts";
import { PullFeed } from "@lib/systems/feed/pull_feed.ts";
import { PushFeed } from "@lib/systems/feed/push_feed.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** A store that says how it is called. */
class WatchedStore extends MemoryFeedStore {
  calls: string[] = [];
  override setMode(author: string, mode: "pulled" | "pushed") {
    this.calls.push(`${author} ${mode}`);
    return super.setMode(author, mode);
  }
  override readLists(...args: Parameters<MemoryFeedStore["readLists"]>) {
    this.calls.push("lists");
    return super.readLists(...args);
  }
  override readTimeline(...args: Parameters<MemoryFeedStore["readTimeline"]>) {
    this.calls.push("timeline");
    return super.readTimeline(...args);
  }
  said(): string[] {
    return this.calls.splice(0);
  }
}

// By hand: enter at 3, leave at 1.
Deno.test("a celebrity comes at `enter` and goes at `leave`; between them nothing is asked of the store", async () => {
  const store = new WatchedStore();
  const feed = new HybridFeed({ store, clock: new ManualClock(), celebrity: { enter: 3, leave: 1 } });
  await feed.follow("a", "star");
  await feed.follow("b", "star");
  assertEquals(store.said(), []);
  await feed.follow("c", "star"); // 3
  assertEquals(store.said(), ["star pulled"]);
  await feed.follow("d", "star"); // 4: he is
  await feed.unfollow("d", "star"); // 3
  await feed.unfollow("c", "star"); // 2: still
  await feed.follow("c", "star"); // 3 again
  await feed.unfollow("c", "star");
  assertEquals(store.said(), []);
  await feed.unfollow("b", "star"); // 1
  assertEquals(store.said(), ["star pushed"]);
  await feed.unfollow("a", "star"); // on the way back already
  await feed.unfollow("a", "nobody");
  assertEquals(store.said(), []);
});

Deno.test("a page above the floor takes one call of the store, one that reaches below it two", async () => {
  const store = new WatchedStore({ timelineCapacity: 3 });
  const feed = new PushFeed({ store, clock: new ManualClock() });
  await feed.follow("ann", "bob");
  for (const text of ["1", "2", "3"]) await feed.post("bob", text);
  await drainFanOut(store);
  assertEquals([(await feed.getFeed("ann", 9)).length, store.said()], [3, ["timeline"]]); // it dropped nothing
  await feed.post("bob", "4");
  await drainFanOut(store);
  assertEquals([(await feed.getFeed("ann", 3)).length, store.said()], [3, ["timeline"]]);
  assertEquals([(await feed.getFeed("ann", 4)).length, store.said()], [4, ["timeline", "lists"]]);
  const pull = new PullFeed({ store, clock: new ManualClock() });
  assertEquals([(await pull.getFeed("ann", 4)).length, store.said()], [4, ["lists"]]);
});

Deno.test("own posts alone do not make a page whole below the floor", async () => {
  const store = new WatchedStore({ timelineCapacity: 1 });
  const clock = new ManualClock();
  const feed = new PushFeed({ store, clock });
  await feed.follow("ann", "bob");
  const post = async (user: string, text: string) => {
    clock.advance(1);
    await feed.post(user, text);
  };
  for (const text of ["mine 1", "mine 2"]) await post("ann", text);
  for (const text of ["his 3", "his 4", "his 5"]) await post("bob", text); // the floor is at 4
  await drainFanOut(store);
  const texts = async (k: number) => (await feed.getFeed("ann", k)).map(({ text }) => text);
  assertEquals(await texts(3), ["his 5", "his 4", "his 3"]);
  assertEquals(await texts(9), ["his 5", "his 4", "his 3", "mine 2", "mine 1"]);
});

// Refusals
Deno.test("thresholds that do not leave a gap are refused", () => {
  const make = (enter: number, leave: number) => () =>
    new HybridFeed({ store: new MemoryFeedStore(), clock: new ManualClock(), celebrity: { enter, leave } });
  assertThrows(make(0, 0), RangeError, "Cannot create a hybrid feed: enter must be a positive integer");
  assertThrows(make(5, -1), RangeError, "leave must be a non-negative integer");
  assertThrows(make(5, 5), RangeError, "leave must be below enter, which is 5: current value is 5");
  make(1, 0)();
});

Deno.test("an id that is taken is refused, not posted over", async () => {
  const feed = new PullFeed({ store: new MemoryFeedStore(), clock: new ManualClock(), newId: () => "same" });
  await feed.post("ann", "first");
  await assertRejects(
    () => feed.post("bob", "second"),
    RangeError,
    'Cannot post: an id must be new: current value is "same"',
  );
  assertEquals(await feed.getFeed("bob", 5), []);
  const wrong = { store: new MemoryFeedStore(), clock: new ManualClock(), newId: 5 as never };
  assertThrows(() => new PullFeed(wrong), TypeError, "Cannot create a feed: newId must be a function");
});
