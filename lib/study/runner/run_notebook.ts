/**
 * Runs one notebook from its first cell to its last in a kernel of its own.
 *
 * Cells run in order, in the folder of the notebook, as Jupyter runs them. Tags mean what readers of Jupyter know: a
 * failure in a cell tagged `raises-exception` is part of the lesson, a cell tagged `skip-execution` keeps the outputs
 * it has. Empty cells are not run. The first failure ends the notebook. After the last cell the runner waits for timers
 * and detached promises, because what they print or throw belongs to the notebook too.
 *
 * **Invariant.** When it returns or throws, no process of the notebook is alive; the notebook it was given is
 * unchanged.
 *
 * Not here on purpose: files, several notebooks, the cache (see `run_notebooks.ts`), pictures (`study/figures`).
 *
 * @module
 */
import { type CellError, KernelSession, type OutputLimits } from "../kernel/kernel_session.ts";
import type { Cell, CodeCell, Notebook } from "../notebook/nbformat.ts";
import { type CellFailure, firstLineOf } from "./cell_failure.ts";
import { normalizeOutputs } from "./normalize_outputs.ts";
import { redactPaths } from "./redact_paths.ts";

export type { CellFailure, Notebook, OutputLimits };

/** How long things may take and how much they may say. */
export interface RunLimits {
  /** Longest time for one cell, in milliseconds. @default {120_000} */
  readonly cellMs: number;
  /** Longest time for one notebook, in milliseconds. @default {900_000} */
  readonly notebookMs: number;
  /** Longest wait for timers after the last cell, in milliseconds. @default {1000} */
  readonly settleMs: number;
  /** Largest JavaScript heap of a kernel in megabytes; V8's own default when undefined. */
  readonly heapMegabytes?: number;
  /** Bounds of a cell's output. */
  readonly output?: OutputLimits;
}

/** The limits that a run uses unless it is told otherwise. */
export const DEFAULT_RUN_LIMITS: RunLimits = { cellMs: 120_000, notebookMs: 900_000, settleMs: 1000 };

/** What to run and how. */
export interface RunNotebookOptions {
  /** Path of the notebook below the root. */
  readonly path: string;
  /** Absolute path of the repository's root. */
  readonly root: string;
  /** Bounds of time and output. @default {DEFAULT_RUN_LIMITS} */
  readonly limits?: RunLimits | undefined;
  /** Program to start as kernel. @default {Deno.execPath()} */
  readonly denoPath?: string | undefined;
  /** Stops the run. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each cell that runs: how many ran before it, and how many there are. */
  readonly onCell?: ((done: number, total: number) => void) | undefined;
}

/** A notebook that has run. */
export interface NotebookRun {
  /** The notebook with its new outputs; cells after a failure have none. */
  readonly notebook: Notebook;
  /** Why it failed; empty when it did not. */
  readonly failures: readonly CellFailure[];
  /** Sentences about what is not a failure but should be known, such as output that came late. */
  readonly notes: readonly string[];
}

/**
 * Runs `notebook`.
 * @throws {Error} If the kernel does not start, or the run was stopped through the signal.
 */
