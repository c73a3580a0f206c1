// Every public entry of the folder, called as a cell of a notebook may call it: without a type checker.
import { assertRejects, assertThrows } from "@std/assert";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { drainFanOut, runFanOut } from "@lib/systems/feed/fan_out_worker.ts";
import { HybridFeed } from "@lib/systems/feed/hybrid_feed.ts";
import { kWayMerge } from "@lib/systems/feed/k_way_merge.ts";
import { PullFeed } from "@lib/systems/feed/pull_feed.ts";
import { PushFeed } from "@lib/systems/feed/push_feed.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

// deno-lint-ignore no-explicit-any -- the very point: what a cell may hand over
type Anything = any;
const [nothing, five]: Anything[] = [null, 5];
const [store, clock] = [new MemoryFeedStore(), new ManualClock()];

const REFUSALS: [what: string, call: () => unknown, message: string][] = [
  ["no options of a pull feed", () => new PullFeed(nothing), "Cannot create a feed: options must be an object"],
  ["no options of a push feed", () => new PushFeed(nothing), "Cannot create a feed: options must be an object"],
  ["a feed without a store", () => new PullFeed({ clock } as Anything), "store.addPost must be a function"],
  ["a feed without a clock", () => new PushFeed({ store } as Anything), "clock.nowMs must be a function"],
  ["no celebrities", () => new HybridFeed({ store, clock } as Anything), "celebrity must be an object"],
  ["store options", () => new MemoryFeedStore(nothing), "Cannot create a feed store: options must be an object"],
  ["no lists", () => kWayMerge(nothing, 1), "Cannot merge posts: lists must be a list: current value is null"],
  ["a list that is a number", () => kWayMerge([five], 1), "lists[0] must be a list: current value is 5"],
];
for (const [what, call, message] of REFUSALS) {
  Deno.test(`${what} is refused: ${message}`, () => void assertThrows(call, TypeError, message));
}

const REJECTIONS: [what: string, call: () => Promise<unknown>, message: string][] = [
  [
    "no query",
    () => new PullFeed({ store, clock }).getFeed("ann", nothing),
    "Cannot read a feed: query must be an object",
  ],
  [
    "a query without k",
    () => new PullFeed({ store, clock }).getFeed("ann", {} as Anything),
    "limit must be a positive integer",
  ],
  [
    "a worker without options",
    () => runFanOut(nothing, AbortSignal.abort()),
    "Cannot run the fan-out: options must be",
  ],
  ["a worker without a store", () => runFanOut({ clock } as Anything, AbortSignal.abort()), "store.fanOutStep must be"],
  ["a worker without a signal", () => runFanOut({ store, clock }, undefined as Anything), "signal must be an object"],
  ["a drain without a store", () => drainFanOut({} as Anything), "Cannot drain the fan-out: store.fanOutStep must be"],
  ["drain options", () => drainFanOut(store, nothing), "Cannot drain the fan-out: options must be an object"],
];
for (const [what, call, message] of REJECTIONS) {
  Deno.test(`${what} is refused by a rejection: ${message}`, async () =>
    void await assertRejects(call, TypeError, message));
}
