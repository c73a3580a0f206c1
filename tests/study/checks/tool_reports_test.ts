import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Diagnostic, formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
import {
  docDiagnostics,
  formatDiagnostics,
  lintDiagnostics,
  locateBelow,
  publishDiagnostics,
  typeDiagnostics,
} from "@lib/study/checks/tool_reports.ts";
import { type ProcessEnd, runProcess } from "@lib/study/process/run_process.ts";

/** What a tool of this Deno says about some files. */
async function toolOn(files: Record<string, string>, ...args: string[]): Promise<{ end: ProcessEnd; root: string }> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [path, text] of Object.entries({ "deno.json": "{}\n", ...files })) {
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    return { end: await runProcess(Deno.execPath(), { args, cwd: root, env: { NO_COLOR: "1" } }), root };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const ended = (code: number, output: string): ProcessEnd => ({ code, output, timedOut: false, durationMs: 1 });
const text = (diagnostics: readonly Diagnostic[]) => diagnostics.map(formatDiagnostic).sort();

Deno.test("typeDiagnostics tells each error of deno check at its line", async () => {
  const files = {
    "a.ts": "const a: number = 'x';\nexport const b = a;\n",
    "b ü.ts": "export const c: {\n  d: string;\n} = { d: 1 };\nd;\n",
  };
  const { end, root } = await toolOn(files, "check", ".");
  assertEquals(text(typeDiagnostics(end, locateBelow(root))), [
    "a.ts:1: type: Type 'string' is not assignable to type 'number' (TS2322)",
    "b ü.ts:3: type: Type 'number' is not assignable to type 'string' (TS2322)",
    "b ü.ts:4: type: Cannot find name 'd' (TS2304)",
  ]);
  const missing = ended(1, 'error: Module not found "file:///src/gone.ts".\n    at file:///src/a.ts:1:8\n');
  assertEquals(text(typeDiagnostics(missing, locateBelow("/src"))), [
    'a.ts:1: type: Module not found "file:///src/gone.ts"',
  ]);
});

Deno.test("lintDiagnostics tells each complaint of deno lint, and files that it cannot read", async () => {
  const files = { "a.ts": "let a = 1;\nexport const b = a;\n", "b.ts": "\nconst = 1;\n" };
  const { end, root } = await toolOn(files, "lint", "--json");
  const found = text(lintDiagnostics(end, locateBelow(root)));
  assertEquals(found.length, 2);
  assertStringIncludes(found[0]!, "a.ts:1: lint prefer-const: `a` is never reassigned: Use `const` instead");
  assertStringIncludes(found[1]!, "b.ts:2: syntax: ");
});

Deno.test("formatDiagnostics names files that are not formatted, and those that are no code", async () => {
  const { end, root } = await toolOn(
    { "a.ts": "const a=1\n", "b.ts": "const = 1;\n", "c.ts": "c;\n" },
    "fmt",
    "--check",
  );
  assertEquals(text(formatDiagnostics(end, locateBelow(root))).map((line) => line.slice(0, 14)), [
    "a.ts:1: format",
    "b.ts:1: syntax",
  ]);
});

Deno.test("docDiagnostics leaves out types of other packages, and what their files lack", async () => {
  const files = {
    "a.ts":
      "interface Hidden { b: 1 }\n/** A. */\nexport function a(): Hidden {\n  return { b: 1 };\n}\nexport const c = 1;\n",
  };
  const { end, root } = await toolOn(files, "doc", "--lint", "a.ts");
  const isOurs = (name: string) => name === "Hidden";
  assertEquals(text(docDiagnostics(end, locateBelow(root), { isOurs })), [
    "a.ts:3: doc private-type-ref: public type 'a' references private type 'Hidden'",
    "a.ts:6: doc missing-jsdoc: exported symbol is missing JSDoc documentation",
  ]);
  assertEquals(docDiagnostics(end, locateBelow(root), { isOurs: () => false }).length, 1);
  assertEquals(docDiagnostics(end, locateBelow("/elsewhere"), { isOurs }), []);
});

Deno.test("publishDiagnostics tells what deno publish refuses", () => {
  const output =
    "error[missing-explicit-return-type]: missing explicit return type in the public API\n --> /src/a.ts:3:17\n  | \n";
  assertEquals(text(publishDiagnostics(ended(1, output), locateBelow("/src"))), [
    "a.ts:3: publish missing-explicit-return-type: missing explicit return type in the public API",
  ]);
});

Deno.test("A tool that fails in another way is heard too", () => {
  const end = ended(1, "error: Cannot find deno.json\n\nStack backtrace:\n   0: <unknown>\n");
  const readers = [typeDiagnostics, lintDiagnostics, formatDiagnostics, publishDiagnostics];
  for (const read of readers) {
    const [diagnostic] = read(end, locateBelow("/src"));
    assertStringIncludes(diagnostic!.message, "the tool failed with status 1: error: Cannot find deno.json");
    assertEquals(read(ended(0, "all is well"), locateBelow("/src")), []);
    assertEquals(read({ ...ended(0, ""), timedOut: true }, locateBelow("/src")).length, 1);
  }
  assert(
    docDiagnostics(end, locateBelow("/src"), { isOurs: () => true })[0]!.message.includes("Cannot find deno.json"),
  );
});

Deno.test("locateBelow finds the line of a doc example in its file, and leaves other places as they are", () => {
  const locate = locateBelow("/src/lab");
  assertEquals(locate("file:///src/lab/lib/a%20b.ts", 3), { path: "lib/a b.ts", line: 3 });
  assertEquals(locate("file:///src/lab/lib/a.ts#74-79.ts", 4), { path: "lib/a.ts", line: 77 });
  assertEquals(locate("./lib/a.ts", 1), { path: "lib/a.ts", line: 1 });
  assertEquals(locate("/src/laboratory/a.ts", 1), { path: "/src/laboratory/a.ts", line: 1 });
});
