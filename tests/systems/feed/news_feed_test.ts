import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { newsFeedContract } from "@lib/testing/news_feed_contract.ts";
import { FEEDS, onTrial } from "./feeds.ts";

for (const [kind, make] of Object.entries(FEEDS)) {
  for (const timelineCapacity of kind === "pull" ? [800] : [1, 4, 800]) {
    const create = onTrial(make, () => Promise.resolve(new MemoryFeedStore({ timelineCapacity })));
    for (const { name, run } of newsFeedContract(create)) {
      Deno.test(`${kind}, timelines of ${timelineCapacity}: ${name}`, run);
    }
  }
}
