/**
 * The wrong answers of the exercise `gradient-check`: each is the short right answer with one thing changed, and names
 * the case that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const changed = mistake("./right/reverse_sweep.ts");

const SLOPE = "each operation passes on its own slope";
const ORDER = "a line passes on only when all its users have passed on to it";
const RIGHT = "a right gradient passes";
const FOUND = "a wrong element is found, with its place and the size of its error";
const UNCHANGED = "x is left as it was, to the last bit";

const START = "const derivative = value.map(() => 0);\n  derivative[tape.length - 1] = 1;";
const LOOP = 'for (const [place, line] of [...tape.entries()].reverse()) {\n    if (!("inputs" in line)) continue;';
const UPSTREAM = "    const upstream = derivative[place]!;\n";
const ADD = "derivative[a]! += upstream;\n      derivative[b]! += upstream;";
const MULTIPLY = "derivative[a]! += upstream * value[b]!;\n      derivative[b]! += upstream * value[a]!;";
const EXP = "derivative[a]! += upstream * value[place]!;";
const TANH = "derivative[a]! += upstream * (1 - value[place]! ** 2);";
const RELU = "derivative[a]! += value[a]! > 0 ? upstream : 0;";
/** A share that is kept in place of the others. */
const kept = (share: string) => share.replaceAll("+=", "=");
/** A share that is passed on at once. */
const passed = (share: string) => share.replace(/derivative\[(\w)\]! \+= ([^;]+);/g, "pass($1, $2);");