export async function runNotebook(notebook: Notebook, options: RunNotebookOptions): Promise<NotebookRun> {
  const { path, root, limits = DEFAULT_RUN_LIMITS, signal } = options;
  const home = await Deno.makeTempDir({ prefix: "lab-home-" });
  let session: KernelSession | undefined;
  try {
    session = await KernelSession.start({
      cwd: `${root}/${path.slice(0, path.lastIndexOf("/"))}`,
      env: { LAB_RUNNER: "1", LAB_HOME: home },
      denoPath: options.denoPath,
      heapMegabytes: limits.heapMegabytes,
      limits: limits.output,
      signal,
    });
    const endMs = performance.now() + limits.notebookMs;
    const cells = notebook.cells.map((cell, index) => ({ cell, number: index + 1 })).filter(isRun);
    const failures: CellFailure[] = [];
    const ran: typeof cells = [];
    for (const { cell, number } of cells) {
      options.onCell?.(ran.length, cells.length);
      const limitMs = Math.min(limits.cellMs, endMs - performance.now());
      const failed = limitMs > 0
        ? await session.run(cell.source, { cell: number, limitMs })
        : tooSlow(limits.notebookMs);
      signal?.throwIfAborted();
      if (limitMs > 0) ran.push({ cell, number });
      failures.push(...failuresNow(session, { path, notebook, failed, number }));
      if (failures.length > 0) break;
    }
    if (failures.length === 0 && ran.length > 0) {
      const failed = await session.settle({ atMostMs: limits.settleMs });
      signal?.throwIfAborted();
      failures.push(...failuresNow(session, { path, notebook, failed, number: ran.at(-1)!.number }));
    }
    const portable = redactPaths({ root, home: Deno.env.get("HOME"), temp: [home, ...tempFolders()] });
    return { notebook: withOutputs(notebook, { ran, session, portable }), failures, notes: notesOf(session) };
  } finally {
    await session?.close();
    await Deno.remove(home, { recursive: true }).catch(() => {}); // a cell may have removed it
  }
}

/** Whether a cell runs; as in Jupyter, an empty one does not. */
function isRun(place: { cell: Cell; number: number }): place is { cell: CodeCell; number: number } {
  const { cell } = place;
  return cell.cell_type === "code" && cell.source.trim() !== "" && !hasTag(cell, "skip-execution");
}

function hasTag(cell: Cell | undefined, tag: string): boolean {
  return cell?.metadata.tags?.includes(tag) ?? false;
}

function tooSlow(notebookMs: number): CellError {
  const message = `the notebook did not end within ${notebookMs / 1000} s; this cell and those after it did not run`;
  return { kind: "slow", name: "TimeoutError", message, traceback: [] };
}

/** Failures that have come up since the last call, of the cell that ran and of timers and promises. */
function failuresNow(
  session: KernelSession,
  place: { path: string; notebook: Notebook; failed: CellError | undefined; number: number },
): CellFailure[] {
  const { path, notebook, failed, number } = place;
  const found = session.uncaught.splice(0).map(({ cell, error }) => ({ number: cell, error }));
  if (failed) found.unshift({ number, error: failed });
  return found
    .filter(({ number, error }) => !isExpected(notebook.cells[number - 1], error))
    .map(({ number, error }) => ({
      path,
      cell: number,
      firstLine: firstLineOf(notebook.cells[number - 1]!.source),
      error,
    }));
}

function isExpected(cell: Cell | undefined, error: CellError): boolean {
  return hasTag(cell, "raises-exception") && ["thrown", "syntax", "uncaught"].includes(error.kind);
}

function withOutputs(
  notebook: Notebook,
  run: { ran: readonly { number: number }[]; session: KernelSession; portable: (text: string) => string },
): Notebook {
  const counts = new Map(run.ran.map(({ number }, index) => [number, index + 1]));
  const cells = notebook.cells.map((cell, index): Cell => {
    if (cell.cell_type !== "code" || hasTag(cell, "skip-execution")) return cell;
    const executionCount = counts.get(index + 1);
    if (executionCount === undefined) return { ...cell, execution_count: null, outputs: [] };
    const outputs = normalizeOutputs(run.session.outputs.of(index + 1), { executionCount, portable: run.portable });
    return { ...cell, execution_count: executionCount, outputs };
  });
  return { ...notebook, cells };
}

function notesOf(session: KernelSession): string[] {
  return [...session.late].map((cell) =>
    `cell ${cell} printed or displayed something after it had ended; await the work, so that readers see it in order`
  );
}

function tempFolders(): string[] {
  return [Deno.env.get("TMPDIR")?.replace(/\/$/, ""), "/tmp"].filter((folder) => folder !== undefined);
}
