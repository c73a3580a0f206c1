import { assertEquals } from "@std/assert";
import { type BenchResult, jsonLine, textLines } from "@lib/study/bench/bench_report.ts";

const result: BenchResult = {
  row: "sums",
  ours: 12.345678,
  peer: 9.8765432,
  peerName: "them",
  ratio: 0.8,
  target: 1,
  runs: 9,
  unit: "ms",
  all: [
    { name: "them", figure: 9.8765432, ratio: 0.8 },
    { name: "the others", figure: 123.4, ratio: 9.995, approximate: "rounds" },
  ],
};

Deno.test("jsonLine() has the seven fields of the contract, five digits each", () => {
  assertEquals(JSON.parse(jsonLine(result)), {
    row: "sums",
    ours: 12.346,
    peer: 9.8765,
    peerName: "them",
    ratio: 0.8,
    target: 1,
    runs: 9,
  });
  assertEquals(jsonLine(result).includes("\n"), false);
});

Deno.test("textLines() says whether the target was met, and lines up everyone's figures", () => {
  assertEquals(textLines(result), [
    "sums: 0.80 × them, target 1 MISSED",
    "  ours        12.3 ms",
    "  them         9.9 ms  0.80",
    "  the others 123.4 ms  9.99  (rounds)",
  ]);
  assertEquals(textLines({ ...result, ratio: 1 })[0], "sums: 1.00 × them, target 1 met");
});
