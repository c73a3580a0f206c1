import { assertEquals } from "@std/assert";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { InstrumentedFeedStore } from "@lib/systems/feed/instrumented_feed_store.ts";
import { feedStoreContract } from "@lib/testing/feed_store_contract.ts";

Deno.test("calls, posts, entries and posts read are counted", async () => {
  const store = new InstrumentedFeedStore(new MemoryFeedStore());
  for (const reader of ["ann", "eve"]) await store.follow(reader, "bob", { backFill: true });
  const post = { id: "1", author: "bob", text: "hello", timeMs: 0 };
  await store.addPost(post, { fanOut: true });
  await store.addPost(post, { fanOut: true }); // known: a call, but no post
  assertEquals(store.counts, { calls: 4, posts: 1, entriesWritten: 0, reads: 0, postsRead: 0 });
  await store.fanOutStep({ batch: 5 });
  assertEquals(store.counts, { calls: 5, posts: 1, entriesWritten: 2, reads: 0, postsRead: 0 });
  await store.readTimeline("ann", { limit: 9 }); // one entry
  await store.readLists("bob", { limit: 9 }); // his own
  await store.addPost({ ...post, id: "2", author: "ann" }, { fanOut: false });
  await store.readTimeline("ann", { limit: 9 }); // one entry, one of her own
  assertEquals(store.counts, { calls: 9, posts: 2, entriesWritten: 2, reads: 3, postsRead: 4 });
  await store.setMode("bob", "pulled");
  await store.setMode("bob", "pushed");
  await store.fanOutStep({ batch: 99 }); // a list is no post
  assertEquals([store.counts.calls, store.counts.entriesWritten], [12, 2]);
});

// Contract
for (
  const { name, run } of feedStoreContract((options) =>
    Promise.resolve(new InstrumentedFeedStore(new MemoryFeedStore(options)))
  )
) {
  Deno.test(`counted: ${name}`, run);
}
