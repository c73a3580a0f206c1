import { assertEquals, assertRejects } from "@std/assert";
import { deliveryLags } from "@lib/study/experiments/news_feed/delivery_lag.ts";

const followers = { star: 1000, bob: 50, ann: 100 };
const tried = { followers, celebrityFollowers: Infinity, batch: 100, stepMs: 10 };

// By hand: a step for each 100 followers, and one more where the last step was full.
Deno.test("a post waits for its own steps and for those before it", async () => {
  const posts = [{ author: "bob", atMs: 0 }, { author: "star", atMs: 100 }, { author: "bob", atMs: 150 }];
  assertEquals(await deliveryLags({ ...tried, posts }), [10, 110, 70]); // the star is done at 210, bob at 220
  assertEquals(await deliveryLags({ ...tried, posts, stepMs: 1 }), [1, 11, 1]);
  assertEquals(await deliveryLags({ ...tried, posts, batch: 1001 }), [10, 10, 10]);
  assertEquals(await deliveryLags({ ...tried, posts: [{ author: "ann", atMs: 5 }] }), [20]);
});
Deno.test("a celebrity's post is read from his list: nobody waits for it", async () => {
  const posts = [{ author: "star", atMs: 0 }, { author: "bob", atMs: 1 }];
  assertEquals(await deliveryLags({ ...tried, posts, celebrityFollowers: 500 }), [0, 10]);
});

// Refusals
Deno.test("a batch or a step's time out of range is refused", async () => {
  await assertRejects(() => deliveryLags({ ...tried, posts: [], batch: 0 }), RangeError, "batch must be");
  await assertRejects(() => deliveryLags({ ...tried, posts: [], stepMs: 0 }), RangeError, "stepMs must be");
});
