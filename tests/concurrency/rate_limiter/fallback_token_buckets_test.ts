import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type FallbackOptions,
  FallbackTokenBuckets,
  StoreUnavailableError,
} from "@lib/concurrency/rate_limiter/fallback_token_buckets.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { FlakyStore } from "@lib/testing/flaky_store.ts";
import { findViolation, type Grant } from "@lib/testing/rate_limit_checker.ts";

const limit = { capacity: 12, refillPerSecond: 6 };
const away = new StoreUnavailableError("away");

function guardedStore(options: FallbackOptions) {
  const clock = new ManualClock();
  const store = new FlakyStore(limit, { clock });
  return { clock, store, guarded: new FallbackTokenBuckets(store, { clock, ...options }) };
}

// By hand
Deno.test("while the store is up its answers are passed on, whatever the choice", async () => {
  for (
    const choice of [{ failureMode: "fail-open" }, { failureMode: "fail-closed" }, {
      failureMode: "local",
      instances: 3,
    }] as const
  ) {
    const { guarded } = guardedStore(choice);
    assertEquals(await guarded.take("a", 12), { granted: true, tokens: 0, by: "store" });
    assertEquals(await guarded.take("a"), { granted: false, retryAfterMs: 167, key: "a", by: "store" });
    assertEquals(await guarded.takeAll([{ key: "b", n: 5 }, { key: "a" }]), {
      granted: false,
      retryAfterMs: 167,
      key: "a",
      by: "store",
    });
  }
});
Deno.test("open: without the store everything is granted, and marked as counted by nobody", async () => {
  const { store, guarded } = guardedStore({ failureMode: "fail-open" });
  store.error = away;
  for (let ask = 0; ask < 100; ask++) {
    assertEquals(await guarded.take("a", 12), { granted: true, by: "fail-open" });
  }
});
Deno.test("closed: without the store every request rejects with the store's error, and none looks like a refusal", async () => {
  const { store, guarded } = guardedStore({ failureMode: "fail-closed" });
  store.error = away;
  for (let ask = 0; ask < 5; ask++) {
    assertStrictEquals(await assertRejects(() => guarded.take("a"), StoreUnavailableError), away);
    assertStrictEquals(await assertRejects(() => guarded.takeAll([{ key: "a" }]), StoreUnavailableError), away);
  }
});
Deno.test("local share: a third of the burst and a third of the rate, for one of three", async () => {
  const { clock, store, guarded } = guardedStore({ failureMode: "local", instances: 3 });
  store.error = away;
  assertEquals(await guarded.take("a", 4), { granted: true, tokens: 0, by: "local" }); // 12 / 3
  assertEquals(await guarded.take("a"), { granted: false, retryAfterMs: 500, key: "a", by: "local" }); // 6 / 3 a second
  clock.advance(500);
  assertEquals((await guarded.take("a")).granted, true);
  const everybody = { key: "everybody", n: 2, limit: { capacity: 6, refillPerSecond: 3 } };
  assertEquals(await guarded.takeAll([{ key: "b" }, everybody]), { granted: true, tokens: 0, by: "local" });
});
Deno.test("local share: more than the share can't be decided here, and is no refusal either", async () => {
  const { store, guarded } = guardedStore({ failureMode: "local", instances: 3 });
  store.error = away;
  await assertRejects(() => guarded.take("a", 5), StoreUnavailableError);
  await assertRejects(() => guarded.takeAll([{ key: "b" }, { key: "a", n: 4.5 }]), StoreUnavailableError);
  assertEquals(await guarded.take("b", 4), { granted: true, tokens: 0, by: "local" });
});

