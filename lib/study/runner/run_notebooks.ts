/**
 * Runs many notebooks, several at once, each in a kernel of its own, and takes from the cache what did not change.
 *
 * A failing notebook stops nothing but itself, unless the run shall fail fast. Pictures are drawn here, in one process
 * for all kernels, because the drawing tools take a second and 400 MB to load.
 *
 * **Invariant.** The files under `notebooks/` are read, never written. Every notebook that was asked for appears in the
 * report, as an executed notebook or as a failure, unless the run was interrupted or failed fast.
 *
 * Not here on purpose: writing outputs back (`save_notebook.ts`), the site, what a terminal shows
 * (`progress_lines.ts`).
 *
 * @module
 */
import type { CodeCell } from "../notebook/nbformat.ts";
import { formatNotebook, parseNotebook } from "../notebook/nbformat.ts";
import { notebookFailure } from "./cell_failure.ts";
import { dependenciesOf, type NotebookAt } from "./dependencies.ts";
import { type CachedResult, ResultCache, resultKey } from "./result_cache.ts";
import { type CellFailure, type Notebook, type RunLimits, runNotebook } from "./run_notebook.ts";

export type { CellFailure, Notebook, RunLimits };

/** Mime type of interactive figures. */
const PLOTLY = "application/vnd.plotly.v1+json";

/** A notebook with the outputs of this run. */
export interface ExecutedNotebook {
  /** Path below the root: `notebooks/structures/lru_cache.ipynb`. */
  readonly path: string;
  /** Text of the file that was run, for those who want to write it back. */
  readonly text: string;
  /** With outputs, pictures included. */
  readonly notebook: Notebook;
  /** Time of the run in milliseconds; of the run that filled the cache, when it came from there. */
  readonly durationMs: number;
  /** Whether it came from the cache. */
  readonly fromCache: boolean;
  /** Why it failed; empty when it did not. */
  readonly failures: readonly CellFailure[];
  /** Sentences about what is not a failure but should be known. */
  readonly notes: readonly string[];
}

/** What is going on, for whoever shows it. */
export type RunEvent =
  /** A notebook starts; `expectedMs` is the time of its last run, when that is known. */
  | { type: "start"; path: string; expectedMs: number | undefined }
  /** `done` of `total` cells have run. */
  | { type: "cell"; path: string; done: number; total: number }
  /** A notebook ended, well or not. */
  | { type: "end"; path: string; executed: ExecutedNotebook }
  /** Something should be known that belongs to no notebook. */
  | { type: "note"; text: string };

/** How to run. */
export interface RunNotebooksOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Kernels at the same time: a positive integer. @default {navigator.hardwareConcurrency} */
  readonly jobs?: number | undefined;
  /** Whether the first failure ends the run. @default {false} */
  readonly failFast?: boolean | undefined;
  /** Whether results may come from the cache; they are kept in either case. @default {true} */
  readonly useCache?: boolean | undefined;
  /** Bounds of time and output. */
  readonly limits?: RunLimits | undefined;
  /** Program to start as kernel. @default {Deno.execPath()} */
  readonly denoPath?: string | undefined;
  /** Ends the run: kernels are stopped, the report says so. */
  readonly signal?: AbortSignal | undefined;
  /** Told what is going on. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** The result of a run. */
export interface RunReport {
  /** Notebooks that ran or came from the cache, in the order asked for; those that failed too. */
  readonly executed: readonly ExecutedNotebook[];
  /** All failures, also of notebooks that could not even be read. */
  readonly failures: readonly CellFailure[];
  /** Whether the signal ended the run. */
  readonly interrupted: boolean;
}

/**
 * Runs the notebooks at `paths`.
 * @param paths Paths below the root.
 * @throws {RangeError} If `jobs` is not a positive integer.
 */
export async function runNotebooks(paths: readonly string[], options: RunNotebooksOptions): Promise<RunReport> {
  const { root, jobs = navigator.hardwareConcurrency, failFast = false, signal, onEvent = () => {} } = options;
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new RangeError(`Cannot run notebooks: jobs must be a positive integer: current value is ${jobs}`);
  }
  const failures: CellFailure[] = [];
  const work: (NotebookAt & { text: string })[] = [];
  for (const path of paths) {
    try {
      const text = await readNotebookFile(`${root}/${path}`, path);
      work.push({ path, text, notebook: parseNotebook(text, path) });
    } catch (error) {
      failures.push(notebookFailure(path, error));
    }
  }
  const keys = await keysOf(work, options);
  const cache = new ResultCache(root);
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const executed = new Map<string, ExecutedNotebook>();
  const queue = work.map((at, index) => ({ ...at, key: keys[index] }));

  async function worker(): Promise<void> {
    for (let next = queue.shift(); next && !either.aborted; next = queue.shift()) {
      try {
        const done = await runOrRestore(next, { ...options, signal: either, cache, onEvent });
        executed.set(next.path, done);
        failures.push(...done.failures);
        onEvent({ type: "end", path: next.path, executed: done });
      } catch (error) {
        if (either.aborted) return;
        failures.push(notebookFailure(next.path, error));
      }
      if (failFast && failures.length > 0) stop.abort();
    }
  }
  if (!(failFast && failures.length > 0)) await Promise.all(Array.from({ length: jobs }, worker));
  const inOrder = paths.flatMap((path) => executed.get(path) ?? []);
  return { executed: inOrder, failures, interrupted: signal?.aborted ?? false };
}

