import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { newestFirst, type PostKey } from "@lib/storage/feed/feed_store.ts";
import { kWayMerge } from "@lib/systems/feed/k_way_merge.ts";

const list = (...keys: string[]): PostKey[] => keys.map((key) => ({ timeMs: Number(key[0]), id: key }));
const ids = (posts: readonly PostKey[]) => posts.map(({ id }) => id);

// By hand
Deno.test("the newest of all lists come first, ties by id, and a post in two lists comes once", () => {
  const lists = [list("9a", "4a"), list("9b", "4a", "1a"), [], list("5z")];
  assertEquals(ids(kWayMerge(lists, 9)), ["9b", "9a", "5z", "4a", "1a"]);
  assertEquals(ids(kWayMerge(lists, 2)), ["9b", "9a"]);
  assertEquals([kWayMerge([], 5), kWayMerge([[], []], 5)], [[], []]);
});

// Oracle
Deno.test("a merge is what sorting everything gives", () => {
  const draw = random(1);
  for (let round = 0; round < 500; round++) {
    const lists = Array.from({ length: draw.integer(12) }, () => {
      const keys = Array.from({ length: draw.integer(8) }, () => `${draw.integer(10)}${"abc"[draw.integer(3)]}`);
      return list(...new Set(keys)).sort(newestFirst);
    });
    const limit = 1 + draw.integer(20);
    const unique = new Map(lists.flat().map((post) => [post.id, post]));
    const expected = [...unique.values()].sort(newestFirst).slice(0, limit);
    assertEquals(kWayMerge(lists, limit), expected, JSON.stringify(lists));
  }
});

// Invariants
Deno.test("a merge looks at each list's head and at what it takes, not at the rest", () => {
  let looks = 0;
  const watched = (length: number, offset: number) =>
    new Proxy(Array.from({ length }, (_, n) => ({ timeMs: 1e6 - n, id: String(1e6 + offset) })), {
      get(target, name, receiver) {
        if (typeof name === "string" && /^\d+$/.test(name)) looks++;
        return Reflect.get(target, name, receiver);
      },
    });
  kWayMerge(Array.from({ length: 50 }, (_, n) => watched(1000, n)), 20);
  assert(looks <= 50 + 20, `${looks} posts were looked at`);
});

// Refusals
Deno.test("a limit that is not a positive integer is refused", () => {
  for (const limit of [0, -1, 1.5, NaN]) {
    const message = `Cannot merge posts: limit must be a positive integer: current value is ${limit}`;
    assertThrows(() => kWayMerge([], limit), RangeError, message);
  }
});
