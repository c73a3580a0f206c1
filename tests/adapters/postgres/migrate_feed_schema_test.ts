import { assertEquals, assertRejects } from "@std/assert";
import { FEED_SCHEMA } from "@lib/adapters/postgres/_feed_schema.ts";
import { dropFeedSchema, migrateFeedSchema } from "@lib/adapters/postgres/_migrate_feed_schema.ts";
import type { PostgresClient } from "@lib/adapters/postgres/postgres_client.ts";

/** A client that writes down what it is sent. What a server makes of it, `postgres_feed_store_test.ts` shows. */
function listener() {
  const sent: string[] = [];
  const script = (_: string, text: string) => Promise.resolve(void sent.push(text));
  return { sent, client: { script } as unknown as PostgresClient };
}

Deno.test("everything is one statement: first the lock, then each step that the table does not name, and its name", async () => {
  const { sent, client } = listener();
  await migrateFeedSchema(client, "my_feed");
  assertEquals(sent.length, 1);
  const parts = [
    "pg_advisory_xact_lock(hashtext('feed schema my_feed'))",
    "CREATE SCHEMA IF NOT EXISTS my_feed;",
    "CREATE TABLE IF NOT EXISTS my_feed.migration",
    ...FEED_SCHEMA.flatMap((step, version) => [
      `IF NOT EXISTS (SELECT FROM my_feed.migration WHERE version = ${version})`,
      step,
      `INSERT INTO my_feed.migration (version) VALUES (${version});`,
    ]),
  ];
  const places = parts.map((part) => sent[0]!.indexOf(part));
  assertEquals(places, places.toSorted((a, b) => a - b));
  assertEquals(places.filter((place) => place === -1), []);
});

Deno.test("a schema is dropped with all that is in it", async () => {
  const { sent, client } = listener();
  await dropFeedSchema(client, "my_feed");
  assertEquals(sent, ["DROP SCHEMA IF EXISTS my_feed CASCADE"]);
});

Deno.test("a name that would end the statement is refused, and nothing is sent", async () => {
  const { sent, client } = listener();
  for (const name of ["a; DROP", "A", ""]) {
    await assertRejects(() => migrateFeedSchema(client, name), RangeError, `current value is ${name}`);
    await assertRejects(() => dropFeedSchema(client, name), RangeError, `current value is ${name}`);
  }
  assertEquals(sent, []);
});
