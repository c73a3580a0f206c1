import { assertEquals, assertRejects } from "@std/assert";
import { dependenciesOf } from "@lib/study/runner/dependencies.ts";
import { notebookOf, type ScratchRepository, withRepository } from "./scratch_repository.ts";

const PATH = "notebooks/chapter/a.ipynb";

async function filesOf({ root }: ScratchRepository, ...cells: string[]): Promise<string[]> {
  const [files] = await dependenciesOf([{ path: PATH, notebook: notebookOf(cells) }], { root });
  return files!.map((file) => file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file);
}

// By hand

Deno.test("dependenciesOf() follows imports of every kind, through the import map, to the end", () =>
  withRepository(async (repository) => {
    const { file } = repository;
    await file("lib/a.ts", `import { b } from "./b.ts";\nexport const a = b;\nexport type { C } from "./c.ts";`);
    await file("lib/b.ts", `export const b = await import("./d.ts");`);
    await file("lib/c.ts", `export type C = 1;`);
    await file("lib/d.ts", `export const d = 1;`);
    await file("lib/other.ts", `export const other = 1;`);
    await file("notebooks/chapter/near.ts", `export * from "./next.ts";`);
    await file("notebooks/chapter/next.ts", `export const next = 1;`);
    assertEquals(
      await filesOf(repository, `import { a } from "@own/a.ts";`, `const near = await import('./near.ts');`),
      [
        "lib/a.ts",
        "lib/b.ts",
        "lib/d.ts",
        "notebooks/chapter/near.ts",
        "notebooks/chapter/next.ts",
      ],
    );
    assertEquals(await filesOf(repository, `export * from "../../lib/d.ts"`), ["lib/d.ts"]);
    assertEquals(await filesOf(repository, "1 + 1"), []);
  }));

Deno.test("dependenciesOf() finds workers and assets that a module names relative to itself, and what those import", () =>
  withRepository(async (repository) => {
    const { file } = repository;
    await file(
      "lib/pool.ts",
      `export const worker = new URL("./worker.ts", import.meta.url), x = new URL('./x.txt', import.meta.url);`,
    );
    await file("lib/worker.ts", `import "./deep.ts";`);
    await file("lib/deep.ts", `new URL("./deeper.ts", import.meta.url);`);
    await file("lib/deeper.ts", ``);
    await file("lib/x.txt", `text`);
    assertEquals(await filesOf(repository, `import "@own/pool.ts"`), [
      "lib/deep.ts",
      "lib/deeper.ts",
      "lib/pool.ts",
      "lib/worker.ts",
      "lib/x.txt",
    ]);
  }));

Deno.test("dependenciesOf() lists the exercise that a cell opens, with what it imports, and no other", () =>
  withRepository(async (repository) => {
    const { file } = repository;
    await file("lib/study/exercises/k_means/exercise.ts", `import "../shared.ts";`);
    await file("lib/study/exercises/k_means/right/library.ts", `import "../../../../ml/k_means.ts";`);
    await file("lib/study/exercises/other/exercise.ts", ``);
    await file("lib/study/exercises/shared.ts", ``);
    await file("lib/ml/k_means.ts", ``);
    const expected = [
      "lib/ml/k_means.ts",
      "lib/study/exercises/k_means/exercise.ts",
      "lib/study/exercises/k_means/right/library.ts",
      "lib/study/exercises/shared.ts",
    ];
    assertEquals(await filesOf(repository, `const k = practice("k-means");`), expected);
    assertEquals(await filesOf(repository, `practice('k-means.assign')`), expected);
    assertEquals(await filesOf(repository, `practice("no-such")`), []);
  }));

Deno.test("dependenciesOf() finds files that cells name: below the root, below lib, beside the notebook", () =>
  withRepository(async (repository) => {
    const { file } = repository;
    await file("data/sample.csv", "");
    await file("lib/shown/code.ts", "");
    await file("notebooks/chapter/note.txt", "");
    const source =
      `passage("shown/code.ts", "f"); read('data/sample.csv'); read(\`note.txt\`); read("absent.txt"); "a.b"`;
    assertEquals(await filesOf(repository, source), [
      "data/sample.csv",
      "lib/shown/code.ts",
      "notebooks/chapter/note.txt",
    ]);
  }));

Deno.test("dependenciesOf() answers for each notebook alone, extra modules for all", () =>
  withRepository(async ({ root, file }) => {
    for (const name of ["a", "b", "runner"]) await file(`lib/${name}.ts`, `export const x = 1;`);
    const notebooks = ["a", "b"].map((name) => ({
      path: `notebooks/${name}.ipynb`,
      notebook: notebookOf([`import { x } from "@own/${name}.ts";`]),
    }));
    const extra = [`file://${root}/lib/runner.ts`];
    const files = await dependenciesOf(notebooks, { root, extra });
    assertEquals(files, [
      [`${root}/lib/a.ts`, `${root}/lib/runner.ts`],
      [`${root}/lib/b.ts`, `${root}/lib/runner.ts`],
    ]);
    assertEquals([...Deno.readDirSync(`${root}/.cache/study`)], [], "no file is left behind");
  }));

// Refusals

Deno.test("dependenciesOf() bears imports that lead nowhere: the cell will say so when it runs", () =>
  withRepository(async (repository) => {
    await repository.file("lib/a.ts", `import "./gone.ts"; import "bare";`);
    assertEquals(await filesOf(repository, `import "@own/a.ts"; import "./no.ts"; import "nowhere";`), ["lib/a.ts"]);
  }));

Deno.test("dependenciesOf() says so when deno info cannot run", () =>
  withRepository(async ({ root, file }) => {
    await file("deno.json", "{");
    const work = [{ path: PATH, notebook: notebookOf([`import "./a.ts"`]) }];
    await assertRejects(() => dependenciesOf(work, { root }), Error, "Cannot find out what is imported");
  }));
