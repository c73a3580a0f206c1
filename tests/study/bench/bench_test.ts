import { assert, assertEquals, assertThrows } from "@std/assert";
import { type BenchRow, type Contestant, median, runRow, WrongAnswerError } from "@lib/study/bench/bench.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** Contestants whose runs take as long as they say, on a clock of their own; `log` has who ran in which round. */
function stage() {
  const clock = new ManualClock();
  const log: string[] = [];
  const contestant = (
    name: string,
    ms: (round: number) => number,
    answer: (round: number) => unknown = () => 1,
  ): Contestant => ({
    name,
    prepare: (round) => {
      clock.advance(1000); // what is prepared is not timed
      return () => {
        log.push(`${name}${round}`);
        clock.advance(ms(round));
        return answer(round);
      };
    },
  });
  return { clock, log, contestant };
}

const base = { row: "sums", target: 1, check: () => {} };

// By hand: three counted rounds. Ours 10, 20, 30; a: 20, 20, 90, ratios 2, 1, 3, median 2; b: 15, 30, 45, ratios 1.5 each
Deno.test("the ratio is the median of the rounds' ratios, against the best peer", () => {
  const { clock, contestant } = stage();
  const times = (list: number[]) => (round: number) => round < 2 ? 5000 : list[round - 2]!;
  const row: BenchRow = {
    ...base,
    ours: contestant("ours", times([10, 20, 30])),
    peers: [contestant("a", times([20, 20, 90])), contestant("b", times([15, 30, 45]))],
    rounds: 3,
  };
  const { all, ...result } = runRow(row, { clock });
  assertEquals(result, { row: "sums", ours: 20, peer: 30, peerName: "b", ratio: 1.5, target: 1, runs: 3, unit: "ms" });
  assertEquals(all, [{ name: "b", figure: 30, ratio: 1.5 }, { name: "a", figure: 20, ratio: 2 }]);
});

Deno.test("contestants take turns, in reverse order every other round, and progress is told after each", () => {
  const { clock, log, contestant } = stage();
  const [ours, peer] = [contestant("o", () => 1), contestant("p", () => 1)];
  const told: string[] = [];
  runRow({ ...base, ours, peers: [peer], rounds: 2 }, {
    clock,
    onRound: (done, total) => told.push(`${done}/${total}`),
  });
  assertEquals(log, ["o0", "p0", "p1", "o1", "o2", "p2", "p3", "o3"]);
  assertEquals(told, ["1/4", "2/4", "3/4", "4/4"]);
});

Deno.test("a row in another unit compares the numbers that the runs return", () => {
  const { clock, contestant } = stage();
  const row: BenchRow = {
    ...base,
    unit: "bytes per entry",
    ours: contestant("ours", () => 1, () => 40),
    peers: [contestant("p", () => 1, () => 60)],
    rounds: 1,
  };
  const { ours, peer, ratio, unit } = runRow(row, { clock });
  assertEquals([ours, peer, ratio, unit], [40, 60, 1.5, "bytes per entry"]);
});

Deno.test("a fixed limit is a peer that returns it", () => {
  const { contestant } = stage();
  const row: BenchRow = {
    ...base,
    unit: "max / mean",
    ours: contestant("ours", () => 1, () => 1.05),
    peers: [{ name: "the limit", prepare: () => () => 1.1 }],
    rounds: 1,
  };
  const { ratio, unit } = runRow(row);
  assertEquals([ratio.toFixed(4), unit], ["1.0476", "max / mean"]);
});

Deno.test("the system's clock times real work", () => {
  const work = (n: number) => () => () => {
    let sum = 0;
    for (let at = 0; at < n; at++) sum = (sum + Math.sqrt(at)) % 7;
    return sum > -1;
  };
  const row = {
    ...base,
    ours: { name: "o", prepare: work(1e4) },
    peers: [{ name: "p", prepare: work(1e6) }],
    rounds: 3,
  };
  assert(runRow(row).ratio > 5);
});

Deno.test("median() is the middle, or the mean of the two in the middle", () => {
  assertEquals([median([3]), median([10, 2, 1]), median([4, 1, 3, 100])], [3, 2, 3.5]);
});

// No figure without a right answer
Deno.test("a contestant with another answer than ours ends the row, in any round, and nothing is measured", () => {
  const { clock, contestant } = stage();
  for (const bad of [0, 3]) {
    const peer = contestant("p", () => 1, (round) => round === bad ? NaN : 1);
    const error = assertThrows(
      () => runRow({ ...base, ours: contestant("o", () => 1), peers: [peer], rounds: 2 }, { clock }),
      WrongAnswerError,
    );
    assertEquals(error.message, 'Cannot time p in "sums": its answer must be ours, 1: current value is NaN');
  }
});

Deno.test("an approximate contestant may answer otherwise, and is marked in the result", () => {
  const { clock, contestant } = stage();
  const peer = { ...contestant("p", () => 2, () => "about"), approximate: "rounds" };
  const { all } = runRow({ ...base, ours: contestant("o", () => 1), peers: [peer], rounds: 1 }, { clock });
  assertEquals(all, [{ name: "p", figure: 2, ratio: 2, approximate: "rounds" }]);
});

Deno.test("check() comes first: when it throws nobody runs", () => {
  const { clock, log, contestant } = stage();
  const row = {
    ...base,
    ours: contestant("o", () => 1),
    peers: [contestant("p", () => 1)],
    check: () => {
      throw new Error("the peers disagree");
    },
  };
  assertThrows(() => runRow(row, { clock }), Error, "the peers disagree");
  assertEquals(log, []);
});

// Refusals
Deno.test("a row without peers, rounds or figures is refused by name, and so is a median of nothing", () => {
  const { contestant } = stage();
  const ours = contestant("o", () => 1);
  assertThrows(
    () => runRow({ ...base, ours, peers: [] }),
    RangeError,
    'Cannot run the row "sums": the number of peers must be',
  );
  assertThrows(
    () => runRow({ ...base, ours, peers: [ours], rounds: 0 }),
    RangeError,
    "rounds must be a positive integer",
  );
  for (const figure of [NaN, -1, "8 MB", undefined]) {
    const row = { ...base, unit: "bytes", ours, peers: [contestant("p", () => 1, () => figure)], rounds: 1 };
    assertThrows(
      () => runRow(row),
      Error,
      'Cannot measure p in "sums": its figure in bytes must be a non-negative finite',
    );
  }
  assertThrows(() => median([]), RangeError, "Cannot take a median: the number of values must be a positive integer");
});
