/**
 * The rules of waiting: who is served when, and in which order.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case } from "../suite.ts";
import { type Act, type Given, judgeStories, live, showStories, type Story, storyCase } from "./story.ts";

const waits = storyCase("acquire waits until its tokens are there, and no longer", {
  misconception: "acquire is not tryAcquire that throws: who waits is served when what is missing has come in.",
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

const together = storyCase("64 who wait at once are served one after the other", {
  misconception:
    "Each works out the same time to sleep, all wake together, and each takes its token without looking: 64 tokens out of a " +
    "bucket that has one.",
  hints: [
    "64 callers find the bucket empty. When does each of them wake up?",
    "Who wakes up must look again, or have been promised tokens that nobody else was promised.",
    "a line: only the first sleeps; when it has taken its tokens, the next works out its own time",
  ],
  capacity: 4,
  refillPerSecond: 1000,
  startMs: 0,
  acts: [...Array.from({ length: 64 }, (): Act => ["acquire"]), ["pass", 80], ["tryAcquire", 4]],
});

const inOrder = storyCase("who came first is served first, however much it asks for", {
  misconception:
    "Whoever finds enough when it wakes up takes it: as long as small requests keep coming, a large one is never served.",
  hints: [
    "One waits for 4 tokens. Another comes and asks for 1. Who is served first?",
    "The one who came later waits until the one before has its tokens, although its own would be there.",
    "this.#line = this.#line.then(() => this.#waitFor(n)); return this.#line;",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 100,
  acts: [["tryAcquire", 4], ["acquire", 4], ["acquire", 1], ["acquire", 2], ["pass", 40]],
});

const noOvertaking = storyCase("tryAcquire does not overtake those who wait", {
  misconception:
    "tryAcquire looks at the tokens only, not at the line: every success takes from those who wait, and they may never be served.",
  hints: [
    "2 tokens are there, and somebody waits for 4. May tryAcquire take one?",
    "While somebody waits the tokens are spoken for.",
    "if (this.#waiting > 0) return false; as the first line of tryAcquire",
  ],
  capacity: 4,
  refillPerSecond: 500,
  startMs: 0,
  acts: [["tryAcquire", 4], ["acquire", 4], ["pass", 4], ["tryAcquire"], ["pass", 6], ["pass", 2], ["tryAcquire"]],
});

const tooMuch = storyCase("more than the capacity is refused at once", {
  misconception:
    "The bucket never holds more than its capacity, so who asks for more waits for ever, and everyone behind too.",
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

/** A story of about ten acts; the shorter ones first. */
function randomStory(random: Random, length: number): Story {
  const capacity = CHOICES.capacities[random.integer(5)]!;
  const refillPerSecond = CHOICES.rates[random.integer(4)]!;
  const acts = Array.from({ length }, (): Act => {
    const chance = random.integer(10);
    if (chance < 4) return ["pass", 1 + random.integer(12)];
    return [chance < 7 ? "tryAcquire" : "acquire", 1 + random.integer(capacity)];
  });
  return { capacity, refillPerSecond, startMs: random.integer(2) * 1000, acts: [...acts, ["pass", 30]] };
}

/** Many stories at once, each with a bucket and a clock of its own. */
export const mixedStories: Case<Given, readonly Story[]> = {
  name: "any mix of questions, waits and pauses agrees with a bucket filled millisecond by millisecond",
  misconception:
    "Some path looks at an old level: a wait worked out before the refill, a level that is only brought up to date in " +
    "tryAcquire, a time that is not moved along when tokens are taken.",
  hints: [
    "Tell the story that failed with pencil and paper, one line a millisecond.",
    "Every path, acquire included, begins by bringing the level up to the present time.",
    "one method that refills, called first by tryAcquire, by acquire, and after each sleep",
  ],
  input: (random) => Array.from({ length: 60 }, (_, i) => randomStory(random, 2 + Math.floor(i / 6))),
  show: showStories,
  drive: live,
  judge: judgeStories,
};

/** In the order in which they teach. */
export const waitingCases: readonly Case<Given>[] = [waits, together, inOrder, noOvertaking, tooMuch];
