import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import type { CodeCell } from "@lib/study/notebook/nbformat.ts";
import {
  type RunEvent,
  runNotebooks,
  type RunNotebooksOptions,
  type RunReport,
} from "@lib/study/runner/run_notebooks.ts";
import { DEFAULT_RUN_LIMITS } from "@lib/study/runner/run_notebook.ts";
import { type ScratchRepository, withRepository } from "./scratch_repository.ts";

function names({ executed }: RunReport): string[] {
  return executed.map(({ path, fromCache }) => `${path.slice(10, -6)}${fromCache ? " cached" : ""}`);
}

function outputs(report: RunReport, index: number): unknown[] {
  return (report.executed[index]!.notebook.cells as CodeCell[]).map((cell) => cell.outputs);
}

async function runAll(
  { root }: ScratchRepository,
  paths: readonly string[],
  options: Partial<RunNotebooksOptions> = {},
): Promise<RunReport> {
  const limits = { ...DEFAULT_RUN_LIMITS, cellMs: 8000 };
  return await runNotebooks(paths, { root, jobs: 2, limits, ...options });
}

// By hand

Deno.test("runNotebooks() runs notebooks side by side and reports them in the order asked for, whatever fails", () =>
  withRepository(async (repository) => {
    const paths = [
      await repository.notebook("s/slow", [
        `const isThere = () => Deno.stat("flag").then(() => true, () => false);
        for (let tries = 0; !await isThere(); tries++) {
          if (tries > 500) throw new Error("the fast one never ran");
          await new Promise((go) => setTimeout(go, 5));
        }`,
      ]),
      await repository.notebook("s/bad", [`throw new Error("bad")`]),
      await repository.notebook("s/fast", [`await Deno.writeTextFile("flag", "")`]),
    ];
    await repository.file("notebooks/s/broken.ipynb", "{");
    const before = await Promise.all(paths.map(repository.read));
    const events: RunEvent[] = [];
    const all = [...paths, "notebooks/s/broken.ipynb", "notebooks/s/absent.ipynb"];
    const report = await runAll(repository, all, { onEvent: (event) => events.push(event) });
    assertEquals(names(report), ["s/slow", "s/bad", "s/fast"]);
    assertEquals(report.interrupted, false);
    assertEquals(report.failures.map(({ path, cell }) => [path.slice(12), cell]).toSorted(), [
      ["absent.ipynb", undefined],
      ["bad.ipynb", 1],
      ["broken.ipynb", undefined],
    ]);
    const messages = report.failures.map(({ error }) => error.message);
    assert(messages.some((message) => message.startsWith("Cannot read notebooks/s/broken.ipynb: it is not JSON")));
    assert(messages.includes("Cannot read notebooks/s/absent.ipynb: there is no such file"));
    const ends = events.filter(({ type }) => type === "end").length;
    assertEquals(ends, 3, "slow could only end because fast ran beside it");
    assertEquals(await Promise.all(paths.map(repository.read)), before, "files under notebooks/ are never written");
  }));

Deno.test("runNotebooks() takes what did not change from the cache, and runs exactly what an edited module reaches", () =>
  withRepository(async (repository) => {
    const { file, notebook } = repository;
    await file("lib/a.ts", `import { deep } from "./deep.ts"; export const a = "a" + deep;`);
    await file("lib/b.ts", `export const b = "b";`);
    await file("lib/deep.ts", `export const deep = 1;`);
    const paths = [
      await notebook("a", [`import { a } from "@own/a.ts";`, "", `a`]),
      await notebook("b", [`import { b } from "@own/b.ts";`, `b`]),
      await notebook("none", [`"nothing"`]),
    ];
    const first = await runAll(repository, paths);
    assertEquals(names(first), ["a", "b", "none"]);
    const second = await runAll(repository, paths);
    assertEquals(names(second), ["a cached", "b cached", "none cached"]);
    for (const index of [0, 1, 2]) assertEquals(outputs(second, index), outputs(first, index));
    const shape = ({ executed }: RunReport) => JSON.stringify(executed.map(({ notebook }) => notebook));
    assertEquals(shape(second), shape(first), "the same down to the order of fields: nothing is exported twice");
    await file("lib/deep.ts", `export const deep = 2;`);
    const third = await runAll(repository, paths);
    assertEquals(names(third), ["a", "b cached", "none cached"]);
    assertStringIncludes(JSON.stringify(outputs(third, 0)), "a2");
    await notebook("none", [`"something"`]);
    assertEquals(names(await runAll(repository, paths)), ["a cached", "b cached", "none"]);
    assertEquals(names(await runAll(repository, paths, { useCache: false })), ["a", "b", "none"]);
  }));

