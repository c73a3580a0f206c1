import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { feedStoreContract } from "@lib/testing/feed_store_contract.ts";

for (const { name, run } of feedStoreContract((options) => Promise.resolve(new MemoryFeedStore(options)))) {
  Deno.test(`memory engine: ${name}`, run);
}
