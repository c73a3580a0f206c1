import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { closeRedis, openRedis } from "@lib/adapters/redis/redis_client.ts";
import { RedisFeedStore } from "@lib/adapters/redis/redis_feed_store.ts";
import { type FeedStore, FeedStoreError } from "@lib/storage/feed/feed_store.ts";
import { feedStoreContract } from "@lib/testing/feed_store_contract.ts";
import { newsFeedContract } from "@lib/testing/news_feed_contract.ts";
import { FEEDS, onTrial } from "../../systems/feed/feeds.ts";

const url = Deno.env.get("REDIS_URL");
const ignore = url === undefined;
let prefixes = 0;

const newPrefix = () => `feed-test:${Deno.pid}:${Date.now()}:${prefixes++}:`;

function createStore(
  { timelineCapacity, prefix = newPrefix() }: { timelineCapacity: number; prefix?: string },
): Promise<FeedStore> {
  const store = new RedisFeedStore(url!, { timelineCapacity, prefix, commandTimeoutMs: 10_000 });
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    const redis = openRedis(url!);
    const keys = await redis.keys(`${prefix}*`);
    if (keys.length > 0) await redis.del(...keys);
    await closeRedis(redis);
  };
  return Promise.resolve(store);
}

for (const { name, run } of feedStoreContract(createStore)) {
  Deno.test({ name: `Redis engine: ${name}`, ignore, fn: run });
}

for (const [kind, make] of Object.entries(FEEDS)) {
  const create = onTrial(make, () => createStore({ timelineCapacity: 4 }));
  for (const { name, run } of newsFeedContract(create, { histories: 5 })) {
    Deno.test({ name: `${kind} on Redis: ${name}`, ignore, fn: run });
  }
}

/** Stands between client and server. Told to cut, it lets the next command through and hangs up on its answer. */
function meddler(target: URL) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const state = { isCutting: false };
  const serving = (async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: target.hostname, port: Number(target.port || 6379) });
      client.readable.pipeTo(server.writable).catch(() => {});
      (async () => {
        const writer = client.writable.getWriter();
        for await (const answer of server.readable) {
          if (state.isCutting) break;
          await writer.write(answer);
        }
      })().catch(() => {}).finally(() => {
        for (const one of [client, server]) {
          try {
            one.close();
          } catch {
            // The other end was quicker.
          }
        }
      });
    }
  })();
  const close = async () => {
    listener.close();
    await serving;
  };
  return { state, url: `redis://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`, close };
}

Deno.test({
  name: "Redis engine: a command whose answer is cut off was done wholly or not, and may be repeated",
  ignore,
  sanitizeResources: false, // the meddler's cut connections end by themselves
  sanitizeOps: false,
  async fn() {
    const prefix = newPrefix();
    const direct = await createStore({ timelineCapacity: 4, prefix });
    const between = meddler(new URL(url!));
    const store = new RedisFeedStore(between.url, { timelineCapacity: 4, prefix, commandTimeoutMs: 10_000 });
    try {
      assertEquals((await store.follow("ann", "bob", { backFill: true })).isNew, true);
      const post = { id: "1", author: "bob", text: "hello", timeMs: 1 };
      between.state.isCutting = true;
      const message = "Cannot add a post: Redis cannot be reached, or hung up: ";
      await assertRejects(() => store.addPost(post, { fanOut: true }), FeedStoreError, message);
      between.state.isCutting = false;
      assertEquals(await direct.addPost(post, { fanOut: true }), false, "it had arrived, with its job");
      assertEquals(await direct.pendingJobs(), 1);

      // The client comes back by itself, and so does the feed.
      while (!(await store.pendingJobs().then(() => true, () => false))) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assertEquals((await store.fanOutStep({ batch: 9 }))?.followers, 1);
      assertEquals((await direct.readTimeline("ann", { limit: 9 })).entries, [post]);
    } finally {
      await store.close();
      await between.close();
      await direct.close();
    }
  },
});

Deno.test("Redis engine: a server that is not there, and options that are wrong, are refused", async () => {
  const store = new RedisFeedStore("redis://127.0.0.1:1");
  await assertRejects(
    () => store.readLists("ann", { limit: 1 }),
    FeedStoreError,
    "Cannot read a feed: Redis cannot be reached, or hung up: ",
  );
  await store.close();
  const capacity = "timelineCapacity must be a positive integer: current value is 0";
  assertThrows(() => new RedisFeedStore("redis://127.0.0.1:1", { timelineCapacity: 0 }), RangeError, capacity);
  assertThrows(() => new RedisFeedStore("http://localhost"), TypeError, "url must begin with redis://");
});
