/**
 * The wrong answers of the exercise `svm-loss`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const edit = mistake("./right/loops.ts");
const counted = mistake("./right/counted.ts");

const LOSS = "a wrong class costs how far its score comes within 1 of the right one";
const PULL = "gradient[d]![y[i]!]! -= X[i]![d]! / N;";
const RANDOM = "loss and gradient agree with the definition for any data";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "the right class counts as well": edit(LOSS, ["if (c === y[i]) continue;", ""]),
  "no margin": edit(LOSS, ["scores[y[i]!]! + 1;", "scores[y[i]!]!;"]),
  "margins below 0 are taken off": edit(LOSS, ["if (margin <= 0) continue;", ""]),
  "the sum over the rows": edit("the loss is the mean over the rows", ["loss += margin / N;", "loss += margin;"]),
  "half the penalty": edit("regularisation adds reg · ΣW², once", [
    "loss + reg * squares",
    "loss + 0.5 * reg * squares",
  ]),
  "the penalty of each row": edit("regularisation adds reg · ΣW², once", [
    "loss + reg * squares",
    "loss + reg * squares / N",
  ]),
  "the right class is not pulled": edit("each margin above 0 pulls two columns of the gradient", [PULL, ""]),
  "the gradient is summed": edit("each margin above 0 pulls two columns of the gradient", [
    PULL,
    PULL.replace(" / N", ""),
  ], [
    "gradient[d]![c]! += X[i]![d]! / N;",
    "gradient[d]![c]! += X[i]![d]!;",
  ]),
  "the kink pulls": counted("a margin of exactly 0 adds nothing to the gradient", [
    "row[c] = margin > 0 ? 1 : 0;",
    "row[c] = c !== y[i] && s[c]! - s[y[i]!]! + 1 >= 0 ? 1 : 0;",
  ]),
  "the penalty has no gradient": edit(RANDOM, [
    "W.map((row) => row.map((w) => 2 * reg * w));",
    "W.map((row) => row.map(() => 0));",
  ]),
  "half the penalty's gradient": edit(RANDOM, ["row.map((w) => 2 * reg * w)", "row.map((w) => reg * w)"]),
  "the right class costs 1 where there is no other": edit("a single class costs its regularisation alone", [
    "if (c === y[i]) continue;",
    "if (C > 1 && c === y[i]) continue;",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = { "two loops": answer("./right/loops.ts") };

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "loops over rows and classes", answer: answer("./right/loops.ts") };
