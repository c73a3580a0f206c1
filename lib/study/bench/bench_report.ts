/**
 * The report of a benchmark: a line of JSON for machines, a few aligned lines for people.
 *
 * @module
 */
import type { BenchResult } from "./bench.ts";

export type { BenchResult };

/**
 * One line of JSON: `{ row, ours, peer, peerName, ratio, target, runs }`; medians in the row's unit.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { jsonLine } from "./bench_report.ts";
 *
 * const result = { row: "r", ours: 1, peer: 2, peerName: "p", ratio: 2, target: 1, runs: 9, unit: "ms", all: [] };
 * assertEquals(jsonLine(result), '{"row":"r","ours":1,"peer":2,"peerName":"p","ratio":2,"target":1,"runs":9}');
 * ```
 */
export function jsonLine({ row, ours, peer, peerName, ratio, target, runs }: BenchResult): string {
  const [shortOurs, shortPeer, shortRatio] = [ours, peer, ratio].map((figure) => Number(figure.toPrecision(5)));
  return JSON.stringify({ row, ours: shortOurs, peer: shortPeer, peerName, ratio: shortRatio, target, runs });
}

/**
 * A headline that says whether the target is met, and below it every contestant with its figure and the ratio to ours.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { textLines } from "./bench_report.ts";
 *
 * const all = [{ name: "them", figure: 30, ratio: 1.5 }];
 * const result = { row: "sums", ours: 20, peer: 30, peerName: "them", ratio: 1.5, target: 1, runs: 9, unit: "ms", all };
 * assertEquals(textLines(result), ["sums: 1.50 × them, target 1 met", "  ours 20.0 ms", "  them 30.0 ms  1.50"]);
 * ```
 */
export function textLines(result: BenchResult): string[] {
  const { row, ours, peerName, ratio, target, unit, all } = result;
  const width = Math.max("ours".length, ...all.map(({ name }) => name.length));
  const figures = [ours, ...all.map(({ figure }) => figure)];
  const digits = Math.min(...figures) < 10 ? 3 : 1; // an imbalance of 1.049 is not one of 1.0
  const figureWidth = Math.max(...figures.map((figure) => figure.toFixed(digits).length));
  const line = (name: string, figure: number) =>
    `  ${name.padEnd(width)} ${figure.toFixed(digits).padStart(figureWidth)} ${unit}`;
  return [
    `${row}: ${ratio.toFixed(2)} × ${peerName}, target ${target} ${ratio >= target ? "met" : "MISSED"}`,
    line("ours", ours),
    ...all.map(({ name, figure, ratio, approximate }) =>
      `${line(name, figure)}  ${ratio.toFixed(2)}${approximate === undefined ? "" : `  (${approximate})`}`
    ),
  ];
}
