import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type AsyncContestant,
  type BenchResult,
  type BenchRow,
  type Contestant,
  median,
  PeerUnavailableError,
  runRow,
  type RunRowOptions,
  SelfTimed,
  WrongAnswerError,
} from "@lib/study/bench/bench.ts";
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

/** The result of a row that has peers. */
async function measure(row: BenchRow, options?: RunRowOptions): Promise<BenchResult> {
  const result = await runRow(row, options);
  assert("ratio" in result, result.leftOut.join());
  return result;
}

const base = { row: "sums", target: 1, check: () => {} };

// By hand: three counted rounds. Ours 10, 20, 30; a: 20, 20, 90, ratios 2, 1, 3, median 2; b: 15, 30, 45, ratios 1.5
// each
Deno.test("the ratio is the median of the rounds' ratios, against the best peer", async () => {
  const { clock, contestant } = stage();
  const times = (list: number[]) => (round: number) => round < 2 ? 5000 : list[round - 2]!;
  const row: BenchRow = {
    ...base,
    ours: contestant("ours", times([10, 20, 30])),
    peers: [contestant("a", times([20, 20, 90])), contestant("b", times([15, 30, 45]))],
    rounds: 3,
  };
  const { all, ...result } = await measure(row, { clock });
  const own = { row: "sums", target: 1, runs: 3, unit: "ms", ours: 20, oursMin: 10 };
  assertEquals(result, { ...own, peer: 30, peerMin: 15, peerName: "b", ratio: 1.5, leftOut: [] });
  assertEquals(all, [{ name: "b", figure: 30, min: 15, ratio: 1.5 }, { name: "a", figure: 20, min: 20, ratio: 2 }]);
});

Deno.test("contestants take turns, in reverse order every other round, and progress is told after each", async () => {
  const { clock, log, contestant } = stage();
  const [ours, peer] = [contestant("o", () => 1), contestant("p", () => 1)];
  const told: string[] = [];
  await runRow({ ...base, ours, peers: [peer], rounds: 2 }, {
    clock,
    onRound: (done, total) => told.push(`${done}/${total}`),
  });
  assertEquals(log, ["o0", "p0", "p1", "o1", "o2", "p2", "p3", "o3"]);
  assertEquals(told, ["1/4", "2/4", "3/4", "4/4"]);
});

Deno.test("a row in another unit compares the numbers that the runs return", async () => {
  const { clock, contestant } = stage();
  const row: BenchRow = {
    ...base,
    unit: "bytes per entry",
    ours: contestant("ours", () => 1, () => 40),
    peers: [contestant("p", () => 1, () => 60)],
    rounds: 1,
  };
  const { ours, peer, ratio, unit } = await measure(row, { clock });
  assertEquals([ours, peer, ratio, unit], [40, 60, 1.5, "bytes per entry"]);
});

Deno.test("a fixed limit is a peer that returns it", async () => {
  const { contestant } = stage();
  const row: BenchRow = {
    ...base,
    unit: "max / mean",
    ours: contestant("ours", () => 1, () => 1.05),
    peers: [{ name: "the limit", prepare: () => () => 1.1 }],
    rounds: 1,
  };
  const { ratio, unit } = await measure(row);
  assertEquals([ratio.toFixed(4), unit], ["1.0476", "max / mean"]);
});

Deno.test("the system's clock times real work", async () => {
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
  assert((await measure(row)).ratio > 5);
});

Deno.test("median() is the middle, or the mean of the two in the middle", () => {
  assertEquals([median([3]), median([10, 2, 1]), median([4, 1, 3, 100])], [3, 2, 3.5]);
});

// Runs that are promises, and runs that time themselves
Deno.test("a run that returns a promise is timed until the promise is settled, and preparing may be one too", async () => {
  const { clock, contestant } = stage();
  const later = (ms: number): AsyncContestant => ({
    name: "later",
    prepare: async () => {
      await Promise.resolve();
      clock.advance(1000);
      return async () => {
        clock.advance(1);
        await Promise.resolve();
        clock.advance(ms - 1);
        return 1;
      };
    },
  });
  const row = { ...base, ours: contestant("ours", () => 10), peers: [later(30)], rounds: 2 };
  const { ours, peer, ratio } = await measure(row, { clock });
  assertEquals([ours, peer, ratio], [10, 30, 3]);
});

Deno.test("a run that returns no promise is timed before anyone else gets the processor", async () => {
  const { clock, contestant } = stage();
  const ours: Contestant = {
    name: "ours",
    prepare: () => () => {
      queueMicrotask(() => clock.advance(500));
      clock.advance(10);
      return 1;
    },
  };
  const { ours: median } = await measure({ ...base, ours, peers: [contestant("p", () => 1)], rounds: 2 }, { clock });
  assertEquals(median, 10);
});

Deno.test("a run that times itself counts with its own time, and its answer must be ours", async () => {
  const { clock, contestant } = stage();
  const elsewhere = (answer: unknown): Contestant => ({
    name: "elsewhere",
    prepare: () => () => {
      clock.advance(900);
      return Promise.resolve(new SelfTimed(5, answer));
    },
  });
  const row = (answer: unknown) => ({
    ...base,
    ours: contestant("o", () => 10),
    peers: [elsewhere(answer)],
    rounds: 1,
  });
  assertEquals((await measure(row(1), { clock })).peer, 5);
  await assertRejects(() => runRow(row(2), { clock }), WrongAnswerError, "current value is 2");
});

