import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { CodeCell, Notebook } from "@lib/study/notebook/nbformat.ts";
import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
import { DEFAULT_RUN_LIMITS, type NotebookRun, type RunLimits, runNotebook } from "@lib/study/runner/run_notebook.ts";
import { type CellSource, notebookOf, withRepository } from "./scratch_repository.ts";

const path = "notebooks/scratch/a.ipynb";

async function run(cells: readonly CellSource[], limits: Partial<RunLimits> = {}): Promise<NotebookRun> {
  let result: NotebookRun | undefined;
  await withRepository(async ({ root, notebook, file }) => {
    await notebook("scratch/a", []);
    await file("lib/boom.ts", `export function boom(): never {\n  throw new RangeError("boom");\n}\n`);
    result = await runNotebook(notebookOf(cells), { path, root, limits: { ...DEFAULT_RUN_LIMITS, ...limits } });
  });
  return result!;
}

function shown(notebook: Notebook): unknown[] {
  return (notebook.cells as CodeCell[]).map(({ execution_count, outputs }) => [
    execution_count,
    ...outputs.map((output) => {
      if ("text" in output) return output.text;
      return "data" in output ? output.data["text/plain"] : output.evalue;
    }),
  ]);
}

function failed({ failures }: NotebookRun): unknown[] {
  return failures.map(({ cell, firstLine, error }) => [cell, firstLine, error.kind, error.message]);
}

// By hand

Deno.test("runNotebook() runs cells in the notebook's folder, under our environment, and counts those that ran", async () => {
  const { notebook, failures, notes } = await run([
    `console.log(Deno.cwd().endsWith("notebooks/scratch"), Deno.env.get("LAB_RUNNER"))`,
    "",
    `import { boom } from "@own/boom.ts"; typeof boom`,
    `Deno.env.get("LAB_HOME") + " " + Deno.cwd()`,
  ]);
  assertEquals([failures, notes], [[], []]);
  assertEquals(shown(notebook), [[1, "true 1\n"], [null], [2, '"function"'], [3, '"<temp> notebooks/scratch"']]);
});

Deno.test("runNotebook() honours raises-exception and skip-execution as Jupyter does", async () => {
  const { notebook, failures } = await run([
    { source: `throw new Error("on purpose")`, tags: ["raises-exception"] },
    { source: `const x = ;`, tags: ["raises-exception"] },
    { source: `throw new Error("not run")`, tags: ["skip-execution"] },
    { source: `"hidden input, shown output"`, tags: ["hide-input"] },
  ]);
  assertEquals(failures, []);
  assertEquals(shown(notebook), [
    [1, "on purpose"],
    [2, "Expression expected (line 1, column 11)"],
    [null],
    [3, '"hidden input, shown output"'],
  ]);
});

// Refusals

Deno.test("runNotebook() stops at the first failure and maps its frames to files of the repository", async () => {
  const result = await run([`import { boom } from "@own/boom.ts";`, `// go\nboom();`, `"never"`]);
  assertEquals(failed(result), [[2, "boom();", "thrown", "boom"]]);
  assertEquals(shown(result.notebook), [[1], [2, "boom"], [null]]);
  assertStringIncludes(formatNotebook(result.notebook), "at boom (lib/boom.ts:2:9)");
});

Deno.test("runNotebook() fails the cell whose timer or detached promise failed, also after the last cell", async () => {
  const timer = `void setTimeout(() => { throw new Error("late") }, 50);`;
  assertEquals(failed(await run([`${timer} 1`, `await new Promise((go) => setTimeout(go, 100))`, `3`])), [
    [1, `${timer} 1`, "uncaught", "late (uncaught, in a timer or event handler)"],
  ]);
  assertEquals(failed(await run([`1`, timer])), [
    [2, timer, "uncaught", "late (uncaught, in a timer or event handler)"],
  ]);
  const tagged = await run([{ source: timer, tags: ["raises-exception"] }]);
  assertEquals(tagged.failures, []);
});

Deno.test("runNotebook() reports output that comes after its cell", async () => {
  const { notebook, notes } = await run([
    `const { promise, resolve } = Promise.withResolvers(); promise.then(() => console.log("late")); 1`,
    `resolve(); await new Promise((go) => setTimeout(go)); 2`,
  ]);
  assertEquals(shown(notebook), [[1, "1", "late\n"], [2, "2"]]);
  assertEquals(notes.length, 1);
  assertStringIncludes(notes[0]!, "cell 1 printed or displayed something after it had ended");
});

Deno.test("runNotebook() holds the limit of a cell and of the whole notebook, whatever the tags say", async () => {
  const wait = { source: "await new Promise(() => {})", tags: ["raises-exception"] };
  assertEquals(failed(await run([wait, "2"], { cellMs: 200 })), [
    [1, wait.source, "slow", "no answer within 0.2 s; the kernel was stopped"],
  ]);
  const naps = Array.from({ length: 20 }, () => "await new Promise((go) => setTimeout(go, 100))");
  const [[cell, , kind]] = failed(await run(naps, { notebookMs: 500 })) as [[number, string, string]];
  assert(cell < 10, `a cell long before the last: ${cell}`);
  assertEquals(kind, "slow");
});

Deno.test("runNotebook() leaves nothing behind and nothing changed when it is stopped", () =>
  withRepository(async ({ root, notebook, read }) => {
    await notebook("scratch/a", ["1"]);
    const before = await read(path);
    const controller = new AbortController();
    const book = notebookOf([`await new Promise(() => {})`]);
    const running = runNotebook(book, {
      path,
      root,
      signal: controller.signal,
      onCell: () => setTimeout(() => controller.abort(), 50),
    });
    await assertRejects(() => running, DOMException, "aborted");
    assertEquals(await read(path), before);
    assertEquals(book, notebookOf([`await new Promise(() => {})`]));
  }));
