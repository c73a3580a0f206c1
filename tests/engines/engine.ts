/**
 * A real server that contract suites run against, and what every such server needs: a home, a wait until it is ready,
 * and packages.
 *
 * The servers run on loopback without Docker and without systemd, and keep nothing that matters: their data is thrown
 * away at the next start. Everything lives in one folder outside the checkout (`LAB_ENGINES` moves it), because a
 * server that refuses to run as root must be able to reach it.
 *
 * Not here on purpose: production settings (nothing is synced to disk), systems other than Linux and macOS.
 *
 * @module
 */
import { join } from "node:path";
import { runProcess } from "@lib/study/process/run_process.ts";
import { trackTree } from "@lib/study/process/live_trees.ts";
import { killTree, newMark } from "@lib/study/process/process_tree.ts";

/** A server that can be installed, started and stopped. */
export interface Engine {
  /** As the command line calls it. */
  readonly name: string;
  /** What the contract suites read once it runs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Installs it where the system can; nothing happens if it is there. */
  install(): Promise<void>;
  /** Whether it answers. */
  isUp(): Promise<boolean>;
  /** Starts it on empty data and waits until it answers; nothing happens if it does already. */
  start(): Promise<void>;
  /** Stops it; nothing happens if it does not run. */
  stop(): Promise<void>;
}

/** The folder of the engine `name`. */
export function engineFolder(name: string): string {
  const home = Deno.env.get("LAB_ENGINES") ?? join(Deno.env.get("TMPDIR") ?? "/tmp", "ml-systems-lab-engines");
  return join(home, name);
}

/** The port that the environment names, or the usual one. */
export function portFrom(variable: string, usual: number): number {
  const text = Deno.env.get(variable);
  const port = text === undefined ? usual : Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new RangeError(
    `Cannot choose a port: ${variable} must be a whole number from 1 to 65535: current value is ${text}`,
  );
}

/** Waits until `isReady`, at most `limitMs`. */
export async function waitUntil(isReady: () => Promise<boolean>, limitMs: number, what: string): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!await isReady()) {
    if (performance.now() > endMs) {
      throw new Error(`Cannot go on: ${what} within ${limitMs} ms: current value is not yet`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Runs a command to its end; what it leaves behind lives on. Its output goes nowhere: a server that it leaves behind
 * would hold a pipe open for ever.
 */
export async function runQuietly(
  command: string,
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<void> {
  const child = new Deno.Command(command, {
    ...options,
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true, // Ctrl-C reaches us, and we end it
  }).spawn();
  const untrack = trackTree({ rootPid: child.pid });
  const { code } = await child.status;
  untrack();
  if (code !== 0) {
    throw new Error(`Cannot run ${command} ${args.join(" ")}: it must end with 0: current value is ${code}`);
  }
}

/**
 * Starts a server with `start`, which adds `env` to the environment of what it runs. If it fails, or this process is
 * ended meanwhile, everything that it has started ends too.
 */
export async function startOrNothing(
  start: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const { mark, env } = newMark();
  const untrack = trackTree({ mark });
  try {
    await start(env);
  } catch (error) {
    await killTree({ mark });
    throw error;
  } finally {
    untrack();
  }
}

/** Stops a server with `stop`; ends the process that `pidFile` names, with its children, if that fails. */
export async function stopOrKill(stop: () => Promise<void>, pidFile: string): Promise<void> {
  try {
    await stop();
  } catch (error) {
    const pid = parseInt(await Deno.readTextFile(pidFile).catch(() => ""), 10);
    if (!(pid > 1) || await killTree({ rootPid: pid }) === 0) throw error;
  }
}

/** What a command prints; undefined if it fails or is not there. */
export async function printed(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { code, output } = await runProcess(command, { args, cwd: ".", timeLimitMs: 30_000, streams: "stdout" });
    return code === 0 ? output.trim() : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this process is root's: some servers refuse to run so. */
export function isRoot(): boolean {
  return Deno.uid() === 0;
}

/** Installs a Debian package, or says what is missing. */
export async function installPackage(name: string): Promise<void> {
  if (await printed("apt-get", ["--version"]) === undefined || !isRoot()) {
    throw new Error(
      `Cannot install ${name}: only root can on Debian; elsewhere install it yourself: current value is no ${name}`,
    );
  }
  await runQuietly("apt-get", ["update", "-qq"]);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["install", "-qq", "-y", "--no-install-recommends", name], { env });
}
