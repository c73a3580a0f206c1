import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { closeRedis, openRedis, type Redis } from "@lib/adapters/redis/redis_client.ts";
import { type RateLimit, RedisTokenBuckets, StoreUnavailableError } from "@lib/adapters/redis/redis_token_buckets.ts";
import { FallbackTokenBuckets } from "@lib/concurrency/rate_limiter/fallback_token_buckets.ts";
import { findViolation, type Grant } from "@lib/testing/rate_limit_checker.ts";
import { tokenBucketsContract } from "@lib/testing/token_buckets_contract.ts";

const REDIS_URL = Deno.env.get("REDIS_URL");
const limit: RateLimit = { capacity: 10, refillPerSecond: 4 };

/** Connections of one test, and a prefix of its own whose keys are gone after it. */
interface Server {
  readonly prefix: string;
  connect(): Redis;
}

function onServer(name: string, run: (server: Server) => Promise<void>): void {
  Deno.test({
    name,
    ignore: REDIS_URL === undefined,
    async fn() {
      const connections: Redis[] = [];
      const connect = () => {
        const redis = openRedis(REDIS_URL!, { commandTimeoutMs: 10_000 });
        connections.push(redis);
        return redis;
      };
      const prefix = `test:${crypto.randomUUID()}:`;
      try {
        await run({ prefix, connect });
      } finally {
        const redis = connect();
        const keys = await redis.keys(`${prefix}*`);
        if (keys.length > 0) await redis.del(...keys);
        for (const connection of connections) await closeRedis(connection);
      }
    },
  });
}

