/**
 * PostgreSQL, with a database and a user named `lab`, and every safety net against a power cut taken away for speed.
 *
 * The server refuses to run as root, so for root it runs as the user that the package made. The folder is made anew at
 * each start.
 *
 * @module
 */
import { join } from "node:path";
import {
  type Engine,
  engineFolder,
  installPackage,
  isRoot,
  portFrom,
  printed,
  runQuietly,
  startOrNothing,
  stopOrKill,
  waitUntil,
} from "./engine.ts";

const SETTINGS = [
  ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=64MB", "max_connections=50"],
  ...["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
];

/** A PostgreSQL server on `port`. */
export function postgresEngine(port: number = portFrom("LAB_POSTGRES_PORT", 25_432)): Engine {
  const folder = engineFolder(`postgres-${port}`);
  const data = join(folder, "data");
  const address = ["-h", "127.0.0.1", "-p", String(port)];
  const engine: Engine = {
    name: "postgres",
    environment: { DATABASE_URL: `postgres://lab@127.0.0.1:${port}/lab` },
    async install() {
      if (await binaries() === undefined) await installPackage("postgresql");
    },
    async isUp() {
      const bin = await binaries();
      return bin !== undefined && await printed(join(bin, "pg_isready"), [...address, "-U", "lab"]) !== undefined;
    },
    async start() {
      if (await engine.isUp()) return;
      const bin = await binaries();
      if (bin === undefined) {
        throw new Error("Cannot start PostgreSQL: it must be installed: current value is no initdb");
      }
      const server = await serverUser();
      await Deno.remove(folder, { recursive: true }).catch(() => {});
      await Deno.mkdir(folder, { recursive: true });
      if (server) await Deno.chown(folder, server.uid, server.gid);
      const user = { ...server, cwd: folder };
      const shape = ["-U", "lab", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"];
      const options = [`-p ${port}`, ...SETTINGS.map((setting) => `-c ${setting}`)].join(" ");
      const start = ["-D", data, "-l", join(folder, "log"), "-w", "-t", "30", "-o", options, "start"];
      await startOrNothing(async (env) => {
        await runQuietly(join(bin, "initdb"), ["-D", data, ...shape], { ...user, env });
        await runQuietly(join(bin, "pg_ctl"), start, { ...user, env });
        await waitUntil(engine.isUp, 10_000, "PostgreSQL must answer");
        await runQuietly(join(bin, "createdb"), [...address, "-U", "lab", "lab"]);
      });
    },
    async stop() {
      const bin = await binaries();
      if (bin === undefined || !await engine.isUp()) return;
      const user = { ...await serverUser(), cwd: folder };
      await stopOrKill(
        () => runQuietly(join(bin, "pg_ctl"), ["-D", data, "-m", "fast", "-w", "-t", "20", "stop"], user),
        join(data, "postmaster.pid"),
      );
    },
  };
  return engine;
}

/** The folder of the server's programs, which Debian keeps out of the path. */
async function binaries(): Promise<string | undefined> {
  const versions: number[] = [];
  try {
    for await (const { name } of Deno.readDir("/usr/lib/postgresql")) versions.push(Number(name));
  } catch {
    return await printed("pg_config", ["--bindir"]);
  }
  for (const version of versions.sort((a, b) => b - a)) {
    const bin = `/usr/lib/postgresql/${version}/bin`;
    if (await printed(join(bin, "initdb"), ["--version"]) !== undefined) return bin;
  }
}

async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (!isRoot()) return undefined;
  const [uid, gid] = [await printed("id", ["-u", "postgres"]), await printed("id", ["-g", "postgres"])];
  if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  throw new Error("Cannot start PostgreSQL as root: the user postgres is needed: current value is no such user");
}
