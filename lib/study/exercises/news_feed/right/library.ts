/** The library's lists and merge behind the names of the exercise: what a reader's answer is measured against. */
import type { Post } from "../../../../storage/feed/feed_store.ts";
import { PostList } from "../../../../storage/feed/post_list.ts";
import { kWayMerge } from "../../../../systems/feed/k_way_merge.ts";
import { snowflakeIds } from "../../../../systems/feed/snowflake_ids.ts";

/** Each author's posts in a {@linkcode PostList}, merged with a heap when somebody reads. */
export class NewsFeed {
  #newId = snowflakeIds();
  #posts = new Map<string, Post>();
  #lists = new Map<string, PostList<Post>>();
  #following = new Map<string, Set<string>>();

  /** Posts a tweet and returns the post's id; the ids rise, whatever the time. */
  post(author: string, text: string): string {
    const id = this.#newId(0);
    const post = { id, author, text, timeMs: 0 };
    this.#posts.set(id, post);
    if (!this.#lists.has(author)) this.#lists.set(author, new PostList());
    this.#lists.get(author)!.add(post);
    return id;
  }

  /** From now on `a` sees the posts of `b`. */
  follow(a: string, b: string): void {
    if (!this.#following.has(a)) this.#following.set(a, new Set());
    this.#following.get(a)!.add(b);
  }

  /** From now on `a` does not. */
  unfollow(a: string, b: string): void {
    this.#following.get(a)?.delete(b);
  }

  /** The newest `k` tweets, newest first. */
  getFeed(user: string, k: number): string[] {
    const authors = new Set(this.#following.get(user)).add(user);
    const lists = Array.from(authors, (author) => this.#lists.get(author)?.newest({ limit: k }) ?? []);
    return kWayMerge(lists, k).map((post) => post.text);
  }

  /** Takes a post back. */
  deletePost(id: string): void {
    const post = this.#posts.get(id);
    if (post) this.#lists.get(post.author)!.remove(post);
  }
}
