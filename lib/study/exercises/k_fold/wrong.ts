/**
 * The wrong answers of the exercise `k-fold`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const dealt = mistake("./right/dealt.ts");
const cut = mistake("./right/cut.ts");

const ONCE = "every row is tested exactly once";
const SEED = "the seed decides, and the rows are shuffled";
const SIZES = "the sizes of the test parts differ by 1 at most";
const CUTS = "[Math.floor(fold * n / k), Math.floor((fold + 1) * n / k)]";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "rows left over are never tested": cut(ONCE, [CUTS, "[fold * Math.floor(n / k), (fold + 1) * Math.floor(n / k)]"]),
  "rows are drawn with replacement": dealt(ONCE, [
    "Array.from({ length: n }, (_, i) => i);",
    "Array.from({ length: n }, () => Math.floor(next() * n));",
  ]),
  "trains on all rows": dealt("a model is never tested on rows that it was trained on", ["i % k !== fold", "i >= 0"]),
  "trains on the next fold alone": dealt("a model is never tested on rows that it was trained on", [
    "i % k !== fold",
    "i % k === (fold + 1) % k && k > 2",
  ]),
  "the rest goes to the last fold": cut(SIZES, [
    CUTS,
    "[fold * Math.floor(n / k), fold === k - 1 ? n : (fold + 1) * Math.floor(n / k)]",
  ]),
  "not shuffled": dealt(SEED, ["const j = Math.floor(next() * (i + 1));", "const j = i; next();"]),
  "Math.random": dealt(SEED, ["const next = generator(seed);", "const next = Math.random; generator(seed);"]),
  "the seed is ignored": dealt(SEED, ["generator(seed);", "generator(42);"]),
  "any k": dealt("fewer than 2 folds, or more than there are rows, are refused", [
    "if (!(k >= 2 && k <= n)) throw",
    "if (k < 0) throw",
  ]),
  "scores the train part": dealt("kFoldCv() fits on the train part and scores on the test part of each fold", [
    "model.score(test.map((i) => X[i]!), test.map((i) => y[i]!))",
    "model.score(train.map((i) => X[i]!), train.map((i) => y[i]!))",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a shuffle and slices": answer("./right/cut.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "a shuffle and two filters for each fold",
  answer: answer("./right/dealt.ts"),
};
