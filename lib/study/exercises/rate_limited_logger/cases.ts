/**
 * The cases of the exercise `rate-limited-logger`: first the rules of the window, small enough to be followed with a
 * pencil, then random scripts; last what a senior engineer adds: late timestamps, hostile names, memory and work.
 *
 * @module
 */
import { growthCase } from "../growth_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { RateLimitedLoggerGiven } from "./exercise.ts";
import { type Question, questions, randomScripts, scriptCase } from "./script.ts";

function rule(
  name: string,
  { intervalSeconds, asked, ...texts }: {
    misconception: string;
    hints: HintLadder;
    stretch?: boolean;
    intervalSeconds?: number;
    asked: readonly Question[];
  },
): Case<RateLimitedLoggerGiven> {
  const args = intervalSeconds === undefined ? [] : [intervalSeconds];
  return scriptCase({ name, ...texts, args, calls: questions(asked) });
}

const own = rule("each message has a window of its own", {
  misconception:
    "A single time for all messages silences every message after the first: a full disk would hide a fire.",
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
  misconception: "A message printed at 1 may be printed again at 11. With `>` instead of `>=` it must wait until 12.",
  hints: [
    "Printed at 1, interval 10: what is the first second at which it may be printed again?",
    "It is refused while fewer than ten seconds have passed.",
    "timestampSeconds - last < this.#interval",
  ],
  asked: [[1, "foo"], [11, "foo"]],
});

const refusal = rule("a refusal does not move the window", {
  misconception:
    "If each refusal restarts the window, a message that comes every second is printed once and never again, exactly when " +
    "there is trouble.",
  hints: [
    "What do you write down when the answer is false?",
    "The window starts when the message is printed. A refusal changes nothing.",
    "if (refused) return false; this.#printed.set(message, timestampSeconds); return true;",
  ],
  asked: [[1, "foo"], [7, "foo"], [12, "foo"], [18, "foo"], [22, "foo"]],
});

const aligned = rule("the window begins with the print, not with the clock", {
  misconception:
    "Windows cut from the clock (0 to 10, 10 to 20, …), or a memory cleared every ten seconds, print a message at 9 " +
    "and again at 10.",
  hints: [
    "Printed at 9: may it be printed at 11?",
    "Compare with the time of the message's own print; forget it only when an interval has passed since then.",
    "timestampSeconds - last < this.#interval, not Math.floor(timestampSeconds / this.#interval)",
  ],
  asked: [[0, "foo"], [9, "bar"], [10, "foo"], [11, "bar"], [18, "bar"], [19, "bar"]],
});

const interval = rule("the interval comes from the constructor", {
  misconception: "The number 10 is only the default.",
  hints: [
    "Which line of yours reads the constructor's argument?",
    "Keep it in a field and compare with the field.",
    "constructor(intervalSeconds = 10) { this.#interval = intervalSeconds; }",
  ],
  intervalSeconds: 2.5,
  asked: [[1, "foo"], [3, "foo"], [3.75, "foo"], [6, "foo"], [6.25, "foo"]],
});

const late = rule("a late timestamp does not move the window back", {
  stretch: true,
  misconception:
    "Lines from several machines arrive out of order. A line from before the last print is refused and changes nothing; " +
    "taking the absolute difference, or storing the earlier time, lets the next one through too soon.",
  hints: [
    "Printed at 100, then a line of 85 comes, then one of 96. When does the window end?",
    "For a late line the difference is negative, so it is below the interval and refused, with no special case.",
    "timestampSeconds - last < this.#interval, and no Math.abs",
  ],
  asked: [[100, "foo"], [85, "foo"], [96, "foo"], [109, "foo"], [110, "foo"]],
});

const names = rule("names that every object has are messages like any other", {
  stretch: true,
  misconception: 'A plain object is not empty: it inherits "constructor" and "__proto__".',
  hints: [
    'What is ({})["constructor"]?',
    "Messages come from outside; use a Map, which holds only what was put into it.",
    "#printed = new Map<string, number>();",
  ],
  asked: [[1, "constructor"], [2, "__proto__"], [3, "toString"], [4, ""], [5, "constructor"], [6, "__proto__"]],
});

const shared: Case<RateLimitedLoggerGiven, readonly string[]> = {
  name: "two loggers share nothing",
  misconception: "A static field, or a variable outside the class, is shared by all loggers.",
  hints: [
    "Where does your memory of messages live?",
    "Every logger has its own: a field of the instance.",
    "#printed = new Map<string, number>(); without static",
  ],
  input: () => ["foo", "bar"],
  show: (messages) =>
    `one = new RateLimitedLogger(); other = new RateLimitedLogger(); each is asked for ${shownValue(messages)} at 1`,
  drive({ RateLimitedLogger }, messages) {
    const [one, other] = [new RateLimitedLogger(), new RateLimitedLogger()];
    const answers: unknown[] = [];
    for (const message of messages) {
      answers[answers.length] = [one.shouldPrint(1, message), other.shouldPrint(1, message)];
    }
    return answers;
  },
  judge(messages, evidence) {
    const expected = shownValue(messages.map(() => [true, true]));
    const got = shownValue(evidence);
    return got === expected ? undefined : { expected, got };
  },
};

