import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { RingIndex } from "@lib/structures/ring_index.ts";
import { pointsOf } from "@lib/structures/_ring_points.ts";

const TOP = 0xffffffff;
/** An index of points given as [high, low]. */
const indexOf = (points: [number, number][]) =>
  new RingIndex(pointsOf(0, Uint32Array.from(points.flatMap(([high, low]) => [low, high]))));

// By hand
Deno.test("a hash belongs to the first point at or after it, and after the last to the first", () => {
  const index = indexOf([[1, 5], [1, 7], [0x80000000, 0]]);
  const found = (high: number, low: number) => index.find(high, low);
  assertEquals([found(0, 0), found(1, 4), found(1, 5), found(1, 6), found(1, 7)], [0, 0, 0, 1, 1]);
  assertEquals([found(1, 8), found(0x7fffffff, TOP), found(0x80000000, 0)], [2, 2, 2]);
  assertEquals([found(0x80000000, 1), found(TOP, TOP)], [0, 0], "past the end the circle begins again");
});
Deno.test("a single point has everything", () => {
  const index = indexOf([[5, 5]]);
  assertEquals([index.find(0, 0), index.find(5, 5), index.find(5, 6), index.find(TOP, TOP)], [0, 0, 0, 0]);
});

// Oracle: the definition
Deno.test("the place found is the first that is not below, whatever the points", () => {
  const draw = random(1);
  const spreads = [
    () => draw.uint32(),
    () => draw.integer(3), // all in one piece
    () => TOP - draw.integer(3),
    () => draw.integer(4) * 2 ** 30 + draw.integer(2), // on the edges of pieces
  ];
  for (let round = 0; round < 400; round++) {
    const spread = spreads[round % spreads.length]!;
    const points = Array.from(
      { length: 1 + draw.integer(40) },
      (): [number, number] => [spread(), draw.integer(2) * TOP],
    );
    const index = indexOf(points);
    const sorted = points.map(([high, low]) => (BigInt(high) << 32n) + BigInt(low)).sort((a, b) => a < b ? -1 : 1);
    for (let probe = 0; probe < 30; probe++) {
      const [high, low] = probe % 2 ? points[probe % points.length]! : [spread(), draw.uint32()];
      const at = sorted.findIndex((point) => point >= (BigInt(high) << 32n) + BigInt(low));
      const found = index.find(high, low);
      assertEquals(sorted[found], sorted[Math.max(at, 0)], `round ${round}, probe ${high} ${low}`);
      assertEquals(found === 0 || sorted[found - 1]! < sorted[found]! || found === at, true, "the first of equals");
    }
  }
});
