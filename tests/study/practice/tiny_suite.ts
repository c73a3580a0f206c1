/** The smallest exercise that has everything: `double(x)`, for tests of whatever grades it. */
import type { Answers, Case, Suite } from "@lib/study/exercises/suite.ts";
import { shownValue } from "@lib/study/exercises/shown_value.ts";

type Given = { double(x: number): unknown };

function doubles(name: string, numbers: readonly number[] | "random"): Case<Given, readonly number[]> {
  return {
    name,
    misconception: `The mistake behind ${name}.`,
    hints: [`direction of ${name}`, `idea of ${name}`, `code of ${name}`],
    input: (random) => numbers === "random" ? [random.integer(1000), random.integer(1000)] : numbers,
    show: (input, through = input.length - 1) => input.slice(0, through + 1).map((x) => `double(${x})`).join("; "),
    async drive(given, input, child) {
      const results: unknown[] = [];
      for (let i = 0; i < input.length; i++) {
        child.step(i);
        results[i] = await given.double(input[i]!);
      }
      return results;
    },
    judge(input, evidence) {
      const results = evidence as readonly unknown[];
      if (results.length !== input.length) throw new TypeError("Cannot judge: one result a number is needed");
      const at = input.findIndex((x, i) => !Object.is(results[i], 2 * x));
      if (at === -1) return undefined;
      return { input: `double(${input[at]})`, expected: String(2 * input[at]!), got: shownValue(results[at]) };
    },
  };
}

/** How many steps one call takes, for growing inputs. */
const flat: Case<Given, readonly number[]> = {
  ...doubles("one call is a fixed number of steps", [16, 64, 256]),
  counted: true,
  drive(given, input, child) {
    const work: number[] = [];
    for (let i = 0; i < input.length; i++) {
      const before = child.work();
      given.double(input[i]!);
      work[i] = child.work() - before;
    }
    return work;
  },
  judge(_input, evidence) {
    const work = evidence as readonly number[];
    if (!(work[0]! >= 1)) throw new TypeError("Cannot judge: a call is at least one step");
    return work.every((steps) => steps === work[0]) ? undefined : { expected: "the same", got: work.join(", ") };
  },
};

/** The suite. */
export const tinySuite: Suite<Given> = {
  exercise: "double",
  names: ["double"],
  task: "function double(x: number): number {}",
  cases: [
    doubles("small numbers", [0, 1, 2]),
    doubles("negative numbers", [-3]),
    doubles("any numbers", "random"),
    flat,
  ],
  cost: {
    time: { what: "a call", input: () => 7, run: (given, input) => given.double(input as number) },
    memory: {
      what: "100 results",
      input: () => 100,
      build: (given, input) => Array(input as number).fill(given.double(1)),
    },
  },
};

const answer = (double: (x: number) => unknown) => ({ given: { double } });

/** Its answers. */
export const tinyAnswers: Answers = {
  stub: answer(() => {
    throw new Error("Not written yet");
  }),
  right: { product: answer((x) => 2 * x), sum: answer((x) => x + x) },
  wrong: {
    identity: { by: "small numbers", answer: answer((x) => x) },
    absolute: { by: "negative numbers", answer: answer((x) => Math.abs(2 * x)) },
    "small only": { by: "any numbers", answer: answer((x) => x < 10 ? 2 * x : 0) },
    counting: {
      by: "one call is a fixed number of steps",
      answer: answer((x) => {
        let sum = 0;
        for (let i = 0; i < Math.abs(x); i++) sum += 2;
        return x < 0 ? -sum : sum;
      }),
    },
  },
  ours: answer((x) => 2 * x),
  naive: { what: "a sum of ones", answer: answer((x) => x + x) },
};
