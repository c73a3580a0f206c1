import { assertEquals } from "@std/assert";
import { type BenchResult, jsonLine, skippedLine, textLines } from "@lib/study/bench/bench_report.ts";

const result: BenchResult = {
  row: "sums",
  ours: 12.345678,
  oursMin: 11.111111,
  peer: 9.8765432,
  peerMin: 9.5555555,
  peerName: "them",
  ratio: 0.8,
  target: 1,
  runs: 9,
  unit: "ms",
  all: [
    { name: "them", figure: 9.8765432, min: 9.5555555, ratio: 0.8 },
    { name: "the others", figure: 123.4, min: 99, ratio: 9.995, approximate: "rounds" },
  ],
  leftOut: [],
};

Deno.test("jsonLine() has the fields of the contract, five digits each", () => {
  assertEquals(JSON.parse(jsonLine(result)), {
    row: "sums",
    ours: 12.346,
    peer: 9.8765,
    peerName: "them",
    ratio: 0.8,
    target: 1,
    runs: 9,
    oursMin: 11.111,
    peerMin: 9.5556,
  });
  assertEquals(jsonLine(result).includes("\n"), false);
});

Deno.test("textLines() says whether the target was met, and lines up everyone's figures", () => {
  assertEquals(textLines(result), [
    "sums: 0.80 × them, target 1 MISSED",
    "  ours        12.346 ms, min  11.111",
    "  them         9.877 ms, min   9.556  0.80",
    "  the others 123.400 ms, min  99.000  9.99  (rounds)",
  ]);
  assertEquals(textLines({ ...result, ratio: 1 })[0], "sums: 1.00 × them, target 1 met");
});

Deno.test("textLines() gives small figures three decimals, so that an imbalance can be read", () => {
  const all = [{ name: "the limit", figure: 1.1, min: 1.1, ratio: 1.049 }];
  assertEquals(textLines({ ...result, ours: 1.0487, oursMin: 1.0487, unit: "max / mean", all }).slice(1), [
    "  ours      1.049 max / mean, min 1.049",
    "  the limit 1.100 max / mean, min 1.100  1.05",
  ]);
  const one = [{ name: "p", figure: 20, min: 19, ratio: 2 }];
  assertEquals(textLines({ ...result, ours: 10, oursMin: 9, all: one })[1], "  ours 10.0 ms, min  9.0");
});

Deno.test("who was left out stands in a line of text of its own, and in the JSON", () => {
  const leftOut = ["NumPy left out: python3 has no numpy", "PyTorch left out: python3 has no torch"];
  assertEquals(textLines({ ...result, leftOut }).slice(-2), leftOut.map((line) => `  ${line}`));
  assertEquals(JSON.parse(jsonLine({ ...result, leftOut })).leftOut, leftOut);
  assertEquals(skippedLine({ row: "sums", leftOut }), `sums: skipped, ${leftOut[0]}; ${leftOut[1]}`);
});
