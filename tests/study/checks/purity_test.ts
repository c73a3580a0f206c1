import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkPurity } from "@lib/study/checks/purity.ts";
import { treeOf } from "@lib/study/checks/tree.ts";

function diagnostics(text: string, path = "lib/structures/a.ts"): string[] {
  return checkPurity(treeOf({ [path]: text })).map((diagnostic) => diagnostic.message);
}

Deno.test("checkPurity finds each way to the clock, to randomness, to the outside and to promises", () => {
  const impure: [string, string][] = [
    ["Date.now();", "the clock"],
    ["new Date();", "the clock"],
    ["Date();", "the clock"],
    ["const clock = Date;", "the clock"],
    ["const { now } = Date;", "the clock"],
    ['Date["now"]();', "the clock"],
    ["performance.now();", "the clock"],
    ["setTimeout(() => {}, 1);", "the clock"],
    ["Math.random();", "randomness"],
    ["const { random } = Math;", "randomness"],
    ['Math["random"]();', "randomness"],
    ["crypto.randomUUID();", "randomness"],
    ["fetch('x');", "the outside world"],
    ["Deno.env;", "the outside world"],
    ["console.log(1);", "the outside world"],
    ["typeof process;", "the outside world"],
    ["globalThis.fetch;", "a way around this rule"],
    ["new Function('return 1');", "a way around this rule"],
    ["Promise.resolve();", "promises"],
    ["async function f() {}", "promises"],
    ["const f = async () => {};", "promises"],
    ["class A { async b() {} }", "promises"],
    ["await 1;", "promises"],
    ["const a = import('./b.ts');", "promises"],
  ];
  for (const [text, what] of impure) {
    const found = diagnostics(text);
    assertEquals(found.length, 1, text);
    assertStringIncludes(found[0]!, `brings in ${what}: compute rooms`);
  }
});

Deno.test("checkPurity lets computing with dates and numbers pass, and mentions", () => {
  const pure = [
    "new Date(0).getTime(); Date.UTC(2026, 1); Date.parse('x'); ({}) instanceof Date;",
    "Math.sqrt(2); const clock = { now: () => 1 }; clock.now();",
    "// Date.now()\n/* fetch() */ const a = 'Math.random()'; const b = `Deno`;",
    "export interface Clock { sleep(ms: number): Promise<void>; now: typeof Date.now; }",
    "export function f(fetch: () => number, performance: number) { return fetch() + performance; }",
    "export type { Clock } from '../base/clock.ts';",
  ];
  for (const text of pure) assertEquals(diagnostics(text), [], text);
});

Deno.test("checkPurity refuses packages and built-in modules, types of them too", () => {
  for (const text of ["import 'node:fs';", "import { a } from 'acorn';", "import type { A } from 'npm:x';"]) {
    assertEquals(diagnostics(text).length, 1, text);
  }
});

Deno.test("checkPurity looks at compute rooms only, and not through their doors", () => {
  const text = "Date.now();";
  for (const room of ["base", "math", "structures", "ml/text"]) {
    assertEquals(diagnostics(text, `lib/${room}/a.ts`).length, 1);
  }
  const elsewhere = [
    "lib/base/clock.ts",
    "lib/math/onnx/run.ts",
    "lib/storage/a.ts",
    "tests/math/a_test.ts",
    "lib/mlops/a.ts",
  ];
  for (const path of elsewhere) assertEquals(diagnostics(text, path), [], path);
});

Deno.test("checkPurity gives the line, in the order of the file", () => {
  const tree = treeOf({ "lib/math/a.ts": "\nawait 1;\nimport 'acorn';\n\nfetch();", "lib/math/b.ts": "fetch();" });
  assertEquals(checkPurity(tree).map(({ path, line }) => `${path}:${line}`), [
    "lib/math/a.ts:2",
    "lib/math/a.ts:3",
    "lib/math/a.ts:5",
    "lib/math/b.ts:1",
  ]);
});

Deno.test("checkPurity lets ml wait for native code, and for nothing else", () => {
  const tree = treeOf({
    "lib/ml/fit.ts": "export const fit = async (run: () => Promise<number>) => await run();",
    "lib/ml/race.ts": "export const race = () => Promise.resolve(Date.now());",
    "lib/structures/fit.ts": "export const fit = async (run: () => number) => await run();",
  });
  assertEquals(
    new Set(checkPurity(tree).map(({ path }) => path)),
    new Set(["lib/ml/race.ts", "lib/structures/fit.ts"]),
  );
});
