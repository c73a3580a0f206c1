import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { newestFirst, type PostKey } from "@lib/storage/feed/feed_store.ts";
import { PostList } from "@lib/storage/feed/post_list.ts";

const key = (timeMs: number, id: string): PostKey => ({ timeMs, id });
const names = (keys: readonly PostKey[]) => keys.map(({ timeMs, id }) => `${timeMs}${id}`);

// By hand
Deno.test("newestFirst() goes by time, then by id, and knows the same place", () => {
  assertEquals(newestFirst(key(2, "a"), key(1, "b")), -1);
  assertEquals(newestFirst(key(1, "b"), key(2, "a")), 1);
  assertEquals([newestFirst(key(1, "b"), key(1, "a")), newestFirst(key(1, "a"), key(1, "b"))], [-1, 1]);
  assertEquals(newestFirst(key(1, "a"), key(1, "a")), 0);
  assertEquals(newestFirst(key(1, "Z"), key(1, "a")), 1, "by code, not by alphabet");
});

Deno.test("a list gives a page behind a place, whether a post stands there or not", () => {
  const list = new PostList<PostKey>();
  for (const [time, id] of [[5, "a"], [3, "c"], [5, "c"], [4, "b"]] as const) {
    assertEquals(list.add(key(time, id)), true);
  }
  assertEquals(list.add(key(5, "a")), false, "no post stands twice");
  assertEquals([list.size, names(list.newest({ limit: 9 }))], [4, ["5c", "5a", "4b", "3c"]]);
  assertEquals(names(list.newest({ limit: 2, before: key(5, "b") })), ["5a", "4b"]);
  assertEquals(names(list.newest({ limit: 2, before: key(4, "b") })), ["3c"]);
  assertEquals(names(list.newest({ limit: 1, wanted: ({ id }) => id === "c", before: key(5, "c") })), ["3c"]);
  assertEquals([list.remove(key(4, "x")), list.remove(key(4, "b")), list.remove(key(4, "b"))], [false, true, false]);
  assertEquals(names([list.dropOldest()!, list.dropOldest()!, list.dropOldest()!]), ["3c", "5a", "5c"]);
  assertEquals([list.dropOldest(), list.size, list.newest({ limit: 1 })], [undefined, 0, []]);
});

// Oracle
Deno.test("over random calls a list agrees with an array that is sorted each time", () => {
  for (let seed = 0; seed < 20; seed++) {
    const draw = random(seed);
    const list = new PostList<PostKey>();
    let all: PostKey[] = [];
    for (let step = 0; step < 400; step++) {
      const where = `seed ${seed}, step ${step}`;
      const one = key(draw.integer(30) + (draw.next() < 0.5 ? step : 0), "abc"[draw.integer(3)]!);
      const isThere = all.some((other) => newestFirst(one, other) === 0);
      const kind = draw.next();
      if (kind < 0.5) {
        assertEquals(list.add(one), !isThere, where);
        if (!isThere) all.push(one);
      } else if (kind < 0.6) {
        assertEquals(list.remove(one), isThere, where);
        all = all.filter((other) => newestFirst(one, other) !== 0);
      } else if (kind < 0.9) {
        all.sort(newestFirst);
        assertEquals(list.dropOldest(), all.pop(), where);
      } else {
        const limit = 1 + draw.integer(9);
        const expected = all.filter((other) => newestFirst(one, other) < 0).sort(newestFirst).slice(0, limit);
        assertEquals(list.newest({ limit, before: one }), expected, where);
      }
      assertEquals(list.size, all.length, where);
    }
  }
});
