import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { applyReflections, reflector, reflectRows } from "@lib/math/linalg/_householder.ts";
import { type MakeRows, type RowBlock, withScratch } from "@lib/math/linalg/_simd_kernels.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const CLOSE = { relative: 0, absolute: 1e-13 };
const rowsOf = (block: RowBlock) => Array.from({ length: block.count }, (_, i) => [...block.row(i)]);

// By hand: (3, 4) has length 5 and lands on −5; v = (1, 4 / 8), weight 8 / 5
Deno.test("reflector() maps a vector onto the first axis, on the far side", () => {
  const x = Float64Array.of(3, 4);
  assertEquals([reflector(x), [...x]], [[-5, 1.6], [1, 0.5]]);
  const y = Float64Array.of(-3, 4);
  assertEquals([reflector(y), [...y]], [[5, 1.6], [1, -0.5]]);
  const zero = Float64Array.of(0, 0);
  assertEquals([reflector(zero), [...zero]], [[0, 0], [0, 0]]);
});

Deno.test("a reflection maps its own vector onto the axis; twice is nothing", () => {
  withScratch((makeRows) => {
    const [rows, v, scratch] = [makeRows(2, 3), makeRows(1, 3), makeRows(1, 2).address];
    rows.set(Float64Array.of(2, -1, 2, 7, 8, 9));
    v.row(0).set([2, -1, 2]);
    const [landing, weight] = reflector(v.row(0));
    assertEquals(landing, -3);
    reflectRows(rows.corner(0, 0), { v: v.address, weight, scratch });
    assertAllClose(rows.row(0), [-3, 0, 0], CLOSE);
    reflectRows(rows.corner(0, 0), { v: v.address, weight, scratch });
    assertAllClose(rowsOf(rows).flat(), [2, -1, 2, 7, 8, 9], CLOSE);
  });
});

/**
 * `count` reflections of vectors of `length` entries that begin `offset` from the diagonal; the one of weight 0 is
 * nothing.
 */
function reflections(makeRows: MakeRows, { count, length, offset }: { count: number; length: number; offset: 0 | 1 }) {
  const dice = random(count * 100 + length);
  const vectors = makeRows(count, length);
  const weights = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const x = vectors.row(j).subarray(j + offset);
    if (j % 5 !== 3) { for (let i = 0; i < x.length; i++) x[i] = dice.normal(); }
    weights[j] = reflector(x)[1];
  }
  return { vectors, weights, offset };
}

// Oracle: one after the other
Deno.test("applyReflections() is all reflections, the last first, whether their number is odd or even", () => {
  for (const offset of [0, 1] as const) {
    for (const [count, length] of [[1, 1 + offset], [1, 4], [2, 5], [5, 6], [6, 7], [9, 13]] as const) {
      withScratch((makeRows) => {
        const given = reflections(makeRows, { count, length, offset });
        const dice = random(7);
        const [both, single] = [makeRows(5, length), makeRows(5, length)];
        both.set(Float64Array.from({ length: 5 * length }, () => dice.normal()));
        single.set(both.entries());
        applyReflections(both, { ...given, isIdentity: false });
        const scratch = makeRows(1, 5).address;
        for (let j = count - 1; j >= 0; j--) {
          const v = given.vectors.at(j, j + offset);
          reflectRows(single.corner(0, j + offset), { v, weight: given.weights[j]!, scratch });
        }
        assertAllClose(both.entries(), single.entries(), CLOSE);
      });
    }
  }
});

Deno.test("of the identity only the corner that changes is touched, and the answer is the same", () => {
  for (const offset of [0, 1] as const) {
    for (const count of [1, 2, 7, 8]) {
      withScratch((makeRows) => {
        const length = count + offset;
        const given = reflections(makeRows, { count, length, offset });
        const [corner, whole] = [makeRows(length, length), makeRows(length, length)];
        for (const rows of [corner, whole]) for (let i = 0; i < length; i++) rows.row(i)[i] = 1;
        applyReflections(corner, { ...given, isIdentity: true });
        applyReflections(whole, { ...given, isIdentity: false });
        assertAllClose(corner.entries(), whole.entries(), CLOSE);
      });
    }
  }
});

Deno.test("no reflections leave rows as they are", () => {
  withScratch((makeRows) => {
    const rows = makeRows(1, 2);
    rows.row(0).set([1, 2]);
    const none = { vectors: makeRows(0, 2), weights: new Float64Array(0), offset: 0 as const };
    applyReflections(rows, { ...none, isIdentity: false });
    assertEquals(rowsOf(rows), [[1, 2]]);
  });
});
