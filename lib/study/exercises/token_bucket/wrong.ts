/**
 * The wrong answers of the exercise `token-bucket`: each is a right answer with one thing changed, and names the case
 * that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const chain = mistake("./right/chain_of_promises.ts");

const CLOCK = "time comes from the given clock";
const WAITS = "acquire waits exactly until its tokens are there";
const TOO_MUCH = "more than the capacity is refused at once";

const FULL = "this.#tokens = capacity;";
const NOW = "const nowMs = Math.max(this.#lastMs, this.#clock.nowMs());";
const REFILLED = "const refilled = this.#tokens + (nowMs - this.#lastMs) * this.#refillPerSecond / 1000;";
const LEVEL = "this.#tokens = Math.min(this.#capacity, refilled);";
const TAKE = "if (this.#tokens < n) return false;\n    this.#tokens -= n;\n    return true;";
const TOO_LARGE =
  "if (n > this.#capacity) throw new RangeError(`${n} tokens can never be in a bucket of ${this.#capacity}`);";
const LINE = `this.#waiting++;
    this.#line = this.#line.then(() => this.#waitFor(n));
    await this.#line;`;
const SLEEP = "await this.#clock.sleep(Math.ceil((n - this.#tokens) / this.#refillPerSecond * 1000));";
const SETS_BACK: Edit = [NOW, "const nowMs = this.#clock.nowMs();"];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "starts empty": chain("a new bucket is full", [FULL, "this.#tokens = 0;"]),
  "asks Date.now()": chain(CLOCK, [NOW, "const nowMs = Math.max(this.#lastMs, Date.now());"], [
    "this.#lastMs = clock.nowMs();",
    "this.#lastMs = Date.now();",
  ]),
  "setInterval fills it": chain(
    CLOCK,
    [
      FULL,
      `${FULL}
    setInterval(() => this.#tokens = Math.min(capacity, this.#tokens + refillPerSecond / 10), 100);`,
    ],
    [REFILLED, "const refilled = this.#tokens;"],
  ),
  "milliseconds as seconds": chain("refill is per second, and the clock counts milliseconds", [
    REFILLED,
    REFILLED.replace(" / 1000", ""),
  ]),
  "never full": chain("a quiet period fills the bucket only up to its capacity", [
    LEVEL,
    "this.#tokens = refilled;",
  ]),
  "a counter for each window": chain("no moment lets two bursts through", [
    LEVEL,
    `const windowMs = 1000 * this.#capacity / this.#refillPerSecond;
    const isNew = Math.floor(nowMs / windowMs) > Math.floor(this.#lastMs / windowMs);
    this.#tokens = isNew ? this.#capacity : this.#tokens + 0 * refilled;`,
  ]),
  "a refusal drains": chain("a refusal takes nothing", [
    TAKE,
    "this.#tokens -= n;\n    if (this.#tokens >= 0) return true;\n    this.#tokens = 0;\n    return false;",
  ]),
  "floors the refill": mistake("./wrong/floors_the_refill.ts")(
    "fractions of a token are kept between calls",
  ),
  "acquire throws instead of waiting": chain(WAITS, [
    LINE,
    'if (!this.#take(n)) throw new Error("Rate limit exceeded");',
  ]),
  "acquire sleeps a second": chain(WAITS, [SLEEP, "await this.#clock.sleep(1000);"]),
  "all wake together": chain("64 waiting callers are served one by one", [
    LINE,
    `if (this.#take(n)) return;
    ${SLEEP}
    this.#take(n);`,
  ]),
  "a small request overtakes a large one": mistake("./wrong/small_overtakes_large.ts")(
    "first come, first served, however many tokens are requested",
  ),
  "tryAcquire overtakes": chain("tryAcquire does not overtake waiting callers", ["this.#waiting === 0 && ", ""]),
  "waits for ever": chain(TOO_MUCH, [TOO_LARGE, ""]),
  "takes what there can be at most": chain(TOO_MUCH, [TOO_LARGE, "n = Math.min(n, this.#capacity);"]),
  "waits by an old level": chain(
    "any mix of calls, waits and pauses agrees with a bucket filled millisecond by millisecond",
    ["while (!this.#take(n)) {", "do {\n      if (n > this.#tokens) // as of the last question"],
    [`${SLEEP}\n    }`, `${SLEEP}\n    } while (!this.#take(n));`],
  ),
  "a clock set back takes tokens away": chain("a clock set back takes no tokens away", SETS_BACK),
  "a clock set back pays twice": chain(
    "the same time never adds tokens twice",
    SETS_BACK,
    [REFILLED, REFILLED.replace("(nowMs - this.#lastMs)", "Math.max(0, nowMs - this.#lastMs)")],
  ),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "a level refilled at every call, and a chain of promises": answer("./right/chain_of_promises.ts", SETS_BACK),
};

/** Right, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "a list of waiters, looked at each millisecond",
  answer: answer("./right/polled_line.ts"),
};