// Leaving a store alone that is down
Deno.test("a store that is down is asked once a second, by one request, while the others go on without it", async () => {
  const heard: StoreUnavailableError[] = [];
  const { clock, store, guarded } = guardedStore({
    failureMode: "fail-open",
    onStoreUnavailable: (error) => heard.push(error),
  });
  store.error = away;
  for (let ask = 0; ask < 50; ask++) await guarded.take("a");
  assertEquals([store.asked, heard.length], [1, 1]);
  clock.advance(999);
  await guarded.take("a");
  assertEquals(store.asked, 1);
  clock.advance(1);
  const answers = await Promise.all(Array.from({ length: 50 }, () => guarded.take("a")));
  assertEquals([store.asked, heard.length, answers.every(({ by }) => by === "fail-open")], [2, 2, true]);
  store.error = undefined;
  clock.advance(1000);
  assertEquals((await guarded.take("a")).by, "store");
  assertEquals((await guarded.take("a")).by, "store", "from now on it is asked by all");
  assertEquals(store.asked, 4);
});
Deno.test("the one who tries again is not followed before it has an answer", async () => {
  const { clock, store, guarded } = guardedStore({ failureMode: "fail-open", retryStoreMs: 10 });
  store.error = away;
  await guarded.take("a");
  clock.advance(10);
  store.error = undefined;
  const answers = await Promise.all([guarded.take("a"), guarded.take("a")]);
  assertEquals(answers.map(({ by }) => by), ["store", "fail-open"]);
});
Deno.test("a mistake is thrown, and does not open the gate", async () => {
  const { store, guarded } = guardedStore({ failureMode: "fail-open" });
  store.error = new Error("WRONGTYPE");
  await assertRejects(() => guarded.take("a"), Error, "WRONGTYPE");
  await assertRejects(() => guarded.take("a"), Error, "WRONGTYPE");
  store.error = undefined;
  assertEquals((await guarded.take("a")).by, "store");
  await assertRejects(() => guarded.take("a", 13), RangeError, "at most the capacity");
});

// Invariant
Deno.test("three instances without their store never grant more than the limit together", async () => {
  const clock = new ManualClock();
  const instances = Array.from({ length: 3 }, () => {
    const store = new FlakyStore(limit, { clock });
    store.error = away;
    return new FallbackTokenBuckets(store, { clock, failureMode: "local", instances: 3 });
  });
  const grants: Grant[] = [];
  for (let ms = 0; ms < 4000; ms += 7) {
    for (const instance of instances) {
      const { granted } = await instance.take("a");
      if (granted) grants.push({ fromMs: clock.nowMs(), toMs: clock.nowMs(), n: 1 });
    }
    clock.advance(7);
  }
  assertEquals(findViolation(grants, limit), undefined);
  assertEquals(grants.length, 12 + 3 * Math.floor(3.997 * 2));
});

// A callback that throws
Deno.test("a callback that throws changes no decision", async () => {
  const clock = new ManualClock();
  const store = new FlakyStore(limit, { clock });
  store.error = new StoreUnavailableError("away");
  const onStoreUnavailable = () => {
    throw new Error("in the callback");
  };
  const guarded = new FallbackTokenBuckets(store, { failureMode: "fail-open", clock, onStoreUnavailable });
  assertEquals(await guarded.take("a"), { granted: true, by: "fail-open" });
});

// Refusals
Deno.test("what is no store is refused", () => {
  assertThrows(
    () => new FallbackTokenBuckets({ limit } as never, { failureMode: "fail-open" }),
    TypeError,
    "Cannot guard a store: store.take must be a function: current value is undefined",
  );
});
Deno.test("a guard that can't be meant is refused by name and value", () => {
  const store = new FlakyStore(limit, { clock: new ManualClock() });
  const refused: [unknown, new () => Error, string][] = [
    [{ failureMode: "local" }, TypeError, "instances must be a positive integer: current value is undefined"],
    [{ failureMode: "local", instances: 0 }, RangeError, "instances must be a positive integer"],
    [
      { failureMode: "hope" },
      TypeError,
      'failureMode must be "fail-open", "fail-closed" or "local": current value is "hope"',
    ],
    [{}, TypeError, "current value is undefined"],
    [null, TypeError, "options must be an object: current value is null"],
    [
      { failureMode: "fail-open", onStoreUnavailable: 3 },
      TypeError,
      "onStoreUnavailable must be a function: current value is 3",
    ],
    [{ failureMode: "fail-open", retryStoreMs: 0 }, RangeError, "retryStoreMs must be a positive finite number"],
  ];
  for (const [options, errorClass, message] of refused) {
    assertThrows(() => new FallbackTokenBuckets(store, options as FallbackOptions), errorClass, message);
  }
});
