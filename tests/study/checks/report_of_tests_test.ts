import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatDiagnostic } from "@lib/study/checks/diagnostic.ts";
import { runProcess } from "@lib/study/process/run_process.ts";
import { testReport } from "@lib/study/checks/report_of_tests.ts";

/** What `deno test` says about some test files. */
async function reportOn(files: Record<string, string>, ...options: string[]) {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [path, text] of Object.entries({ "deno.json": "{}\n", ...files })) {
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    const end = await runProcess(Deno.execPath(), { args: ["test", ...options], cwd: root, env: { NO_COLOR: "1" } });
    return testReport(end, root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const GOOD = 'Deno.test("good", () => {});\n';
const SKIPPED = 'Deno.test({ name: "shows it (needs Chromium)", ignore: true, fn() {} });\n';

Deno.test("testReport counts, and names what was skipped", async () => {
  const { diagnostics, note, output } = await reportOn(
    { "a_test.ts": GOOD + SKIPPED, "b_test.ts": GOOD },
    "--no-check",
  );
  assertEquals([diagnostics, output], [[], undefined]);
  assertEquals(note, "2 passed, 0 failed, 1 skipped: shows it (needs Chromium)");
  assertEquals((await reportOn({ "a_test.ts": GOOD }, "--no-check")).note, "1 passed, 0 failed");
  const parallel = await reportOn({ "a_test.ts": SKIPPED, "b_test.ts": GOOD }, "--no-check", "--parallel", "--quiet");
  assertEquals(parallel.note, "1 passed, 0 failed, 1 skipped: shows it (needs Chromium)");
});

Deno.test("testReport names each failed test once, at its line, with its own words", async () => {
  const bad = '\nDeno.test("bad one", () => {\n  throw new Error("no such luck");\n});\n';
  const { diagnostics, note, output } = await reportOn({ "a_test.ts": GOOD + bad, "b_test.ts": bad }, "--no-check");
  assertEquals(diagnostics.map(formatDiagnostic), [
    "a_test.ts:3: test: failed: bad one",
    "b_test.ts:2: test: failed: bad one",
  ]);
  assertEquals(note, "1 passed, 2 failed");
  assertStringIncludes(output!, "no such luck");
  assert(!output!.includes("good ... ok"));
});

Deno.test("testReport tells of files that cannot be run, and of runs that fail without a test", async () => {
  const thrown = await reportOn({ "a_test.ts": 'throw new Error("at once");\n' }, "--no-check");
  assertEquals(thrown.diagnostics.length, 1);
  assertStringIncludes(formatDiagnostic(thrown.diagnostics[0]!), "a_test.ts: test: the file cannot be run");
  const untyped = await reportOn({ "a_test.ts": 'const a: number = "x";\n' });
  assertEquals(untyped.diagnostics.map(formatDiagnostic), [
    "a_test.ts:1: type: Type 'string' is not assignable to type 'number' (TS2322)",
  ]);
  const silent = testReport({ code: 1, output: "error: no such option", timedOut: false, durationMs: 1 }, "/src");
  assertEquals(silent.diagnostics.map(formatDiagnostic), ["tests: test: deno test failed with status 1"]);
  assertStringIncludes(silent.output!, "no such option");
});
