/**
 * Brings the feed's schema up to date: migrations are applied once each, in order, in one transaction and under a lock,
 * so that services may start at the same time.
 *
 * **Invariant.** The table `migration` names exactly the steps that have been applied.
 *
 * Cost: one round trip.
 *
 * Not here on purpose: going back to an earlier version.
 *
 * @module
 */
import { FEED_SCHEMA } from "./_feed_schema.ts";
import { type PostgresClient, schemaName } from "./postgres_client.ts";

export type { PostgresClient };

/**
 * Makes the schema, or brings it up to date.
 * @param client Of that schema.
 * @throws {PostgresError} If the server refuses; nothing has changed then.
 */
export async function migrateFeedSchema(client: PostgresClient, schema: string): Promise<void> {
  const name = schemaName(schema);
  const steps = FEED_SCHEMA.map((text, version) => `
IF NOT EXISTS (SELECT FROM ${name}.migration WHERE version = ${version}) THEN
  EXECUTE $migration$${text}$migration$;
  INSERT INTO ${name}.migration (version) VALUES (${version});
END IF;`);
  await client.script(
    "prepare the feed's schema",
    `DO $steps$ BEGIN
PERFORM pg_advisory_xact_lock(hashtext('feed schema ${name}'));
CREATE SCHEMA IF NOT EXISTS ${name};
CREATE TABLE IF NOT EXISTS ${name}.migration (version integer PRIMARY KEY);${steps.join("")}
END $steps$`,
  );
}

/** Drops the schema with everything in it: for tests. */
export async function dropFeedSchema(client: PostgresClient, schema: string): Promise<void> {
  await client.script("drop the feed's schema", `DROP SCHEMA IF EXISTS ${schemaName(schema)} CASCADE`);
}
