import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { cases } from "@lib/study/exercises/blocked_matmul/cases.ts";
import { exercise, type Matmul } from "@lib/study/exercises/blocked_matmul/exercise.ts";
import {
  type Factors,
  judgeProduct,
  listOf,
  missesOf,
  multiplyAll,
  showFactors,
  watchProduct,
  wholeFactors,
} from "@lib/study/exercises/blocked_matmul/script.ts";
import { matmul } from "@lib/study/exercises/blocked_matmul/right/blocks_of_b.ts";
import { childTools } from "../child_tools.ts";

const caseNamed = (part: string) => cases.find(({ name }) => name.includes(part))!;
const grid = (rows: number, columns: number, entries: number[]) => ({ rows, columns, entries });
/** (1 2) times (3 4)ᵀ: 11. */
const PAIR: Factors = { a: grid(1, 2, [1, 2]), b: grid(2, 1, [3, 4]) };
const seen = (rows: number, columns: number, entries: unknown[]) => ({ rows, columns, entries, isFloat64: true });

// By hand
Deno.test("products are made one after the other, as the reader's code makes them", () => {
  const twice: Matmul = (a, b) => {
    const product = matmul(a, b);
    return { ...product, data: product.data.map((value) => 2 * value) };
  };
  assertEquals(multiplyAll({ matmul: twice }, [PAIR, PAIR], childTools()), [seen(1, 1, [22]), seen(1, 1, [22])]);
});
Deno.test("a wrong entry is shown with its row and its column", () => {
  assertEquals(judgeProduct(PAIR, seen(1, 1, [11])), undefined);
  assertEquals(judgeProduct(PAIR, seen(1, 1, [10])), {
    input: "matmul(a, b) with a 1 × 2 and b 2 × 1; entry (0, 0): row 0 of a is [1, 2], column 0 of b is [3, 4]",
    expected: "11",
    got: "10",
  });
  assertEquals(judgeProduct(PAIR, seen(1, 1, [11 + 2e-15])), {
    ...judgeProduct(PAIR, seen(1, 1, [10]))!,
    got: "11.000000000000002",
  });
});
Deno.test("rounding is allowed where the numbers are not whole: as much as k roundings in any order", () => {
  const slack = 2 * 2 * 2 ** -53 * 11; // 4.9e-15
  assertEquals(judgeProduct(PAIR, seen(1, 1, [11 + 0.8 * slack]), { isExact: false }), undefined);
  assertEquals(judgeProduct(PAIR, seen(1, 1, [11 + 1.5 * slack]), { isExact: false })?.expected, "11");
  for (const got of [NaN, "11", undefined]) {
    assertEquals(judgeProduct(PAIR, seen(1, 1, [got]), { isExact: false })?.expected, "11");
  }
});
Deno.test("a product of another shape or kind is not one", () => {
  assertEquals(judgeProduct(PAIR, seen(1, 1, [11, 0]))?.got, "1 × 1 with 2 entries");
  assertEquals(judgeProduct(PAIR, seen(2, 1, [11]))?.expected, "a 1 × 1 matrix with 1 entries");
  assertEquals(judgeProduct(PAIR, seen(1, 2, [11]))?.got, "1 × 2 with 1 entries");
  assertEquals(judgeProduct(PAIR, { ...seen(1, 1, [11]), isFloat64: false })?.got, "data of another kind");
});
Deno.test("evidence that is no product is refused", () => {
  for (const evidence of [undefined, null, 11, { rows: 1 }]) {
    assertThrows(() => judgeProduct(PAIR, evidence), TypeError, "it must be a matrix");
  }
  for (const evidence of [undefined, [], [1, 2]]) assertThrows(() => listOf(evidence, 1), TypeError, "1 of them");
});

// The watch
const watchOf = (code: Matmul, pair: Factors = PAIR) =>
  watchProduct({ matmul: code }, pair, childTools()) as { entries: number[]; accesses: number; lines: number[][] };
