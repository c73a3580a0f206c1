import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { benchCommand } from "@lib/study/commands/bench.ts";

/** Runs the command in a folder with these files, each the source of one benchmark file. */
async function run(args: readonly string[], files: Record<string, string>) {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, source] of Object.entries(files)) {
      await Deno.mkdir(join(root, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(root, path), source);
    }
    const said: string[] = [], complained: string[] = [], shown: string[] = [];
    const status = await benchCommand(args, {
      root,
      say: (line) => said.push(line),
      complain: (line) => complained.push(line),
      show: (text) => shown.push(text),
    });
    return { status, said, complained, shown };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** A benchmark file with rows whose "bytes" are given: ours, the peer's, and the target. */
const fileOf = (rows: Record<string, [number, number, number]>) =>
  `const one = (name, bytes) => ({ name, prepare: () => () => bytes });
   export const rows = Object.entries(${JSON.stringify(rows)}).map(([row, [ours, theirs, target]]) => ({
     row, target, unit: "bytes per entry", rounds: 1, check() {}, ours: one("ours", ours), peers: [one("them", theirs)],
   }));`;

const TWO = {
  "tests/a/x_bench.ts": fileOf({ "quick sums": [10, 20, 1] }),
  "tests/b/y_bench.ts": fileOf({ "slow sums": [10, 15, 1], "products": [10, 11, 1] }),
  "tests/b/y_test.ts": "throw new Error('not a benchmark')",
};

Deno.test("bench runs every row of every file, in the order of paths, and exits with 0 when all targets are met", async () => {
  const { status, said, complained, shown } = await run([], TWO);
  assertEquals([status, complained], [0, []]);
  assertEquals(said.filter((line) => !line.startsWith(" ")), [
    "quick sums: 2.00 × them, target 1 met",
    "slow sums: 1.50 × them, target 1 met",
    "products: 1.10 × them, target 1 met",
  ]);
  assertEquals([shown[0], shown.at(-1)], ["quick sums: round 1 of 3", ""]);
});

Deno.test("bench --json prints one line of JSON for each row and nothing else", async () => {
  const { status, said, complained } = await run(["--json"], TWO);
  assertEquals([status, complained], [0, []]);
  assertEquals(said.map((line) => JSON.parse(line)), [
    { row: "quick sums", ours: 10, peer: 20, peerName: "them", ratio: 2, target: 1, runs: 1, oursMin: 10, peerMin: 20 },
    {
      row: "slow sums",
      ours: 10,
      peer: 15,
      peerName: "them",
      ratio: 1.5,
      target: 1,
      runs: 1,
      oursMin: 10,
      peerMin: 15,
    },
    { row: "products", ours: 10, peer: 11, peerName: "them", ratio: 1.1, target: 1, runs: 1, oursMin: 10, peerMin: 11 },
  ]);
});

Deno.test("a pattern chooses rows by name or by file, and several patterns choose more", async () => {
  const names = async (args: string[]) =>
    (await run([...args, "--json"], TWO)).said.map((line) => JSON.parse(line).row as string);
  assertEquals(await names(["sums"]), ["quick sums", "slow sums"]);
  assertEquals(await names(["b/y"]), ["slow sums", "products"]);
  assertEquals(await names(["products", "quick"]), ["quick sums", "products"]);
});

Deno.test("a missed target is said and gives exit status 1, and the other rows still run", async () => {
  const files = { "tests/x_bench.ts": fileOf({ "good": [10, 10, 1], "bad": [20, 10, 0.6], "last": [10, 20, 1] }) };
  const text = await run([], files);
  assertEquals([text.status, text.said.filter((line) => !line.startsWith(" "))], [1, [
    "good: 1.00 × them, target 1 met",
    "bad: 0.50 × them, target 0.6 MISSED",
    "last: 2.00 × them, target 1 met",
  ]]);
  const json = await run(["--json"], files);
  assertEquals([json.status, json.said.length, json.complained], [1, 3, ["bad: 0.50 misses the target of 0.6"]]);
});

Deno.test("a row without a peer on this machine is skipped with one line and is no failure", async () => {
  const absent = `import { pythonPeer } from "${new URL("../../../lib/study/bench/python_peer.ts", import.meta.url)}";
    const numpy = pythonPeer({ name: "NumPy", source: new URL(import.meta.url), prepare: "run", python: "no_such_python" });
    const one = { name: "ours", prepare: () => () => 1 };
    export const rows = [{ row: "alone", target: 1, check() {}, ours: one, peers: [numpy] }];`;
  const files = { ...TWO, "tests/a/n_bench.ts": absent };
  const line = "alone: skipped, NumPy left out: no_such_python is not there";
  const text = await run([], files);
  assertEquals([text.status, text.said[0], text.complained], [0, line, []]);
  const json = await run(["--json"], files);
  assertEquals([json.status, json.said.length, json.complained], [0, 3, [line]]);
});

Deno.test("a wrong answer is an error with file and row, not a figure, and the other rows still run", async () => {
  const wrong =
    `export const rows = [{ row: "wrong", target: 0, rounds: 1, check() { throw new Error("hits: 3, not 4"); },
    ours: { name: "o", prepare: () => () => 1 }, peers: [{ name: "p", prepare: () => () => 1 }] }];`;
  const { status, said, complained } = await run(["--json"], { ...TWO, "tests/a/w_bench.ts": wrong });
  assertEquals([status, said.length, complained], [1, 3, ["tests/a/w_bench.ts: wrong: hits: 3, not 4"]]);
});

Deno.test("a file that does not load, has no rows, or repeats a row is named, and the others still run", async () => {
  const { status, said, complained } = await run([], {
    ...TWO,
    "tests/c/broken_bench.ts": "throw new TypeError('no such package')",
    "tests/c/empty_bench.ts": "export const row = 1;",
    "tests/c/same_bench.ts": fileOf({ "products": [1, 1, 1] }),
  });
  assertEquals([status, said.filter((line) => !line.startsWith(" ")).length], [1, 3]);
  assertEquals(complained, [
    "tests/c/broken_bench.ts: no such package",
    "tests/c/empty_bench.ts: Cannot read its rows: it must export an array called rows",
    'tests/c/same_bench.ts: Cannot read its rows: "products" is in tests/b/y_bench.ts too',
  ]);
});

Deno.test("a pattern that no row has, an unknown option, or no benchmark at all is wrong usage: exit status 2", async () => {
  const none = await run(["nothing", "like this"], TWO);
  assertEquals([none.status, none.complained], [2, ["No row and no file contains nothing or like this"]]);
  const unknown = await run(["--jsn"], TWO);
  assertEquals(unknown.status, 2);
  assertMatch(unknown.complained[0]!, /Unknown option '--jsn'/);
  assertStringIncludes(unknown.complained[0]!, "Usage: deno task bench");
  const empty = await run([], {});
  assertEquals([empty.status, empty.complained], [2, ["There are no benchmarks"]]);
});

Deno.test("bench --help prints the usage", async () => {
  const { status, said } = await run(["--help"], TWO);
  assertEquals(status, 0);
  assert(said[0]!.startsWith("Usage: deno task bench"));
});
