import { assertEquals, assertRejects } from "@std/assert";
import { pagingDrill, type PagingDrillOptions } from "@lib/systems/feed/paging_drill.ts";

const offset: PagingDrillOptions = { by: "offset", pages: 4, k: 10, newPosts: 0, deletedPosts: 0 };
const place: PagingDrillOptions = { ...offset, by: "place" };

// By hand: two new posts push the last two of a page onto the next; two deleted ones pull its first two over the edge.
Deno.test("by offset, new posts repeat old ones and deleted posts hide others", async () => {
  assertEquals(await pagingDrill(offset), { repeated: [0, 0, 0, 0], missed: [0, 0, 0, 0] });
  assertEquals(await pagingDrill({ ...offset, newPosts: 2 }), { repeated: [0, 2, 4, 6], missed: [0, 0, 0, 0] });
  assertEquals(await pagingDrill({ ...offset, deletedPosts: 2 }), { repeated: [0, 0, 0, 0], missed: [0, 2, 4, 6] });
});
Deno.test("by place, nothing is repeated or missed", async () => {
  const nothing = { repeated: [0, 0, 0, 0], missed: [0, 0, 0, 0] };
  assertEquals(await pagingDrill({ ...place, newPosts: 7 }), nothing);
  assertEquals(await pagingDrill({ ...place, newPosts: 3, deletedPosts: 3 }), nothing);
});

// Refusals
Deno.test("numbers out of range are refused", async () => {
  await assertRejects(() => pagingDrill({ ...place, pages: 0 }), RangeError, "pages must be a positive integer");
  await assertRejects(() => pagingDrill({ ...place, k: 1.5 }), RangeError, "k must be a positive integer");
  await assertRejects(
    () => pagingDrill({ ...place, newPosts: -1 }),
    RangeError,
    "newPosts must be a non-negative integer",
  );
  await assertRejects(() => pagingDrill({ ...place, deletedPosts: NaN }), RangeError, "deletedPosts must be");
});
