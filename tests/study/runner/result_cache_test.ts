import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import type { Output } from "@lib/study/notebook/nbformat.ts";
import { ResultCache, resultKey } from "@lib/study/runner/result_cache.ts";
import { notebookOf, withRepository } from "./scratch_repository.ts";

const result = {
  outputs: [[{ output_type: "stream", name: "stdout", text: "hi" } as Output], []],
  notes: ["n"],
  durationMs: 5,
};

// By hand

Deno.test("ResultCache gives back what was written under the same key, and nothing under another", () =>
  withRepository(async ({ root }) => {
    const cache = new ResultCache(root);
    await cache.write("notebooks/a/b.ipynb", { key: "k1", ...result });
    assertEquals(await cache.read("notebooks/a/b.ipynb", "k1"), result);
    assertEquals(await cache.read("notebooks/a/b.ipynb", "k2"), undefined);
    assertEquals(await cache.read("notebooks/a_b.ipynb", "k1"), undefined);
    assertEquals(await cache.lastDurationMs("notebooks/a/b.ipynb"), 5);
    assertEquals(await cache.lastDurationMs("notebooks/c.ipynb"), undefined);
  }));

Deno.test("ResultCache counts an entry that cannot be read as absent", () =>
  withRepository(async ({ root }) => {
    const cache = new ResultCache(root);
    await cache.write("a.ipynb", { key: "k", ...result });
    const [{ name }] = [...Deno.readDirSync(`${root}/.cache/study/results`)] as [Deno.DirEntry];
    for (const text of ["", "{", "null", "{}", '{"outputs":[]}']) {
      await Deno.writeTextFile(`${root}/.cache/study/results/${name}`, text);
      assertEquals(await cache.read("a.ipynb", "k"), undefined, text);
    }
  }));

Deno.test("ResultCache keeps four results of a notebook", () =>
  withRepository(async ({ root }) => {
    const cache = new ResultCache(root);
    for (let k = 0; k < 7; k++) await cache.write("a.ipynb", { key: `k${k}`, ...result });
    await cache.write("b.ipynb", { key: "other", ...result });
    assertEquals([...Deno.readDirSync(`${root}/.cache/study/results`)].length, 5);
    assert(await cache.read("a.ipynb", "k6"));
  }));

// Invariants

Deno.test("resultKey() changes with everything that an output can depend on, and with nothing else", () =>
  withRepository(async ({ root, file }) => {
    await file("lib/a.ts", "1");
    const source = ["console.log(1)"];
    const key = (cells: Parameters<typeof notebookOf>[0] = source, files = [`${root}/lib/a.ts`], environment = {}) =>
      resultKey(notebookOf(cells), { root, files, environment });
    const seen = new Set<string>([await key()]);
    assertMatch([...seen][0]!, /^[0-9a-f]{40}$/);
    assertEquals(await key(), [...seen][0], "the same inputs, the same key");
    const isNew = async (what: string, next: Promise<string>) => {
      const before = seen.size;
      seen.add(await next);
      assertEquals(seen.size, before + 1, what);
    };
    await isNew("the code", key(["console.log(2)"]));
    await isNew("the tags", key([{ source: source[0]!, tags: ["raises-exception"] }]));
    await isNew("another cell", key([...source, "2"]));
    await isNew("fewer files", key(source, []));
    await file("lib/a.ts", "2");
    await isNew("a module", key());
    await file("deno.lock", "{}");
    await isNew("the lock file", key());
    await file("data/manifest.json", "{}");
    await isNew("the data manifest", key());
    await file("deno.json", `{ "imports": { "x": "./y.ts" } }`);
    await isNew("the import map", key());
    const before = await key();
    await file("deno.json", `{ "imports": { "x": "./y.ts" }, "tasks": { "t": "echo" } }`);
    await file(".cache/data/sst-2/dev.tsv", "data");
    await file("lib/unrelated.ts", "2");
    assertEquals(await key(), before, "tasks, data that nobody loads and other modules do not matter");
    const prose = notebookOf(source);
    prose.cells.unshift({ cell_type: "markdown", id: "prose", metadata: {}, source: "Prose" });
    assertEquals(
      await resultKey(prose, { root, files: [`${root}/lib/a.ts`], environment: {} }),
      before,
      "prose does not matter",
    );
    await file("lib/storage/datasets/movielens.ts", `loadDataset("movielens-100k", {});`);
    const loaders = [`${root}/lib/storage/datasets/movielens.ts`];
    const small = await key(source, loaders);
    await file(".cache/data/verified.json", "{}");
    assertEquals(await key(source, loaders), small, "what the loaders note beside the sets does not matter");
    await file(".cache/data/.downloads/ml-100k.zip.part", "");
    await file(".cache/data/cranfield/cran.qry", "data");
    assertEquals(await key(source, loaders), small, "failed downloads and the data of others do not matter");
    await file(".cache/data/movielens-100k/u.data", "data");
    assertNotEquals(await key(source, loaders), small, "the data that a loader finds matters");
    await isNew("a variable of the lab", key(source, undefined, { LAB_MODELS: "x" }));
    const home = { LAB_HOME: "/elsewhere", PATH: "/elsewhere", LAB_TREES: "1" };
    assertEquals(await key(source, undefined, home), before, "other variables do not matter");
  }));
