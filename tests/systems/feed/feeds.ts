/**
 * Feeds of all kinds over a store, small enough that everything happens: timelines overflow, celebrities come and go.
 */
import type { FeedStore } from "@lib/storage/feed/feed_store.ts";
import { drainFanOut } from "@lib/systems/feed/fan_out_worker.ts";
import { HybridFeed } from "@lib/systems/feed/hybrid_feed.ts";
import { PullFeed } from "@lib/systems/feed/pull_feed.ts";
import { PushFeed } from "@lib/systems/feed/push_feed.ts";
import type { CreateNewsFeed, ManualClock, NewsFeed } from "@lib/testing/news_feed_contract.ts";

type MakeFeed = (store: FeedStore, clock: ManualClock) => NewsFeed;

export const FEEDS: Readonly<Record<string, MakeFeed>> = {
  pull: (store, clock) => new PullFeed({ store, clock }),
  push: (store, clock) => new PushFeed({ store, clock }),
  hybrid: (store, clock) => new HybridFeed({ store, clock, celebrity: { enter: 3, leave: 1 } }),
};

export function onTrial(make: MakeFeed, createStore: () => Promise<FeedStore>): CreateNewsFeed {
  return async (clock) => {
    const store = await createStore();
    return {
      feed: make(store, clock),
      settle: ({ steps } = { steps: Infinity }) => drainFanOut(store, { batch: 2, steps }),
      close: () => store.close(),
    };
  };
}
