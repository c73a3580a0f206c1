/**
 * Reading a feed page by page while others post and delete: what a reader meets twice, and what he never meets.
 *
 * Two ways to say where the next page begins. By **offset**, "skip as many as I have seen", the places shift under the reader:
 * each new post pushes an old one onto the next page, where he meets it again, and each deleted one pulls one over the edge that
 * he never meets. By **place**, "before this time and id", nothing that happens elsewhere moves the edge.
 *
 * Cost: one read of the feed a page; by offset, reads that grow with the page's number.
 *
 * Not here on purpose: pages backwards, new posts above the first page (a reader pulls to refresh).
 *
 * @module
 */
import { checkNonNegativeInteger, checkPositiveInteger } from "../../base/argument.ts";
import { MemoryFeedStore } from "../../storage/feed/memory_feed_store.ts";
import { PullFeed } from "./pull_feed.ts";
import type { NewsFeed, Post } from "./stored_feed.ts";

export type { NewsFeed, Post };

/** What is tried. */
export interface PagingDrillOptions {
  /** How the next page is found. */
  readonly by: "offset" | "place";
  /** Pages read. */
  readonly pages: number;
  /** Posts of a page. */
  readonly k: number;
  /** New posts between two pages. */
  readonly newPosts: number;
  /** Newest posts deleted between two pages, of those that have been read. */
  readonly deletedPosts: number;
}

/** What a reader has met after each page, all in all. */
export interface PagingDrill {
  /** Posts met again. */
  readonly repeated: readonly number[];
  /** Posts passed by: older than one that has been met, there all the time, never met. */
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
 * assertEquals((await pagingDrill({ ...drill, by: "place" })).repeated, [0, 0, 0]);
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
    const posts = by === "place"
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
