import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Engine, portFrom, printed, runQuietly, waitUntil } from "./engine.ts";
import { postgresEngine } from "./postgres_engine.ts";
import { redisEngine } from "./redis_engine.ts";

const COMMAND = new URL("./engines.ts", import.meta.url).pathname;

/** A port that nobody listens on at present. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function livesOnce(engine: Engine, variable: string): Promise<void> {
  assertEquals(await engine.isUp(), false);
  await engine.stop();
  try {
    await engine.start();
    await engine.start();
    assert(await engine.isUp());
    assert(URL.canParse(engine.environment[variable]!));
  } finally {
    await engine.stop();
  }
  assertEquals(await engine.isUp(), false);
}

const HAS_REDIS = await printed("redis-server", ["--version"]) !== undefined;
const HAS_POSTGRES = await printed("ls", ["/usr/lib/postgresql"]) !== undefined ||
  await printed("pg_config", []) !== undefined;

Deno.test({
  name: "Redis starts once, answers, and stops (needs redis-server)",
  ignore: !HAS_REDIS,
  fn: () => livesOnce(redisEngine(freePort()), "REDIS_URL"),
});
Deno.test({
  name: "PostgreSQL starts once, answers, and stops (needs its server programs)",
  ignore: !HAS_POSTGRES,
  fn: () => livesOnce(postgresEngine(freePort()), "DATABASE_URL"),
});
Deno.test("a wait that is in vain says for what", async () => {
  await assertRejects(
    () => waitUntil(() => Promise.resolve(false), 30, "the server must answer"),
    Error,
    "the server must answer",
  );
});
Deno.test("a command that fails is named with its exit code", async () => {
  await assertRejects(() => runQuietly("false", ["-x"]), Error, "false -x: it must end with 0: current value is 1");
});
Deno.test("a port that is none is refused", () => {
  for (const value of ["", "0", "65536", "redis"]) {
    Deno.env.set("LAB_TEST_PORT", value);
    assertThrows(() => portFrom("LAB_TEST_PORT", 1), RangeError, "LAB_TEST_PORT");
  }
  Deno.env.delete("LAB_TEST_PORT");
  assertEquals(portFrom("LAB_TEST_PORT", 7), 7);
});
Deno.test("the command refuses what it does not know, and prints the environment", async () => {
  const run = async (...args: string[]) => {
    const command = new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--frozen", COMMAND, ...args] });
    const { code, stdout, stderr } = await command.output();
    return [code, new TextDecoder().decode(stdout), new TextDecoder().decode(stderr)] as const;
  };
  for (const args of [[], ["constructor"], ["start", "oracle"]]) {
    const [code, , errors] = await run(...args);
    assertEquals(code, 2);
    assert(errors.includes("usage: deno task engines"), errors);
  }
  const [code, lines] = await run("env", "redis");
  assertEquals(code, 0);
  assert(/^REDIS_URL=redis:\/\/127\.0\.0\.1:\d+\n$/.test(lines), lines);
});
