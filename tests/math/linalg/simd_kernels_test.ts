import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  addMultiples,
  addMultiplesOfBoth,
  dot,
  type MakeRows,
  multiplyRows,
  multiplyRowsByBoth,
  rotate,
  rotateUpwards,
  type RowBlock,
  squaredDistances,
  squaredDistancesFromBoth,
  withScratch,
} from "@lib/math/linalg/_simd_kernels.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

/** Counts and lengths around the kernels' four rows and four doubles. */
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 13] as const;
const CLOSE = { relative: 0, absolute: 1e-14 };

const rowsOf = (block: RowBlock) => Array.from({ length: block.count }, (_, i) => [...block.row(i)]);

/** A block of integers from −8 to 8, whose sums of products are exact, and the same as arrays. */
function integers(makeRows: MakeRows, { count, length, seed = 1 }: { count: number; length: number; seed?: number }) {
  const dice = random(seed);
  const block = makeRows(count, length);
  for (let i = 0; i < count; i++) block.row(i).set(Array.from({ length }, () => dice.integer(17) - 8));
  return { block, plain: rowsOf(block) };
}

/** The same for each count of rows and each length. */
function forAllSizes(check: (makeRows: MakeRows, size: { count: number; length: number }) => void): void {
  for (const count of SIZES) {
    for (const length of SIZES) withScratch((makeRows) => check(makeRows, { count, length }));
  }
}

const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0);

const squaredDistance = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, value, k) => sum + (value - y[k]!) ** 2, 0);

/** Demands that the padding of all rows is zero, as the kernels need it. */
function assertPadded({ data, stride, count, length }: RowBlock): void {
  const width = stride / 8;
  for (let i = 0; i < count; i++) {
    const padding = data.subarray(i * width + length, (i + 1) * width);
    assert(padding.length >= 3 && padding.every((value) => value === 0));
  }
}

// By hand
Deno.test("rows begin as zeros, also where others stood before; an entry is where at() says", () => {
  for (let again = 0; again < 2; again++) {
    withScratch((makeRows) => {
      const rows = makeRows(2, 3);
      assertEquals(rowsOf(rows), [[0, 0, 0], [0, 0, 0]]);
      rows.row(1).set([4, 5, 6]);
      rows.row(0).fill(9);
      assertEquals(rows.data[(rows.at(1, 2) - rows.address) / 8], 6);
      assertEquals(rows.corner(1, 1), { address: rows.at(1, 1), stride: rows.stride, count: 1, length: 2 });
    });
  }
});

Deno.test("a rotation turns two rows by hand: cosine 0.6, sine 0.8", () => {
  withScratch((makeRows) => {
    const rows = makeRows(2, 1);
    rows.data[0] = 5;
    rotate({ x: rows.at(0, 0), y: rows.at(1, 0), length: 1, cosine: 0.6, sine: 0.8 });
    assertEquals(rowsOf(rows), [[3], [4]]);
  });
});

// Oracle: plain loops, exact on integers
Deno.test("dot() is the sum of products, for all lengths", () => {
  forAllSizes((makeRows, size) => {
    const { block, plain } = integers(makeRows, size);
    const last = size.count - 1;
    const { length } = size;
    assertEquals(dot({ x: block.at(0, 0), y: block.at(last, 0), length }), product(plain[0]!, plain[last]!));
    assertEquals(
      dot({ x: block.at(0, 1), y: block.at(last, 1), length: length - 1 }),
      product(plain[0]!.slice(1), plain[last]!.slice(1)),
    );
  });
});

Deno.test("multiplyRows() is each row times the vector, also in a corner", () => {
  forAllSizes((makeRows, size) => {
    const { block, plain } = integers(makeRows, size);
    const x = integers(makeRows, { count: 1, length: size.length, seed: 2 });
    const into = makeRows(1, size.count);
    multiplyRows(block.corner(0, 0), { x: x.block.address, into: into.address });
    assertEquals(rowsOf(into)[0], plain.map((row) => product(row, x.plain[0]!)));
    multiplyRows(block.corner(1, 1), { x: x.block.at(0, 1), into: into.at(0, 1) });
    assertEquals(
      rowsOf(into)[0]!.slice(1),
      plain.slice(1).map((row) => product(row.slice(1), x.plain[0]!.slice(1))),
    );
    assertPadded(into);
  });
});

Deno.test("multiplyRowsByBoth() is multiplyRows() twice", () => {
  forAllSizes((makeRows, size) => {
    const { block, plain } = integers(makeRows, size);
    const vectors = integers(makeRows, { count: 2, length: size.length, seed: 3 });
    const into = makeRows(2, size.count);
    const [x, y] = [vectors.block.at(0, 0), vectors.block.at(1, 0)];
    multiplyRowsByBoth(block.corner(0, 0), { x, into: into.at(0, 0), y, alsoInto: into.at(1, 0) });
    assertEquals(rowsOf(into), vectors.plain.map((vector) => plain.map((row) => product(row, vector))));
    assertPadded(into);
  });
});

Deno.test("squaredDistances() is the squared distance of each row from a vector, or from two", () => {
  forAllSizes((makeRows, size) => {
    const { block, plain } = integers(makeRows, size);
    const vectors = integers(makeRows, { count: 2, length: size.length, seed: 4 });
    const [into, both] = [makeRows(1, size.count), makeRows(2, size.count)];
    const expected = vectors.plain.map((vector) => plain.map((row) => squaredDistance(row, vector)));
    const [x, y] = [vectors.block.at(0, 0), vectors.block.at(1, 0)];
    squaredDistances(block.corner(0, 0), { x, into: into.address });
    assertEquals(rowsOf(into), [expected[0]!]);
    squaredDistancesFromBoth(block.corner(0, 0), { x, into: both.at(0, 0), y, alsoInto: both.at(1, 0) });
    assertEquals(rowsOf(both), expected);
    assertPadded(both);
  });
});

