import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { mergePoints, NO_POINTS, pointsOf, type RingPoints, withoutOwner } from "@lib/structures/_ring_points.ts";

/** Points as [value, owner], for small values. */
const shown = ({ high, low, owner }: RingPoints) =>
  Array.from(owner, (of, at) => [(BigInt(high[at]!) << 32n) + BigInt(low[at]!), of]);
const points = (owner: number, values: bigint[]) =>
  pointsOf(owner, Uint32Array.from(values.flatMap((value) => [Number(value & 0xffffffffn), Number(value >> 32n)])));
const byNumber = (one: number, other: number) => one - other;
const TOP = 2n ** 64n - 1n;

// By hand
Deno.test("points of an owner are put in order as 64-bit numbers", () => {
  assertEquals(shown(points(7, [TOP, 0n, 2n ** 63n, 2n ** 32n, 5n])), [
    [0n, 7],
    [5n, 7],
    [2n ** 32n, 7],
    [2n ** 63n, 7],
    [TOP, 7],
  ]);
});
Deno.test("a point that two owners share is kept for both, in the order of the owners, whoever came first", () => {
  const [one, two] = [points(1, [3n, 9n]), points(2, [3n, 4n])];
  const expected = [[3n, 1], [3n, 2], [4n, 2], [9n, 1]];
  assertEquals(shown(mergePoints([one, two], byNumber)), expected);
  assertEquals(shown(mergePoints([two, one], byNumber)), expected);
  assertEquals(shown(mergePoints([one, two], (a, b) => b - a)), [[3n, 2], [3n, 1], [4n, 2], [9n, 1]]);
  assertEquals(shown(withoutOwner(mergePoints([one, two], byNumber), 1)), [[3n, 2], [4n, 2]]);
});

// Oracle: sorting all of them at once
Deno.test("merging and taking out, over random owners, give what sorting gives", () => {
  const draw = random(1);
  let merged = NO_POINTS;
  let all: [bigint, number][] = [];
  for (let owner = 0; owner < 60; owner++) {
    const values = Array.from(
      { length: draw.integer(20) },
      () => BigInt(draw.integer(5)) << BigInt(draw.integer(2) * 32),
    ); // few values, so that many are shared
    merged = mergePoints(owner % 2 ? [merged, points(owner, values)] : [points(owner, values), merged], byNumber);
    all.push(...values.map((value): [bigint, number] => [value, owner]));
    if (owner % 3 === 2) {
      const gone = draw.integer(owner);
      merged = withoutOwner(merged, gone);
      all = all.filter(([, of]) => of !== gone);
    }
    all.sort(([a, one], [b, other]) => a < b ? -1 : a > b ? 1 : one - other);
    assertEquals(shown(merged), all);
  }
});

// Invariants
Deno.test("what was given is as before", () => {
  const halves = new Uint32Array([5, 0, 3, 0]);
  const one = pointsOf(1, halves);
  assertEquals([...halves], [5, 0, 3, 0]);
  const before = shown(one);
  mergePoints([one, points(2, [4n])], byNumber);
  withoutOwner(one, 1);
  assertEquals(shown(one), before);
});
