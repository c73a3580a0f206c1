/**
 * A news feed in the fewest lines: each post stands once, in its author's list, and a read sorts the last k of each.
 *
 * O(follows · k · log) a read, O(1) for everything else but a delete, which looks through its author's list.
 */
export class NewsFeed {
  #count = 0;
  #posts = new Map<string, { number: number; tweet: string }[]>();
  #authors = new Map<string, string>();
  #following = new Map<string, Set<string>>();

  /** Posts a tweet and returns the post's id: its number. */
  post(user: string, tweet: string): string {
    const number = ++this.#count;
    if (!this.#posts.has(user)) this.#posts.set(user, []);
    this.#posts.get(user)!.push({ number, tweet });
    this.#authors.set(String(number), user);
    return String(number);
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
    const authors = [...new Set(this.#following.get(user)).add(user)];
    return authors
      .flatMap((author) => (this.#posts.get(author) ?? []).slice(-k))
      .sort((a, b) => b.number - a.number)
      .slice(0, k)
      .map((post) => post.tweet);
  }

  /** Takes a post back. */
  deletePost(id: string): void {
    const author = this.#authors.get(id);
    if (author === undefined) return;
    this.#posts.set(author, this.#posts.get(author)!.filter((post) => String(post.number) !== id));
  }
}