Deno.test("addMultiples() adds to each row its multiple, and to no other", () => {
  forAllSizes((makeRows, size) => {
    const { block, plain } = integers(makeRows, size);
    const x = integers(makeRows, { count: 1, length: size.length, seed: 6 });
    const factors = integers(makeRows, { count: 1, length: size.count, seed: 7 });
    addMultiples(block.corner(1, 0), { x: x.block.address, factors: factors.block.at(0, 1), scale: -2 });
    const [added, multiples] = [x.plain[0]!, factors.plain[0]!];
    assertEquals(
      rowsOf(block),
      plain.map((row, i) => row.map((value, k) => i === 0 ? value : value - 2 * multiples[i]! * added[k]!)),
    );
    assertPadded(block);
  });
});

Deno.test("set(), entries() and swap() see rows without their padding", () => {
  withScratch((makeRows) => {
    const rows = makeRows(3, 2);
    rows.set(Float64Array.of(1, 2, 3, 4, 5, 6));
    assertEquals(rowsOf(rows), [[1, 2], [3, 4], [5, 6]]);
    assertPadded(rows);
    rows.swap(0, 2);
    assertEquals([...rows.entries()], [5, 6, 3, 4, 1, 2]);
  });
});

Deno.test("addMultiplesOfBoth() adds to each row its multiples of two vectors, and to no other", () => {
  forAllSizes((makeRows, size) => {
    const { block, plain } = integers(makeRows, size);
    const added = integers(makeRows, { count: 2, length: size.length, seed: 4 });
    const factors = integers(makeRows, { count: 2, length: size.count, seed: 5 });
    addMultiplesOfBoth(block.corner(1, 0), {
      x: added.block.at(0, 0),
      factors: factors.block.at(0, 1),
      y: added.block.at(1, 0),
      others: factors.block.at(1, 1),
      scale: 3,
    });
    const [[x, y], [ofX, ofY]] = [added.plain, factors.plain] as [[number[], number[]], [number[], number[]]];
    assertEquals(
      rowsOf(block),
      plain.map((row, i) => row.map((value, k) => i === 0 ? value : value + 3 * (ofX[i]! * x[k]! + ofY[i]! * y[k]!))),
    );
    assertPadded(block);
  });
});

Deno.test("rotateUpwards() is one rotation after the other, from the last pair of rows to the first", () => {
  forAllSizes((makeRows, size) => {
    const [chain, single] = [integers(makeRows, size).block, integers(makeRows, size).block];
    const dice = random(5);
    const rotations = makeRows(1, 2 * size.count);
    for (let k = 0; k + 1 < size.count; k++) {
      const angle = dice.next() * 7;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      rotations.row(0).set([cosine, sine], 2 * k);
      const lower = size.count - 1 - k;
      rotate({ x: single.at(lower - 1, 0), y: single.at(lower, 0), length: size.length, cosine, sine });
    }
    rotateUpwards(chain.corner(0, 0), rotations.address);
    assertEquals(rowsOf(chain), rowsOf(single));
    assertPadded(chain);
  });
});

// Invariants
Deno.test("a rotation keeps the length of each column; turned back, rows are what they were", () => {
  forAllSizes((makeRows, { length }) => {
    const { block, plain } = integers(makeRows, { count: 2, length });
    const pair = { x: block.at(0, 0), y: block.at(1, 0), length, cosine: Math.cos(1), sine: Math.sin(1) };
    rotate(pair);
    for (let k = 0; k < length; k++) {
      assertAllClose([Math.hypot(block.row(0)[k]!, block.row(1)[k]!)], [Math.hypot(plain[0]![k]!, plain[1]![k]!)]);
    }
    assertPadded(block);
    rotate({ ...pair, sine: -pair.sine });
    assertAllClose(rowsOf(block).flat(), plain.flat(), CLOSE);
  });
});

Deno.test("rows survive the memory's growing, and rows made within are gone with it", () => {
  withScratch((makeRows) => {
    const first = makeRows(1, 3);
    first.row(0).set([1, 2, 3]);
    const address = withScratch((makeMore) => {
      const more = makeMore(40, 5000); // more than what there was
      more.data.fill(7);
      return more.address;
    });
    assertEquals(rowsOf(first), [[1, 2, 3]]);
    assertEquals(dot({ x: first.address, y: first.address, length: 3 }), 14);
    assertEquals(makeRows(1, 1).address, address);
  });
});

Deno.test("rows are given back when the work throws", () => {
  const places: number[] = [];
  for (let again = 0; again < 2; again++) {
    assertThrows(
      () =>
        withScratch((makeRows) => {
          places.push(makeRows(1, 1).address);
          throw new Error("no luck");
        }),
      Error,
      "no luck",
    );
  }
  assertEquals(places[0], places[1]);
});

Deno.test("after work with large rows the next finds small memory that works", () => {
  withScratch((makeRows) => void makeRows(1000, 10_000));
  withScratch((makeRows) => {
    const rows = makeRows(1, 2);
    assert(rows.data.buffer.byteLength < 2 ** 20);
    rows.row(0).set([3, 4]);
    assertEquals(dot({ x: rows.address, y: rows.address, length: 2 }), 25);
  });
});

// Refusals
Deno.test("more rows than memory can have are refused, and the kernels go on working", () => {
  assertThrows(() => withScratch((makeRows) => void makeRows(100_000, 100_000)), RangeError);
  withScratch((makeRows) => assertEquals(rowsOf(makeRows(1, 1)), [[0]]));
});
