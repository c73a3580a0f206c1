/**
 * The wrong answers of the exercise `rate-limited-logger`: each is a right answer with one thing changed, and names the
 * case that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const map = mistake("./right/insertion_order.ts");
const queue = mistake("./right/queue_of_prints.ts");

const LATE = "a late timestamp does not move the window back";
const WORK = "the work of a question does not grow with what is remembered";

const FIELD = "#printed = new Map<string, number>();";
const LAST = "const last = this.#printed.get(message);";
const DUE = "if (timestampSeconds - seconds < this.#intervalSeconds) break;";
const REFUSAL = "if (last !== undefined && timestampSeconds - last < this.#intervalSeconds) return false;";
const NEVER_FORGETS: Edit = [DUE, "break;"];
const SHIFTS: Edit = [
  "for (; this.#start < this.#queue.length; this.#start++) {",
  "for (; this.#queue.length > 0; this.#queue.shift()) {",
];
const SAME_WINDOW =
  "Math.floor(SECONDS / this.#intervalSeconds) === Math.floor(timestampSeconds / this.#intervalSeconds)";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "one window for all messages": map(
    "each message has a window of its own",
    [LAST, 'const last = this.#printed.get("");'],
    ["this.#printed.delete(message);", 'this.#printed.delete("");'],
    ["this.#printed.set(message, timestampSeconds);", 'this.#printed.set("", timestampSeconds);'],
  ),
  "tests the time, not its presence": map("a message printed at 0 has been printed", ["last !== undefined", "last"]),
  "more than an interval instead of at least": map(
    "exactly one interval later it is printed again",
    [DUE, DUE.replace("<", "<=")],
    [REFUSAL, REFUSAL.replace("<", "<=")],
  ),
  "a refusal moves the window": map(
    "a refusal does not move the window",
    [REFUSAL, ""],
    ["return true;", "return last === undefined || timestampSeconds - last >= this.#intervalSeconds;"],
  ),
  "windows cut from the clock": map(
    "the window begins with the print, not with the clock",
    [DUE, `if (${SAME_WINDOW.replace("SECONDS", "seconds")}) break;`],
    [REFUSAL, `if (last !== undefined && ${SAME_WINDOW.replace("SECONDS", "last")}) return false;`],
  ),
  "the interval is always ten seconds": map("the interval comes from the constructor", [
    "this.#intervalSeconds = intervalSeconds;",
    "this.#intervalSeconds = 10;",
  ]),
  "state in a static field": map("two loggers share nothing", [
    FIELD,
    "static #all = new Map<string, number>();\n  #printed = RateLimitedLogger.#all;",
  ]),
  "an old entry of the queue forgets a new print": queue(
    "any mix of messages agrees with a list kept by hand",
    [
      "if (nowSeconds - seconds < this.#intervalSeconds) break;",
      "if (nowSeconds - seconds <= this.#intervalSeconds) break;",
    ],
    ["if (this.#printed.get(message) === seconds) this.#printed.delete(message);", "this.#printed.delete(message);"],
  ),
  "distance without its sign": map(LATE, ["timestampSeconds - last <", "Math.abs(timestampSeconds - last) <"]),
  "notes the time of a late line": map(LATE, [
    "return false;",
    "{ if (timestampSeconds < last) this.#printed.set(message, timestampSeconds); return false; }",
  ]),
  "a plain object as the memory": queue(
    "names that every object has are messages like any other",
    [FIELD, "#printed: any = {};"],
    ["timestampSeconds - last < this.#intervalSeconds", "!(timestampSeconds - last >= this.#intervalSeconds)"],
    [LAST, "const last = this.#printed[message];"],
    ["this.#printed.set(message, timestampSeconds);", "this.#printed[message] = timestampSeconds;"],
    [
      "if (this.#printed.get(message) === seconds) this.#printed.delete(message);",
      "if (this.#printed[message] === seconds) delete this.#printed[message];",
    ],
  ),
  "never forgets": map("messages that can't matter any more are forgotten", NEVER_FORGETS),
  "sweeps at each question": mistake("./wrong/sweeps_at_each_question.ts")(WORK),
  "shifts the queue": queue(WORK, SHIFTS),
  "searches a list": mistake("./wrong/searches_a_list.ts")(WORK),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "LeetCode 359: a Map of times": answer("./right/insertion_order.ts", NEVER_FORGETS),
  "a Map and a queue with shift": answer("./right/queue_of_prints.ts", SHIFTS),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "a list that is searched", answer: answer("./wrong/searches_a_list.ts") };
