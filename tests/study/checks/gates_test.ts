import { assertEquals, assertStringIncludes } from "@std/assert";
import { okCommand } from "@lib/study/commands/ok.ts";
import { GATES } from "@lib/study/checks/gates.ts";
import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
import { goodNotebook } from "./good_notebook.ts";

const MODULE = `/** Sums. */

/** The sum of two numbers. */
export function sum(a: number, b: number): number {
  return a + b;
}
`;
const MUTANTS = {
  module: "lib/math/sum.ts",
  tests: ["tests/math/sum_test.ts"],
  mutants: ["a - b", "a", "b"].map((replace) => ({ what: replace, find: "a + b", replace })),
};
const NOTEBOOK = formatNotebook(
  goodNotebook({
    imports:
      'import "@lib/study/notebook.ts";\nimport { sum } from "@lib/math/sum.ts";\nimport { assertEquals } from "@lib/study/a.ts";',
    assertion: "assertEquals(sum(1, 3), 4);",
    plot: { text: "sum(1, 2);", outputs: [], tags: ["stub"] },
  }),
);
/** A small project that passes every gate but that of the notebooks' figures. */
const PROJECT: Record<string, string> = {
  "deno.json": JSON.stringify({
    name: "@a/b",
    version: "1.0.0",
    license: "MIT",
    exports: "./lib/math/sum.ts",
    imports: { "@lib/": "./lib/" },
  }) + "\n",
  "lib/math/sum.ts": MODULE,
  "lib/study/commands/say.ts": "/**\n * Says.\n *\n * @module\n */\nconst word = 1;\nexport const said = word;\n",
  "tests/math/sum_test.ts": 'import { sum } from "@lib/math/sum.ts";\nDeno.test("sum", () => void sum(1, 2));\n',
  "tests/math/sum_mutants.json": JSON.stringify(MUTANTS, undefined, 2) + "\n",
};

async function ok(files: Record<string, string>, ...args: string[]): Promise<{ code: number; text: string }> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${root}/${path.slice(0, path.lastIndexOf("/") + 1)}`, { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet"], cwd: root }).output();
    const lines: string[] = [];
    const add = (line: string) => void lines.push(line);
    const code = await okCommand(args, { root, say: add, complain: add });
    return { code, text: lines.join("\n") };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("A project in order passes every gate, tests included", async () => {
  const { code, text } = await ok(PROJECT);
  assertEquals(code, 0, text);
  assertStringIncludes(text, `${GATES.length} gates passed, 0 failed`);
  assertStringIncludes(text, "1 passed, 0 failed");
  assertStringIncludes(text, "3 mutants of 1 modules");
});

Deno.test("Each gate shuts for what it is there for, with a line that says where", async () => {
  const shut: [string, Record<string, string>, string][] = [
    ["lint", { "lib/math/sum.ts": `${MODULE}\nlet unused = 1;\n` }, "lib/math/sum.ts:8: lint no-unused-vars"],
    ["files", { "lib/math/Sum.ts": MODULE }, "lib/math/Sum.ts: file-name"],
    ["modules", { "lib/math/sum.ts": `${MODULE}\nexport default 1;\n` }, "lib/math/sum.ts:8: default-export"],
    ["layers", { "lib/math/sum.ts": `import type {} from "../ml/x.ts";\n${MODULE}` }, "lib/math/sum.ts:1: layer"],
    ["purity", { "lib/math/sum.ts": MODULE.replace("a + b", "a + b + Date.now()") }, "lib/math/sum.ts:5: purity"],
    ["machines", { "README.md": "See /home/ada/lab.\n" }, "README.md:1: machine-path"],
    [
      "mutants",
      { "lib/math/least.ts": "export const least = () => 1;\n" },
      "lib/math/least.ts: mutants: write at least 3",
    ],
    ["types", { "tests/math/sum_test.ts": 'const a: number = "x";\n' }, "tests/math/sum_test.ts:1: type"],
    ["docs", { "lib/math/sum.ts": `${MODULE}\nexport const half = 0.5;\n` }, "lib/math/sum.ts:8: doc missing-jsdoc"],
    ["publish", { "lib/math/sum.ts": `${MODULE}\nexport const third = Math.sqrt(3);\n` }, "lib/math/sum.ts:8: publish"],
    [
      "template",
      { "notebooks/math/mean.ipynb": NOTEBOOK },
      "notebooks/math/mean.ipynb: figure: section 6 shows a figure",
    ],
    [
      "template",
      { "notebooks/math/mean.ipynb": NOTEBOOK.replace('"nbformat": 4', '"nbformat": 3') },
      "mean.ipynb: notebook-file",
    ],
    ["template", { "notebooks/math/mean.ipynb": ` ${NOTEBOOK}` }, "not written as the lab writes it"],
    [
      "cells",
      { "notebooks/math/mean.ipynb": NOTEBOOK.replace("sum(1, 3)", "sum('1')") },
      "mean.ipynb cell 8 line 1: type",
    ],
    [
      "tests",
      { "tests/math/sum_test.ts": 'Deno.test("bad", () => {\n  throw 1;\n});\n' },
      "tests/math/sum_test.ts:1: test: failed: bad",
    ],
  ];
  for (const [gate, files, line] of shut) {
    const { code, text } = await ok({ ...PROJECT, ...files }, "--only", gate);
    assertEquals(code, 1, `${gate}: ${text}`);
    assertStringIncludes(text, line);
    assertStringIncludes(text, `0 gates passed, 1 failed: ${gate}`);
  }
});

Deno.test("The format gate shuts for a file that is not formatted", async () => {
  const gate = GATES.find(({ name }) => name === "format")!;
  const root = await Deno.realPath(await Deno.makeTempDir());
  await Deno.writeTextFile(`${root}/a.ts`, "const a=1");
  const tree = { root, paths: ["a.ts"], read: () => "" };
  assertEquals((await gate.run(tree)).diagnostics.map(({ path, rule }) => [path, rule]), [["a.ts", "format"]]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("--fast leaves the tests out; unknown options and gates are wrong usage", async () => {
  const fast = await ok(
    { "deno.json": '{ "name": "@a/b", "version": "1.0.0", "exports": {} }' },
    "--fast",
    "--only",
    "files,layers",
  );
  assertEquals(fast.code, 0, fast.text);
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  const gates = [{ name: "tests", about: "", run: () => Promise.reject(new Error("must not run")) }];
  assertEquals(await okCommand(["--fast"], { gates, say: add, complain: add }), 0);
  assertEquals(await okCommand(["--quick"], { gates, say: add, complain: add }), 2);
  assertEquals(await okCommand(["--only", "taste"], { gates, say: add, complain: add }), 2);
  assertStringIncludes(lines.join("\n"), "There is no gate taste. There are:");
});

Deno.test("Advice is shown and shuts nothing", async () => {
  const { code, text } = await ok({ "lib/math/sum.ts": MODULE + "// more\n".repeat(300) }, "--only", "files");
  assertEquals(code, 0);
  assertStringIncludes(text, "advice: file-length: 306 lines");
  assertStringIncludes(text, "1 gates passed, 0 failed, 1 pieces of advice");
});
