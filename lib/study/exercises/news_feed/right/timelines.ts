/**
 * A news feed that copies: every reader has a timeline, oldest first, into which each post by an author he follows is
 * put when it is made, and all of an author's posts when he is followed. A read walks it from the newest and asks the
 * follows and the tombstones.
 */
export class NewsFeed {
  #posts: { user: string; tweet: string; isDeleted: boolean }[] = [];
  #byUser = new Map<string, number[]>();
  #timelines = new Map<string, number[]>();
  #following = new Map<string, Set<string>>();
  #followers = new Map<string, Set<string>>();

  /** Posts a tweet into the timelines of all who follow, and one's own. */
  post(user: string, tweet: string): string {
    const number = this.#posts.push({ user, tweet, isDeleted: false }) - 1;
    listOf(this.#byUser, user).push(number);
    for (const reader of setOf(this.#followers, user)) listOf(this.#timelines, reader).push(number);
    listOf(this.#timelines, user).push(number);
    return `post ${number}`;
  }

  /** From now on `a` sees the posts of `b`: the old ones go into the timeline at once. */
  follow(a: string, b: string): void {
    if (a === b || setOf(this.#following, a).has(b)) return;
    setOf(this.#following, a).add(b);
    setOf(this.#followers, b).add(a);
    const others = listOf(this.#timelines, a).filter((number) => this.#posts[number]!.user !== b);
    this.#timelines.set(a, [...others, ...listOf(this.#byUser, b)].sort((one, other) => one - other));
  }

  /** From now on `a` does not. */
  unfollow(a: string, b: string): void {
    setOf(this.#following, a).delete(b);
    setOf(this.#followers, b).delete(a);
    if (a === b) return;
    this.#timelines.set(a, listOf(this.#timelines, a).filter((number) => this.#posts[number]!.user !== b));
  }

  /** The newest `k` tweets of the timeline that are still there. */
  getFeed(user: string, k: number): string[] {
    const timeline = listOf(this.#timelines, user);
    const tweets: string[] = [];
    for (let at = timeline.length - 1; at >= 0 && tweets.length < k; at--) {
      const post = this.#posts[timeline[at]!]!;
      if (!post.isDeleted) tweets.push(post.tweet);
    }
    return tweets;
  }

  /** Leaves a tombstone. */
  deletePost(id: string): void {
    const post = this.#posts[Number(id.slice("post ".length))];
    if (post) post.isDeleted = true;
  }
}

function listOf(lists: Map<string, number[]>, user: string): number[] {
  if (!lists.has(user)) lists.set(user, []);
  return lists.get(user)!;
}

function setOf(sets: Map<string, Set<string>>, user: string): Set<string> {
  if (!sets.has(user)) sets.set(user, new Set());
  return sets.get(user)!;
}
