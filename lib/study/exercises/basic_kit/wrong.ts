/**
 * The wrong answers of the exercise `basic-kit`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const maps = mistake("./right/maps.ts");

const TERM = "if (p > 0) bits -= p * Math.log2(p);";
const COUNTS = "precision counts among the predictions, recall among the positive rows";
const RATIO = "whole === 0 ? 0 : part / whole;";
const LABELS = "const [truth, answer] = [yTrue[i] === 1, yPred[i] === 1];";
const LIST: Edit[] = [
  ["const columns = new Map<unknown, number>();", "const list: unknown[] = [];"],
  ["if (!columns.has(value)) columns.set(value, columns.size);", "if (list.indexOf(value) === -1) list.push(value);"],
  ["new Array<number>(columns.size)", "new Array<number>(list.length)"],
  ["row[columns.get(value)!] = 1;", "row[list.indexOf(value)] = 1;"],
  ["[...columns.keys()]", "list"],
];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "natural logarithms": maps("entropy is −Σ p·log₂ p, in bits", [TERM, TERM.replace("log2", "log")]),
  "a negative entropy": maps("entropy is −Σ p·log₂ p, in bits", [TERM, TERM.replace("-=", "+=")]),
  "0 · log 0": maps("a probability of 0 contributes 0", [TERM, "bits -= p * Math.log2(p);"]),
  "columns in alphabetical order": maps(
    "each value has a 1 in the column of its category, in order of first appearance",
    ["for (const value of categories) if", "for (const value of [...categories].sort()) if"],
  ),
  "the number of the column instead of a row": maps(
    "each value has a 1 in the column of its category, in order of first appearance",
    ["row[columns.get(value)!] = 1;", "row[0] = columns.get(value)!;"],
  ),
  "keys of an object": maps(
    "categories keep their type",
    ["const columns = new Map<unknown, number>();", "const columns = Object.create(null); let count = 0;"],
    ["if (!columns.has(value)) columns.set(value, columns.size);", "columns[value] ??= count++;"],
    ["new Array<number>(columns.size)", "new Array<number>(count)"],
    ["row[columns.get(value)!] = 1;", "row[columns[value]] = 1;"],
    ["[...columns.keys()]", "Object.keys(columns)"],
  ),
  "precision and recall exchanged": maps(COUNTS, [
    "const precision = ratio(hits, predicted), recall = ratio(hits, positive);",
    "const recall = ratio(hits, predicted), precision = ratio(hits, positive);",
  ]),
  "the arithmetic mean as F1": maps(COUNTS, [
    "ratio(2 * precision * recall, precision + recall)",
    "(precision + recall) / 2",
  ]),
  "accuracy of the positive rows": maps(COUNTS, ["if (truth === answer) right++;", "if (truth && answer) right++;"]),
  "NaN for 0/0": maps("a division by zero gives 0", [RATIO, "part / whole;"]),
  "1 for 0/0": maps("a division by zero gives 0", [RATIO, RATIO.replace("? 0 :", "? 1 :")]),
  "whatever is true is positive": maps("label 1 is positive, everything else negative", [
    LABELS,
    "const [truth, answer] = [!!yTrue[i], !!yPred[i]];",
  ]),
  "labels compared as they are": maps("label 1 is positive, everything else negative", [
    "if (truth === answer) right++;",
    "if (yTrue[i] === yPred[i]) right++;",
  ]),
  "compares with undefined": maps("labels that are missing or differ in number are refused", [
    "yTrue.length === 0 || yTrue.length !== yPred.length",
    "false",
  ]),
  "indexOf for NaN": maps("all NaN values are one category", ...LIST),
  "a search for each value": maps("encoding a value takes the same number of steps for any number of values", [
    "row[columns.get(value)!] = 1;",
    "row[columns.get(categories.find((other) => Object.is(other, value)))!] = 1;",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = { "a list and indexOf": answer("./right/maps.ts", ...LIST) };

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "sets and filters", answer: answer("./right/counts.ts") };