// Contestants that are opened and closed
Deno.test("contestants are opened once before the first round and closed once after the last", async () => {
  const { clock, log, contestant } = stage();
  const opened = (name: string): AsyncContestant => ({
    ...contestant(name, () => 1),
    open: () => Promise.resolve(void log.push(`open ${name}`)),
    close: () => Promise.resolve(void log.push(`close ${name}`)),
  });
  await measure({ ...base, ours: opened("o"), peers: [opened("p")], rounds: 1 }, { clock });
  assertEquals(log, ["open o", "open p", "o0", "p0", "p1", "o1", "o2", "p2", "close o", "close p"]);
});

Deno.test("contestants are closed after an error too, also those whose opening failed", async () => {
  for (const place of ["open", "run"]) {
    const { clock, log, contestant } = stage();
    const close = (name: string) => () => Promise.resolve(void log.push(`close ${name}`));
    const bad: AsyncContestant = {
      name: "bad",
      open: () => place === "open" ? Promise.reject(new Error("no luck")) : Promise.resolve(),
      prepare: () => () => Promise.reject(new Error("no luck")),
      close: close("bad"),
    };
    const ours = { ...contestant("o", () => 1), close: () => Promise.reject(new Error("does not hide the first")) };
    const last = { ...contestant("p", () => 1), close: close("p") };
    await assertRejects(() => runRow({ ...base, ours, peers: [bad, last] }, { clock }), Error, "no luck");
    assertEquals(log.filter((line) => line.startsWith("close")), ["close bad", "close p"], place);
  }
});

Deno.test("a peer that this machine does not have is left out and named; without any peer the row is skipped", async () => {
  const { clock, log, contestant } = stage();
  const absent = (name: string): AsyncContestant => ({
    ...contestant(name, () => 1),
    open: () => Promise.reject(new PeerUnavailableError(`there is no ${name}`)),
  });
  const ours = contestant("o", () => 1);
  const present = contestant("p", () => 3);
  const { all, leftOut } = await measure({ ...base, ours, peers: [absent("a"), present], rounds: 1 }, { clock });
  assertEquals([all, leftOut], [[{ name: "p", figure: 3, min: 3, ratio: 3 }], ["a left out: there is no a"]]);
  log.length = 0;
  assertEquals(await runRow({ ...base, ours, peers: [absent("a"), absent("b")] }, { clock }), {
    row: "sums",
    leftOut: ["a left out: there is no a", "b left out: there is no b"],
  });
  assertEquals(log, []);
});

// No figure without a right answer
Deno.test("a row says itself which answers agree, the peer's first", async () => {
  const { clock, contestant } = stage();
  const row = {
    ...base,
    ours: contestant("o", () => 1, () => 10),
    peers: [contestant("p", () => 1, () => 11)],
    rounds: 1,
  };
  const agree = (theirs: unknown, ours: unknown) => (theirs as number) - (ours as number) === 1;
  assertEquals((await measure({ ...row, agree }, { clock })).ratio, 1);
  await assertRejects(() => runRow({ ...row, agree: () => false }, { clock }), WrongAnswerError);
});

Deno.test("a long answer is cut short in the message", async () => {
  const { clock, contestant } = stage();
  const peers = [contestant("p", () => 1, () => "9".repeat(1000))];
  const error = await assertRejects(() => runRow({ ...base, ours: contestant("o", () => 1), peers }, { clock }));
  assertEquals((error as Error).message.endsWith(`current value is ${"9".repeat(200)}…`), true);
});

Deno.test("a contestant with another answer than ours ends the row, in any round, and nothing is measured", async () => {
  const { clock, contestant } = stage();
  for (const bad of [0, 3]) {
    const peer = contestant("p", () => 1, (round) => round === bad ? NaN : 1);
    const error = await assertRejects(
      () => runRow({ ...base, ours: contestant("o", () => 1), peers: [peer], rounds: 2 }, { clock }),
      WrongAnswerError,
    );
    assertEquals(error.message, 'Cannot time p in "sums": its answer must be ours, 1: current value is NaN');
  }
});

Deno.test("an approximate contestant may answer otherwise, and is marked in the result", async () => {
  const { clock, contestant } = stage();
  const peer = { ...contestant("p", () => 2, () => "about"), approximate: "rounds" };
  const { all } = await measure({ ...base, ours: contestant("o", () => 1), peers: [peer], rounds: 1 }, { clock });
  assertEquals(all, [{ name: "p", figure: 2, min: 2, ratio: 2, approximate: "rounds" }]);
});

Deno.test("check() comes first: when it throws nobody runs", async () => {
  const { clock, log, contestant } = stage();
  const row = {
    ...base,
    ours: contestant("o", () => 1),
    peers: [contestant("p", () => 1)],
    check: () => {
      throw new Error("the peers disagree");
    },
  };
  await assertRejects(() => runRow(row, { clock }), Error, "the peers disagree");
  assertEquals(log, []);
});

// Refusals
Deno.test("a row without peers, rounds or figures is refused by name, and so is a median of nothing", async () => {
  const { contestant } = stage();
  const ours = contestant("o", () => 1);
  await assertRejects(
    () => runRow({ ...base, ours, peers: [] }),
    RangeError,
    'Cannot run the row "sums": the number of peers must be',
  );
  await assertRejects(
    () => runRow({ ...base, ours, peers: [ours], rounds: 0 }),
    RangeError,
    "rounds must be a positive integer",
  );
  for (const figure of [NaN, -1, "8 MB", undefined]) {
    const row = { ...base, unit: "bytes", ours, peers: [contestant("p", () => 1, () => figure)], rounds: 1 };
    await assertRejects(
      () => runRow(row),
      Error,
      'Cannot measure p in "sums": its figure in bytes must be a non-negative finite',
    );
  }
  assertThrows(() => median([]), RangeError, "Cannot take a median: the number of values must be a positive integer");
});
