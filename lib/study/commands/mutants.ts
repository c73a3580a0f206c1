/**
 * `deno task mutants [pattern…]`: mutation testing. Makes small mistakes in a scratch copy of the tree, one at a time,
 * and demands that the tests of that module fail.
 *
 * Verdicts are kept in `tests/mutants.lock`, module by module: what has not changed is not run again, and a run that
 * was stopped goes on where it was. `--check` is for machines that judge a commit: every verdict must be there, and a
 * sample drawn by the commit is run again, so that a lock that lies is noticed. Exit status 0: all killed; 1: a
 * survivor, a module without mutants or without a verdict, or tests that fail anyway; 2: wrong usage; 130: stopped.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { modulesWithoutMutants, type MutantFile, readMutantFiles } from "../checks/mutants.ts";
import { mutantKeys, SAMPLE, sampleOf } from "../checks/mutant_sample.ts";
import { type BrokenBaseline, type MutantOutcome, runMutants } from "../checks/mutation_testing.ts";
import { ContentLock } from "../content_lock.ts";
import { formatDiagnostic } from "../checks/diagnostic.ts";
import { changedPaths, readTree } from "../checks/tree.ts";
import { runUntilSignal } from "../process/live_trees.ts";
import { runProcess } from "../process/run_process.ts";

/** What the command needs of the outside world. */
export interface MutantsCommandOptions {
  /** The checkout. @default {the current folder} */
  readonly root?: string;
  /** Ends the work. */
  readonly signal?: AbortSignal;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
}

const USAGE =
  `Usage: deno task mutants [pattern…] [--all] [--changed] [--check [--allow-missing] [--seed text]] [--shard i/n] [--jobs n]
  pattern     only modules whose path contains it
  --all       also what the lock has a verdict of
  --changed   only modules that differ from the last commit, or whose tests or mutants do
  --check     nothing may lack a verdict; runs ${SAMPLE * 100} % of the others again, drawn by the commit
  --allow-missing  counts the modules that lack a verdict, instead of refusing them
  --seed      draws them by this text instead
  --shard i/n only each n-th module, from the i-th on: for n machines at once
  --jobs n    as many at once (default: number of cores)`;

/** Where the verdicts are. */
const LOCK = "tests/mutants.lock";

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function mutantsCommand(args: readonly string[], options: MutantsCommandOptions = {}): Promise<number> {
  const { root = ".", signal, say = console.log, complain = console.error } = options;
  let parsed;
  let shard;
  try {
    parsed = parseArgs({ args: [...args], options: KNOWN, allowPositionals: true });
    const { jobs } = parsed.values;
    if (jobs !== undefined && !/^[1-9]\d*$/.test(jobs)) {
      throw new TypeError(`Cannot run mutants: --jobs must be a positive integer: current value is ${jobs}`);
    }
    shard = readShard(parsed.values.shard);
  } catch (error) {
    complain(`${(error as Error).message.split(". ")[0]}\n${USAGE}`);
    return 2;
  }
  const { values, positionals: patterns } = parsed;
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const tree = await readTree(root);
  const { files, diagnostics } = readMutantFiles(tree);
  const changed = values.changed ? await changedPaths(tree.root) : undefined;
  const isWanted = (path: string) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern));
  const isChanged = ({ path, module, tests }: MutantFile) =>
    changed === undefined || [path, module, ...tests].some((one) => changed.has(one));
  const isWhole = patterns.length === 0 && changed === undefined && shard === undefined;
  const chosen = files.filter((file) => isWanted(file.module) && isChanged(file)).filter((_, index) =>
    inShard(index, shard)
  );
  const complaints = [...diagnostics, ...modulesWithoutMutants(tree, files)]
    .filter(({ path }) => isWanted(path) && (changed === undefined || changed.has(path)));
  for (const diagnostic of complaints) complain(formatDiagnostic(diagnostic));
  if (chosen.length === 0 && complaints.length === 0 && shard === undefined) {
    complain(changed === undefined ? `No module's path contains ${patterns.join(" or ")}` : "Nothing has changed");
    return changed === undefined ? 2 : 0;
  }

  const lock = await ContentLock.read(`${tree.root}/${LOCK}`);
  const keys = new Map(
    (await mutantKeys(tree, chosen)).map((key, index): [MutantFile, string] => [chosen[index]!, key]),
  );
  const isKnown = (file: MutantFile) => lock.has(file.module, keys.get(file)!);
  const unknown = chosen.filter((file) => !isKnown(file));
  if (values.check && !values["allow-missing"]) {
    for (const { path, module } of unknown) {
      complain(`${path}: no verdict for ${module} as it is now: run deno task mutants, and commit ${LOCK}`);
    }
  }
  const todo = values.check
    ? sampleOf(chosen.filter(isKnown), { seed: values.seed ?? await commitOf(tree.root) })
    : values.all
    ? chosen
    : unknown;
  const unchanged = chosen.length - (values.check ? unknown.length : todo.length);
  const progress = new Progress(todo.reduce((sum, file) => sum + file.mutants.length, 0), { say, complain });
  const verdicts = new Verdicts(lock, (file) => values.check ? undefined : keys.get(file));
  try {
    const { outcomes, broken } = await runMutants(tree, todo, {
      ...values.jobs === undefined ? {} : { jobs: Number(values.jobs) },
      report: (outcome) => {
        progress.show(outcome);
        verdicts.add(outcome);
      },
      ...signal === undefined ? {} : { signal },
    });
    if (isWhole && !values.check) {
      for (const name of lock.names) if (!files.some(({ module }) => module === name)) lock.delete(name);
      verdicts.keep();
    }
    await verdicts.written();
    const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length;
    const slow = count("slow");
    const missing = values.check ? unknown.length : 0;
    const extra = [
      unchanged > 0 ? `${values.check ? "a sample of" : "besides"} ${unchanged} modules with a verdict` : "",
      slow > 0 ? `${slow} only by the time limit` : "",
      broken.length > 0 ? `tests of ${broken.length} modules fail anyway` : "",
      missing > 0 ? `${missing} modules without a verdict` : "",
      complaints.length > 0 ? `${complaints.length} complaints` : "",
    ].filter((part) => part !== "");
    const suffix = extra.length > 0 ? ` (${extra.join("; ")})` : "";
    say(`${count("killed") + slow} killed, ${count("survived")} survived${suffix}`);
    if (values.check && count("survived") > 0) complain(`${LOCK} says that all of them were killed`);
    const refused = values["allow-missing"] ? 0 : missing;
    return count("survived") + broken.length + refused + complaints.length > 0 ? 1 : 0;
  } catch (error) {
    if (!signal?.aborted) throw error;
    await verdicts.written();
    complain("Stopped; the scratch copies are gone, the verdicts so far are kept");
    return 130;
  }
}

