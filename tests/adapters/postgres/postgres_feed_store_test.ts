import { assertEquals, assertRejects } from "@std/assert";
import { dropFeedSchema, migrateFeedSchema } from "@lib/adapters/postgres/_migrate_feed_schema.ts";
import { PostgresClient } from "@lib/adapters/postgres/postgres_client.ts";
import { openPostgresFeedStore } from "@lib/adapters/postgres/postgres_feed_store.ts";
import { type FeedStore, FeedStoreError } from "@lib/storage/feed/feed_store.ts";
import { feedStoreContract } from "@lib/testing/feed_store_contract.ts";
import { newsFeedContract } from "@lib/testing/news_feed_contract.ts";
import { FEEDS, onTrial } from "../../systems/feed/feeds.ts";

const url = Deno.env.get("DATABASE_URL");
const ignore = url === undefined;
let schemas = 0;

const newSchema = () => `feed_test_${Deno.pid}_${Date.now()}_${schemas++}`;

async function createStore(
  { timelineCapacity, schema = newSchema() }: { timelineCapacity: number; schema?: string },
): Promise<FeedStore> {
  const store = await openPostgresFeedStore(url!, { timelineCapacity, schema });
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    const client = new PostgresClient(url!);
    await dropFeedSchema(client, schema);
    await client.close();
  };
  return store;
}

for (const { name, run } of feedStoreContract(createStore)) {
  Deno.test({ name: `PostgreSQL engine: ${name}`, ignore, fn: run });
}

for (const [kind, make] of Object.entries(FEEDS)) {
  const create = onTrial(make, () => createStore({ timelineCapacity: 4 }));
  for (const { name, run } of newsFeedContract(create, { histories: 2 })) {
    Deno.test({ name: `${kind} on PostgreSQL: ${name}`, ignore, fn: run });
  }
}

/** Lets a call come as far as the table of jobs, cuts its connection there, and returns what it rejected with. */
async function cutAtTheJobs(schema: string, call: () => Promise<unknown>): Promise<unknown> {
  const blocker = new PostgresClient(url!, { schema, connections: 1 }); // one connection: one session
  const run = (text: string) => blocker.run({ name: text.slice(0, 20), text });
  try {
    await run("BEGIN");
    await run("LOCK TABLE job IN SHARE MODE"); // whoever writes there waits
    const outcome = call().then(() => "it went through", (error: unknown) => error);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))`;
    while ((await run(cut)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return await outcome;
  } finally {
    await run("ROLLBACK");
    await blocker.close();
  }
}

Deno.test({
  name: "PostgreSQL engine: a connection cut between post and job, or between delivery and job, leaves neither",
  ignore,
  async fn() {
    const schema = newSchema();
    const store = await createStore({ timelineCapacity: 4, schema });
    try {
      await store.follow("ann", "bob", { backFill: true });
      const post = { id: "1", author: "bob", text: "hello", timeMs: 1 };
      const message = "Cannot add a post: PostgreSQL cannot be reached, or hung up: terminating connection";
      const lost = await cutAtTheJobs(schema, () => store.addPost(post, { fanOut: true }));
      await assertRejects(() => Promise.reject(lost), FeedStoreError, message);
      assertEquals([await store.readLists("bob", { limit: 9 }), await store.pendingJobs()], [[], 0]);
      assertEquals(await store.addPost(post, { fanOut: true }), true, "the same call may be made again");

      const step = await cutAtTheJobs(schema, () => store.fanOutStep({ batch: 9 }));
      await assertRejects(() => Promise.reject(step), FeedStoreError, "Cannot fan out: PostgreSQL cannot be reached");
      assertEquals([(await store.readTimeline("ann", { limit: 9 })).entries, await store.pendingJobs()], [[], 1]);
      assertEquals((await store.fanOutStep({ batch: 9 }))?.followers, 1);
      assertEquals((await store.readTimeline("ann", { limit: 9 })).entries, [post]);
    } finally {
      await store.close();
    }
  },
});

Deno.test({
  name:
    "PostgreSQL engine: a post waits for a follow of its author that is under way, so that its job sees the follower",
  ignore,
  async fn() {
    const schema = newSchema();
    const store = await createStore({ timelineCapacity: 4, schema });
    const follower = new PostgresClient(url!, { schema, connections: 1 });
    const run = (text: string) => follower.run({ name: text.slice(0, 20), text });
    try {
      await run("BEGIN");
      await run("SELECT * FROM follow('ann', 'bob', true, 4)"); // it has looked for older posts, and is not there yet
      const post = { id: "1", author: "bob", text: "hello", timeMs: 1 };
      let isDone = false;
      const posting = store.addPost(post, { fanOut: true }).then(() => isDone = true);
      const waiting = "SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))";
      while (!isDone && (await run(waiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      if (isDone) await store.fanOutStep({ batch: 9 }); // too early: nobody follows
      await run("COMMIT");
      await posting;
      while (await store.fanOutStep({ batch: 9 }) !== undefined);
      assertEquals((await store.readTimeline("ann", { limit: 9 })).entries, [post]);
    } finally {
      await follower.close();
      await store.close();
    }
  },
});

Deno.test({
  name: "PostgreSQL engine: services that start at the same time prepare the tables once, and find what is there",
  ignore,
  async fn() {
    const schema = newSchema();
    const clients = Array.from({ length: 4 }, () => new PostgresClient(url!, { schema }));
    try {
      await Promise.all(clients.map((client) => migrateFeedSchema(client, schema)));
      const one = await openPostgresFeedStore(url!, { schema });
      await one.addPost({ id: "1", author: "bob", text: "kept", timeMs: 1 }, { fanOut: false });
      await one.close();
      const other = await openPostgresFeedStore(url!, { schema });
      assertEquals((await other.readLists("bob", { limit: 1 })).flat().map(({ text }) => text), ["kept"]);
      await other.close();
    } finally {
      await dropFeedSchema(clients[0]!, schema);
      await Promise.all(clients.map((client) => client.close()));
    }
  },
});

Deno.test("PostgreSQL engine: a server that is not there, and options that are wrong, are refused", async () => {
  const nowhere = "postgres://lab@127.0.0.1:1/lab";
  await assertRejects(
    () => openPostgresFeedStore(nowhere),
    FeedStoreError,
    "Cannot prepare the feed's schema: PostgreSQL cannot be reached, or hung up",
  );
  for (const schema of ["", "Feed", "a b", 'x"; DROP SCHEMA public', "1a"]) {
    await assertRejects(() => openPostgresFeedStore(nowhere, { schema }), RangeError, `current value is ${schema}`);
  }
  const capacity = "timelineCapacity must be a positive integer: current value is 0";
  await assertRejects(() => openPostgresFeedStore(nowhere, { timelineCapacity: 0 }), RangeError, capacity);
  await assertRejects(() => openPostgresFeedStore("http://localhost"), TypeError, "url must begin with postgres://");
});
