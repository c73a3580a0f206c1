import { assert, assertEquals } from "@std/assert";
import { checkLayers, LAYERS, targetOf } from "@lib/study/checks/layers.ts";
import { formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
import { readTree, treeOf } from "@lib/study/checks/tree.ts";

/** The diagnostics of a tree with one importing file, as text. */
function diagnosticsOf(path: string, text: string): string[] {
  return checkLayers(treeOf({ [path]: text })).map(formatDiagnostic);
}

Deno.test("checkLayers lets a file import its own room and the rooms below", () => {
  const allowed: [string, string][] = [
    ["lib/structures/a.ts", "./b.ts"],
    ["lib/structures/a.ts", "../base/clock.ts"],
    ["lib/ml/text/a.ts", "../../concurrency/pool.ts"],
    ["lib/systems/fraud/a.ts", "../../mlops/registry/x.ts"],
    ["lib/study/commands/a.ts", "../runner/x.ts"],
    ["lib/study/excerpt.ts", "./notebook/x.ts"],
    ["lib/study/practice/a.ts", "../../testing/x.ts"],
    ["lib/study/practice.ts", "./practice/x.ts"],
    ["lib/study/exercises/lru_cache/a.ts", "../../../testing/x.ts"],
    ["lib/testing/a.ts", "../llm/x.ts"],
    ["tests/structures/a_test.ts", "@lib/testing/x.ts"],
    ["tests/structures/a_test.ts", "@lib/study/commands/ok.ts"],
    ["tests/structures/a_test.ts", "../stand_ins/x.ts"],
    ["lib/math/a.ts", "npm:acorn"],
    ["lib/storage/datasets/a.ts", "../../../data/manifest.json"],
  ];
  for (const [path, specifier] of allowed) assertEquals(diagnosticsOf(path, `import "${specifier}";`), []);
});

Deno.test("checkLayers refuses rooms above and beside, whatever the form of the import", () => {
  const forms = [
    'import { x } from "../storage/y.ts";',
    'import type { X } from "../storage/y.ts";',
    'export type { X } from "../storage/y.ts";',
    'export * from "../storage/y.ts";',
    'type X = import("../storage/y.ts").X;',
    'const y = await import("../storage/y.ts");',
    'const worker = new URL("../storage/y.ts", import.meta.url);',
  ];
  for (const form of forms) {
    assertEquals(diagnosticsOf("lib/structures/x.ts", `\n${form}`), [
      "lib/structures/x.ts:2: layer: structures may not import storage, which stands above it (../storage/y.ts)",
    ], form);
  }
  assertEquals(diagnosticsOf("lib/structures/x.ts", 'import "../concurrency/y.ts";').length, 1);
});

Deno.test("checkLayers holds the order of sublayers, and keeps systems apart", () => {
  const refused: [string, string, string][] = [
    ["lib/study/notebook/a.ts", "../figures/b.ts", "above"],
    ["lib/study/runner/a.ts", "../export/b.ts", "beside"],
    ["lib/study/figures/a.ts", "../excerpt.ts", "beside"],
    ["lib/study/practice.ts", "./commands/ok.ts", "above"],
    ["lib/study/cellar/a.ts", "./../notebook/b.ts", "no sublayer of the table"],
    ["lib/study/checks/a.ts", "../cellar/b.ts", "no sublayer of the table"],
    ["lib/systems/fraud/a.ts", "../support/b.ts", "moves down"],
    ["lib/cellar/a.ts", "../base/b.ts", "no room of the table"],
    ["lib/math/a.ts", "../cellar/b.ts", "no room of the table"],
    ["lib/math/a.ts", "../../tests/b.ts", "outside"],
    ["lib/math/a.ts", "../../data/b.ts", "outside"],
    ["lib/ml/a.ts", "../testing/b.ts", "tests and parts of study only"],
    ["lib/study/runner/a.ts", "../../testing/b.ts", "tests and parts of study only"],
    ["lib/testing/a.ts", "../systems/fraud/b.ts", "above"],
  ];
  for (const [path, specifier, why] of refused) {
    const diagnostics = diagnosticsOf(path, `import type { A } from "${specifier}";`);
    assertEquals(diagnostics.length, 1, `${path} ${specifier}`);
    assert(diagnostics[0]!.includes(why), diagnostics[0]);
  }
});

Deno.test("checkLayers wants relative paths inside lib/, the map outside, and no computed paths below study", () => {
  assertEquals(diagnosticsOf("lib/math/a.ts", 'import "@lib/base/b.ts";').length, 1);
  assertEquals(diagnosticsOf("tests/math/a_test.ts", 'import "../../lib/base/b.ts";').length, 1);
  assertEquals(diagnosticsOf("tests/math/a_test.ts", 'new URL("../../lib/base/b.ts", import.meta.url);'), []);
  assertEquals(diagnosticsOf("lib/math/a.ts", "await import(`./${name}.ts`);").length, 1);
  assertEquals(diagnosticsOf("lib/study/practice/a.ts", "await import(`./${name}.ts`);"), []);
  assertEquals(diagnosticsOf("lib/concurrency/thread_pool/_worker_main.ts", "await import(module);"), []);
});

Deno.test("checkLayers finds circles of files, and of folders in a room without an order", () => {
  const files = treeOf({
    "lib/math/a.ts": 'import { type B } from "./b.ts";',
    "lib/math/b.ts": 'import "./c.ts";',
    "lib/math/c.ts": 'import "./a.ts";\nimport "./d.ts";',
    "lib/math/d.ts": 'import type { A } from "./a.ts";', // a type is a need like any other
  });
  assertEquals(checkLayers(files).map((diagnostic) => diagnostic.message), [
    "imports go round in a circle: lib/math/a.ts → lib/math/b.ts → lib/math/c.ts → lib/math/a.ts",
    "imports go round in a circle: lib/math/a.ts → lib/math/b.ts → lib/math/c.ts → lib/math/d.ts → lib/math/a.ts",
  ]);
  const folders = treeOf({
    "lib/mlops/registry/a.ts": 'import "../serving/b.ts";',
    "lib/mlops/serving/c.ts": 'import "../registry/d.ts";',
  });
  assertEquals(checkLayers(folders).map((diagnostic) => diagnostic.message), [
    "imports go round in a circle: lib/mlops/registry → lib/mlops/serving → lib/mlops/registry",
  ]);
  const twoSystems = { "lib/base/a.ts": 'import "./a.ts";' };
  assertEquals(checkLayers(treeOf(twoSystems)).length, 1, "a file that imports itself");
});

Deno.test("targetOf resolves relative paths and the map, and leaves packages alone", () => {
  assertEquals(targetOf("lib/a/b.ts", "../c/./d.ts"), "lib/c/d.ts");
  assertEquals(targetOf("tests/a_test.ts", "@lib/c/d.ts"), "lib/c/d.ts");
  for (const elsewhere of ["acorn", "node:fs", "npm:sharp@1", "data:text/javascript,1"]) {
    assertEquals(targetOf("lib/a.ts", elsewhere), undefined);
  }
});

Deno.test("A violation planted on disk is found, one that git ignores is not", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/lib/math`, { recursive: true });
    await Deno.mkdir(`${root}/site`, { recursive: true });
    await Deno.writeTextFile(`${root}/lib/math/a.ts`, 'import type { Log } from "../messaging/log.ts";\n');
    await Deno.writeTextFile(`${root}/site/b.ts`, 'import "../lib/math/a.ts";\n');
    assertEquals(checkLayers(await readTree(root)).map((diagnostic) => diagnostic.path), ["lib/math/a.ts"]);
    await new Deno.Command("git", { args: ["init", "--quiet"], cwd: root }).output();
    await Deno.writeTextFile(`${root}/.gitignore`, "/site/\nlib/math/\n");
    assertEquals(checkLayers(await readTree(root)), []);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("The table names each room once", () => {
  const rooms = LAYERS.flat();
  assertEquals(new Set(rooms).size, rooms.length);
  assert(rooms.length <= 12);
});
