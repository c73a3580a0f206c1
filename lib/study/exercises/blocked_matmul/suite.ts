/**
 * The suite of the exercise `blocked-matmul`: function `matmul(a, b)` on matrices `{ rows, columns, data }`.
 *
 * The order teaches: the numbers first, from squares to rectangles to sizes that no block divides; then what a caller may rely on; then the cache.
 *
 * @module
 */
import type { Case, Cost, Suite } from "../suite.ts";
import { cacheRules } from "./cache_rules.ts";
import { productRules } from "./product_rules.ts";
import type { Given } from "./products.ts";

/** Eight vectors through a layer of 1,024: the large factor does not fit into a second-level cache. */
const cost: Cost<Given, { readonly rows: number; readonly size: number }, number> = {
  time: {
    what: "8 × 1,024 times 1,024 × 1,024",
    input: () => ({ rows: 8, size: 1024 }),
    run({ matmul }, { rows, size }) {
      const a = { rows, columns: size, data: new Float64Array(rows * size).fill(1) };
      const b = { rows: size, columns: size, data: new Float64Array(size * size).fill(1) };
      return matmul(a, b).data[0]!;
    },
  },
  memory: {
    what: "a product of 100 × 100",
    input: () => 100,
    build({ matmul }, size) {
      const data = new Float64Array(size * size).fill(1);
      return matmul({ rows: size, columns: size, data }, { rows: size, columns: size, data });
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "blocked-matmul",
  names: ["matmul"],
  task: `/** Row after row: entry (i, j) is data[i * columns + j]. */
interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * a · b as a new matrix; a and b stay as they are. Entries are finite, and a sum may be added up
 * in any order, in 64 bits. Any size may be 0: a sum of no terms is 0. Throws a RangeError when
 * a.columns is not b.rows.
 *
 * It must be kind to the cache. (24 × 40) · (40 × 32) is run with every Float64Array watched, in a
 * simulated cache of 32 lines of 8 numbers, which drops the line used longest ago. At most one
 * miss for every 10 of the 24 · 40 · 32 multiplications is allowed. Variables and ordinary arrays
 * are not watched, so they may hold no more than 32 numbers at a time.
 */
function matmul(a: Matrix, b: Matrix): Matrix {
  throw new Error("Not written yet");
}`,
  cases: [...productRules, ...cacheRules] as readonly Case<Given>[],
  cost,
};
