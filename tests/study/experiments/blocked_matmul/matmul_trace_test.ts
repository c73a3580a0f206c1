import { assertEquals, assertThrows } from "@std/assert";
import { type MatmulWalk, traceMatmul } from "@lib/study/experiments/blocked_matmul/matmul_trace.ts";

const placesOf = (walk: MatmulWalk) => {
  const places: number[] = [];
  traceMatmul(walk, (at) => places.push(at));
  return places;
};

// By hand: a at 0 to 3, b at 4 to 7, the result at 8 to 11.
Deno.test("row times column: along a, down b, and each entry of the result once", () => {
  assertEquals(placesOf({ size: 2, order: "row times column" }).slice(0, 10), [0, 4, 1, 6, 8, 0, 5, 1, 7, 9]);
});
Deno.test("row by row: an entry of a, then along b and the result together", () => {
  assertEquals(placesOf({ size: 2, order: "row by row" }).slice(0, 10), [0, 4, 8, 5, 9, 1, 6, 8, 7, 9]);
});
Deno.test("in blocks of one, all rows of a pass before the next entry of b", () => {
  const places = placesOf({ size: 2, order: "row by row", block: 1 });
  assertEquals(places, [0, 4, 8, 2, 4, 10, 0, 5, 9, 2, 5, 11, 1, 6, 8, 3, 6, 10, 1, 7, 9, 3, 7, 11]);
});
Deno.test("a row begins `leading` numbers after the one before", () => {
  assertEquals(placesOf({ size: 2, order: "row times column", leading: 5 }).slice(0, 4), [0, 10, 1, 15]);
  assertEquals(placesOf({ size: 2, order: "row by row", leading: 5 }).slice(0, 8), [0, 10, 20, 11, 21, 1, 15, 20]);
});

// Invariants
Deno.test("every order makes every product once: a pair of a's and b's entry that meet in an entry of the result", () => {
  for (const size of [1, 3, 5]) {
    const all = size ** 3;
    for (const block of [1, 2, 3, 5, 8]) {
      const places = placesOf({ size, order: "row by row", block });
      const products = new Set<string>();
      let factor = -1;
      for (let at = 0; at < places.length;) {
        if (places[at]! < size ** 2) factor = places[at++]!;
        else {
          const [b, result] = [places[at++]! - size ** 2, places[at++]! - 2 * size ** 2];
          assertEquals(factor % size, Math.floor(b / size), "the same p");
          assertEquals([Math.floor(factor / size), b % size], [Math.floor(result / size), result % size]);
          products.add(`${factor} ${b}`);
        }
      }
      assertEquals(products.size, all);
      assertEquals(places.filter((at) => at >= 2 * size ** 2).length, all);
    }
    assertEquals(placesOf({ size, order: "row times column" }).length, 2 * all + size ** 2);
  }
});

// Refusals
Deno.test("sizes that are none, and rows that overlap, are refused", () => {
  const order = "row by row";
  for (const walk of [{ size: 0, order }, { size: 2, order, block: 0 }, { size: 2, order, leading: 2.5 }] as const) {
    assertThrows(() => traceMatmul(walk, () => {}), RangeError, "must be a positive integer");
  }
  const overlap = "leading must be at least the size, 3: current value is 2";
  assertThrows(() => traceMatmul({ size: 3, order, leading: 2 }, () => {}), RangeError, overlap);
});
