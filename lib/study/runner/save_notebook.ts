import { writeFileAtomic } from "../../storage/atomic_write.ts";
import { formatNotebook, parseNotebook } from "../notebook/nbformat.ts";
import type { ExecutedNotebook } from "./run_notebooks.ts";

export type { ExecutedNotebook };

/**
 * Writes an executed notebook back into its file, in one step and only when something changed.
 *
 * **Invariant.** A file that somebody edited while the notebook ran is left alone, and so is every file after an error.
 *
 * @param executed A notebook without failures.
 * @param options.root Absolute path of the repository.
 * @returns Whether the file changed.
 * @throws {RangeError} If the notebook has failures.
 * @throws {Error} If the file changed meanwhile or cannot be written: names it and says why.
 */
export async function saveNotebook(executed: ExecutedNotebook, options: { root: string }): Promise<boolean> {
  const { path, text, notebook, failures } = executed;
  if (failures.length > 0) {
    throw new RangeError(`Cannot save ${path}: it has failures: current value is ${failures.length}`);
  }
  const file = `${options.root}/${path}`;
  const saved = formatNotebook(notebook);
  if (saved === text) return false;
  try {
    const current = await Deno.readTextFile(file);
    if (current === saved) return false;
    if (withoutOutputs(current, path) !== withoutOutputs(text, path)) {
      throw new Error("it was edited while it ran; run again to save the outputs of the new text");
    }
    await writeFileAtomic(file, new TextEncoder().encode(saved));
  } catch (error) {
    throw new Error(`Cannot save ${path}: ${(error as Error).message}`, { cause: error });
  }
  return true;
}

/** What a person edits: everything but outputs and counts, which another run may have saved meanwhile. */
function withoutOutputs(text: string, path: string): string {
  const notebook = parseNotebook(text, path);
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell
  );
  return formatNotebook({ ...notebook, cells });
}
