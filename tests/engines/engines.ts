/**
 * The command that installs, starts and stops the real engines for the contract suites.
 *
 * `start` and `env` print what to put into the environment, so `export $(deno task engines start)` is all that a shell
 * needs.
 *
 * @module
 */
import { runUntilSignal } from "@lib/study/process/live_trees.ts";
import type { Engine } from "./engine.ts";
import { postgresEngine } from "./postgres_engine.ts";
import { redisEngine } from "./redis_engine.ts";

const USAGE = "usage: deno task engines install|start|stop|status|env [redis] [postgres]";

const VERBS: Readonly<Record<string, (engine: Engine) => Promise<void>>> = {
  install: (engine) => engine.install(),
  start: async (engine) => {
    await engine.start();
    printEnvironment(engine);
  },
  stop: (engine) => engine.stop(),
  status: async (engine) => console.log(`${engine.name}: ${await engine.isUp() ? "up" : "down"}`),
  env: (engine) => Promise.resolve(printEnvironment(engine)),
};

function printEnvironment({ environment }: Engine): void {
  for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`);
}

/** Does what `args` say; returns the exit status. */
async function enginesCommand([verb = "", ...names]: readonly string[]): Promise<number> {
  const engines = [redisEngine(), postgresEngine()];
  const unknown = names.find((name) => !engines.some((engine) => engine.name === name));
  const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!act || unknown !== undefined) {
    console.error(unknown === undefined ? USAGE : `There is no engine called ${unknown}. ${USAGE}`);
    return 2;
  }
  for (const engine of engines) {
    if (names.length === 0 || names.includes(engine.name)) await act(engine);
  }
  return 0;
}

if (import.meta.main) await runUntilSignal(() => enginesCommand(Deno.args), { graceMs: 0 });