const KNOWN = {
  all: { type: "boolean" },
  changed: { type: "boolean" },
  check: { type: "boolean" },
  "allow-missing": { type: "boolean" },
  seed: { type: "string" },
  shard: { type: "string" },
  jobs: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

interface Shard {
  readonly index: number;
  readonly count: number;
}

/** @throws {TypeError} If the text is no shard. */
function readShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index <= count) return { index, count };
  throw new TypeError(`Cannot run mutants: --shard must be i/n with i from 1 to n: current value is ${text}`);
}

function inShard(index: number, shard: Shard | undefined): boolean {
  return shard === undefined || index % shard.count === shard.index - 1;
}

/** The last commit, so that nobody chooses the sample; a fixed text where there is none. */
async function commitOf(root: string): Promise<string> {
  const end = await runProcess("git", { args: ["rev-parse", "HEAD"], cwd: root, streams: "stdout" }).catch(() =>
    undefined
  );
  return end?.code === 0 ? end.output.trim() : "no commit";
}

/** Keeps the verdict of a module as soon as all its mutants have one. */
class Verdicts {
  readonly #lock: ContentLock;
  readonly #keyOf: (file: MutantFile) => string | undefined;
  readonly #killed = new Map<MutantFile, number>();
  #writing = Promise.resolve();

  constructor(lock: ContentLock, keyOf: (file: MutantFile) => string | undefined) {
    this.#lock = lock;
    this.#keyOf = keyOf;
  }

  add(outcome: MutantOutcome | BrokenBaseline): void {
    const { file } = outcome;
    const key = this.#keyOf(file);
    if (key === undefined) return;
    if ("output" in outcome || outcome.outcome === "survived") {
      this.#lock.delete(file.module);
      return this.keep();
    }
    const killed = (this.#killed.get(file) ?? 0) + 1;
    this.#killed.set(file, killed);
    if (killed < file.mutants.length) return;
    this.#lock.set(file.module, key);
    this.keep();
  }

  /** Writes what there is. */
  keep(): void {
    this.#writing = this.#writing.then(() => this.#lock.write());
  }

  /** Resolves when everything is on disk. */
  written(): Promise<void> {
    return this.#writing;
  }
}

/** One line for each module as it ends, one for each survivor; on a terminal also a line that counts. */
class Progress {
  readonly #total: number;
  readonly #startMs = performance.now();
  readonly #killed = new Map<MutantFile, { count: number; durationMs: number }>();
  #done = 0;

  readonly #lines: { say: (line: string) => void; complain: (line: string) => void };

  constructor(total: number, lines: { say: (line: string) => void; complain: (line: string) => void }) {
    this.#total = total;
    this.#lines = lines;
  }

  show(outcome: MutantOutcome | BrokenBaseline): void {
    const { file } = outcome;
    this.#clear();
    if ("output" in outcome) {
      this.#done += file.mutants.length;
      this.#lines.complain(
        `${file.path}: the tests fail without any mutant:\n${outcome.output.trim().split("\n").slice(-15).join("\n")}`,
      );
    } else {
      this.#done++;
      const { mutant, durationMs } = outcome;
      const known = this.#killed.get(file) ?? { count: 0, durationMs: 0 };
      this.#killed.set(file, { count: known.count + 1, durationMs: known.durationMs + durationMs });
      if (outcome.outcome === "survived") {
        this.#lines.complain(`${file.path}: SURVIVED in ${file.module}: ${mutant.what}`);
      }
      if (outcome.outcome === "slow") this.#lines.complain(`${file.path}: slow, the tests hung: ${mutant.what}`);
      if (known.count + 1 === file.mutants.length) {
        this.#lines.say(
          `${file.module}: ${known.count + 1} mutants, ${((known.durationMs + durationMs) / 1000).toFixed(1)} s`,
        );
      }
    }
    this.#draw();
  }

  #draw(): void {
    if (!Deno.stdout.isTerminal() || this.#done === this.#total) return;
    const leftMs = (performance.now() - this.#startMs) / this.#done * (this.#total - this.#done);
    const line = `${this.#done} of ${this.#total}, about ${Math.ceil(leftMs / 1000)} s left`;
    Deno.stdout.writeSync(new TextEncoder().encode(line));
  }

  #clear(): void {
    if (Deno.stdout.isTerminal()) Deno.stdout.writeSync(new TextEncoder().encode("\r\x1b[K"));
  }
}

if (import.meta.main) await runUntilSignal((signal) => mutantsCommand(Deno.args, { signal }));
