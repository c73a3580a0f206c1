import { assertEquals, assertRejects } from "@std/assert";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { drainFanOut, type FanOutStep, runFanOut } from "@lib/systems/feed/fan_out_worker.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

async function storeWithFollowers(followers: number): Promise<MemoryFeedStore> {
  const store = new MemoryFeedStore();
  for (let n = 0; n < followers; n++) await store.follow(`reader ${n}`, "star", { backFill: true });
  return store;
}
const add = (store: MemoryFeedStore, timeMs: number) =>
  store.addPost({ id: `p${timeMs}`, author: "star", text: "hello", timeMs }, { fanOut: true });

// By hand: 25 followers in batches of 10 are three steps.
Deno.test("a worker takes bounded steps, and the lag runs to the last of them", async () => {
  const store = await storeWithFollowers(25);
  const clock = new ManualClock();
  const slow = new MemoryFeedStore();
  slow.fanOutStep = async (options) => {
    await clock.sleep(7); // what a step takes behind a network
    return await store.fanOutStep(options);
  };
  const stop = new AbortController();
  const told: [FanOutStep, number | undefined][] = [];
  const options = {
    store: slow,
    clock,
    batch: 10,
    pauseMs: 100,
    onStep: (...one: (typeof told)[0]) => void told.push(one),
  };
  const worker = runFanOut(options, stop.signal);
  await add(store, 0);
  await clock.run(21);
  assertEquals(told.map(([step, lagMs]) => [step.followers, step.isLast, lagMs]), [
    [10, false, undefined],
    [10, false, undefined],
    [5, true, 21],
  ]);
  await clock.run(7);
  await add(store, 28); // the worker has just looked and found nothing: it looks again after 100
  await clock.run(100 + 21);
  assertEquals(told.at(-1)?.[1], 100 + 21);
  stop.abort();
  await clock.run(200);
  await worker;
});

Deno.test("a whole list that was delivered has no lag", async () => {
  const [store, clock, stop] = [await storeWithFollowers(1), new ManualClock(), new AbortController()];
  await store.setMode("star", "pulled");
  await add(store, 0);
  await store.setMode("star", "pushed");
  const lags: unknown[] = [];
  const worker = runFanOut({ store, clock, onStep: (step, lagMs) => lags.push([step.post, lagMs]) }, stop.signal);
  await clock.run(1);
  assertEquals(lags, [[undefined, undefined]]);
  stop.abort();
  await worker;
});

Deno.test("draining does what there is, or so many steps", async () => {
  const store = await storeWithFollowers(25);
  await add(store, 1);
  assertEquals([await drainFanOut(store, { batch: 10, steps: 2 }), await store.pendingJobs()], [20, 1]);
  assertEquals([await drainFanOut(store, { batch: 10 }), await store.pendingJobs()], [5, 0]);
  assertEquals(await drainFanOut(store), 0);
});

// Refusals
Deno.test("a worker refuses wrong options, passes on what the store throws, and does not start when it is stopped", async () => {
  const [store, clock, signal] = [new MemoryFeedStore(), new ManualClock(), AbortSignal.abort()];
  await runFanOut({ store, clock }, signal);
  await assertRejects(
    () => runFanOut({ store, clock, batch: 0 }, signal),
    RangeError,
    "batch must be a positive integer",
  );
  await assertRejects(() => runFanOut({ store, clock, pauseMs: -1 }, signal), RangeError, "pauseMs must be");
  store.fanOutStep = () => Promise.reject(new Error("the store is down"));
  await assertRejects(() => runFanOut({ store, clock }, new AbortController().signal), Error, "the store is down");
});