const STEP = "const step = 1e-5 * Math.max(1, Math.abs(x[place]!));";
const BELOW = "loss(x.with(place, x[place]! - step))";
const DIFFERENCE = `const difference = (loss(x.with(place, x[place]! + step)) - ${BELOW}) / (2 * step);`;
const ERROR = "const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));";
const KEEP = "if (error > worst.error) worst = { place, error };";
const NUDGES = `x[place]! += step;
    const above = loss(x);
    x[place]! -= 2 * step;
    const difference = (above - loss(x)) / (2 * step);`;

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "a product passes on like a sum": changed(SLOPE, [MULTIPLY, ADD]),
  "each factor times itself": changed(SLOPE, [
    MULTIPLY,
    "derivative[a]! += upstream * value[a]!;\n      derivative[b]! += upstream * value[b]!;",
  ]),
  "tanh's slope of the value": changed(SLOPE, [
    TANH,
    "derivative[a]! += upstream * (1 - Math.tanh(value[place]!) ** 2);",
  ]),
  "exp's slope of the value": changed(SLOPE, [EXP, "derivative[a]! += upstream * Math.exp(value[place]!);"]),
  "relu passes everything on": changed(SLOPE, [RELU, "derivative[a]! += upstream;"]),
  "every line starts at one": changed(SLOPE, ["value.map(() => 0)", "value.map(() => 1)"]),
  "differences instead of derivatives": changed(
    SLOPE,
    ["export function backpropagate(", "function forward("],
    [
      "/** Where gradient and differences disagree most. */",
      `export function backpropagate(tape: readonly Line[], x: readonly number[]) {
  const lossAt = (place: number, by: number) => forward(tape, x.with(place, x[place]! + by)).loss;
  const gradient = x.map((_, place) => (lossAt(place, 1e-4) - lossAt(place, -1e-4)) / 2e-4);
  return { loss: forward(tape, x).loss, gradient };
}
`,
    ],
  ),
  "slopes without what arrives from above": changed(
    "slopes multiply along a chain",
    [EXP, "derivative[a]! += value[place]!;"],
    [TANH, "derivative[a]! += 1 - value[place]! ** 2;"],
  ),
  "the last share overwrites the others": changed(
    "a value that is used twice gets both shares",
    [ADD, kept(ADD)],
    [MULTIPLY, kept(MULTIPLY)],
    [EXP, kept(EXP)],
    [TANH, kept(TANH)],
    [RELU, kept(RELU)],
  ),
  "the nearest line first": changed(ORDER, [
    LOOP,
    `const waiting = [tape.length - 1];
  const met = new Set(waiting);
  for (let next = 0; next < waiting.length; next++) {
    const place = waiting[next]!;
    const line = tape[place]!;
    if (!("inputs" in line)) continue;
    for (const input of line.inputs) {
      if (!met.has(input)) waiting.push(input);
      met.add(input);
    }`,
  ]),
  "a line passes on twice": changed(
    ORDER,
    [
      LOOP,
      `const visit = (place: number): void => {
    const line = tape[place]!;
    if (!("inputs" in line)) return;`,
    ],
    [
      `else ${RELU}\n  }`,
      `else ${RELU}
    for (const input of line.inputs) visit(input);
  };
  visit(tape.length - 1);`,
    ],
  ),
  "undefined where nothing arrives": changed(
    "what the loss does not need counts for nothing",
    [START, `${START}\n  const reached = new Set([tape.length - 1]);`],
    [UPSTREAM, `${UPSTREAM}    if (!reached.has(place)) continue;\n    reached.add(a).add(b);\n`],
    [
      "places.map((place) => derivative[place]!)",
      "places.map((place) => reached.has(place) ? derivative[place]! : undefined)",
    ],
  ),
  "a one-sided difference": changed(RIGHT, [
    DIFFERENCE,
    "const difference = (loss(x.with(place, x[place]! + step)) - loss(x)) / step;",
  ]),
  "divided by h instead of 2h": changed(RIGHT, [DIFFERENCE, DIFFERENCE.replace("(2 * step)", "step")]),
  "a step that drowns in rounding": changed(RIGHT, [STEP, STEP.replace("1e-5", "1e-12")]),
  "a step over which the loss bends": changed(RIGHT, [STEP, STEP.replace("1e-5", "1e-2")]),
  "divided by the gradient alone": changed(
    "a derivative of zero is no trouble",
    [ERROR, "const error = Math.abs(own - difference) / Math.abs(own);"],
    [KEEP, "if (!(error <= worst.error)) worst = { place, error };"],
  ),
  "errors with a sign": changed(
    FOUND,
    ["let worst = { place: 0, error: -1 };", "let worst = { place: 0, error: 0 };"],
    [ERROR, ERROR.replace("Math.abs(own - difference)", "(own - difference)")],
  ),
  "an error that is not relative": changed(FOUND, [ERROR, "const error = Math.abs(own - difference);"]),
  "the mean of the errors": changed(FOUND, [
    KEEP,
    "worst = { place: 0, error: Math.max(worst.error, 0) + error / gradient.length };",
  ]),
  "the last wrong element": changed(FOUND, [KEEP, "if (error > 1e-6 || worst.error < 0) worst = { place, error };"]),
  "goes back by computing": changed(UNCHANGED, [DIFFERENCE, `${NUDGES}\n    x[place]! += step;`]),
  "leaves the nudge in x": changed(UNCHANGED, [DIFFERENCE, NUDGES]),
  "the same step everywhere": changed("far from zero the step grows with x", [STEP, "const step = 1e-5;"]),
  "along every path": changed(
    "the work grows with the lines, not with the paths through them",
    [START, "const derivative = value.map(() => 0);"],
    [
      LOOP,
      `const pass = (place: number, upstream: number): void => {
    derivative[place]! += upstream;
    const line = tape[place]!;
    if (!("inputs" in line)) return;`,
    ],
    [UPSTREAM, ""],
    [ADD, passed(ADD)],
    [MULTIPLY, passed(MULTIPLY)],
    [EXP, passed(EXP)],
    [TANH, passed(TANH)],
    [`else ${RELU}\n  }`, `else ${passed(RELU)}\n  };\n  pass(tape.length - 1, 1);`],
  ),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a tape read backwards, and a fixed step of 1e-5": answer("./right/reverse_sweep.ts", [STEP, "const step = 1e-5;"]),
};

/** Right, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "derivatives carried forwards, one for each input",
  answer: answer("./right/dual_numbers.ts"),
};
