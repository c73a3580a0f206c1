/**
 * What a run of `deno test` says, cut down to what one needs: which tests failed and why, which were skipped, how many
 * passed.
 *
 * **Invariant.** A run that failed has at least one diagnostic.
 *
 * Not here on purpose: running the tests, durations of single tests.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import type { ProcessEnd } from "../process/run_process.ts";
import { locateBelow, typeDiagnostics } from "./tool_reports.ts";

/** A run of tests in short. */
export interface TestReport {
  /** One for each failed test, at its line. */
  readonly diagnostics: readonly Diagnostic[];
  /** `310 passed, 0 failed, 2 skipped: …`, the skipped ones by name. */
  readonly note: string;
  /** The errors in the tests' own words; undefined if all passed. */
  readonly output: string | undefined;
}

/**
 * Takes the output of `deno test` apart.
 * @param root Absolute path of the checkout.
 *
 * @example
 * ```ts
 * import { testReport } from "@lib/study/checks/report_of_tests.ts";
 * import { assertEquals } from "@std/assert";
 * const output = "a works ... ok (1ms)\nb (needs Chromium) ... ignored (0ms)\n\nok | 1 passed | 0 failed | 1 ignored (5ms)\n";
 * const report = testReport({ code: 0, output, timedOut: false, durationMs: 5 }, "/src");
 * assertEquals(report.note, "1 passed, 0 failed, 1 skipped: b (needs Chromium)");
 * ```
 */
export function testReport(end: ProcessEnd, root: string): TestReport {
  const { output, code } = end;
  const [, passed = "0", failed = "0"] = /^(?:ok|FAILED) \| (\d+) passed[^|]* \| (\d+) failed/m.exec(output) ?? [];
  const skipped = Array.from(output.matchAll(/^(?:\S+ => )?(.+?) \.\.\. ignored(?: \(.*\))?$/gm), (match) => match[1]!);
  const summary = `${passed} passed, ${failed} failed`;
  const note = skipped.length === 0 ? summary : `${summary}, ${skipped.length} skipped: ${skipped.join("; ")}`;
  if (code === 0) return { diagnostics: [], note, output: undefined };
  const locate = locateBelow(root);
  const failures = output.slice(output.lastIndexOf("\n FAILURES \n"));
  const failedTests = Array.from(failures.matchAll(/^(.+) => (.+?):(\d+):\d+$/gm), (match): Diagnostic => {
    const [, name, file, line] = match;
    return { rule: "test", message: `failed: ${name}`, ...locate(file!, Number(line)) };
  });
  const thrown = new Set(Array.from(output.matchAll(/^(\S+) \(uncaught error\)$/gm), (match) => match[1]!));
  const unrun = Array.from(thrown, (file): Diagnostic => {
    return { rule: "test", path: locate(file, 1).path, message: "the file cannot be run" };
  });
  const untyped = /^TS\d+ \[ERROR\]/m.test(output) ? typeDiagnostics(end, locate) : [];
  const start = output.indexOf("\n ERRORS \n");
  const words = start === -1 ? output.slice(-4000) : output.slice(start, output.lastIndexOf("\n FAILURES \n"));
  const all = [...failedTests, ...unrun, ...untyped];
  const fallback: Diagnostic = { rule: "test", path: "tests", message: `deno test failed with status ${code}` };
  return { diagnostics: all.length > 0 ? all : [fallback], note, output: words.trim() };
}
