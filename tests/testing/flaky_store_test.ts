import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { FlakyStore } from "@lib/testing/flaky_store.ts";
import { tokenBucketsContract } from "@lib/testing/token_buckets_contract.ts";

Deno.test("while it is away it rejects with its error, counts all the same, and takes nothing", async () => {
  const store = new FlakyStore({ capacity: 2, refillPerSecond: 1 }, { clock: new ManualClock() });
  store.error = new Error("away");
  assertStrictEquals(await assertRejects(() => store.take("a")), store.error);
  assertStrictEquals(await assertRejects(() => store.takeAll([{ key: "a" }])), store.error);
  store.error = undefined;
  assertEquals([await store.take("a", 2), store.asked], [{ granted: true, tokens: 0 }, 3]);
});
Deno.test("a store that is taken away while it is asked does not answer", async () => {
  const store = new FlakyStore({ capacity: 2, refillPerSecond: 1 }, { clock: new ManualClock() });
  const asked = store.take("a");
  store.error = new Error("away");
  await assertRejects(() => asked, Error, "away");
});
for (
  const demand of tokenBucketsContract((limit, { clock, count }) => {
    const store = new FlakyStore(limit, { clock });
    return Array.from({ length: count }, () => store);
  })
) Deno.test(`FlakyStore: ${demand.name}`, () => demand.run());
