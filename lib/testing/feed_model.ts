/**
 * A feed in the fewest words: everything is remembered, and a page is found by looking at every post.
 *
 * Slow and plainly right. It shares nothing with `lib/storage/feed` or `lib/systems/feed` but their types, so that
 * engines and feeds can be held to its answers.
 *
 * @module
 */
import { type Random, random } from "../base/random.ts";
import type { FeedQuery, Post } from "../storage/feed/news_feed.ts";

export type { FeedQuery, Post };

/** One act of a history. */
export type FeedAct =
  | { readonly act: "post"; readonly user: string; readonly text: string }
  | { readonly act: "delete"; readonly index: number }
  | { readonly act: "follow" | "unfollow" | "block" | "unblock"; readonly one: string; readonly other: string }
  | { readonly act: "wait" | "deliver" };

/** How a random history is drawn. */
export interface HistoryOptions {
  /** Decides everything: a non-negative integer. */
  readonly seed: number;
  /** How many people there are; the first is followed most. A positive integer. */
  readonly users: number;
  /** How many acts. */
  readonly acts: number;
}

/**
 * The feed, by definition.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FeedModel } from "./feed_model.ts";
 *
 * const model = new FeedModel();
 * model.posts.push({ id: "1", author: "bob", text: "hello", timeMs: 0 });
 * assertEquals(model.feed("ann", { k: 5 }), []);
 * model.follow("ann", "bob");
 * assertEquals(model.feed("ann", { k: 5 }).length, 1);
 * ```
 */
export class FeedModel {
  /** All posts, in the order of posting. */
  readonly posts: Post[] = [];
  readonly #deleted = new Set<string>();
  readonly #follows = new Set<string>();
  readonly #blocks = new Set<string>();

  /** Takes a post back; false if it was not there. */
  delete(id: string): boolean {
    if (this.#deleted.has(id) || !this.posts.some((post) => post.id === id)) return false;
    this.#deleted.add(id);
    return true;
  }

  /** Adds a follow; false if it was so, or both are one. */
  follow(one: string, other: string): boolean {
    return one !== other && added(this.#follows, edge(one, other));
  }

  /** Takes a follow away; false if there was none. */
  unfollow(one: string, other: string): boolean {
    return this.#follows.delete(edge(one, other));
  }

  /** Adds a block; false if it was so, or both are one. */
  block(one: string, other: string): boolean {
    return one !== other && added(this.#blocks, edge(one, other));
  }

  /** Takes a block away; false if there was none. */
  unblock(one: string, other: string): boolean {
    return this.#blocks.delete(edge(one, other));
  }

  /** How many follow someone. */
  followers(user: string): number {
    return [...this.#follows].filter((pair) => pair.endsWith(edge("", user))).length;
  }

  /** The page, from the definition. */
  feed(user: string, { k, before }: FeedQuery): Post[] {
    const isSeen = ({ author, id }: Post) =>
      !this.#deleted.has(id) && (author === user || this.#follows.has(edge(user, author))) &&
      !this.#blocks.has(edge(user, author)) && !this.#blocks.has(edge(author, user));
    const isBefore = ({ timeMs, id }: Post) =>
      before === undefined || timeMs < before.timeMs || (timeMs === before.timeMs && id < before.id);
    const byPlace = (one: Post, other: Post) => other.timeMs - one.timeMs || (other.id > one.id ? 1 : -1);
    return this.posts.filter((post) => isSeen(post) && isBefore(post)).sort(byPlace).slice(0, k);
  }
}

/** The names of the users of {@linkcode randomHistory}. */
export function userNames(users: number): string[] {
  return Array.from({ length: users }, (_, n) => `user ${n}`);
}

/**
 * A history in which everything happens, most often posts and follows; small numbers of people meet each other again
 * and again: follow, unfollow, follow again, block in between.
 */
export function randomHistory({ seed, users, acts }: HistoryOptions): FeedAct[] {
  const draw = random(seed);
  const names = userNames(users);
  let posts = 0;
  return Array.from({ length: acts }, (_, n): FeedAct => {
    const kind = draw.next();
    const one = names[draw.integer(users)]!;
    const other = names[Math.min(draw.integer(users), draw.integer(users))]!; // the first are met more often
    if (kind < 0.34) {
      posts++;
      return { act: "post", user: other, text: n % 3 === 0 ? "the same words" : `words ${n}` };
    }
    if (kind < 0.40 && posts > 0) return { act: "delete", index: draw.integer(posts) };
    if (kind < 0.62) return { act: "follow", one, other };
    if (kind < 0.78) return { act: "unfollow", one, other };
    if (kind < 0.83) return { act: "block", one, other };
    if (kind < 0.88) return { act: "unblock", one, other };
    return { act: kind < 0.94 ? "wait" : "deliver" };
  });
}

/** The draw that a history's reader makes: who reads, and how much. */
export function randomReading(draw: Random, names: readonly string[]): { user: string; k: number } {
  return { user: names[draw.integer(names.length)]!, k: 1 + draw.integer(12) };
}

function edge(one: string, other: string): string {
  return `${one}\n${other}`;
}

function added(edges: Set<string>, pair: string): boolean {
  if (edges.has(pair)) return false;
  edges.add(pair);
  return true;
}