/** In order of time, short ones first; long enough that what was forgotten too early comes again. */
const mixed = randomScripts({
  name: "any mix of messages agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but a message is forgotten while it still matters. Often an old queue entry removes a message " +
    "that has been printed again since.",
  hints: [
    "Replay the questions above on paper with a list of (message, time printed).",
    "Before you forget a message, check when it was last printed, not when it joined the queue.",
    "if (this.#printed.get(message) === seconds) this.#printed.delete(message);",
  ],
  count: 150,
  script(random, i) {
    let seconds = random.integer(100);
    const asked = Array.from({ length: 4 + Math.floor(i / 4) }, (): Question => {
      seconds += random.integer(4);
      return [seconds, "abcd"[random.integer(4)]!];
    });
    return { args: [3 + random.integer(8)], calls: questions(asked) };
  },
});

const MESSAGES = 40_000;
const LETTERS = 2000;
/**
 * All messages together are 80 MB, those of one interval 0.2 MB, those between two collections of garbage some more.
 */
const MAX_BYTES = 30e6;

/** The least heap seen during the second half: garbage comes and goes, what is held stays. */
const forgets: Case<RateLimitedLoggerGiven, { readonly messages: number; readonly letters: number }> = {
  name: "messages that can't matter any more are forgotten",
  stretch: true,
  misconception:
    "A Map that only grows holds every message ever logged, and log lines contain ids and times: within a day it fills the memory. " +
    "After one interval you can forget a message without changing any answer.",
  hints: [
    "After a week of logging, what is in your Map?",
    "A message printed an interval ago counts as never printed. A Map keeps insertion order: when you print, delete the " +
    "key and set it again, and the oldest comes first.",
    "for (const [old, at] of this.#printed) { if (timestampSeconds - at < this.#interval) break; this.#printed.delete(old); }",
  ],
  input: () => ({ messages: MESSAGES, letters: LETTERS }),
  show: ({ messages, letters }) => `${messages} different messages of ${letters} letters, ten a second`,
  drive({ RateLimitedLogger }, { messages, letters }, child) {
    const logger = new RateLimitedLogger(10);
    const filler = "x".repeat(letters);
    const heapBytes = () => Deno.memoryUsage().heapUsed;
    const before = heapBytes();
    let least = Infinity;
    let printed = 0;
    for (let n = 0; n < messages; n++) {
      if (n % 1000 === 0) child.step(n);
      if (logger.shouldPrint(n / 10, ["job", n, filler].join(" "))) printed++;
      if (n > messages / 2 && n % 100 === 0) least = Math.min(least, heapBytes());
    }
    return [printed, Math.max(0, least - before)];
  },
  judge({ messages }, evidence) {
    const [printed, bytes] = Array.isArray(evidence) ? evidence : [];
    if (typeof printed !== "number" || typeof bytes !== "number") {
      throw new TypeError(`Cannot judge the memory: two numbers are needed: current value is ${shownValue(evidence)}`);
    }
    if (printed !== messages) {
      return { expected: `all ${messages} printed, since each is new`, got: `${printed} printed` };
    }
    if (bytes <= MAX_BYTES) return undefined;
    return {
      expected: `about as much memory as at the beginning: at most ${MAX_BYTES / 1e6} MB more`,
      got: `${Math.round(bytes / 1e6)} MB more, although only 100 messages were within their interval`,
    };
  },
};

/** As many messages an interval as the size says, for eight intervals. */
const work = growthCase<RateLimitedLoggerGiven, { readonly size: number }>({
  name: "the work of a question does not grow with what is remembered",
  stretch: true,
  misconception: "Each line costs more as the log gets busier: a call must take a fixed number of steps on average.",
  hints: [
    "Which line of yours costs more when more messages are remembered?",
    "Each message is forgotten once: in each call, forget only what is due, starting with the oldest, and stop at the " +
    "first that still matters. In an array, move an index past the oldest instead of `shift()`. Or keep two Maps, and drop " +
    "the older one whole.",
    "if (now - this.#began >= this.#interval) { this.#old = this.#young; this.#young = new Map(); this.#began = now; }",
  ],
  what: "each message once, for eight intervals of ten seconds",
  unit: "question",
  of: "messages an interval",
  sizes: () => [32, 64, 128, 256, 512].map((size) => ({ size })),
  driveOne({ RateLimitedLogger }, { size }, measure) {
    const logger = new RateLimitedLogger(10);
    return measure(8 * size, () => {
      for (let n = 0; n < 8 * size; n++) logger.shouldPrint(10 * n / size, "message " + n);
    });
  },
});

/** Most instructive first. */
export const cases = [
  own,
  zero,
  edge,
  refusal,
  aligned,
  interval,
  shared,
  mixed,
  late,
  names,
  forgets,
  work,
] as readonly Case<RateLimitedLoggerGiven>[];

/** What is measured after a pass. */
export const cost: Cost<RateLimitedLoggerGiven, readonly number[], number> = {
  time: {
    what: "20,000 questions, 100 a second, 500 messages of unequal popularity",
    input: (random) => Array.from({ length: 20_000 }, () => Math.floor(500 * random.next() ** 3)),
    run({ RateLimitedLogger }, which) {
      const logger = new RateLimitedLogger(10);
      let printed = 0;
      for (let n = 0; n < which.length; n++) if (logger.shouldPrint(n / 100, "message " + which[n])) printed++;
      return printed;
    },
  },
  memory: {
    what: "20,000 different messages, ten a second",
    input: () => 20_000,
    build({ RateLimitedLogger }, messages) {
      const logger = new RateLimitedLogger(10);
      for (let n = 0; n < messages; n++) logger.shouldPrint(n / 10, "message " + n);
      return logger;
    },
  },
};
