/**
 * The answers of the exercise `blocked-matmul`: the stub, three right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { Answers, WrongAnswer } from "../suite.ts";
import type { Matmul } from "./exercise.ts";
import {
  dropsTheRest,
  lastBlockOnly,
  multipliesAnything,
  oneResultForAll,
  rowsTimesRows,
  runsIntoTheNextRow,
  squareOnly,
  startsWithTheFirstProduct,
  thirtyTwoBits,
  turnsTheCallersMatrix,
} from "./wrong_numbers.ts";
import { alongRowsOnly, blockTooLarge, downTheColumns, hiddenCopies, plainLoops, turnedOnly } from "./wrong_walks.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const matmul: Matmul = function matmul(_a, _b) {
  throw new Error("Not written yet");
};

const RAGGED = "sizes need not be multiples of a block";
const ALONG_ROWS = "the inner loop walks along rows";
const USED_AGAIN = "what is in the cache is used again before it goes";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
const wrong: Readonly<Record<string, WrongAnswer>> = {
  "a times b turned round": { by: "an entry is a row of a times a column of b", answer: rowsTimesRows },
  "writes over what the block before gave": {
    by: "what the blocks of the inner dimension give is added up",
    answer: lastBlockOnly,
  },
  "one row length for all": { by: "each matrix has its own row length", answer: squareOnly },
  "whole blocks only": { by: RAGGED, answer: dropsTheRest },
  "the last block runs into the next row": { by: RAGGED, answer: runsIntoTheNextRow },
  "begins with the first product": { by: "a sum of no terms is zero", answer: startsWithTheFirstProduct },
  "copies into 32 bits": { by: "sums keep the precision of 64 bits", answer: thirtyTwoBits },
  "one result for all calls": { by: "each product is a matrix of its own", answer: oneResultForAll },
  "turns the caller's matrix round": { by: "the factors stay as they are", answer: turnsTheCallersMatrix },
  "multiplies what does not fit": { by: "shapes that do not fit are refused", answer: multipliesAnything },
  "three plain loops": { by: ALONG_ROWS, answer: plainLoops },
  "the innermost loop goes down columns": { by: ALONG_ROWS, answer: downTheColumns },
  "along rows, without blocks": { by: USED_AGAIN, answer: alongRowsOnly },
  "b turned round, without blocks": { by: USED_AGAIN, answer: turnedOnly },
  "blocks that do not fit into the cache": { by: USED_AGAIN, answer: blockTooLarge },
  "copies into arrays that nobody watches": { by: USED_AGAIN, answer: hiddenCopies },
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { matmul } },
  right: {
    "the library's, behind the exercise's name": right("library.ts"),
    "one block of b at a time": right("blocks_of_b.ts"),
    "by halves, without a block size": right("halves.ts"),
  },
  wrong,
  ours: right("library.ts"),
  naive: { what: "three plain loops", answer: plainLoops },
};
