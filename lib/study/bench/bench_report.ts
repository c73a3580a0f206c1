/**
 * The report of a benchmark: a line of JSON for machines, a few aligned lines for people.
 *
 * @module
 */
import type { BenchResult, SkippedRow } from "./bench.ts";

export type { BenchResult, SkippedRow };

/**
 * One line of JSON: `{ row, ours, peer, peerName, ratio, target, runs, oursMin, peerMin }`, medians and minima in the
 * row's unit; and `leftOut`, if there were peers that this machine does not have.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { jsonLine } from "./bench_report.ts";
 *
 * const figures = { ours: 1, peer: 2, oursMin: 0.9, peerMin: 1.9, ratio: 2 };
 * const result = { row: "r", ...figures, peerName: "p", target: 1, runs: 9, unit: "ms", all: [], leftOut: [] };
 * assertEquals(
 *   jsonLine(result),
 *   '{"row":"r","ours":1,"peer":2,"peerName":"p","ratio":2,"target":1,"runs":9,"oursMin":0.9,"peerMin":1.9}',
 * );
 * ```
 */
export function jsonLine(result: BenchResult): string {
  const { row, peerName, target, runs, leftOut } = result;
  const [ours, peer, ratio, oursMin, peerMin] = [result.ours, result.peer, result.ratio, result.oursMin, result.peerMin]
    .map((figure) => Number(figure.toPrecision(5)));
  const missing = leftOut.length === 0 ? {} : { leftOut };
  return JSON.stringify({ row, ours, peer, peerName, ratio, target, runs, oursMin, peerMin, ...missing });
}

/**
 * A headline that says whether the target is met, and below it every contestant: median, minimum, and the ratio to
 * ours. Last, who was left out.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { textLines } from "./bench_report.ts";
 *
 * const all = [{ name: "them", figure: 30, min: 29, ratio: 1.5 }];
 * const best = { peer: 30, peerMin: 29, peerName: "them", ratio: 1.5 };
 * const result = { row: "sums", ours: 20, oursMin: 18, ...best, target: 1, runs: 9, unit: "ms", all, leftOut: [] };
 * assertEquals(textLines(result), [
 *   "sums: 1.50 × them, target 1 met",
 *   "  ours 20.0 ms, min 18.0",
 *   "  them 30.0 ms, min 29.0  1.50",
 * ]);
 * ```
 */
export function textLines(result: BenchResult): string[] {
  const { row, ours, oursMin, peerName, ratio, target, unit, all, leftOut } = result;
  const width = Math.max("ours".length, ...all.map(({ name }) => name.length));
  const figures = [ours, ...all.map(({ figure }) => figure)];
  const digits = Math.min(...figures) < 10 ? 3 : 1; // an imbalance of 1.049 is not one of 1.0
  const figureWidth = Math.max(...figures.map((figure) => figure.toFixed(digits).length));
  const padded = (figure: number) => figure.toFixed(digits).padStart(figureWidth);
  const line = (name: string, { figure, min }: { readonly figure: number; readonly min: number }) =>
    `  ${name.padEnd(width)} ${padded(figure)} ${unit}, min ${padded(min)}`;
  return [
    `${row}: ${ratio.toFixed(2)} × ${peerName}, target ${target} ${ratio >= target ? "met" : "MISSED"}`,
    line("ours", { figure: ours, min: oursMin }),
    ...all.map(({ name, figure, min, ratio, approximate }) =>
      `${line(name, { figure, min })}  ${ratio.toFixed(2)}${approximate === undefined ? "" : `  (${approximate})`}`
    ),
    ...leftOut.map((line) => `  ${line}`),
  ];
}

/** A row that had no peer, in one line. */
export function skippedLine({ row, leftOut }: SkippedRow): string {
  return `${row}: skipped, ${leftOut.join("; ")}`;
}
