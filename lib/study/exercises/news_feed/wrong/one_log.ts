/**
 * One log of all posts, walked from its newest end until k are found: right in what it returns, but strangers cost as
 * well.
 */
export class NewsFeed {
  #posts: { id: string; author: string; tweet: string }[] = [];
  #following = new Map<string, Set<string>>();
  #count = 0;
  post(author: string, tweet: string): string {
    const id = String(++this.#count);
    this.#posts.push({ id, author, tweet });
    return id;
  }
  follow(a: string, b: string): void {
    this.#following.set(a, (this.#following.get(a) ?? new Set()).add(b));
  }
  unfollow(a: string, b: string): void {
    this.#following.get(a)?.delete(b);
  }
  getFeed(user: string, k: number): string[] {
    const seen = new Set(this.#following.get(user)).add(user);
    const tweets: string[] = [];
    for (let at = this.#posts.length - 1; at >= 0 && tweets.length < k; at--) {
      if (seen.has(this.#posts[at]!.author)) tweets.push(this.#posts[at]!.tweet);
    }
    return tweets;
  }
  deletePost(id: string): void {
    this.#posts = this.#posts.filter((post) => post.id !== id);
  }
}