// By hand
onServer("a bucket is one string, which lives until it is full and a second more", async ({ prefix, connect }) => {
  const redis = connect();
  const buckets = new RedisTokenBuckets(redis, limit, { prefix });
  await buckets.take("a", 4); // full again in 1 s
  const life = await redis.pttl(`${prefix}a`);
  assert(life > 1000 && life <= 2000, `${life} ms`);
  const [missing, atMs] = (await redis.get(`${prefix}a`))!.split(" ").map(Number);
  assertEquals(missing, 4000);
  assert(Math.abs(atMs! - Date.now()) < 60_000, "the server's time, in milliseconds");
});
onServer("looking and refusals write nothing, and do not prolong a life", async ({ prefix, connect }) => {
  const redis = connect();
  const buckets = new RedisTokenBuckets(redis, limit, { prefix });
  await buckets.take("a", 0);
  assertEquals(await redis.exists(`${prefix}a`), 0);
  await buckets.take("a", 10);
  const written = await redis.get(`${prefix}a`);
  await redis.pexpire(`${prefix}a`, 3_600_000);
  assertEquals((await buckets.take("a", 9)).granted, false);
  assertEquals((await buckets.takeAll([{ key: "b" }, { key: "a", n: 9 }])).granted, false);
  assertEquals([await redis.get(`${prefix}a`), await redis.exists(`${prefix}b`)], [written, 0]);
  assert(await redis.pttl(`${prefix}a`) > 3_000_000);
});
onServer("a server that has forgotten the script is sent it again", async ({ prefix, connect }) => {
  const redis = connect();
  const buckets = new RedisTokenBuckets(redis, limit, { prefix });
  await redis.script("FLUSH");
  assertEquals(await buckets.take("a"), { granted: true, tokens: 9 });
  await redis.script("FLUSH");
  const answers = await Promise.all(Array.from({ length: 20 }, () => buckets.take("b")));
  assertEquals(answers.filter(({ granted }) => granted).length, 10);
});
onServer("without a clock of its own the server's time refills", async ({ prefix, connect }) => {
  const buckets = new RedisTokenBuckets(connect(), { capacity: 2, refillPerSecond: 50 }, { prefix });
  await buckets.take("a", 2);
  let answer = await buckets.take("a", 2);
  for (; !answer.granted; answer = await buckets.take("a", 2)) {
    assert(answer.retryAfterMs >= 1 && answer.retryAfterMs <= 40);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

// Contract
for (
  const { name } of tokenBucketsContract(() => {
    throw new Error("only the names are wanted");
  })
) {
  onServer(`RedisTokenBuckets: ${name}`, async ({ prefix, connect }) => {
    let made = 0;
    const demands = tokenBucketsContract((limit, { clock, count }) => {
      const own = `${prefix}${made++}:`;
      return Array.from({ length: count }, () => new RedisTokenBuckets(connect(), limit, { prefix: own, clock }));
    });
    await demands.find((demand) => demand.name === name)!.run();
  });
}

// Invariant
onServer(
  "64 racing over eight connections never exceed the limit, in any window of real time",
  async ({ prefix, connect }) => {
    const racing = { capacity: 20, refillPerSecond: 400 };
    const stores = Array.from({ length: 8 }, () => new RedisTokenBuckets(connect(), racing, { prefix }));
    const grants: Grant[] = [];
    const startMs = performance.now();
    await Promise.all(Array.from({ length: 64 }, async (_, racer) => {
      for (let round = 0; round < 20; round++) {
        const fromMs = performance.now();
        const n = 1 + (racer + round) % 2;
        const { granted } = await stores[racer % 8]!.take("a", n);
        if (granted) grants.push({ fromMs, toMs: performance.now(), n });
      }
    }));
    assertEquals(findViolation(grants, racing), undefined);
    const sum = grants.reduce((total, { n }) => total + n, 0);
    const entitled = 20 + 0.4 * (performance.now() - startMs);
    assert(sum > 20 && sum <= entitled, `${sum} of ${entitled}`);
  },
);

// A server that is away
Deno.test("a server that refuses connections is a store that is down, not a refusal", async () => {
  const redis = openRedis("redis://127.0.0.1:1");
  const buckets = new RedisTokenBuckets(redis, limit);
  const error = await assertRejects(() => buckets.take("a"), StoreUnavailableError, "Redis must answer");
  assertInstanceOf(error.cause, Error);
  await assertRejects(() => buckets.takeAll([{ key: "a" }]), StoreUnavailableError);
  await closeRedis(redis);
});
Deno.test("a server that hangs up, or says nothing, is a store that is down", async () => {
  for (const isSilent of [false, true]) {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const held: Deno.TcpConn[] = [];
    const serving = (async () => {
      for await (const connection of listener) isSilent ? held.push(connection) : connection.close();
    })();
    const redis = openRedis(`redis://127.0.0.1:${listener.addr.port}`, { commandTimeoutMs: isSilent ? 50 : 5000 });
    await assertRejects(() => new RedisTokenBuckets(redis, limit).take("a"), StoreUnavailableError);
    listener.close();
    for (const connection of held) connection.close();
    await closeRedis(redis);
    await serving;
  }
});
onServer(
  "a server that is killed under load: each choice does what it says, and the store is used again when it is back",
  async () => {
    const port = freePort();
    let server = await startServer(port);
    const redis = openRedis(`redis://127.0.0.1:${port}`, { commandTimeoutMs: 2000 });
    try {
      const store = new RedisTokenBuckets(redis, { capacity: 12, refillPerSecond: 0.001 });
      const retryStoreMs = 20;
      const open = new FallbackTokenBuckets(store, { failureMode: "fail-open", retryStoreMs });
      const closed = new FallbackTokenBuckets(store, { failureMode: "fail-closed", retryStoreMs });
      const share = new FallbackTokenBuckets(store, { failureMode: "local", instances: 3, retryStoreMs });
      assertEquals(await share.take("a", 11), { granted: true, tokens: 1, by: "store" });
      server.kill("SIGKILL");
      await server.status;
      assertEquals(await open.take("a", 12), { granted: true, by: "fail-open" });
      await assertRejects(() => closed.take("a"), StoreUnavailableError);
      const answers = await Promise.all(Array.from({ length: 10 }, () => share.take("a")));
      assertEquals(answers.map(({ granted, by }) => [granted, by]), [
        ...Array(4).fill([true, "local"]),
        ...Array(6).fill([false, "local"]),
      ]);
      server = await startServer(port);
      while ((await share.take("a")).by !== "store") await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await closeRedis(redis);
      server.kill("SIGKILL");
      await server.status;
    }
  },
);
onServer("a key that holds something else is a mistake, not a store that is down", async ({ prefix, connect }) => {
  const redis = connect();
  await redis.lpush(`${prefix}list`, "not a bucket");
  const error = await assertRejects(
    () => new RedisTokenBuckets(redis, limit, { prefix }).take("list"),
    Error,
    "WRONGTYPE",
  );
  assert(!(error instanceof StoreUnavailableError));
});
Deno.test('a server that answers "not now" is down, one that says what is wrong is not', async () => {
  for (const code of ["LOADING", "READONLY", "OOM", "MISCONF", "MASTERDOWN", "BUSY", "CLUSTERDOWN"]) {
    const { redis } = scripted(replyError(`${code} not now`));
    await assertRejects(() => new RedisTokenBuckets(redis, limit).take("a"), StoreUnavailableError, code);
  }
  const { redis } = scripted(replyError("WRONGTYPE Operation against a key holding the wrong kind of value"));
  const error = await assertRejects(() => new RedisTokenBuckets(redis, limit).take("a"), Error, "WRONGTYPE");
  assert(!(error instanceof StoreUnavailableError));
});

// What is sent and what is made of the answer
Deno.test("the script goes by its digest, and as text to a server that does not know it", async () => {
  const { redis, sent } = scripted(replyError("NOSCRIPT No matching script"), [1, "4000"], [0, "4000"]);
  const buckets = new RedisTokenBuckets(redis, limit, { prefix: "p:", clock: { nowMs: () => 12.5 } });
  assertEquals(await buckets.take("a", 4), { granted: true, tokens: 6 });
  assertEquals(await buckets.take("a", 7), { granted: false, retryAfterMs: 250, key: "a" });
  assertEquals(sent.map(([command, , ...rest]) => [command, ...rest]), [
    ["evalsha", 1, "p:a", "12.5", "60000", "4000", "10000", "4"],
    ["eval", 1, "p:a", "12.5", "60000", "4000", "10000", "4"],
    ["evalsha", 1, "p:a", "12.5", "60000", "7000", "10000", "4"],
  ]);
  const [digest, text] = [sent[0]![1] as string, sent[1]![1] as string];
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text)));
  assertEquals(digest, bytes.toHex());
});
Deno.test("without a clock of its own no time is sent, and the answer's digits are all kept", async () => {
  const { redis, sent } = scripted([1, "0.10000000000000001", "9999.9000000000001"]);
  const buckets = new RedisTokenBuckets(redis, limit);
  const left = (10_000 - 9999.9) / 1000;
  assertEquals(await buckets.takeAll([{ key: "a", n: 0 }, { key: "b", n: 0.5 }]), { granted: true, tokens: left });
  assertEquals(sent[0]!.slice(2), [2, "tokens:a", "tokens:b", "", "1000", "0", "10000", "4", "500", "10000", "4"]);
});

