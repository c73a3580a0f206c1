/**
 * What a product costs in a small cache, in two steps: the order of the loops, then the blocks.
 *
 * At the size that is watched the plain loops miss 1.1 times a multiplication, loops along the rows once in 7.6, blocks of 8 once in 27; the
 * library's product, made for a cache sixteen times as large, once in 10.7.
 *
 * @module
 */
import { cacheRule } from "./watched_product.ts";

const alongRows = cacheRule("the inner loop walks along rows", {
  misconception:
    "Memory comes in lines of eight neighbours. Going down a column of b uses one number of each line, and before its neighbours are needed the line " +
    "has been dropped: every multiplication waits for memory.",
  hints: [
    "From one turn of your innermost loop to the next, how far do you move in each of the three matrices?",
    "Make j the innermost loop: a's entry stays the same, and b and the result are walked along their rows. Or turn b round first, in a copy.",
    "for i, for p, { const factor = a.data[i * k + p]; for j: result[i * n + j] += factor * b.data[p * n + j]; }",
  ],
  perMiss: 4,
});

const usedAgain = cacheRule("what is in the cache is used again before it goes", {
  misconception:
    "Loops along the rows use every number of a line, but go through all of b for each row of a; by then its beginning has been dropped. A block of b that " +
    "fits into the cache serves all rows of a before the next one is fetched.",
  hints: [
    "How many lines are touched between two uses of the same number of b? The cache holds 32.",
    "Cut b into blocks of 8 × 8: eight lines. Two outer loops choose the block, and i, p and j run with it alone. A larger block does not fit, a smaller " +
    "one leaves parts of lines unused.",
    "for (let top = 0; top < k; top += 8) for (let left = 0; left < n; left += 8) for i, for p from top, for j from left: result[i * n + j] += …",
  ],
  perMiss: 10,
  isHidingSought: true,
});

/** In the order in which they are tried. */
export const cacheRules = [alongRows, usedAgain] as const;
