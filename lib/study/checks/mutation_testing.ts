/**
 * Mutation testing: puts each mutant into a scratch copy of the tree and demands that the module's tests fail.
 *
 * Every worker has a copy of its own, made once. For each module its tests must first pass without a mutant; then one
 * file is swapped, the tests are run, and the file is put back. A mutant that makes the tests hang counts as killed,
 * and is reported as slow.
 *
 * **Invariant.** The tree itself is never written to, and when a worker ends, its copy is gone and its copy held at
 * most one mutant at any time.
 *
 * Cost: one run of a module's tests per mutant, 0.3 to 3 s each, as many at once as there are workers.
 *
 * Not here on purpose: reading the mutant files (`mutants.ts`), coverage.
 *
 * @module
 */
import { withCpuLimit } from "../process/cpu_limit.ts";
import { type ProcessEnd, runProcess } from "../process/run_process.ts";
import type { Mutant, MutantFile } from "./mutants.ts";
import type { Tree } from "./tree.ts";

/** What became of one mutant. */
export interface MutantOutcome {
  /** The mutant file it stands in. */
  readonly file: MutantFile;
  /** The mutant. */
  readonly mutant: Mutant;
  /** `killed` by a failing test, `slow` when killed by the time limit, `survived` when all tests passed. */
  readonly outcome: "killed" | "slow" | "survived";
  /** Time that the tests took. */
  readonly durationMs: number;
}

/** A module whose tests fail without any mutant. */
export interface BrokenBaseline {
  /** The mutant file. */
  readonly file: MutantFile;
  /** The end of what the tests said. */
  readonly output: string;
}

/** How mutants are run. */
export interface MutantRunOptions {
  /**
   * Workers at once.
   * @default {navigator.hardwareConcurrency}
   */
  readonly jobs?: number;
  /** Told of each outcome as it comes. */
  readonly report?: (outcome: MutantOutcome | BrokenBaseline) => void;
  /** Ends the run: children are killed, copies are removed. */
  readonly signal?: AbortSignal;
  /**
   * Time limit of one run with a mutant, beside four times what the tests take without it.
   * @default {15_000}
   */
  readonly graceMs?: number;
  /**
   * Folder for the copies.
   * @default {the system's folder for temporary files}
   */
  readonly scratch?: string;
}

/** Time limit of a run without a mutant. */
const BASELINE_LIMIT_MS = 300_000;

/**
 * Runs all mutants of some mutant files.
 * @returns The outcomes by file and order in it, and the modules whose tests fail anyway.
 * @throws {DOMException} `AbortError`, if the signal fires.
 */
export async function runMutants(
  tree: Tree,
  files: readonly MutantFile[],
  options: MutantRunOptions = {},
): Promise<{ outcomes: MutantOutcome[]; broken: BrokenBaseline[] }> {
  const { jobs = navigator.hardwareConcurrency, report = () => {}, signal, graceMs = 15_000, scratch } = options;
  const outcomes: MutantOutcome[] = [];
  const broken: BrokenBaseline[] = [];
  /** Modules whose tests failed beside another module's: a busy machine may be why, so they get a second try alone. */
  const suspects: MutantFile[] = [];
  const work = async (queue: MutantFile[], isAlone: boolean) => {
    const folder = await Deno.makeTempDir({ prefix: "lab_mutants_", ...scratch === undefined ? {} : { dir: scratch } });
    try {
      await copyTree(tree, folder);
      for (let file = queue.pop(); file !== undefined && !signal?.aborted; file = queue.pop()) {
        const baseline = await runTests(folder, file, { timeLimitMs: BASELINE_LIMIT_MS, signal });
        if (signal?.aborted) break;
        if (baseline.code !== 0 && !isAlone) {
          suspects.push(file);
          continue;
        }
        if (baseline.code !== 0) {
          broken.push({ file, output: baseline.output });
          report(broken.at(-1)!);
          continue;
        }
        const timeLimitMs = graceMs + 4 * baseline.durationMs;
        for (const mutant of file.mutants) {
          const outcome = await testMutant(folder, tree, { file, mutant, timeLimitMs, signal });
          if (signal?.aborted) break;
          outcomes.push(outcome);
          report(outcome);
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
  const workers = Math.max(1, Math.min(jobs, files.length));
  const queue = [...files].reverse();
  await Promise.all(Array.from({ length: workers }, () => work(queue, workers === 1)));
  if (suspects.length > 0) await work(suspects, true);
  signal?.throwIfAborted();
  const order = (one: MutantOutcome) => files.indexOf(one.file) * 1000 + one.file.mutants.indexOf(one.mutant);
  return { outcomes: outcomes.sort((one, other) => order(one) - order(other)), broken };
}

interface MutantRun {
  readonly file: MutantFile;
  readonly mutant: Mutant;
  readonly timeLimitMs: number;
  readonly signal: AbortSignal | undefined;
}

async function testMutant(folder: string, tree: Tree, run: MutantRun): Promise<MutantOutcome> {
  const { file, mutant, timeLimitMs, signal } = run;
  const source = tree.read(file.module);
  const path = `${folder}/${file.module}`;
  await Deno.writeTextFile(path, source.replace(mutant.find, () => mutant.replace));
  try {
    const end = await runTests(folder, file, { timeLimitMs, signal });
    const outcome = end.timedOut ? "slow" : end.code === 0 ? "survived" : "killed";
    return { file, mutant, outcome, durationMs: end.durationMs };
  } finally {
    await Deno.writeTextFile(path, source);
  }
}

interface TestRun {
  readonly timeLimitMs: number;
  readonly signal: AbortSignal | undefined;
}

function runTests(folder: string, file: MutantFile, run: TestRun): Promise<ProcessEnd> {
  const { timeLimitMs, signal } = run;
  const tests = ["test", "-A", "--frozen", "--quiet", "--fail-fast", "--no-check", ...file.tests];
  const cpuSeconds = timeLimitMs / 1000 * navigator.hardwareConcurrency;
  const { command, args } = withCpuLimit({ command: Deno.execPath(), args: tests }, cpuSeconds);
  return runProcess(command, {
    args,
    cwd: folder,
    // without the user's data: a path relative to the checkout means nothing in the copy, and mutants must die without
    // it
    env: { NO_COLOR: "1", LAB_DATA: "", LAB_HOME: `${folder}/.lab_home`, DENO_NO_UPDATE_CHECK: "1" },
    timeLimitMs,
    ...signal === undefined ? {} : { signal },
  });
}

async function copyTree(tree: Tree, folder: string): Promise<void> {
  const folders = new Set(tree.paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1)));
  for (const below of folders) await Deno.mkdir(`${folder}/${below}`, { recursive: true });
  for (const path of tree.paths) {
    await Deno.copyFile(`${tree.root}/${path}`, `${folder}/${path}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // moved away since the tree was read
    });
  }
}
