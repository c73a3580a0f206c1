import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkFileRules } from "@lib/study/checks/file_rules.ts";
import { treeOf } from "@lib/study/checks/tree.ts";

function rules(files: Record<string, string>): string[] {
  return checkFileRules(treeOf(files)).map((diagnostic) => `${diagnostic.path} ${diagnostic.rule}`);
}

const HEAP = "export class BinaryHeap {}";

Deno.test("checkFileRules lets at the top only what the design names and tools demand", () => {
  const allowed = [
    "deno.json",
    "deno.lock",
    "README.md",
    ".ci/run",
    ".gitignore",
    "data/manifest.json",
    "models/README.md",
  ];
  assertEquals(rules(Object.fromEntries(allowed.map((path) => [path, ""]))), []);
  assertEquals(rules({ "Makefile": "", "scripts/a.ts": "", "scripts/b.ts": "" }), [
    "Makefile top-level",
    "scripts/a.ts top-level",
  ]);
});

Deno.test("checkFileRules wants snake_case in every part of a path", () => {
  assertEquals(rules({ "lib/structures/binary_heap.ts": HEAP }), []);
  for (
    const path of ["lib/structures/BinaryHeap.ts", "lib/structures/binary-heap.ts", "lib/Structures/binary_heap.ts"]
  ) {
    assertEquals(rules({ [path]: HEAP }).includes(`${path} file-name`), true, path);
  }
  for (const name of ["LRU", "lru-cache", "lru_", "lru__cache"]) {
    const path = `notebooks/structures/${name}.ipynb`;
    assertEquals(rules({ [path]: "" }), [`${path} file-name`]);
  }
  assertEquals(rules({ "lib/structures/binary_heap.d.ts": HEAP }), ["lib/structures/binary_heap.d.ts file-name"]);
});

Deno.test("checkFileRules wants a name that says what is inside", () => {
  const named: [string, string][] = [
    ["lib/structures/heap.ts", HEAP],
    ["lib/structures/binary_heaps.ts", HEAP],
    ["lib/structures/lru_cache.ts", "export const LRU_CACHE = 1;"],
    ["lib/storage/movielens.ts", "export interface MovieLens {}"],
    ["lib/math/norms.ts", "/** Norms. */ export function length() {}"],
    ["lib/math/rank.ts", "const rank = 1; export { rank };"],
    ["lib/study/commands/ok.ts", "console.log(1);"],
    ["lib/study/exercises/lru_cache/right/list.ts", "export class LRUCache {}"],
    ["lib/study/kernel/kernel_prelude.ts", "export function installPrelude() {}"],
  ];
  for (const [path, text] of named) assertEquals(rules({ [path]: text }), [], path);
  assertEquals(rules({ "lib/structures/tree.ts": HEAP }), ["lib/structures/tree.ts file-name"]);
  assertEquals(rules({ "lib/structures/binary_tree.ts": HEAP }), ["lib/structures/binary_tree.ts file-name"]);
  assertEquals(rules({ "lib/structures/tree.ts": "const a = 1;" }), ["lib/structures/tree.ts file-name"]);
  for (const drawer of ["utils", "helpers", "types", "mod", "common"]) {
    const path = `lib/structures/${drawer}.ts`;
    assertEquals(rules({ [path]: `export const ${drawer} = 1;` }), [`${path} file-name`]);
    assertEquals(rules({ [`lib/${drawer}/heap.ts`]: HEAP }), [`lib/${drawer}/heap.ts file-name`]);
  }
});

Deno.test("checkFileRules advises on long modules and leaves tests as long as they are", () => {
  const long = HEAP + "\n".repeat(301);
  const [diagnostic] = checkFileRules(treeOf({ "lib/structures/heap.ts": long }));
  assertEquals([diagnostic?.rule, diagnostic?.severity], ["file-length", "advice"]);
  assertEquals(rules({ "lib/structures/heap.ts": HEAP + "\n".repeat(300) }), []);
  assertEquals(rules({ "lib/structures/heap.ts": HEAP, "tests/structures/heap_test.ts": long }), []);
});

Deno.test("checkFileRules wants tests to mirror lib/", () => {
  const tests = (path: string) => rules({ "lib/structures/heap.ts": HEAP, [path]: "" });
  assertEquals(tests("tests/structures/heap_test.ts"), []);
  assertEquals(tests("tests/structures/all_heaps_test.ts"), [], "a topic of the same room");
  assertEquals(tests("tests/browser/site_test.ts"), []);
  assertEquals(tests("tests/trees/heap_test.ts"), ["tests/trees/heap_test.ts mirror"]);
  assertEquals(tests("tests/heap_test.ts"), ["tests/heap_test.ts mirror"]);
});

Deno.test("checkFileRules names the file that cannot be parsed and why", () => {
  const [diagnostic] = checkFileRules(treeOf({ "lib/structures/heap.ts": "enum Heap { A }" }));
  assertEquals(diagnostic?.rule, "syntax");
  assertStringIncludes(diagnostic!.message, "enum is not supported");
});