/**
 * Notebooks as they ran last, from the cache, by their paths: those whose code and data have not changed since.
 * @param paths Paths below the root.
 */
export async function cachedNotebooks(
  paths: readonly string[],
  options: Pick<RunNotebooksOptions, "root" | "denoPath">,
): Promise<Map<string, Notebook>> {
  const { root } = options;
  const cache = new ResultCache(root);
  const work: NotebookAt[] = [];
  for (const path of paths) {
    try {
      work.push({ path, notebook: parseNotebook(await readNotebookFile(`${root}/${path}`, path), path) });
    } catch {
      // the export reports it
    }
  }
  const keys = await keysOf(work, options);
  const found = new Map<string, Notebook>();
  for (const [index, { path, notebook }] of work.entries()) {
    const key = keys[index];
    const cached = key === undefined ? undefined : await cache.read(path, key);
    const restored = cached && restore(notebook, cached);
    if (restored) found.set(path, asFromFile(restored, path));
  }
  return found;
}

type Job = NotebookAt & { readonly text: string; readonly key: string | undefined };

type RunContext = RunNotebooksOptions & { readonly cache: ResultCache; readonly onEvent: (event: RunEvent) => void };

/** The notebook with its outputs, from the cache or from a kernel. */
async function runOrRestore(job: Job, around: RunContext): Promise<ExecutedNotebook> {
  const { path, text, notebook, key } = job;
  const { cache, onEvent, useCache = true } = around;
  const cached = useCache && key !== undefined ? await cache.read(path, key) : undefined;
  const restored = cached && restore(notebook, cached);
  if (cached && restored) {
    const { durationMs, notes } = cached;
    return { path, text, notebook: asFromFile(restored, path), durationMs, fromCache: true, failures: [], notes };
  }
  onEvent({ type: "start", path, expectedMs: await cache.lastDurationMs(path) });
  const startMs = performance.now();
  const onCell = (done: number, total: number) => onEvent({ type: "cell", path, done, total });
  const run = await runNotebook(notebook, { ...around, path, onCell });
  const pictured = await withPictures(run.notebook);
  const durationMs = Math.round(performance.now() - startMs);
  const { failures, notes } = run;
  if (key !== undefined && failures.length === 0) {
    const outputs = ranCells(pictured).map((cell) => cell.outputs);
    await cache.write(path, { key, outputs, notes, durationMs }).catch((error) =>
      onEvent({ type: "note", text: `The result of ${path} is not kept for the next run: ${error.message}` })
    );
  }
  return { path, text, notebook: asFromFile(pictured, path), durationMs, fromCache: false, failures, notes };
}

/** A key for each notebook; undefined for all, with a note, when it cannot be found out what they import. */
async function keysOf(
  work: readonly NotebookAt[],
  { root, denoPath, onEvent }: RunNotebooksOptions,
): Promise<(string | undefined)[]> {
  if (work.length === 0) return [];
  try {
    const extra = [import.meta.url]; // the runner and the pictures decide what is committed
    const files = await dependenciesOf(work, { root, extra, denoPath });
    return await Promise.all(work.map(({ notebook }, index) => resultKey(notebook, { root, files: files[index]! })));
  } catch (error) {
    onEvent?.({ type: "note", text: `Every notebook runs, none comes from the cache: ${(error as Error).message}` });
    return work.map(() => undefined);
  }
}

/** The same notebook in one and the same shape, down to the order of fields, wherever its outputs came from. */
function asFromFile(notebook: Notebook, path: string): Notebook {
  return parseNotebook(formatNotebook(notebook), path);
}

async function readNotebookFile(file: string, path: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "there is no such file" : (error as Error).message;
    throw new Error(`Cannot read ${path}: ${why}`, { cause: error });
  }
}

function ranCells(notebook: Notebook): CodeCell[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code")
    .filter((cell) => cell.source.trim() !== "" && !cell.metadata.tags?.includes("skip-execution"));
}

/** `notebook` with the outputs of the cache; undefined when they do not fit. */
function restore(notebook: Notebook, cached: CachedResult): Notebook | undefined {
  const ran = ranCells(notebook);
  if (ran.length !== cached.outputs.length) return undefined;
  const cells = notebook.cells.map((cell) => {
    const index = ran.indexOf(cell as CodeCell);
    if (index >= 0) return { ...cell as CodeCell, execution_count: index + 1, outputs: [...cached.outputs[index]!] };
    const isEmpty = cell.cell_type === "code" && cell.source.trim() === "";
    return isEmpty ? { ...cell, execution_count: null, outputs: [] } : cell;
  });
  return { ...notebook, cells };
}

/** The notebook with a picture in every figure; what draws them is loaded only when there is something to draw. */
async function withPictures(notebook: Notebook): Promise<Notebook> {
  if (!ranCells(notebook).some(({ outputs }) => outputs.some((output) => "data" in output && PLOTLY in output.data))) {
    return notebook;
  }
  const { addPictures } = await import("../figures/render_png.ts");
  const cells = await Promise.all(
    notebook.cells.map(async (cell) =>
      cell.cell_type === "code" ? { ...cell, outputs: await addPictures(cell.outputs) } : cell
    ),
  );
  return { ...notebook, cells };
}
