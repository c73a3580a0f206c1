import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { closeRedis, openRedis } from "@lib/adapters/redis/redis_client.ts";

const REDIS_URL = Deno.env.get("REDIS_URL");
const onServer = (name: string, run: () => Promise<void>) =>
  Deno.test({ name, ignore: REDIS_URL === undefined, fn: run });

/** Fails rather than waits for ever. */
async function within<Result>(promise: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("nothing happened within 8 s")), 8000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A server that answers every connection with `behave`; ends with the test. */
function server(behave: (connection: Deno.TcpConn) => void) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.TcpConn[] = [];
  const serving = (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      behave(connection);
    }
  })();
  return {
    url: `redis://127.0.0.1:${listener.addr.port}`,
    connections,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of connections) {
        try {
          connection.close();
        } catch { /* it has closed already */ }
      }
      await serving;
    },
  };
}

// By hand
Deno.test("nothing is connected before the first command", async () => {
  await using silent = server(() => {});
  const redis = openRedis(silent.url);
  assertEquals([redis.status, silent.connections.length], ["wait", 0]);
  await closeRedis(redis);
});
Deno.test("a server that refuses connections rejects commands at once, and every refusal is heard", async () => {
  const heard: Error[] = [];
  const redis = openRedis("redis://127.0.0.1:1", {
    commandTimeoutMs: 60_000,
    onConnectionError: (error) => heard.push(error),
  });
  await assertRejects(() => redis.get("key"));
  assert(heard.length >= 1);
  assertInstanceOf(heard[0], Error);
  await closeRedis(redis);
});
Deno.test("without a listener a refused connection is no unhandled error", async () => {
  const redis = openRedis("redis://127.0.0.1:1");
  await assertRejects(() => redis.get("key"));
  await closeRedis(redis);
});
Deno.test("a server that accepts and says nothing ends every command by time-out", async () => {
  await using silent = server(() => {});
  const redis = openRedis(silent.url, { commandTimeoutMs: 50 });
  await assertRejects(() => within(redis.get("key")), Error, "Command timed out");
  await closeRedis(redis);
});
Deno.test("a connection that is cut rejects what waits for an answer, and it is not sent again", async () => {
  let increments = 0;
  await using cutting = server((connection) => void answer(connection, () => increments++));
  const redis = openRedis(cutting.url, { commandTimeoutMs: 60_000 });
  const lost = assertRejects(() => within(redis.incr("counter")), Error, "max retries per request");
  await new Promise<void>((resolve) => redis.once("close", () => resolve()));
  await lost;
  await new Promise<void>((resolve) => redis.once("ready", () => resolve())); // connected for the second time
  assertEquals(increments, 1);
  await closeRedis(redis);
});
/** Speaks just enough of the protocol to be taken for Redis, and hangs up when it is asked to increment something. */
async function answer(connection: Deno.TcpConn, onIncrement: () => void): Promise<void> {
  const bytes = new Uint8Array(4096);
  const answers: Record<string, string> = { hello: "-NOPROTO no\r\n", info: "$9\r\nloading:0\r\n" };
  for (let count = await read(connection, bytes); count !== null; count = await read(connection, bytes)) {
    const commands = new TextDecoder().decode(bytes.subarray(0, count)).toLowerCase().split(/^\*\d+\r\n/m).slice(1);
    for (const command of commands) {
      const name = command.split("\r\n")[1]!;
      if (name === "incr") {
        onIncrement();
        return connection.close();
      }
      await connection.write(new TextEncoder().encode(answers[name] ?? "+OK\r\n"));
    }
  }
}
async function read(connection: Deno.TcpConn, bytes: Uint8Array): Promise<number | null> {
  try {
    return await connection.read(bytes);
  } catch {
    return null; // it was closed on our side
  }
}
onServer("a lost connection comes back by itself", async () => {
  const redis = openRedis(REDIS_URL!);
  assertEquals(await redis.ping(), "PONG");
  redis.disconnect(true); // as if the network had failed
  const back = new Promise<void>((resolve) => redis.once("ready", () => resolve()));
  await back;
  assertEquals(await redis.ping(), "PONG");
  await closeRedis(redis);
  assertEquals(redis.status, "end");
});
Deno.test("a connection can be ended in every state: never used, refused, between two attempts, unanswered, ended", async () => {
  await using silent = server(() => {});
  const states: string[] = [];
  for (const [url, state] of [[silent.url, "wait"], [silent.url, "connect"], ["redis://127.0.0.1:1", "reconnecting"]]) {
    const redis = openRedis(url!, { commandTimeoutMs: 60_000 });
    const asked = state === "wait" ? undefined : assertRejects(() => redis.get("key"));
    if (state !== "wait") await new Promise<void>((resolve) => redis.once(state!, () => resolve()));
    states.push(redis.status);
    await closeRedis(redis);
    await closeRedis(redis);
    await asked;
  }
  assertEquals(states, ["wait", "connect", "reconnecting"]);
});
onServer("commands before the end are answered, those after it rejected", async () => {
  const redis = openRedis(REDIS_URL!);
  const before = redis.ping();
  await redis.ping();
  await closeRedis(redis);
  assertEquals(await before, "PONG");
  await assertRejects(() => redis.ping());
  await closeRedis(redis); // twice does no harm
});

// Refusals
Deno.test("an address that is not Redis's is refused without repeating it, since it may hold a password", () => {
  for (const url of ["http://127.0.0.1", "127.0.0.1:6379", "", "user:secret@redis"]) {
    const error = assertThrows(() => openRedis(url), TypeError, "url must begin with redis://");
    assert(!error.message.includes("secret"));
  }
});
Deno.test("a time-out that is not positive and finite is refused by name and value", () => {
  for (const ms of [0, -1, NaN, Infinity]) {
    assertThrows(() => openRedis("redis://h", { commandTimeoutMs: ms }), RangeError, `commandTimeoutMs must be`);
    assertThrows(() => openRedis("redis://h", { connectTimeoutMs: ms }), RangeError, `current value is ${ms}`);
  }
});
