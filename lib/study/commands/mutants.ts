/**
 * `deno task mutants [pattern…] [--changed] [--jobs n]`: mutation testing. Makes small mistakes in a
 * scratch copy of the tree, one at a time, and demands that the tests of that module fail. Exit status 0: all killed; 1: a survivor, a module without mutants,
 * or tests that fail anyway; 2: wrong usage.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { modulesWithoutMutants, type MutantFile, readMutantFiles } from "../checks/mutants.ts";
import { type BrokenBaseline, type MutantOutcome, runMutants } from "../checks/mutation_testing.ts";
import { formatDiagnostic } from "../checks/diagnostic.ts";
import { changedPaths, readTree } from "../checks/tree.ts";
import { runUntilSignal } from "../process/live_trees.ts";

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

const USAGE = `Usage: deno task mutants [pattern…] [--changed] [--jobs n]
  pattern    only modules whose path contains it
  --changed  only modules that differ from the last commit, or whose tests or mutants do
  --jobs n   as many at once (default: number of cores)`;

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function mutantsCommand(args: readonly string[], options: MutantsCommandOptions = {}): Promise<number> {
  const { root = ".", signal, say = console.log, complain = console.error } = options;
  let parsed;
  try {
    const known = {
      changed: { type: "boolean" },
      jobs: { type: "string" },
      help: { type: "boolean", short: "h" },
    } as const;
    parsed = parseArgs({ args: [...args], options: known, allowPositionals: true });
    const { jobs } = parsed.values;
    if (jobs !== undefined && !/^[1-9]\d*$/.test(jobs)) {
      throw new TypeError(`Cannot run mutants: --jobs must be a positive integer: current value is ${jobs}`);
    }
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
  const chosen = files.filter((file) => isWanted(file.module) && isChanged(file));
  const complaints = [...diagnostics, ...modulesWithoutMutants(tree, files)]
    .filter(({ path }) => isWanted(path) && (changed === undefined || changed.has(path)));
  for (const diagnostic of complaints) complain(formatDiagnostic(diagnostic));
  if (chosen.length === 0 && complaints.length === 0) {
    complain(changed === undefined ? `No module's path contains ${patterns.join(" or ")}` : "Nothing has changed");
    return changed === undefined ? 2 : 0;
  }

  const total = chosen.reduce((sum, file) => sum + file.mutants.length, 0);
  const progress = new Progress(total, { say, complain });
  try {
    const jobs = values.jobs === undefined ? {} : { jobs: Number(values.jobs) };
    const report = (outcome: MutantOutcome | BrokenBaseline) => progress.show(outcome);
    const { outcomes, broken } = await runMutants(tree, chosen, {
      ...jobs,
      report,
      ...signal === undefined ? {} : { signal },
    });
    const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length;
    const slow = count("slow");
    const extra = [
      slow > 0 ? `${slow} of them only by the time limit` : "",
      broken.length > 0 ? `tests of ${broken.length} modules fail anyway` : "",
      complaints.length > 0 ? `${complaints.length} complaints` : "",
    ].filter((part) => part !== "");
    const suffix = extra.length > 0 ? ` (${extra.join("; ")})` : "";
    say(`${count("killed") + slow} killed, ${count("survived")} survived${suffix}`);
    return count("survived") + broken.length + complaints.length > 0 ? 1 : 0;
  } catch (error) {
    if (!signal?.aborted) throw error;
    complain("Stopped; the scratch copies are gone");
    return 130;
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
