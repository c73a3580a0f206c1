/**
 * The wrong answers of the exercise `blocked-matmul`: each is a right answer with one thing changed, or other loops in
 * its place, and names the case that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const RIGHT = "./right/blocks_of_b.ts";
const blocks = mistake(RIGHT);

const RAGGED = "sizes need not be multiples of a block";
const ALONG_ROWS = "the inner loop walks along rows";
const USED_AGAIN = "what is in the cache is used again before it goes";

const CHECK =
  "if (k !== b.rows) throw new RangeError(`Cannot multiply: ${m} × ${k} and ${b.rows} × ${n} do not fit`);\n";
const RESULT = "const data = new Float64Array(m * n);";
const RIGHT_END = "Math.min(n, left + BLOCK)";
const INNER = `for (let p = top; p < bottom; p++) {
          const factor = a.data[i * k + p]!;
          for (let j = left; j < right; j++) data[i * n + j]! += factor * b.data[p * n + j]!;
        }`;
const LOOPS = `for (let top = 0; top < k; top += BLOCK) {
    const bottom = Math.min(k, top + BLOCK);
    for (let left = 0; left < n; left += BLOCK) {
      const right = Math.min(n, left + BLOCK);
      for (let i = 0; i < m; i++) {
        ${INNER}
      }
    }
  }
  return`;

/** Other loops in place of the five. */
const walk = (loops: string): Edit => [LOOPS, `${loops}\n  return`];

/** Every entry as one sum, without blocks. */
const sums = (term: string, first = "0", from = 0) =>
  `for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = ${first};
      for (let p = ${from}; p < k; p++) sum += ${term};
      data[i * n + j] = sum;
    }
  }`;
const TERM = "a.data[i * k + p]! * b.data[p * n + j]!";
const turned = (numbers: string) =>
  `const turned = new ${numbers}(n * k);
  for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) turned[j * k + p] = b.data[p * n + j]!;
  ${sums("a.data[i * k + p]! * turned[j * k + p]!")}`;

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "a times b turned round": blocks("an entry is a row of a times a column of b", [
    "b.data[p * n + j]",
    "b.data[j * n + p]",
  ]),
  "writes over what the block before gave": blocks("what the blocks of the inner dimension give is added up", [
    INNER,
    `for (let j = left; j < right; j++) {
          let sum = 0;
          for (let p = top; p < bottom; p++) sum += ${TERM};
          data[i * n + j] = sum;
        }`,
  ]),
  "one row length for all": blocks("each matrix has its own row length", [
    INNER,
    INNER.replace("i * k", "i * m").replace("i * n", "i * m").replace("p * n", "p * m"),
  ]),
  "whole blocks only": blocks(RAGGED, ["top < k;", "top + BLOCK <= k;"], ["left < n;", "left + BLOCK <= n;"]),
  "the last block runs into the next row": blocks(RAGGED, [RIGHT_END, "left + BLOCK"]),
  "begins with the first product": blocks(
    "a sum of no terms is zero",
    walk(sums(TERM, "a.data[i * k]! * b.data[j]!", 1)),
  ),
  "copies into 32 bits": blocks("sums keep the precision of 64 bits", walk(turned("Float32Array"))),
  "one result for all calls": blocks(
    "each product is a matrix of its own",
    ["const BLOCK = 8;", "const BLOCK = 8;\nconst results = new Map<number, Float64Array>();"],
    [RESULT, "const data = results.get(m * n) ?? new Float64Array(m * n);\n  results.set(m * n, data.fill(0));"],
  ),
  "turns the caller's matrix round": blocks(
    "the factors stay as they are",
    walk(`const rows = b.data.slice();
  for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) b.data[j * k + p] = rows[p * n + j]!;
  ${sums("a.data[i * k + p]! * b.data[j * k + p]!")}`),
  ),
  "multiplies what does not fit": blocks("shapes that do not fit are refused", [CHECK, ""]),
  "three plain loops": blocks(ALONG_ROWS, walk(sums(TERM))),
  "the innermost loop goes down columns": blocks(
    ALONG_ROWS,
    walk(`for (let j = 0; j < n; j++) {
    for (let p = 0; p < k; p++) {
      const factor = b.data[p * n + j]!;
      for (let i = 0; i < m; i++) data[i * n + j]! += a.data[i * k + p]! * factor;
    }
  }`),
  ),
  "along rows, without blocks": blocks(
    USED_AGAIN,
    walk(`for (let i = 0; i < m; i++) {
    const row = data.subarray(i * n, (i + 1) * n);
    for (let p = 0; p < k; p++) {
      const factor = a.data[i * k + p]!;
      for (let j = 0; j < n; j++) row[j]! += factor * b.data[p * n + j]!;
    }
  }`),
  ),
  "b turned round, without blocks": blocks(USED_AGAIN, walk(turned("Float64Array"))),
  "blocks that do not fit into the cache": blocks(USED_AGAIN, ["const BLOCK = 8;", "const BLOCK = 64;"]),
  "copies into arrays that nobody watches": blocks(
    USED_AGAIN,
    walk(`const left = Array.from({ length: a.data.length }, (_, at) => a.data[at]!);
  const right = Array.from({ length: b.data.length }, (_, at) => b.data[at]!);
  ${sums("left[i * k + p]! * right[p * n + j]!")}`),
  ),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "tiles of 8 × 8": answer(RIGHT),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "three plain loops", answer: answer(RIGHT, walk(sums(TERM))) };
