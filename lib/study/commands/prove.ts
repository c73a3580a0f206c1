/**
 * `deno task prove [exercise…]`: proves the graders in full: the stub is not attempted, every right answer passes with
 * several seeds, every wrong answer is caught by its case.
 *
 * What is proven is kept in `tests/proofs.lock`, exercise by exercise; what has not changed is not proven again, and a
 * run that was stopped goes on where it was. `deno task test` proves what the lock does not know. `--check` is for
 * machines that judge a commit: every proof must be in the lock, and all of them run again. Exit status 0: all proven;
 * 1: not; 2: wrong usage; 130: stopped.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { proofKeys, proofPath, PROOFS_LOCK, provenExercises } from "../checks/proof_keys.ts";
import { readTree } from "../checks/tree.ts";
import { ContentLock } from "../content_lock.ts";
import { runUntilSignal } from "../process/live_trees.ts";
import { runProcess } from "../process/run_process.ts";

/** What the command needs of the outside world. */
export interface ProveCommandOptions {
  /** The checkout. @default {the current folder} */
  readonly root?: string;
  /** Ends the work. */
  readonly signal?: AbortSignal;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
}

const USAGE = `Usage: deno task prove [exercise…] [--all | --check] [--jobs n]
  exercise  only these
  --all     also what the lock knows
  --check   all of them, and none may be missing in the lock
  --jobs n  as many at once (default: number of cores)`;

/** How long a proof may take: hundreds of processes where threads are practised. */
const PROOF_LIMIT_MS = 600_000;

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function proveCommand(args: readonly string[], options: ProveCommandOptions = {}): Promise<number> {
  const { root = ".", signal, say = console.log, complain = console.error } = options;
  let values;
  let names: string[];
  const tree = await readTree(root);
  const known = provenExercises(tree);
  try {
    const parsed = parseArgs({ args: [...args], options: KNOWN, allowPositionals: true });
    values = parsed.values;
    names = parsed.positionals.length === 0 ? known : parsed.positionals;
    const stranger = names.find((name) => !known.includes(name));
    if (stranger !== undefined) throw new TypeError(`Cannot prove: there is no proof of "${stranger}"`);
    if (values.jobs !== undefined && !/^[1-9]\d*$/.test(values.jobs)) {
      throw new TypeError(`Cannot prove: --jobs must be a positive integer: current value is ${values.jobs}`);
    }
  } catch (error) {
    complain(`${(error as Error).message.split(". ")[0]}\n${USAGE}`);
    return 2;
  }
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const lock = await ContentLock.read(`${tree.root}/${PROOFS_LOCK}`);
  const keys = await proofKeys(tree, names);
  const all = names.map((name, index) => ({ name, key: keys[index]! }));
  const unknown = all.filter(({ name, key }) => !lock.has(name, key));
  if (values.check) {
    for (const { name } of unknown) {
      complain(`${name}: not proven as it is now: run deno task prove, and commit ${PROOFS_LOCK}`);
    }
  }
  const queue = values.all || values.check ? [...all] : [...unknown];
  const total = queue.length;
  let proven = 0;
  const work = async () => {
    for (let next = queue.shift(); next !== undefined && !signal?.aborted; next = queue.shift()) {
      const { name, key } = next;
      const { code, output, durationMs } = await runProcess(Deno.execPath(), {
        args: ["test", "-A", "--frozen", "--no-check", proofPath(name)],
        cwd: tree.root,
        env: { NO_COLOR: "1", LAB_PROVE: "all" },
        timeLimitMs: PROOF_LIMIT_MS,
        ...signal === undefined ? {} : { signal },
      });
      if (signal?.aborted) return;
      if (code === 0) {
        proven++;
        say(`${name}: proven in ${(durationMs / 1000).toFixed(1)} s`);
        if (!values.check) lock.set(name, key);
      } else {
        complain(`${name}: not proven:\n${output.trim().replace(/^/gm, "  | ")}`);
        if (!values.check) lock.delete(name);
      }
      if (!values.check) await lock.write();
    }
  };
  const jobs = Math.min(total, values.jobs === undefined ? navigator.hardwareConcurrency : Number(values.jobs));
  await Promise.all(Array.from({ length: jobs }, work));
  if (signal?.aborted) {
    complain("Stopped; what was proven is kept");
    return 130;
  }
  if (names === known && !values.check) {
    for (const name of lock.names) if (!known.includes(name)) lock.delete(name);
    await lock.write();
  }
  const missing = values.check ? unknown.length : 0;
  say(`${proven} proven, ${total - proven} not, ${all.length - total} unchanged`);
  return total - proven + missing > 0 ? 1 : 0;
}

const KNOWN = {
  all: { type: "boolean" },
  check: { type: "boolean" },
  jobs: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

if (import.meta.main) await runUntilSignal((signal) => proveCommand(Deno.args, { signal }));