Deno.test("every number read or written is seen, as the line it lies in; the reader's globals are given back", () => {
  const before = Float64Array;
  const { entries, accesses, lines } = watchOf(matmul);
  // a is line 0, b line 1, the result line 2; twice: a's entry, the result read, b's entry, the result written.
  assertEquals([entries, accesses, lines], [[11], 8, [[0, 2, 1, 2, 0, 2, 1, 2]]]);
  assert(Float64Array === before);
});
Deno.test("the globals are given back also when the reader's code throws", () => {
  const before = Float64Array;
  assertThrows(() =>
    watchOf(() => {
      throw new Error("mine");
    })
  );
  assert(Float64Array === before);
});
Deno.test("methods are seen number by number, parts lie where the whole lies, and copies elsewhere", () => {
  const linesOf = (use: (data: Float64Array) => unknown) => {
    const pair = { a: grid(1, 24, new Array(24).fill(1)), b: grid(24, 1, new Array(24).fill(1)) };
    const { accesses, lines } = watchOf((a) => {
      const data = new Float64Array(1);
      use(a.data);
      return { rows: 1, columns: 1, data };
    }, pair);
    return [accesses, ...lines.flat()];
  };
  assertEquals(linesOf((data) => data.reduce((sum, value) => sum + value, 0)), [24, 0, 1, 2]);
  assertEquals(linesOf((data) => data.subarray(8, 16)[1]), [1, 1]);
  assertEquals(linesOf((data) => data.at(-1)), [1, 2]);
  assertEquals(linesOf((data) => data.fill(0, 8, 12)), [4, 1]);
  assertEquals(linesOf((data) => [...data].length), [24, 0, 1, 2]);
  assertEquals(linesOf((data) => data.set([1, 2], 15)), [2, 1, 2]);
  assertEquals(linesOf((data) => data.length), [0]);
  // A copy is another memory, on a line after the factors (0 to 2 and 3 to 5) and the result (6).
  assertEquals(linesOf((data) => data.slice(0, 8)), [16, 0, 7]);
  assertEquals(linesOf((data) => new Float64Array(data.subarray(0, 8))), [16, 0, 7]);
  assertEquals(linesOf(() => Float64Array.of(1, 2)), [2, 7]);
  assertEquals(linesOf((data) => data.map((value) => value)), [48, 0, 1, 2, 7, 8, 9]);
  assertEquals(linesOf((data) => (data.constructor as Float64ArrayConstructor).from([1])), [1, 7]);
  assertEquals(linesOf((data) => data[24]), [0], "past the end there is nothing to read");
});
Deno.test("results of methods are what they are without a watch", () => {
  const { entries } = watchOf((a, b) => {
    const turned = new Float64Array(b.data).slice().reverse().map((value) => -value);
    assert(turned instanceof Float64Array && a.data instanceof Float64Array);
    assertEquals([turned.length, turned[0], turned.indexOf(-3), turned.at(1)], [2, -4, 1, -3]);
    return { rows: 1, columns: 1, data: Float64Array.from([11]) };
  });
  assertEquals(entries, [11]);
});
Deno.test("misses are those of 32 lines", () => {
  const lines = Array.from({ length: 32 }, (_, line) => line);
  assertEquals(missesOf({ accesses: 64, lines: [lines, lines] }), { accesses: 64, misses: 32 });
  const more = [...lines, 32];
  assertEquals(missesOf({ accesses: 66, lines: [more, more] }), { accesses: 66, misses: 66 });
});
Deno.test("a record that is none is refused, and one that was cut off counts in full", () => {
  for (
    const evidence of [
      {},
      { accesses: 1, lines: [[0, 1]] },
      { accesses: 2, lines: [[0.5]] },
      { accesses: 2, lines: [[-1]] },
      { accesses: "2", lines: [[1]] },
    ]
  ) {
    assertThrows(() => missesOf(evidence), TypeError, "Cannot judge a record");
  }
  const long = Array.from({ length: 8 }, () => new Array(50_000).fill(3));
  assertEquals(missesOf({ accesses: 500_000, lines: long }).misses, 400_000);
  const endless = watchOf((a, b) => {
    for (let i = 0; i < 410_000; i++) i % 2 === 0 ? a.data[0] : b.data[0];
    return matmul(a, b);
  });
  assertEquals([endless.lines.flat().length, missesOf(endless).misses], [400_000, 400_000]);
});
Deno.test("both cases of the cache have a bar that is said in the statement, and a product that is wrong does not pass them", () => {
  const watched = caseNamed("used again");
  const pair = watched.input(random(1)) as Factors;
  const evidence = watchOf(matmul, pair);
  assertEquals(watched.judge(pair, evidence), undefined);
  const wrong = { ...evidence, entries: evidence.entries.map((value) => value + 1) };
  assertMatch(watched.judge(pair, wrong)!.input!, /entry \(0, 0\)$/);
  const all = Array.from({ length: 3073 }, (_, line) => line);
  const misses = (count: number) =>
    watched.judge(pair, { ...evidence, accesses: 20_000, lines: [all.slice(0, count)] });
  assertEquals(misses(3072), undefined);
  assertEquals(misses(3073)?.expected, "at most 3,072 misses: one for every 10 of the 30,720 multiplications");
  const along = caseNamed("along rows");
  const many = Array.from({ length: 7681 }, (_, line) => line);
  const along7681 = along.judge(pair, { ...evidence, accesses: 20_000, lines: [many] });
  assertEquals(along7681?.got, "7,681 misses: one for every 4.0 multiplications");
  assertEquals(along.judge(pair, { ...evidence, lines: [many.slice(0, 7680)] }), undefined);
  // 2 · 30,720 / √32 − 64
  const hidden = (accesses: number) => watched.judge(pair, { ...evidence, accesses, lines: [[0]] });
  assertEquals(hidden(10_797), undefined);
  assertMatch(hidden(10_796)!.got, /^10,796: the numbers were copied/);
  const said = exercise.rules!.join(" ");
  assert(said.includes("(24 × 40) · (40 × 32)") && said.includes("32 lines of 8 numbers"));
  assertEquals(showFactors(pair), "matmul(a, b) with a 24 × 40 and b 40 × 32");
});
Deno.test("of a factor that was changed the first entry that differs is shown", () => {
  const rule = caseNamed("stay as they are");
  const after = (a: number[], b: number[]) => rule.judge(PAIR, [{ entries: a }, { entries: b }]);
  assertEquals(after([1, 2], [3, 4]), undefined);
  assertEquals(after([1, 7], [3, 4]), { expected: "entry (0, 1) of a as before, 2", got: "7" });
  assertEquals(after([1, 2], [3, NaN]), { expected: "entry (1, 0) of b as before, 4", got: "NaN" });
  assertEquals(after([1, 2], [3])?.got, "undefined");
  assertEquals(rule.judge(PAIR, [{}, undefined])?.expected, "entry (0, 0) of a as before, 1");
  assertThrows(() => rule.judge(PAIR, undefined), TypeError);
});
Deno.test("seeds give other numbers, in the same shapes", () => {
  const [one, other] = [wholeFactors([3, 4, 5], random(1)), wholeFactors([3, 4, 5], random(2))];
  assertEquals([one.a.rows, one.a.columns, one.b.columns, one.b.entries.length], [3, 4, 5, 20]);
  assert(one.a.entries.join() !== other.a.entries.join());
});
