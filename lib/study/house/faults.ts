/**
 * Plants each fault in a scratch copy of the tree and demands that the module's tests fail.
 *
 * Every worker has a copy of its own, made once. For each module its tests must first pass without a fault; then one
 * file is swapped, the tests are run, and the file is put back. A fault that makes the tests hang counts as killed, and
 * is reported as slow.
 *
 * **Invariant.** The tree itself is never written to, and when a worker ends, its copy is gone and its copy held at most
 * one fault at any time.
 *
 * Cost: one run of a module's tests per fault, 0.3 to 3 s each, as many at once as there are workers.
 *
 * Not here on purpose: reading the fault files (`fault_files.ts`), coverage.
 *
 * @module
 */
import type { Fault, FaultFile } from "./fault_files.ts";
import { type ProcessEnd, runProcess } from "./run_process.ts";
import type { Tree } from "./tree.ts";

/** What became of one fault. */
export interface FaultOutcome {
  /** The fault file it stands in. */
  readonly file: FaultFile;
  /** The fault. */
  readonly fault: Fault;
  /** `killed` by a failing test, `slow` when killed by the time limit, `survived` when all tests passed. */
  readonly outcome: "killed" | "slow" | "survived";
  /** Time that the tests took. */
  readonly durationMs: number;
}

/** A module whose tests fail without any fault. */
export interface BrokenBaseline {
  /** The fault file. */
  readonly file: FaultFile;
  /** The end of what the tests said. */
  readonly output: string;
}

/** How faults are run. */
export interface FaultRunOptions {
  /**
   * Workers at once.
   * @default {navigator.hardwareConcurrency}
   */
  readonly jobs?: number;
  /** Told of each outcome as it comes. */
  readonly report?: (outcome: FaultOutcome | BrokenBaseline) => void;
  /** Ends the run: children are killed, copies are removed. */
  readonly signal?: AbortSignal;
  /**
   * Time limit of one run with a fault, beside four times what the tests take without it.
   * @default {15_000}
   */
  readonly graceMs?: number;
  /**
   * Folder for the copies.
   * @default {the system's folder for temporary files}
   */
  readonly scratch?: string;
}

/** Time limit of a run without a fault. */
const BASELINE_LIMIT_MS = 300_000;

/** What a type check may take beside the tests. */
const TYPE_CHECK_MS = 60_000;

/**
 * Runs all faults of some fault files.
 * @returns The outcomes by file and order in it, and the modules whose tests fail anyway.
 * @throws {DOMException} `AbortError`, if the signal fires.
 */
export async function runFaults(
  tree: Tree,
  files: readonly FaultFile[],
  options: FaultRunOptions = {},
): Promise<{ outcomes: FaultOutcome[]; broken: BrokenBaseline[] }> {
  const { jobs = navigator.hardwareConcurrency, report = () => {}, signal, graceMs = 15_000, scratch } = options;
  const outcomes: FaultOutcome[] = [];
  const broken: BrokenBaseline[] = [];
  /** Modules whose tests failed beside another module's: a busy machine may be why, so they get a second try alone. */
  const suspects: FaultFile[] = [];
  const work = async (queue: FaultFile[], isAlone: boolean) => {
    const folder = await Deno.makeTempDir({ prefix: "lab_faults_", ...scratch === undefined ? {} : { dir: scratch } });
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
        for (const fault of file.faults) {
          const limitMs = timeLimitMs + (fault.typeCheck ? TYPE_CHECK_MS : 0);
          const outcome = await plant(folder, tree, { file, fault, timeLimitMs: limitMs, signal });
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
  const order = (one: FaultOutcome) => files.indexOf(one.file) * 1000 + one.file.faults.indexOf(one.fault);
  return { outcomes: outcomes.sort((one, other) => order(one) - order(other)), broken };
}

interface Planting {
  readonly file: FaultFile;
  readonly fault: Fault;
  readonly timeLimitMs: number;
  readonly signal: AbortSignal | undefined;
}

async function plant(folder: string, tree: Tree, planting: Planting): Promise<FaultOutcome> {
  const { file, fault, timeLimitMs, signal } = planting;
  const source = tree.read(file.module);
  const path = `${folder}/${file.module}`;
  await Deno.writeTextFile(path, source.replace(fault.find, () => fault.replace));
  try {
    const end = await runTests(folder, file, { timeLimitMs, signal, typeCheck: fault.typeCheck });
    const outcome = end.timedOut ? "slow" : end.code === 0 ? "survived" : "killed";
    return { file, fault, outcome, durationMs: end.durationMs };
  } finally {
    await Deno.writeTextFile(path, source);
  }
}

interface TestRun {
  readonly timeLimitMs: number;
  readonly signal: AbortSignal | undefined;
  readonly typeCheck?: boolean | undefined;
}

function runTests(folder: string, file: FaultFile, run: TestRun): Promise<ProcessEnd> {
  const { timeLimitMs, signal, typeCheck = false } = run;
  return runProcess(Deno.execPath(), {
    args: ["test", "-A", "--frozen", "--quiet", "--fail-fast", ...typeCheck ? [] : ["--no-check"], ...file.tests],
    cwd: folder,
    // without the user's data: a path relative to the checkout means nothing in the copy, and faults must die without it
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
