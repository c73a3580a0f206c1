/**
 * The files whose tests take longest, from the report that `deno test --junit-path` writes.
 *
 * @module
 */

/** How many are listed. */
const LISTED = 10;

/**
 * The slowest test files, the slowest first.
 * @param xml A JUnit report; a suite is a file, its time the sum of its tests.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { slowestFiles } from "@lib/study/checks/slowest_files.ts";
 * const xml = '<testsuite name="./tests/a_test.ts"><testcase name="x" time="1.5"></testcase></testsuite>';
 * assertEquals(slowestFiles(xml), [{ path: "tests/a_test.ts", seconds: 1.5 }]);
 * ```
 */
export function slowestFiles(xml: string): { path: string; seconds: number }[] {
  const files = xml.split("<testsuite ").slice(1).map((suite) => {
    const path = /\bname="([^"]*)"/.exec(suite)?.[1]?.replace(/^\.\//, "") ?? "?";
    const times = [...suite.matchAll(/<testcase [^>]*?\btime="([\d.]+)"/g)].map(([, seconds]) => Number(seconds));
    return { path, seconds: Math.round(1000 * times.reduce((sum, time) => sum + time, 0)) / 1000 };
  });
  return files.sort((a, b) => b.seconds - a.seconds).slice(0, LISTED);
}
