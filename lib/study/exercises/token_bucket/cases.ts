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

const clock = rule("time is what the clock shows that was handed in", {
  misconception:
    "Date.now(), or a timer that fills the bucket, knows nothing of the clock: such a bucket can't be tested without waiting, and " +
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

const cap = rule("a quiet time fills the bucket to its capacity, and no further", {
  misconception:
    "Tokens that were not taken pile up: after a quiet night the first client may send everything at once.",
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
    "Subtracting first and asking afterwards, or emptying the bucket for a caller who asked too much: then a client that asks too " +
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
const drift: Case<TokenBucketGiven, Poll> = {
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

const backKeeps = rule("a clock that is set back takes nothing away", {
  stretch: true,
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

const backPaysOnce = rule("time that was paid out is not paid out again", {
  stretch: true,
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

const waits = rule("acquire waits until its tokens are there, and no longer", {
  misconception:
    "acquire is not tryAcquire that throws: it waits, and takes its tokens when what is missing has come in.",
  hints: [
    "5 tokens are asked for and none is there. When will they be?",
    "What is missing, divided by the rate, is the time to sleep on the clock.",
    "await this.#clock.sleep(Math.ceil((n - this.#tokens) / this.#refillPerSecond * 1000));",
  ],
  capacity: 8,
  refillPerSecond: 250,
  startMs: 3000,
  acts: [["acquire", 8], ["acquire", 5], ["pass", 30]],
});

const together = rule("64 that wait at once are served one after the other", {
  misconception:
    "Each works out the same time to sleep, all wake together, and each takes its token without looking: 64 tokens out of a " +
    "bucket that has one.",
  hints: [
    "64 callers find the bucket empty. When does each of them wake up?",
    "A waiter that wakes up must look again, or have been promised tokens of its own.",
    "a line: only the first sleeps; when it has taken its tokens, the next works out its own time",
  ],
  capacity: 4,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [...Array.from({ length: 64 }, (): Act => ["acquire"]), ["pass", 80], ["tryAcquire", 4]],
});

const inOrder = rule("first come, first served, however much is asked for", {
  misconception:
    "If a waiter that finds enough takes it: as long as small requests keep coming, a large one is never served.",
  hints: [
    "One caller waits for 4 tokens. Another then asks for 1. Which is served first?",
    "The later one waits until the one before has its tokens, although its own would be there.",
    "this.#line = this.#line.then(() => this.#waitFor(n)); return this.#line;",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 100,
  acts: [["tryAcquire", 4], ["acquire", 4], ["acquire", 1], ["acquire", 2], ["pass", 40]],
});

const noOvertaking = rule("tryAcquire does not overtake those that wait", {
  misconception:
    "tryAcquire looks at the tokens only, not at the line: every success takes from those that wait, and they may never be served.",
  hints: [
    "2 tokens are there, and a caller waits for 4. May tryAcquire take one?",
    "While a caller waits the tokens are spoken for.",
    "if (this.#waiting > 0) return false; as the first line of tryAcquire",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 0,
  acts: [["tryAcquire", 4], ["acquire", 4], ["pass", 4], ["tryAcquire"], ["pass", 6], ["pass", 2], ["tryAcquire"]],
});

const tooMuch = rule("more than the capacity is refused at once", {
  misconception:
    "The bucket never holds more than its capacity, so a caller that asks for more waits for ever, and everyone behind too.",
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
  name: "any mix of questions, waits and pauses agrees with a bucket filled millisecond by millisecond",
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
