/**
 * The rules of a rate-limited logger, one case each, small enough to be followed with a pencil.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, HintLadder } from "../suite.ts";
import { type Given, judgeLife, live, type LogLife, type Question, showLife } from "./log_life.ts";

function rule(
  name: string,
  spec: {
    misconception: string;
    hints: HintLadder;
    intervalSeconds?: number;
    asked: readonly Question[];
  },
): Case<Given, LogLife> {
  const { misconception, hints, ...life } = spec;
  return { name, misconception, hints, input: () => life, show: showLife, drive: live, judge: judgeLife };
}

const own = rule("each message has a window of its own", {
  misconception: "One time for all messages silences every message after the first: a full disk would hide a fire.",
  hints: [
    "What do you remember when foo is printed, and does it concern bar?",
    "Keep the time of the last print by message.",
    "#printed = new Map<string, number>();",
  ],
  asked: [[1, "foo"], [2, "bar"], [3, "foo"], [4, "bar"]],
});

const zero = rule("a message printed at 0 has been printed", {
  misconception: "`if (last)` asks whether the time is truthy; 0 is a time like any other.",
  hints: [
    "What does your test say about a message that was printed at timestamp 0?",
    "Absent is undefined, not falsy.",
    "if (last !== undefined && timestampSeconds - last < this.#interval) return false;",
  ],
  asked: [[0, "foo"], [5, "foo"]],
});

const edge = rule("exactly one interval later it is printed again", {
  misconception:
    "Once in ten seconds: what was printed at 1 may be printed at 11. `>` instead of `>=` makes it eleven.",
  hints: [
    "Printed at 1, interval 10: what is the first second at which it may be printed again?",
    "It is refused while fewer than ten seconds have passed.",
    "timestampSeconds - last < this.#interval",
  ],
  asked: [[1, "foo"], [11, "foo"]],
});

const refusal = rule("a refusal does not move the window", {
  misconception:
    "If each refusal starts the window anew, a message that comes every second is printed once and never again, just while " +
    "the trouble lasts.",
  hints: [
    "What do you write down when the answer is false?",
    "The window belongs to the print. A refusal changes nothing at all.",
    "if (refused) return false; this.#printed.set(message, timestampSeconds); return true;",
  ],
  asked: [[1, "foo"], [7, "foo"], [12, "foo"], [18, "foo"], [22, "foo"]],
});

const aligned = rule("the window begins with the print, not with the clock", {
  misconception:
    "Windows cut from the clock (0 to 10, 10 to 20, …), or a memory that is emptied every ten seconds, print a message at 9 " +
    "and again at 10.",
  hints: [
    "Printed at 9: may it be printed at 11?",
    "Compare with the time of the message's own print; forget it only when an interval has passed since then.",
    "timestampSeconds - last < this.#interval, not Math.floor(timestampSeconds / this.#interval)",
  ],
  asked: [[0, "foo"], [9, "bar"], [10, "foo"], [11, "bar"], [18, "bar"], [19, "bar"]],
});

const interval = rule("the interval is the one that was given", {
  misconception: "The number 10 is only what the interval is when nobody says otherwise.",
  hints: [
    "Who reads the constructor's argument?",
    "Keep it in a field and compare with that.",
    "constructor(intervalSeconds = 10) { this.#interval = intervalSeconds; }",
  ],
  intervalSeconds: 2.5,
  asked: [[1, "foo"], [3, "foo"], [3.5, "foo"], [5.9, "foo"], [6, "foo"]],
});

const late = rule("a late timestamp does not move the window back", {
  misconception:
    "Lines of several machines come out of order. One from before the last print is refused and changes nothing; taking the " +
    "distance without its sign, or noting the earlier time, lets the next one through too soon.",
  hints: [
    "Printed at 100, then a line of 85 comes, then one of 96. When is the window over?",
    "The difference to the last print is negative for a late line, and so below the interval: refused, with no special case.",
    "timestampSeconds - last < this.#interval, and no Math.abs",
  ],
  asked: [[100, "foo"], [85, "foo"], [96, "foo"], [109, "foo"], [110, "foo"]],
});

const names = rule("names that every object has are messages like any other", {
  misconception: 'A plain object is not empty: it knows "constructor" and "__proto__" from birth.',
  hints: [
    'What is ({})["constructor"]?',
    "Messages come from outside; use a Map, which holds only what was put into it.",
    "#printed = new Map<string, number>();",
  ],
  asked: [[1, "constructor"], [2, "__proto__"], [3, "toString"], [4, ""], [5, "constructor"], [6, "__proto__"]],
});

const shared: Case<Given, { readonly messages: readonly string[] }> = {
  name: "two loggers share nothing",
  misconception: "What is kept in a static field or in a variable beside the class belongs to all loggers.",
  hints: [
    "Where does your memory of messages live?",
    "Every logger has its own: a field of the instance.",
    "#printed = new Map<string, number>(); without static",
  ],
  input: () => ({ messages: ["foo", "bar"] }),
  show: ({ messages }) =>
    `one = new RateLimitedLogger(); other = new RateLimitedLogger(); each is asked for ${shownValue(messages)} at 1`,
  drive({ RateLimitedLogger }, { messages }) {
    const [one, other] = [new RateLimitedLogger(), new RateLimitedLogger()];
    const answers: unknown[] = [];
    for (const message of messages) {
      answers[answers.length] = [one.shouldPrint(1, message), other.shouldPrint(1, message)];
    }
    return answers;
  },
  judge({ messages }, evidence) {
    const expected = shownValue(messages.map(() => [true, true]));
    const got = shownValue(evidence);
    return got === expected ? undefined : { expected, got };
  },
};

/** Lives in order of time, short ones first; long enough that what was forgotten too early comes again. */
const mixed: Case<Given, readonly LogLife[]> = {
  name: "any mix of messages agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but a message is forgotten while it still matters: most often an old entry of a queue takes away " +
    "the message that was printed anew since.",
  hints: [
    "Play the questions below with a list of (message, time of print) on paper.",
    "When something is forgotten, look at the time of its last print, not at the time of the print that put it on the list.",
    "if (this.#printed.get(message) === seconds) this.#printed.delete(message);",
  ],
  input: (random) => Array.from({ length: 150 }, (_, i) => randomLife(random, 4 + Math.floor(i / 4))),
  show: (lives) => `${lives.length} random lives`,
  drive({ RateLimitedLogger }, lives) {
    const all: unknown[][] = [];
    for (let life = 0; life < lives.length; life++) {
      const logger = new RateLimitedLogger(lives[life]!.intervalSeconds);
      const answers: unknown[] = [];
      for (const [seconds, message] of lives[life]!.asked) {
        answers[answers.length] = logger.shouldPrint(seconds, message);
      }
      all[life] = answers;
    }
    return all;
  },
  judge(lives, evidence) {
    if (!Array.isArray(evidence)) {
      throw new TypeError(`Cannot judge lives: a list is needed: current value is ${shownValue(evidence)}`);
    }
    for (const [i, life] of lives.entries()) {
      const failure = judgeLife(life, evidence[i]);
      if (failure) return failure;
    }
  },
};

function randomLife(random: Random, length: number): LogLife {
  let seconds = random.integer(100);
  const asked = Array.from({ length }, (): Question => {
    seconds += random.integer(4);
    return [seconds, "abcd"[random.integer(4)]!];
  });
  return { intervalSeconds: 3 + random.integer(8), asked };
}

/** In the order in which they are tried. */
export const windowRules: readonly Case<Given>[] = [
  own,
  zero,
  edge,
  refusal,
  aligned,
  interval,
  late,
  names,
  shared,
  mixed,
] as readonly Case<Given>[];
