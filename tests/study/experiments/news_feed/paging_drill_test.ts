import { assertEquals, assertRejects } from "@std/assert";
import {
  PAGING_METHODS,
  pagingDrill,
  type PagingDrillOptions,
  scrollTwice,
} from "@lib/study/experiments/news_feed/paging_drill.ts";

const offset: PagingDrillOptions = { by: "offset", pages: 4, k: 10, newPosts: 0, deletedPosts: 0 };
const cursor: PagingDrillOptions = { ...offset, by: "cursor" };

// By hand: two new posts push the last two of a page onto the next; two deleted ones pull its first two over the edge.
Deno.test("with an offset, new posts repeat old ones and deleted posts hide others", async () => {
  assertEquals(await pagingDrill(offset), { repeated: [0, 0, 0, 0], missed: [0, 0, 0, 0] });
  assertEquals(await pagingDrill({ ...offset, newPosts: 2 }), { repeated: [0, 2, 4, 6], missed: [0, 0, 0, 0] });
  assertEquals(await pagingDrill({ ...offset, deletedPosts: 2 }), { repeated: [0, 0, 0, 0], missed: [0, 2, 4, 6] });
});
Deno.test("with a cursor, nothing is repeated or missed", async () => {
  const nothing = { repeated: [0, 0, 0, 0], missed: [0, 0, 0, 0] };
  assertEquals(await pagingDrill({ ...cursor, newPosts: 7 }), nothing);
  assertEquals(await pagingDrill({ ...cursor, newPosts: 3, deletedPosts: 3 }), nothing);
});

Deno.test("scrollTwice() takes repeated posts from a run with new ones, and missed posts from a run with deletions", async () => {
  const options = { pages: 3, k: 10, newPosts: 2, deletedPosts: 1 };
  assertEquals(await scrollTwice({ ...options, by: "offset" }), { repeated: [0, 2, 4], missed: [0, 1, 2] });
  assertEquals(await scrollTwice({ ...options, by: "cursor" }), { repeated: [0, 0, 0], missed: [0, 0, 0] });
  assertEquals(PAGING_METHODS.length, 2);
});

// Refusals
Deno.test("numbers out of range are refused", async () => {
  await assertRejects(() => pagingDrill({ ...cursor, pages: 0 }), RangeError, "pages must be a positive integer");
  await assertRejects(() => pagingDrill({ ...cursor, k: 1.5 }), RangeError, "k must be a positive integer");
  await assertRejects(
    () => pagingDrill({ ...cursor, newPosts: -1 }),
    RangeError,
    "newPosts must be a non-negative integer",
  );
  await assertRejects(() => pagingDrill({ ...cursor, deletedPosts: NaN }), RangeError, "deletedPosts must be");
});
