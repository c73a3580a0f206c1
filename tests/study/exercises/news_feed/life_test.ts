import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  type Given,
  judgeIds,
  judgeLife,
  type Life,
  live,
  oracle,
  showLife,
} from "@lib/study/exercises/news_feed/life.ts";
import { mixedLives } from "@lib/study/exercises/news_feed/mixed_lives.ts";
import { NewsFeed as RecentOfEach } from "@lib/study/exercises/news_feed/right/recent_of_each.ts";
import { NewsFeed as Timelines } from "@lib/study/exercises/news_feed/right/timelines.ts";
import { childTools } from "../child_tools.ts";

const LIFE: Life = {
  calls: [
    ["post", "bob", "b0"],
    ["follow", "ann", "bob"],
    ["post", "ann", "a1"],
    ["post", "bob", "b2"],
    ["getFeed", "ann", 2],
    ["getFeed", "ann", 9],
    ["deletePost", 2],
    ["getFeed", "ann", 9],
    ["unfollow", "ann", "bob"],
    ["getFeed", "ann", 9],
    ["getFeed", "bob", 9],
  ],
  isOneMoment: false,
};
const given = (NewsFeed: unknown): Given => ({ NewsFeed } as Given);
const child = childTools();

// By hand
Deno.test("the oracle follows the rules", () => {
  const feeds = oracle(LIFE).filter((feed) => feed !== undefined);
  assertEquals(feeds, [["b2", "a1"], ["b2", "a1", "b0"], ["a1", "b0"], ["a1"], ["b0"]]);
});
Deno.test("a life is shown as calls, up to the one asked for; deleted posts have a name", () => {
  assertEquals(showLife(LIFE, 3), 'post("bob", "b0"); follow("ann", "bob"); post("ann", "a1"); post("bob", "b2")');
  assert(showLife(LIFE).includes('id2 = post("bob", "b2"); getFeed("ann", 2)'));
  assert(showLife(LIFE).includes("deletePost(id2)"));
});
Deno.test("right feeds live as the oracle says, whatever the calls", () => {
  const lives = mixedLives.input(random(5));
  assertEquals(mixedLives.judge(lives, mixedLives.drive(given(RecentOfEach), lives, child)), undefined);
  for (const life of lives) {
    for (const isOneMoment of [true, false]) {
      const evidence = live(given(Timelines), { ...life, isOneMoment }, child);
      assertEquals([judgeLife(life, evidence), judgeIds(life, evidence)], [undefined, undefined], showLife(life));
    }
  }
});
Deno.test("the clock that a feed sees stands still when the life says so, and is given back", () => {
  const times: number[] = [];
  class Watch {
    post() {
      times.push(Date.now());
    }
    follow() {}
    unfollow() {}
    deletePost() {}
    getFeed() {
      throw new Error("enough");
    }
  }
  const before = Date.now;
  assertThrows(() => live(given(Watch), LIFE, child), Error, "enough");
  assertThrows(() => live(given(Watch), { ...LIFE, isOneMoment: true }, child), Error, "enough");
  assertEquals(Date.now, before);
  assertEquals(times.map((time) => time - times[0]!), [0, 2000, 3000, -1000, -1000, -1000]);
});
Deno.test("the first feed that differs is reported, with the calls that led to it", () => {
  const evidence: unknown[] = oracle(LIFE);
  evidence[7] = ["b2", "a1", "b0"];
  evidence[9] = [];
  assertEquals(judgeLife(LIFE, evidence), {
    input: showLife(LIFE, 7),
    expected: '["a1", "b0"]',
    got: '["b2", "a1", "b0"]',
  });
  for (const wrong of [undefined, "b2", ["b2", "a1", "b0", "c"], ["b2", "a1"], { length: 2 }]) {
    evidence[5] = wrong;
    assertEquals(judgeLife(LIFE, evidence)?.input, showLife(LIFE, 5), String(wrong));
  }
});
Deno.test("long feeds are compared whole, though they are shown cut", () => {
  const posts = Array.from({ length: 100 }, (_, n) => ["post", "ann", `tweet ${n}`] as const);
  const life: Life = { calls: [...posts, ["getFeed", "ann", 100]], isOneMoment: false };
  const evidence: unknown[] = oracle(life);
  assertEquals(judgeLife(life, evidence), undefined);
  evidence[100] = (evidence[100] as string[]).with(99, "another");
  assert(judgeLife(life, evidence) !== undefined);
});
Deno.test("ids are strings, each of its own", () => {
  const evidence: unknown[] = ["1", undefined, "2", "3", ...Array(7)];
  assertEquals(judgeIds(LIFE, evidence), undefined);
  assertEquals(judgeIds(LIFE, evidence.with(3, "1")), {
    input: showLife(LIFE, 3),
    expected: "an id that no earlier post has",
    got: '"1"',
  });
  assertEquals(judgeIds(LIFE, evidence.with(2, 7))?.expected, "the post's id, a string");
});
Deno.test("evidence that is not one answer a call is refused", () => {
  for (const evidence of [undefined, [], [1], "text", { length: 11 }]) {
    assertThrows(() => judgeLife(LIFE, evidence), TypeError, "one answer a call is needed");
    assertThrows(() => judgeIds(LIFE, evidence), TypeError, "one answer a call is needed");
  }
  assertThrows(() => mixedLives.judge([LIFE], "none"), TypeError, "a list is needed");
});
