/**
 * Redis, in memory only.
 *
 * @module
 */
import { join } from "node:path";
import {
  type Engine,
  engineFolder,
  installPackage,
  portFrom,
  printed,
  runQuietly,
  startOrNothing,
  stopOrKill,
  waitUntil,
} from "./engine.ts";

/** A Redis server on `port`. */
export function redisEngine(port: number = portFrom("LAB_REDIS_PORT", 26_379)): Engine {
  const folder = engineFolder(`redis-${port}`);
  const engine: Engine = {
    name: "redis",
    environment: { REDIS_URL: `redis://127.0.0.1:${port}` },
    async install() {
      if (await printed("redis-server", ["--version"]) === undefined) await installPackage("redis-server");
    },
    isUp: () => answersPing(port),
    async start() {
      if (await engine.isUp()) return;
      await Deno.mkdir(folder, { recursive: true });
      const args = [
        ...["--bind", "127.0.0.1", "--port", String(port), "--dir", folder, "--daemonize", "yes"],
        ...["--save", "", "--appendonly", "no", "--maxmemory", "64mb"],
        ...["--pidfile", join(folder, "pid"), "--logfile", join(folder, "log")],
      ];
      await startOrNothing(async (env) => {
        await runQuietly("redis-server", args, { env });
        await waitUntil(engine.isUp, 10_000, "Redis must answer");
      });
    },
    async stop() {
      if (!await engine.isUp()) return;
      await stopOrKill(async () => {
        await say(port, "SHUTDOWN NOSAVE\r\n");
        await waitUntil(async () => !await engine.isUp(), 10_000, "Redis must stop");
      }, join(folder, "pid"));
    },
  };
  return engine;
}

async function answersPing(port: number): Promise<boolean> {
  return (await say(port, "PING\r\n"))?.startsWith("+PONG") ?? false;
}

/** The first bytes of the answer; undefined if nobody listens. */
async function say(port: number, line: string): Promise<string | undefined> {
  try {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode(line));
    const bytes = new Uint8Array(64);
    const count = await connection.read(bytes);
    return new TextDecoder().decode(bytes.subarray(0, count ?? 0));
  } catch {
    return undefined;
  }
}