Deno.test("runNotebooks() never keeps a failure", () =>
  withRepository(async (repository) => {
    const paths = [await repository.notebook("a", [`throw new Error("no")`])];
    for (const _ of [1, 2]) assertEquals(names(await runAll(repository, paths)), ["a"]);
  }));

Deno.test("runNotebooks() adds pictures to figures that have none", () =>
  withRepository(async (repository) => {
    const figure = { data: [{ y: [1, 3, 2] }], layout: { width: 800, height: 450 } };
    const bundle = { "application/vnd.plotly.v1+json": figure, "text/plain": "Figure: three points" };
    const source = `await Deno.jupyter.display(${JSON.stringify(bundle)}, { raw: true })`;
    const report = await runAll(repository, [await repository.notebook("a", [source])]);
    assertEquals(report.failures, []);
    const [[output]] = outputs(report, 0) as [[{ data: Record<string, string> }]];
    assertMatch(output.data["image/png"]!, /^iVBORw0KGgo/);
  }));

// Refusals

Deno.test("runNotebooks() stops at the first failure when asked to", () =>
  withRepository(async (repository) => {
    const paths = [
      await repository.notebook("a", [`throw new Error("no")`]),
      await repository.notebook("b", [`await new Promise(() => {})`]),
      await repository.notebook("c", [`1`]),
    ];
    const report = await runAll(repository, paths, { failFast: true });
    assertEquals([names(report), report.failures.length, report.interrupted], [["a"], 1, false]);
  }));

Deno.test("runNotebooks() stops all kernels when it is interrupted", () =>
  withRepository(async (repository) => {
    const forever = `await new Promise(() => {})`;
    const paths = [await repository.notebook("a", [forever]), await repository.notebook("b", [forever])];
    const controller = new AbortController();
    let running = 0;
    const onEvent = ({ type }: RunEvent) => {
      if (type === "cell" && ++running === 2) setTimeout(() => controller.abort(), 50);
    };
    const report = await runAll(repository, paths, { signal: controller.signal, onEvent });
    assertEquals([report.executed, report.failures, report.interrupted], [[], [], true]);
  }));

Deno.test("runNotebooks() reports a missing kernel once for each notebook, and says what to do without a cache", () =>
  withRepository(async (repository) => {
    const paths = [await repository.notebook("a", ["1"])];
    const notes: string[] = [];
    const onEvent = (event: RunEvent) => event.type === "note" && notes.push(event.text);
    const report = await runAll(repository, paths, { denoPath: "/no/such/deno", onEvent });
    assertEquals(report.failures.map(({ error }) => error.message), [
      "Cannot start the Deno kernel: there is no program /no/such/deno",
    ]);
    assertMatch(notes[0]!, /^Every notebook runs, none comes from the cache/);
  }));

Deno.test("runNotebooks() runs without a place to keep results, and says so", () =>
  withRepository(async (repository) => {
    await repository.file(".cache", "a file where the folder should be");
    const notes: string[] = [];
    const onEvent = (event: RunEvent) => event.type === "note" && notes.push(event.text);
    const report = await runAll(repository, [await repository.notebook("a", ["1"])], { onEvent });
    assertEquals([names(report), report.failures], [["a"], []]);
    assertEquals(notes.length, 1);
  }));

Deno.test("runNotebooks() wants at least one job", async () => {
  for (const jobs of [0, -1, 1.5, NaN]) {
    await assertRejects(() => runNotebooks([], { root: "/", jobs }), RangeError, `current value is ${jobs}`);
  }
});