// Refusals
Deno.test("a limit that can't be meant is refused before anything is sent", async () => {
  const redis = openRedis("redis://127.0.0.1:1");
  for (const capacity of [0, -1, NaN]) {
    await assertRejects(
      async () => await new RedisTokenBuckets(redis, { capacity, refillPerSecond: 1 }).take("a"),
      RangeError,
      "capacity must be",
    );
  }
  await assertRejects(() => new RedisTokenBuckets(redis, limit).take("a", 11), RangeError, "at most the capacity");
  assertEquals(redis.status, "wait");
  await closeRedis(redis);
});

/** A connection that writes down what is sent, and answers from a list. */
function scripted(...answers: (Error | unknown[])[]) {
  const sent: unknown[][] = [];
  const send = (command: string) => (...values: unknown[]) => {
    sent.push([command, ...values]);
    const answer = answers.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { sent, redis: { evalsha: send("evalsha"), eval: send("eval") } as unknown as Redis };
}

function replyError(message: string): Error {
  return Object.assign(new Error(message), { name: "ReplyError" });
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A throw-away server; it answers when this returns. */
async function startServer(port: number): Promise<Deno.ChildProcess> {
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = new Deno.Command("redis-server", { args, stdout: "null", stderr: "null" }).spawn();
  const probe = openRedis(`redis://127.0.0.1:${port}`);
  while (await probe.ping().catch(() => "") !== "PONG") await new Promise((resolve) => setTimeout(resolve, 10));
  await closeRedis(probe);
  return server;
}
