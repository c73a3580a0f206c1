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
    "  ours        12.346 ms",
    "  them         9.877 ms  0.80",
    "  the others 123.400 ms  9.99  (rounds)",
  ]);
  assertEquals(textLines({ ...result, ratio: 1 })[0], "sums: 1.00 × them, target 1 met");
});

Deno.test("textLines() gives small figures three decimals, so that an imbalance can be read", () => {
  const all = [{ name: "the limit", figure: 1.1, ratio: 1.049 }];
  assertEquals(textLines({ ...result, ours: 1.0487, unit: "max / mean", all }).slice(1), [
    "  ours      1.049 max / mean",
    "  the limit 1.100 max / mean  1.05",
  ]);
  assertEquals(textLines({ ...result, ours: 10, all: [{ name: "p", figure: 20, ratio: 2 }] })[1], "  ours 10.0 ms");
});
