/**
 * Reading a feed page by page while others post and delete: what a reader sees twice, and what a reader never sees.
 *
 * There are two ways to say where the next page begins. With an **offset** ("skip the 40 I have seen"), positions
 * shift: each new post pushes an old one onto the next page, where the reader sees it again, and each deletion pulls a
 * post onto a page that the reader has left. With a **cursor** ("before this time and id"), nothing that happens
 * elsewhere moves the boundary.
 *
 * Cost: one read of the feed a page; with offsets, reads that grow with the page's number.
 *
 * Not here on purpose: pages backwards, new posts above the first page (a reader pulls to refresh).
 *
 * @module
 */
import { checkNonNegativeInteger, checkPositiveInteger } from "../../../base/argument.ts";
import { MemoryFeedStore } from "../../../storage/feed/memory_feed_store.ts";
import { PullFeed } from "../../../systems/feed/pull_feed.ts";
import type { NewsFeed, Post } from "../../../systems/feed/base_feed.ts";

export type { NewsFeed, Post };

/** How a service can find the next page. */
export const PAGING_METHODS = ["offset", "cursor"] as const;

/** One of {@linkcode PAGING_METHODS}. */
export type PagingMethod = (typeof PAGING_METHODS)[number];

/** What is tried. */
export interface PagingDrillOptions {
  /** How the next page is found. */
  readonly by: PagingMethod;
  /** Pages read. */
  readonly pages: number;
  /** Posts of a page. */
  readonly k: number;
  /** New posts between two pages. */
  readonly newPosts: number;
  /** Newest posts deleted between two pages, of those that have been read. */
  readonly deletedPosts: number;
}

/** What a reader has seen after each page, in total. */
export interface PagingDrill {
  /** Posts seen again. */
  readonly repeated: readonly number[];
  /** Posts skipped: older than one that was seen, there all the time, and never seen. */
  readonly missed: readonly number[];
}

/**
 * Reads `pages` pages.
 * @throws {RangeError} If `pages` or `k` is not a positive integer, or a number of posts is negative or fractional.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pagingDrill } from "./paging_drill.ts";
 *
 * const drill = { pages: 3, k: 10, newPosts: 2, deletedPosts: 0 };
 * assertEquals((await pagingDrill({ ...drill, by: "offset" })).repeated, [0, 2, 4]);
 * assertEquals((await pagingDrill({ ...drill, by: "cursor" })).repeated, [0, 0, 0]);
 * ```
 */
export async function pagingDrill(options: PagingDrillOptions): Promise<PagingDrill> {
  const { by, pages, k, newPosts, deletedPosts } = options;
  const action = "page through a feed";
  checkPositiveInteger(pages, { action, argument: "pages" });
  checkPositiveInteger(k, { action, argument: "k" });
  checkNonNegativeInteger(newPosts, { action, argument: "newPosts" });
  checkNonNegativeInteger(deletedPosts, { action, argument: "deletedPosts" });
  let nowMs = 0;
  const feed = new PullFeed({ store: new MemoryFeedStore(), clock: { nowMs: () => nowMs } });
  await feed.follow("reader", "author");
  const post = () => feed.post("author", `post at ${++nowMs}`);
  const posted: string[] = []; // before the first page, oldest first
  for (let n = 0; n < 2 * pages * k; n++) posted.push(await post());

  const met = new Map<string, number>(); // how often, by id
  const repeated: number[] = [], missed: number[] = [];
  const doomed = posted.slice(-k).reverse(); // the newest, which the first page shows
  let last: Post | undefined;
  for (let page = 0; page < pages; page++) {
    const posts = by === "cursor"
      ? await feed.getFeed("reader", { k, ...last && { before: last } })
      : (await feed.getFeed("reader", (page + 1) * k)).slice(page * k);
    for (const { id } of posts) met.set(id, (met.get(id) ?? 0) + 1);
    last = posts.at(-1);
    const deepest = posted.findIndex((id) => met.has(id));
    repeated.push([...met.values()].reduce((sum, times) => sum + times - 1, 0));
    missed.push(posted.slice(deepest).filter((id) => !met.has(id)).length);
    for (let n = 0; n < newPosts; n++) await post();
    for (const id of doomed.splice(0, deletedPosts)) await feed.deletePost(id);
  }
  return { repeated, missed };
}

/**
 * Reads the same pages in two runs, one with new posts between the pages and one with deletions.
 * @returns Posts repeated in the first run and posts missed in the second, after each page.
 * @throws {RangeError} As {@linkcode pagingDrill} does.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scrollTwice } from "./paging_drill.ts";
 *
 * const scroll = { pages: 3, k: 10, newPosts: 2, deletedPosts: 1 };
 * assertEquals(await scrollTwice({ ...scroll, by: "offset" }), { repeated: [0, 2, 4], missed: [0, 1, 2] });
 * ```
 */
export async function scrollTwice(options: PagingDrillOptions): Promise<PagingDrill> {
  const { repeated } = await pagingDrill({ ...options, deletedPosts: 0 });
  const { missed } = await pagingDrill({ ...options, newPosts: 0 });
  return { repeated, missed };
}
