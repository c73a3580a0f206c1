/**
 * What a logger holds on to, and what a question costs: the two sides of forgetting.
 *
 * @module
 */
import { growthExponent } from "../growth.ts";
import { shownValue } from "../shown_value.ts";
import type { Case } from "../suite.ts";
import type { Given } from "./log_life.ts";

const MESSAGES = 40_000;
const LETTERS = 2000;
/** All messages together are 80 MB, those of one interval 0.2 MB, those between two collections of garbage some more. */
const MOST_BYTES = 30e6;

/** The least heap seen during the second half: garbage comes and goes, what is held stays. */
export const forgets: Case<Given, { readonly messages: number; readonly letters: number }> = {
  name: "messages that can't matter any more are forgotten",
  misconception:
    "A Map that only grows holds every message ever logged, and log lines carry ids and times: in a day it fills the machine. " +
    "After one interval a message may be forgotten without anybody noticing.",
  hints: [
    "After a week of logging, what is in your Map?",
    "What was printed an interval ago is like what was never printed. A Map keeps the order of insertion: delete the key and " +
    "set it again when you print, and the oldest stands in front.",
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
    if (printed !== messages) return { expected: `all ${messages} printed: each is new`, got: `${printed} printed` };
    if (bytes <= MOST_BYTES) return undefined;
    return {
      expected: `about as much memory as at the beginning: at most ${MOST_BYTES / 1e6} MB more`,
      got: `${Math.round(bytes / 1e6)} MB more, although only 100 messages were within their interval`,
    };
  },
};

const COUNTED_MESSAGES = [32, 64, 128, 256, 512] as const;
/** Above this exponent the work grows with what is held. */
const FLAT_BELOW = 0.3;

/** As many messages an interval as the size says, for eight intervals. */
export const callWork: Case<Given, { readonly sizes: readonly number[] }> = {
  name: "the work of a question does not grow with what is remembered",
  misconception:
    "Looking through everything that is remembered at every question, to find the message or to sweep out what is over, " +
    "makes each log line as expensive as the log is busy.",
  hints: [
    "Which line of yours looks at more than a fixed number of messages?",
    "Each message is forgotten once: let a question do only the forgetting that is due, from the oldest on, and stop at the " +
    "first that still matters. Or keep two Maps, and drop the older one whole.",
    "if (now - this.#began >= this.#interval) { this.#old = this.#young; this.#young = new Map(); this.#began = now; }",
  ],
  counted: true,
  input: () => ({ sizes: COUNTED_MESSAGES }),
  show: ({ sizes }) => `${sizes.join(", ")} different messages every ten seconds, for 80 seconds`,
  drive({ RateLimitedLogger }, { sizes }, child) {
    const work: number[] = [];
    for (let i = 0; i < sizes.length; i++) {
      child.step(i);
      const size = sizes[i]!;
      const logger = new RateLimitedLogger(10);
      const before = child.work();
      for (let n = 0; n < 8 * size; n++) logger.shouldPrint(10 * n / size, "message " + n);
      work[i] = (child.work() - before) / (8 * size);
    }
    return work;
  },
  judge({ sizes }, evidence) {
    const isWork = (steps: unknown) => typeof steps === "number" && steps >= 1;
    if (!Array.isArray(evidence) || evidence.length !== sizes.length || !evidence.every(isWork)) {
      throw new TypeError(
        `Cannot judge the work: a call is at least one step: current value is ${shownValue(evidence)}`,
      );
    }
    const points = sizes.map((size, i) => ({ size, work: evidence[i] as number }));
    const exponent = growthExponent(points);
    if (exponent < FLAT_BELOW) return undefined;
    const [smallest, largest] = [points[0]!, points.at(-1)!];
    return {
      expected: "about the same number of steps a question, however many messages there are",
      got: `${Math.round(smallest.work)} steps with ${smallest.size} messages an interval, ${
        Math.round(largest.work)
      } with ${largest.size}: they grow like messages^${exponent.toFixed(1)}`,
    };
  },
};
