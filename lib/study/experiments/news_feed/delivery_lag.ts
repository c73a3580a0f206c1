/**
 * How long posts wait for their last follower when a worker of a given speed delivers them: an experiment in virtual
 * time.
 *
 * Posts come at given times; one worker takes their jobs in the order of posting, `batch` followers a step, each step
 * taking `stepMs`. The steps are those of a real store, only their duration is given. So a post's lag is its own
 * deliveries and those of all posts before it that are still waiting: one celebrity delays everybody.
 *
 * Cost: one step of the store a batch.
 *
 * Not here on purpose: several workers, steps that take longer at times.
 *
 * @module
 */
import { checkPositive, checkPositiveInteger } from "../../../base/argument.ts";
import { MemoryFeedStore } from "../../../storage/feed/memory_feed_store.ts";
import { feedOf } from "./film_replay.ts";

/** What is tried. */
export interface DeliveryLagOptions {
  /** Followers of each author, by name. */
  readonly followers: Readonly<Record<string, number>>;
  /** Who posts and when, in the order of time. */
  readonly posts: readonly { readonly author: string; readonly atMs: number }[];
  /** Followers that make a celebrity, whose posts are not delivered; `Infinity` for a feed that only pushes. */
  readonly celebrityFollowers: number;
  /** Followers of a step. @default {100} */
  readonly batch?: number;
  /** What a step takes, in milliseconds. @default {10} */
  readonly stepMs?: number;
}

/**
 * The lag of each post in milliseconds: from posting to its last follower. 0 for a post that is read from its author's
 * list.
 * @throws {RangeError} If `batch` is not a positive integer or `stepMs` not positive.
 *
 * @example Three steps for the celebrity, and whoever posts next waits for them
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { deliveryLags } from "./delivery_lag.ts";
 *
 * const followers = { star: 250, ann: 1 };
 * const posts = [{ author: "star", atMs: 0 }, { author: "ann", atMs: 5 }];
 * assertEquals(await deliveryLags({ followers, posts, celebrityFollowers: Infinity }), [30, 35]);
 * assertEquals(await deliveryLags({ followers, posts, celebrityFollowers: 200 }), [0, 10]);
 * ```
 */
export async function deliveryLags(options: DeliveryLagOptions): Promise<number[]> {
  const { followers, posts, celebrityFollowers, batch = 100, stepMs = 10 } = options;
  const action = "measure delivery lags";
  checkPositiveInteger(batch, { action, argument: "batch" });
  checkPositive(stepMs, { action, argument: "stepMs" });
  const store = new MemoryFeedStore();
  let nowMs = 0;
  const feed = feedOf(store, { celebrityFollowers, clock: { nowMs: () => nowMs } });
  for (const [author, count] of Object.entries(followers)) {
    for (let n = 0; n < count; n++) await feed.follow(`reader ${n}`, author);
  }
  const indexes = new Map<string, number>();
  for (const [index, { author, atMs }] of posts.entries()) {
    nowMs = atMs;
    indexes.set(await feed.post(author, "a post"), index);
  }
  const lags = posts.map(() => 0);
  let freeAtMs = 0;
  for (;;) {
    const step = await store.fanOutStep({ batch });
    if (step === undefined) return lags;
    const postedAtMs = step.post?.timeMs ?? 0;
    freeAtMs = Math.max(freeAtMs, postedAtMs) + stepMs;
    if (step.isLast && step.post) lags[indexes.get(step.post.id)!] = freeAtMs - postedAtMs;
  }
}
