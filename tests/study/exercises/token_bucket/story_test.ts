import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { TokenBucket } from "@lib/concurrency/rate_limiter/token_bucket.ts";
import {
  type Act,
  judgeStories,
  judgeStory,
  live,
  oracle,
  type Outcome,
  showStories,
  showStory,
  type Story,
} from "@lib/study/exercises/token_bucket/story.ts";
import { childTools } from "../child_tools.ts";

// By hand: half a token a millisecond
const STORY: Story = {
  capacity: 4,
  refillPerSecond: 500,
  startMs: 10,
  acts: [
    ["tryAcquire", 3], // 1 left
    ["acquire", 2], // 1 short: at 12
    ["acquire"], // behind it: at 14
    ["tryAcquire"],
    ["acquire", 5],
    ["pass", 5], // at 15 with ½
    ["set", -2], // at 13
    ["pass", 2],
    ["tryAcquire"],
    ["pass", 1], // 1
    ["tryAcquire"],
    ["set", 100],
    ["tryAcquire", 4],
    ["acquire", 4],
  ],
};
const OUTCOME: Outcome = {
  answers: [true, , , false, , , , , false, , true, , true],
  served: [[1, 12], [2, 14]],
  rejected: [[4, true]],
};

Deno.test("the oracle follows the rules", () => {
  assertEquals(oracle(STORY), OUTCOME);
});
Deno.test("a story is told as it would be written, up to the act asked for, and repetitions once", () => {
  assertEquals(
    showStory(STORY, 6),
    "new TokenBucket(4, 500, { clock }); tryAcquire(3); acquire(2); acquire(); tryAcquire(); acquire(5); 5 ms pass; " +
      "the clock is set back by 2 ms",
  );
  const acts: Act[] = [["acquire", 1], ["acquire", 1], ["acquire", 1], ["set", 7], ["acquire", 1], ["acquire", 2]];
  assertEquals(
    showStory({ ...STORY, acts }),
    "new TokenBucket(4, 500, { clock }); 3 times acquire(1); the clock is set forward by 7 ms; acquire(1); acquire(2)",
  );
  assertEquals(showStories([STORY, STORY], 1002), showStory(STORY, 2));
  assertEquals(showStories([STORY, STORY]), "2 random stories");
});
Deno.test("a right bucket lives as the oracle says, whatever happens", async () => {
  const draw = random(5);
  const stories = Array.from({ length: 150 }, (): Story => {
    const capacity = 1 + draw.integer(6);
    const acts = Array.from({ length: 12 }, (): Act => {
      const chance = draw.integer(8);
      if (chance < 3) return ["pass", draw.integer(9)];
      return [chance < 5 ? "tryAcquire" : "acquire", 1 + draw.integer(capacity)];
    });
    return { capacity, refillPerSecond: [125, 250, 500, 1000][draw.integer(4)]!, startMs: draw.integer(9), acts };
  });
  const outcomes = await live({ TokenBucket }, stories, childTools());
  assertEquals(judgeStories(stories, outcomes), undefined);
});
Deno.test("a bucket that throws ends all stories at its act", async () => {
  const steps: number[] = [];
  class Throwing extends TokenBucket {
    override tryAcquire(n?: number): boolean {
      if (n === 4) throw new Error("four");
      return super.tryAcquire(n);
    }
  }
  const child = { ...childTools(), step: (step: number) => void steps.push(step) };
  const quiet: Story = { ...STORY, acts: Array.from({ length: 20 }, (): Act => ["pass", 1]) };
  let thrown: unknown;
  try {
    await live({ TokenBucket: Throwing }, [quiet, { ...STORY, acts: [["pass", 3], ["tryAcquire", 4]] }], child);
  } catch (error) {
    thrown = error;
  }
  for (let turn = 0; turn < 10; turn++) await child.settled();
  assertEquals([(thrown as Error).message, steps.at(-1)], ["four", 1001]);
});
Deno.test("the first act that came out otherwise is reported, with what led to it", () => {
  const judged = (changes: Partial<Outcome>) => judgeStory(STORY, { ...OUTCOME, ...changes });
  assertEquals(judged({}), undefined);
  assertEquals(judged({ answers: OUTCOME.answers.with(3, true) }), {
    input: showStory(STORY, 3),
    expected: "false",
    got: "true",
  });
  assertEquals(
    judged({ served: [[1, 12], [2, 14], [13, 120]] })?.got,
    "acquire(4), number 4 of 4, is served 110 ms after the start",
  );
  assertEquals(judged({ served: [[2, 14]] })?.got, "acquire(2), number 1 of 4, is still waiting at the end");
  assertEquals(judged({ rejected: [] })?.expected, "acquire(5), number 3 of 4, is refused with a RangeError");
  assertEquals(judged({ rejected: [[4, false]] })?.got, "acquire(5), number 3 of 4, is rejected with another error");
});
Deno.test("a waiter may be served up to a millisecond late, and never early", () => {
  const at = (ms: number) => judgeStory(STORY, { ...OUTCOME, served: [[1, ms], [2, 14]] });
  assertEquals([12, 12.5, 13].map(at), [undefined, undefined, undefined]);
  assertEquals(at(11.9)?.got, "acquire(2), number 1 of 4, is served 1.9 ms after the start");
  assertEquals(at(13.1)?.expected, "acquire(2), number 1 of 4, is served 2 ms after the start");
});
Deno.test("evidence that is no outcome is refused", () => {
  for (
    const evidence of [undefined, {}, [], "text", { ...OUTCOME, served: [[1]] }, { ...OUTCOME, rejected: [[1, 2]] }]
  ) {
    assertThrows(() => judgeStory(STORY, evidence), TypeError, "its outcome is needed");
  }
  assertThrows(() => judgeStories([STORY], OUTCOME), TypeError, "a list is needed");
});
