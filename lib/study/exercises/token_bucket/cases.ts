/**
 * The cases of the exercise `token-bucket`: first what the level is, then who waits and who goes first, then random
 * scripts, which catch what no rule names; last what clocks do.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost } from "../suite.ts";
import type { TokenBucketGiven } from "./exercise.ts";
import { type Act, judgeAll, play, rule, type Script, showAll } from "./script.ts";

const tries = (times: number, n?: number): Act[] =>
  Array.from({ length: times }, (): Act => n === undefined ? ["tryAcquire"] : ["tryAcquire", n]);

const full = rule("a new bucket is full", {
  misconception:
    "A bucket that starts empty makes a service slow after each restart; a burst must be possible from the start.",
  hints: [
    "How many tokens does the bucket hold before the first call?",
    "The constructor puts `capacity` tokens in, and no more come in while it is full.",
    "this.#tokens = capacity;",
  ],
  capacity: 3,
  refillPerSecond: 1,
  startMs: 5000,
  acts: [...tries(4), ["tryAcquire", 1]],
});

const clock = rule("time comes from the given clock", {
  misconception:
    "Date.now(), or a timer that fills the bucket, ignores the given clock: such a bucket can't be tested without waiting, and " +
    "a thousand of them are a thousand timers.",
  hints: [
    "Where does your bucket get the time from?",
    "Read options.clock.nowMs() at every call; nothing has to happen in between.",
    "const nowMs = this.#clock.nowMs(); this.#tokens += (nowMs - this.#lastMs) * …; this.#lastMs = nowMs;",
  ],
  capacity: 4,
  refillPerSecond: 1,
  startMs: 0,
  // seconds, so that real time can't pass for them on a busy machine
  acts: [...tries(4), ["pass", 4000], ["tryAcquire", 4]],
});

const unit = rule("refill is per second, and the clock counts milliseconds", {
  misconception: "Elapsed milliseconds times tokens per second gives a thousand times too many tokens.",
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

const cap = rule("a quiet period fills the bucket only up to its capacity", {
  misconception:
    "Tokens that were not taken pile up: after a quiet night the first client may send everything at once.",
  hints: [
    "What is in the bucket after an hour without requests?",
    "However many tokens come in, the level never exceeds the capacity; and elapsed time counts only once.",
    "this.#tokens = Math.min(this.#capacity, this.#tokens + added);",
  ],
  capacity: 5,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [["pass", 50_000], ["tryAcquire", 5], ["tryAcquire"]],
});

const window = rule("no moment lets two bursts through", {
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

const refusal = rule("a refusal takes nothing", {
  misconception:
    "If you subtract before checking, or empty the bucket when a caller asks for too much, a client that asks too often " +
    "is never served and takes tokens from everyone else.",
  hints: [
    "The bucket holds 3 tokens and a caller asks for 4. How many does it hold afterwards?",
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
const drift: Case<TokenBucketGiven, Poll> = {
  name: "fractions of a token are kept between calls",
  misconception:
    "Rounding the refill down loses a fraction at each call, and moving the time forward anyway makes the loss " +
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

const backKeeps = rule("a clock set back takes no tokens away", {
  stretch: true,
  misconception:
    "The elapsed time becomes negative, and a negative refill empties the bucket. Clocks do get set back: by hand, by a " +
    "time server, after a machine was asleep.",
  hints: [
    "What is nowMs - lastMs after the clock was set back by 3 ms?",
    "Time that has not passed adds nothing and removes nothing.",
    "const elapsedMs = Math.max(0, nowMs - this.#lastMs);",
  ],
  capacity: 8,
  refillPerSecond: 1000,
  startMs: 9000,
  acts: [["tryAcquire", 8], ["pass", 4], ["tryAcquire", 1], ["set", -3], ["tryAcquire", 3], ["tryAcquire"]],
});

const backPaysOnce = rule("the same time never adds tokens twice", {
  stretch: true,
  misconception:
    "If lastMs moves back with the clock, the same milliseconds add tokens twice: every clock correction then gives " +
    "tokens away.",
  hints: [
    "The clock goes from 4 back to 1 and on to 5. Which milliseconds have added tokens?",
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

const waits = rule("acquire waits exactly until its tokens are there", {
  misconception: "acquire is not a tryAcquire that throws: it waits, and takes its tokens once enough have come in.",
  hints: [
    "A caller asks for 5 tokens and the bucket is empty. When will it hold 5?",
    "Divide the missing tokens by the rate to get the time to sleep on the clock.",
    "await this.#clock.sleep(Math.ceil((n - this.#tokens) / this.#refillPerSecond * 1000));",
  ],
  capacity: 8,
  refillPerSecond: 250,
  startMs: 3000,
  acts: [["acquire", 8], ["acquire", 5], ["pass", 30]],
});

const together = rule("64 waiting callers are served one by one", {
  misconception:
    "All callers compute the same time to sleep, wake together, and take a token without checking: 64 tokens from a " +
    "bucket that holds one.",
  hints: [
    "64 callers find the bucket empty. When does each of them wake up?",
    "A waiter that wakes up must check again, or have tokens reserved for it.",
    "a queue: only the first waiter sleeps; once it has its tokens, the next computes its own time",
  ],
  capacity: 4,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [...Array.from({ length: 64 }, (): Act => ["acquire"]), ["pass", 80], ["tryAcquire", 4]],
});

const inOrder = rule("first come, first served, however many tokens are requested", {
  misconception:
    "If any waiter may take tokens as soon as there are enough for it, a steady stream of small requests starves a large one.",
  hints: [
    "One caller waits for 4 tokens. Another then asks for 1. Which is served first?",
    "A later caller waits until the earlier one has its tokens, even if there are enough for its own request.",
    "this.#line = this.#line.then(() => this.#waitFor(n)); return this.#line;",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 100,
  acts: [["tryAcquire", 4], ["acquire", 4], ["acquire", 1], ["acquire", 2], ["pass", 40]],
});

const noOvertaking = rule("tryAcquire does not overtake waiting callers", {
  misconception:
    "tryAcquire checks only the tokens, not the queue: every success takes from waiting callers, who may never be served.",
  hints: [
    "The bucket holds 2 tokens, and a caller waits for 4. May tryAcquire take one?",
    "While a caller waits, the tokens are reserved for it.",
    "if (this.#waiting > 0) return false; as the first line of tryAcquire",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 0,
  acts: [["tryAcquire", 4], ["acquire", 4], ["pass", 4], ["tryAcquire"], ["pass", 6], ["pass", 2], ["tryAcquire"]],
});

const tooMuch = rule("more than the capacity is refused at once", {
  misconception:
    "The bucket never holds more than its capacity, so a caller that asks for more waits forever, and so does everyone behind it.",
  hints: [
    "When will 5 tokens be in a bucket that holds 4?",
    "Never: so acquire must not wait, but reject.",
    "if (n > this.#capacity) throw new RangeError(`…`); in an async function that is a rejection",
  ],
  capacity: 4,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [["acquire", 5], ["acquire", 2], ["pass", 3], ["tryAcquire", 4]],
});

const CHOICES = { capacities: [1, 2, 4, 5, 8], rates: [125, 250, 500, 1000] };

/** A script of about ten acts; the shorter ones first. */
function randomScript(random: Random, length: number): Script {
  const capacity = CHOICES.capacities[random.integer(5)]!;
  const refillPerSecond = CHOICES.rates[random.integer(4)]!;
  const acts = Array.from({ length }, (): Act => {
    const chance = random.integer(10);
    if (chance < 4) return ["pass", 1 + random.integer(12)];
    return [chance < 7 ? "tryAcquire" : "acquire", 1 + random.integer(capacity)];
  });
  return { capacity, refillPerSecond, startMs: random.integer(2) * 1000, acts: [...acts, ["pass", 30]] };
}

