/**
 * The wrong answers of the exercise `welch-and-ks`: each is a right answer with one thing changed, and names the case
 * that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const RIGHT = "./right/two_pointers.ts";
const tests = mistake(RIGHT);

const SIGN = "the statistic is positive where a has the larger mean";
const SQUARES = "the squares of the two standard errors add up, not the errors";
const FREEDOM = "the degrees of freedom are Welch's and Satterthwaite's, not rounded";
const SMALL = "small samples have the heavy tails of their own degrees of freedom";
const TIES = "equal numbers are passed together";
const SIZE = "the p-value takes the size n·m / (n + m), under a root";

const DIFFERENCE = "(one.mean - other.mean)";
const DIVISOR = "squares / (sample.length - 1) / sample.length";
const ROOT = "Math.sqrt(square)";
const FORMULA = `square ** 2 /
    (one.squaredError ** 2 / (a.length - 1) + other.squaredError ** 2 / (b.length - 1))`;
const STUDENTS = "a.length + b.length - 2";
const P_VALUE = "2 * studentTail(Math.abs(statistic), degreesOfFreedom)";
const SORTED = "[...sample].sort((x, y) => x - y)";
const STEP = `const x = Math.min(one[i]!, other[j]!);
    while (one[i] === x) i++;
    while (other[j] === x) j++;`;
const GAP = "Math.abs(i / one.length - j / other.length)";
const TAIL = "kolmogorovTail(Math.sqrt(size) * statistic)";
const ONE_PASS: Edit = [
  "const squares = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0);",
  "const squares = sample.reduce((sum, x) => sum + x * x, 0) - sample.length * mean * mean;",
];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "b less a": tests(SIGN, [DIFFERENCE, "(other.mean - one.mean)"]),
  "a statistic without its sign": tests(SIGN, [DIFFERENCE, `Math.abs${DIFFERENCE}`]),
  "the two standard errors added up": tests(SQUARES, [
    ROOT,
    "(Math.sqrt(one.squaredError) + Math.sqrt(other.squaredError))",
  ]),
  "deviations where standard errors belong": tests(SQUARES, [DIVISOR, "squares / (sample.length - 1)"]),
  "variances that divide by n": tests("the variance of a sample divides by n − 1", [
    DIVISOR,
    "squares / sample.length / sample.length",
  ]),
  "a pooled variance": tests(
    "each sample keeps its own variance",
    [
      ROOT,
      `Math.sqrt(
      (one.squaredError * (a.length - 1) * a.length + other.squaredError * (b.length - 1) * b.length) /
        (${STUDENTS}) * (1 / a.length + 1 / b.length),
    )`,
    ],
    [FORMULA, STUDENTS],
  ),
  "n + m − 2 degrees of freedom": tests(FREEDOM, [FORMULA, STUDENTS]),
  "the smaller sample's degrees of freedom": tests(FREEDOM, [FORMULA, "Math.min(a.length, b.length) - 1"]),
  "degrees of freedom rounded down": tests(FREEDOM, [FORMULA, `Math.floor(${FORMULA})`]),
  "a one-sided p-value": tests("the p-value counts both tails", [P_VALUE, P_VALUE.replace("2 * ", "")]),
  "twice the upper tail of a negative t": tests("a negative statistic is as surprising as a positive one", [
    P_VALUE,
    "2 * studentTail(statistic, degreesOfFreedom)",
  ]),
  "the tails of the normal distribution": tests(SMALL, [P_VALUE, P_VALUE.replace("degreesOfFreedom", "100_000")]),
  "returns one number of degrees of freedom, looks up another": tests(SMALL, [
    P_VALUE,
    P_VALUE.replace("degreesOfFreedom", STUDENTS),
  ]),
  "a gap in one direction": tests("the gap is looked for in both directions", [
    GAP,
    "i / one.length - j / other.length",
  ]),
  "numbers sorted as text": tests("numbers are sorted as numbers", [SORTED, "[...sample].sort()"]),
  "ties walked by index": tests(TIES, [STEP, "if (one[i]! <= other[j]!) i++;\n    else j++;"]),
  "ties that leave in pairs": tests(TIES, [
    STEP,
    "const [x, y] = [one[i]!, other[j]!];\n    if (x <= y) i++;\n    if (y <= x) j++;",
  ]),
  "numbers that occur twice counted once": tests(TIES, [SORTED, SORTED.replace("sample", "new Set(sample)")]),
  "a grid of a hundred places": tests("the gap is looked at where the numbers are, not on a grid", [
    `while (i < one.length && j < other.length) {\n    ${STEP}`,
    `const [low, high] = [Math.min(one[0]!, other[0]!), Math.max(one.at(-1)!, other.at(-1)!)];
  for (let k = 0; k < 100; k++) {
    const x = k === 99 ? high : low + (high - low) * k / 99;
    while (i < one.length && one[i]! <= x) i++;
    while (j < other.length && other[j]! <= x) j++;`,
  ]),
  "twice Kolmogorov's tail": tests("Kolmogorov's tail has both directions in it already", [TAIL, `2 * ${TAIL}`]),
  "the size of the first sample": tests(SIZE, [TAIL, TAIL.replace("size", "a.length")]),
  "the size of both samples together": tests(SIZE, [TAIL, TAIL.replace("size", "a.length + b.length")]),
  "sorts the caller's arrays": tests("the caller's arrays stay as they are", [
    SORTED,
    "(sample as number[]).sort((x, y) => x - y)",
  ]),
  "equal up to a billionth": tests(
    "any two samples, at any scale, get the right numbers",
    ["while (one[i] === x) i++;", "while (i < one.length && one[i]! - x < 1e-9) i++;"],
    ["while (other[j] === x) j++;", "while (j < other.length && other[j]! - x < 1e-9) j++;"],
  ),
  "all numbers counted for each": mistake("./wrong/counts_for_each.ts")(
    "the work grows like sorting, not like the square",
  ),
  "Σx² − n·mean²": tests("large numbers that are close together keep their variance", ONE_PASS),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "two passes and two pointers": answer(RIGHT),
  "the same with Σx² − n·mean²": answer(RIGHT, ONE_PASS),
};

/** Right, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "a count of all numbers for each",
  answer: answer("./wrong/counts_for_each.ts"),
};
