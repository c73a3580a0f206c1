import { assert, assertEquals } from "@std/assert";
import { TokenBuckets, type TokenBucketStore } from "@lib/concurrency/rate_limiter/token_buckets.ts";
import { type CreateStores, tokenBucketsContract } from "@lib/testing/token_buckets_contract.ts";

/** The demands that stores made by `create` don't meet. */
async function unmet(create: CreateStores): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of tokenBucketsContract(create)) {
    try {
      await run();
    } catch {
      names.push(name);
    }
  }
  return names;
}

/** Stores that share buckets, each bent by `bend`. */
const bent =
  (bend: (buckets: TokenBuckets) => Partial<TokenBucketStore>): CreateStores => (limit, { clock, count }) => {
    const buckets = new TokenBuckets(limit, { clock });
    return Array.from({ length: count }, () => ({
      limit,
      take: (key: string, n?: number) => buckets.take(key, n),
      takeAll: (requests: Parameters<TokenBucketStore["takeAll"]>[0]) => buckets.takeAll(requests),
      ...bend(buckets),
    }));
  };

Deno.test("the embedded engine meets every demand", async () => {
  assertEquals(await unmet(bent(() => ({}))), []);
});
Deno.test("an engine that lacks one thing is told which", async () => {
  const broken: [string, CreateStores][] = [
    ["each key has a bucket of its own", bent((buckets) => ({ take: (_, n) => buckets.take("one", n) }))],
    [
      "several keys are taken from together or not at all",
      bent((buckets) => ({
        takeAll: (requests) =>
          requests.map((request) => buckets.takeAll([request])).findLast(({ granted }) => !granted)!,
      })),
    ],
    [
      "64 racing over several stores never exceed the limit",
      (limit, { clock, count }) => Array.from({ length: count }, () => new TokenBuckets(limit, { clock })),
    ],
    [
      "looking, which asks for nothing, changes nothing",
      bent((buckets) => ({ take: (key, n) => buckets.take(key, n === 0 ? 0.001 : n) })),
    ],
    [
      "polled each millisecond at 1.9 tokens a millisecond, 1.9 a millisecond are granted",
      (limit, { clock, count }) => {
        const refillPerSecond = limit.refillPerSecond > 1000 ? 1800 : limit.refillPerSecond;
        const buckets = new TokenBuckets({ ...limit, refillPerSecond }, { clock });
        return Array.from({ length: count }, () => buckets);
      },
    ],
    [
      "a refusal changes nothing, and says when to come back",
      bent((buckets) => ({
        take: (key, n) => {
          const answer = buckets.take(key, n);
          return answer.granted ? answer : { ...answer, retryAfterMs: answer.retryAfterMs + 1 };
        },
      })),
    ],
    [
      "what can't be granted or meant is refused by name and value, and changes nothing",
      bent((buckets) => ({ take: (key, n = 1) => buckets.take(key, Math.min(n, buckets.limit.capacity)) })),
    ],
    [
      "a clock that steps back pays nothing twice, and hours back stop nothing",
      (limit, { clock, count }) => {
        let highestMs = -Infinity;
        const stuck = { nowMs: () => highestMs = Math.max(highestMs, clock.nowMs()), sleep: () => Promise.resolve() };
        const buckets = new TokenBuckets(limit, { clock: stuck });
        return Array.from({ length: count }, () => buckets);
      },
    ],
  ];
  for (const [name, create] of broken) {
    const names = await unmet(create);
    assert(names.includes(name), `${name}: ${names.join("; ") || "nothing is unmet"}`);
  }
});