/** Many scripts at once, each with a bucket and a clock of its own. */
const mixed: Case<TokenBucketGiven, readonly Script[]> = {
  name: "any mix of calls, waits and pauses agrees with a bucket filled millisecond by millisecond",
  misconception:
    "Some path looks at an old level: a wait worked out before the refill, a level that is only brought up to date in " +
    "tryAcquire, a time that is not moved along when tokens are taken.",
  hints: [
    "Play the script that failed with pencil and paper, one line a millisecond.",
    "Every path, acquire included, begins by bringing the level up to the present time.",
    "one method that refills, called first by tryAcquire, by acquire, and after each sleep",
  ],
  input: (random) => Array.from({ length: 60 }, (_, i) => randomScript(random, 2 + Math.floor(i / 6))),
  show: showAll,
  drive: play,
  judge: judgeAll,
};

/** Most instructive first. */
export const cases = [
  full,
  clock,
  unit,
  cap,
  window,
  refusal,
  drift,
  waits,
  together,
  inOrder,
  noOvertaking,
  tooMuch,
  mixed,
  backKeeps,
  backPaysOnce,
] as readonly Case<TokenBucketGiven>[];

/** What is measured after a pass. */
export const cost: Cost<TokenBucketGiven, readonly number[], number> = {
  time: {
    what: "100,000 calls of tryAcquire, about half of them refused",
    input: (random) => Array.from({ length: 100_000 }, () => random.next()),
    run({ TokenBucket }, pauses) {
      let nowMs = 0;
      const bucket = new TokenBucket(10, 1000, { clock: { nowMs: () => nowMs, sleep: () => new Promise(() => {}) } });
      let granted = 0;
      for (let i = 0; i < pauses.length; i++) {
        nowMs += pauses[i]!;
        if (bucket.tryAcquire(1)) granted++;
      }
      return granted;
    },
  },
  memory: {
    what: "1,000 callers that wait",
    input: () => 1000,
    build({ TokenBucket }, count) {
      const bucket = new TokenBucket(1, 1, { clock: { nowMs: () => 0, sleep: () => new Promise(() => {}) } });
      return [bucket, Array.from({ length: count }, () => bucket.acquire(1))];
    },
  },
};
