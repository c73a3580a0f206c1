import { assertEquals, assertRejects } from "@std/assert";
import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
import { type ExecutedNotebook, saveNotebook } from "@lib/study/runner/save_notebook.ts";
import { notebookFailure } from "@lib/study/runner/cell_failure.ts";
import { notebookOf, withRepository } from "./scratch_repository.ts";

const path = "notebooks/a.ipynb";

function executed(text: string, more: Partial<ExecutedNotebook> = {}): ExecutedNotebook {
  const notebook = notebookOf(["1"]);
  Object.assign(notebook.cells[0]!, { execution_count: 1 });
  return { path, text, notebook, durationMs: 1, fromCache: false, failures: [], notes: [], ...more };
}

Deno.test("saveNotebook() writes what changed, and says when nothing did", () =>
  withRepository(async ({ root, notebook, read }) => {
    await notebook("a", ["1"]);
    const done = executed(await read(path));
    assertEquals(await saveNotebook(done, { root }), true);
    assertEquals(await read(path), formatNotebook(done.notebook));
    const before = await Deno.stat(`${root}/${path}`);
    assertEquals(await saveNotebook(executed(await read(path)), { root }), false);
    assertEquals((await Deno.stat(`${root}/${path}`)).ino, before.ino, "the file was not written again");
    assertEquals([...Deno.readDirSync(`${root}/notebooks`)].length, 1, "no temporary file is left");
  }));

Deno.test("saveNotebook() leaves a file alone that somebody edited meanwhile", () =>
  withRepository(async ({ root, notebook, read }) => {
    await notebook("a", ["edited"]);
    const before = await read(path);
    await assertRejects(
      () => saveNotebook(executed(formatNotebook(notebookOf(["1"]))), { root }),
      Error,
      "Cannot save notebooks/a.ipynb: it was edited while it ran",
    );
    assertEquals(await read(path), before);
  }));

Deno.test("saveNotebook() does not mind outputs that another run has saved meanwhile", () =>
  withRepository(async ({ root, notebook, file, read }) => {
    await notebook("a", ["1"]);
    const text = await read(path);
    const other = executed(text);
    Object.assign(other.notebook.cells[0]!, { outputs: [{ output_type: "stream", name: "stdout", text: "other" }] });
    await file(path, formatNotebook(other.notebook));
    assertEquals(await saveNotebook(executed(text), { root }), true);
    assertEquals(await saveNotebook(executed(text), { root }), false, "another run has saved the same");
  }));

Deno.test("saveNotebook() refuses a notebook with failures, and names a file that is gone", () =>
  withRepository(async ({ root, notebook, read }) => {
    await notebook("a", ["1"]);
    const text = await read(path);
    const failures = [notebookFailure(path, new Error("no"))];
    await assertRejects(() => saveNotebook(executed(text, { failures }), { root }), RangeError, "it has failures");
    await Deno.remove(`${root}/${path}`);
    await assertRejects(
      () => saveNotebook(executed(text), { root }),
      Error,
      "Cannot save notebooks/a.ipynb: No such file",
    );
  }));
