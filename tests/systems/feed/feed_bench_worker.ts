/**
 * Feeds of three kinds among 100,000 people, in a Worker: a bench row is synchronous, so it posts a task here and waits
 * on shared memory until the feeds, which are asynchronous, have done it.
 */
import { parentPort } from "node:worker_threads";
import { random } from "@lib/base/random.ts";
import { zipf } from "@lib/base/zipf.ts";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { drainFanOut } from "@lib/systems/feed/fan_out_worker.ts";
import { feedOf, type NewsFeed } from "@lib/study/experiments/news_feed/film_replay.ts";

const PEOPLE = 100_000;
const FOLLOWS = 1_000_000;
const POSTS_BEFORE = 10_000;
/** Kept small, so that three worlds fit into memory. */
const TIMELINE_CAPACITY = 100;
const CELEBRITY_FOLLOWERS = { pull: 0, hybrid: 2000, push: Infinity } as const;

export type Kind = keyof typeof CELEBRITY_FOLLOWERS;
export interface Task {
  readonly kind: Kind;
  readonly reads: number;
  readonly posts: number;
  readonly seed: number;
  /** Where the answer goes: the time in milliseconds and a sum over all pages; and the word to be woken by. */
  readonly answer: Float64Array;
  readonly bell: Int32Array;
}

interface World {
  readonly store: MemoryFeedStore;
  readonly feed: NewsFeed;
  /** By number, as all three worlds must have the same. */
  posted: number;
}

const worlds = new Map<Kind, Promise<World>>();
const name = (person: number) => `person ${person}`;

/** Who is followed follows a power law, and who is followed much posts much. */
function crowd(seed: number) {
  const draw = random(seed);
  const rank = zipf({ exponent: 0.8, size: PEOPLE, random: draw });
  return { anyone: () => name(draw.integer(PEOPLE)), popular: () => name(rank() - 1) };
}

async function createWorld(kind: Kind): Promise<World> {
  const store = new MemoryFeedStore({ timelineCapacity: TIMELINE_CAPACITY });
  let nowMs = 0;
  const feed = feedOf(store, { celebrityFollowers: CELEBRITY_FOLLOWERS[kind], clock: { nowMs: () => nowMs++ } });
  const { anyone, popular } = crowd(1);
  for (let n = 0; n < FOLLOWS; n++) await feed.follow(anyone(), popular());
  for (let n = 0; n < POSTS_BEFORE; n++) await feed.post(popular(), "hello");
  await drainFanOut(store, { batch: 1000 });
  return { store, feed, posted: POSTS_BEFORE };
}

async function run({ kind, reads, posts, seed }: Task): Promise<[ms: number, sum: number]> {
  if (!worlds.has(kind)) worlds.set(kind, createWorld(kind));
  const { store, feed } = await worlds.get(kind)!;
  const { anyone, popular } = crowd(seed);
  const beginMs = performance.now();
  let sum = 0;
  const readsPerPost = posts === 0 ? reads : reads / posts;
  for (let post = 0; post < Math.max(1, posts); post++) {
    if (posts > 0) {
      await feed.post(popular(), "hello");
      await drainFanOut(store, { batch: 1000 });
    }
    for (let read = 0; read < readsPerPost; read++) {
      for (const { timeMs } of await feed.getFeed(anyone(), 20)) sum = (sum * 31 + timeMs) % 1_000_003;
    }
  }
  return [performance.now() - beginMs, sum];
}

parentPort!.on("message", async (task: Task) => {
  try {
    task.answer.set(await run(task));
  } catch (error) {
    console.error(error);
    task.answer.set([NaN, NaN]);
  }
  Atomics.store(task.bell, 0, 1);
  Atomics.notify(task.bell, 0);
});
