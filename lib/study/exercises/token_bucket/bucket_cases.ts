/**
 * The rules of the bucket that `tryAcquire` shows, each as a story or a poll.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case } from "../suite.ts";
import { type Act, type Given, storyCase } from "./story.ts";

const tries = (times: number, n?: number): Act[] =>
  Array.from({ length: times }, (): Act => n === undefined ? ["tryAcquire"] : ["tryAcquire", n]);

const full = storyCase("a new bucket is full", {
  misconception:
    "A bucket that starts empty makes every service slow after each restart; the burst is there from the start.",
  hints: [
    "How many tokens are there before the first has been taken?",
    "The constructor puts `capacity` tokens in, and no more come in while it is full.",
    "this.#tokens = capacity;",
  ],
  capacity: 3,
  refillPerSecond: 1,
  startMs: 5000,
  acts: [...tries(4), ["tryAcquire", 1]],
});

const clock = storyCase("time is what the clock shows that was handed in", {
  misconception:
    "Date.now(), or a timer that fills the bucket, knows nothing of the clock: such a bucket can't be tested without waiting, and " +
    "a thousand of them are a thousand timers.",
  hints: [
    "Where does your bucket get the time from?",
    "Read options.clock.nowMs() whenever somebody asks; nothing has to happen in between.",
    "const nowMs = this.#clock.nowMs(); this.#tokens += (nowMs - this.#lastMs) * …; this.#lastMs = nowMs;",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 0,
  acts: [...tries(4), ["pass", 8], ["tryAcquire", 4]],
});

const unit = storyCase("refill is per second, and the clock counts milliseconds", {
  misconception: "Elapsed milliseconds times tokens per second is a thousand times too many.",
  hints: [
    "At 500 tokens a second, how many come in within one millisecond?",
    "Divide by 1000 once: either the elapsed time or the rate.",
    "(nowMs - this.#lastMs) * this.#refillPerSecond / 1000",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 7000,
  acts: [["tryAcquire", 4], ["pass", 1], ["tryAcquire"]],
});

const cap = storyCase("a quiet time fills the bucket to its capacity, and no further", {
  misconception: "Tokens that nobody took pile up: after a quiet night the first client may send everything at once.",
  hints: [
    "What is in the bucket after an hour without requests?",
    "Whatever came in, the level is at most the capacity; and the time since then counts only once.",
    "this.#tokens = Math.min(this.#capacity, this.#tokens + added);",
  ],
  capacity: 5,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [["pass", 50_000], ["tryAcquire", 5], ["tryAcquire"]],
});

const window = storyCase("no moment lets two bursts through", {
  misconception:
    "A counter that starts again with every window is not a bucket: a burst at the end of one window and a burst at the " +
    "beginning of the next are twice the limit within milliseconds.",
  hints: [
    "Take everything just before a second is over, and again just after.",
    "Nothing starts again: tokens come in little by little, from the level that was there.",
    "no counter and no window: a level and the time at which it was right",
  ],
  capacity: 10,
  refillPerSecond: 10,
  startMs: 0,
  acts: [["pass", 995], ["tryAcquire", 10], ["pass", 10], ["tryAcquire", 10]],
});

const refusal = storyCase("a refusal takes nothing", {
  misconception:
    "Subtracting first and asking afterwards, or emptying the bucket for who asked too much: then a client that asks too " +
    "often is never served, and takes from everyone else.",
  hints: [
    "3 tokens are there and 4 are asked for. How many are there afterwards?",
    "Compare first; change the level only if the answer is yes.",
    "if (this.#tokens < n) return false; this.#tokens -= n; return true;",
  ],
  capacity: 6,
  refillPerSecond: 125,
  startMs: 40,
  acts: [["tryAcquire", 3], ["tryAcquire", 4], ["tryAcquire", 4], ["tryAcquire", 3], ["tryAcquire"]],
});

interface Poll {
  readonly refillPerSecond: number;
  readonly ms: number;
}

/** Polled each millisecond: as many as there are, until it refuses. */
const drift: Case<Given, Poll> = {
  name: "fractions of a token are kept from one question to the next",
  misconception:
    "Rounding the refill down loses a fraction at each question, and moving the time forward all the same makes the loss " +
    "final: polled each millisecond at 1.9 tokens a millisecond, the bucket grants 1.",
  hints: [
    "At 1.9 tokens a millisecond, how many are there after 1 ms, after 2 ms, after 10 ms?",
    "The level is a number with a fraction; only the comparison with n decides.",
    "no Math.floor: this.#tokens += elapsedMs * this.#refillPerSecond / 1000;",
  ],
  input: () => ({ refillPerSecond: 1900, ms: 100 }),
  show: ({ refillPerSecond, ms }) =>
    `new TokenBucket(50, ${refillPerSecond}, { clock }); tryAcquire(50); then each millisecond, ${ms} times: tryAcquire() until false`,
  drive({ TokenBucket }, { refillPerSecond, ms }, child) {
    const clock = child.clock();
    const bucket = new TokenBucket(50, refillPerSecond, { clock });
    bucket.tryAcquire(50);
    let granted = 0;
    for (let passed = 1; passed <= ms; passed++) {
      child.step(passed);
      clock.step(1);
      for (let asked = 0; asked < 60 && bucket.tryAcquire(); asked++) granted++;
    }
    return granted;
  },
  judge({ refillPerSecond, ms }, evidence) {
    const entitled = refillPerSecond * ms / 1000;
    if (typeof evidence === "number" && Math.abs(evidence - entitled) <= 1) return undefined;
    return { expected: `${entitled} tokens in ${ms} ms, within one`, got: shownValue(evidence) };
  },
};

const backKeeps = storyCase("a clock that is set back takes nothing away", {
  misconception:
    "The elapsed time is negative then, and a negative refill empties the bucket. Clocks are set: by hand, by a time server, " +
    "by a machine that was asleep.",
  hints: [
    "What is nowMs - lastMs after the clock was set back by 3 ms?",
    "Time that did not pass brings nothing in, and takes nothing out.",
    "const elapsedMs = Math.max(0, nowMs - this.#lastMs);",
  ],
  capacity: 8,
  refillPerSecond: 1000,
  startMs: 9000,
  acts: [["tryAcquire", 8], ["pass", 4], ["tryAcquire", 1], ["set", -3], ["tryAcquire", 3], ["tryAcquire"]],
});

const backPaysOnce = storyCase("time that was paid out is not paid out again", {
  misconception:
    "Setting lastMs back with the clock pays for the same milliseconds twice when it comes by again: a clock that is corrected " +
    "now and then is a source of tokens.",
  hints: [
    "The clock goes from 4 back to 1 and on to 5. Which milliseconds have brought tokens in?",
    "Keep the highest reading; refill goes on when the clock has passed it.",
    "const nowMs = Math.max(this.#lastMs, this.#clock.nowMs());",
  ],
  capacity: 8,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [
    ["tryAcquire", 8],
    ["pass", 4],
    ["tryAcquire", 4],
    ["set", -3],
    ["tryAcquire"],
    ["pass", 3],
    ["tryAcquire"],
    ["pass", 1],
    ["tryAcquire"],
  ],
});

/** In the order in which they teach. */
export const bucketCases: readonly Case<Given>[] = [full, clock, unit, cap, window, refusal, drift];
/** What a clock that steps back must not do. */
export const clockCases: readonly Case<Given>[] = [backKeeps, backPaysOnce];
