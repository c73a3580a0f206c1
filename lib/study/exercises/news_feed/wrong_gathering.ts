/**
 * Wrong answers that gather a feed when it is read, as the shortest right one does.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { NewsFeedClass } from "./exercise.ts";

interface Post {
  id: string;
  author: string;
  tweet: string;
  number: number;
}

const answer = (NewsFeed: NewsFeedClass): Answer => ({ given: { NewsFeed } });

/** Only the others' posts. */
export const withoutOwn: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, Set<string>>();
    post(author: string, tweet: string) {
      const number = this.posts.length;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = this.following.get(user) ?? new Set();
      return this.posts.filter((post) => seen.has(post.author)).slice(-k).reverse().map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** One author's posts behind the other's. */
export const listAfterList: Answer = answer(
  class NewsFeed {
    lists = new Map<string, Post[]>();
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const id = `${++this.count}`;
      this.lists.set(author, [{ id, author, tweet, number: this.count }, ...this.lists.get(author) ?? []]);
      return id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const authors = new Set(this.following.get(user)).add(user);
      return [...authors].flatMap((author) => this.lists.get(author) ?? []).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [author, list] of this.lists) this.lists.set(author, list.filter((post) => post.id !== id));
    }
  },
);

/** The last k of each author, sorted, but never cut to k. */
export const moreThanK: Answer = answer(
  class NewsFeed {
    lists = new Map<string, Post[]>();
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const id = `${++this.count}`;
      this.lists.set(author, [...this.lists.get(author) ?? [], { id, author, tweet, number: this.count }]);
      return id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const authors = new Set(this.following.get(user)).add(user);
      const posts = [...authors].flatMap((author) => (this.lists.get(author) ?? []).slice(-k));
      return posts.sort((a, b) => b.number - a.number).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [author, list] of this.lists) this.lists.set(author, list.filter((post) => post.id !== id));
    }
  },
);

/** Sorted by Date.now(). */
export const sortedByClock: Answer = answer(
  class NewsFeed {
    lists = new Map<string, { id: string; tweet: string; time: number }[]>();
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const id = `${++this.count}`;
      this.lists.set(author, [...this.lists.get(author) ?? [], { id, tweet, time: Date.now() }]);
      return id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const authors = new Set(this.following.get(user)).add(user);
      const posts = [...authors].flatMap((author) => this.lists.get(author) ?? []);
      return posts.sort((a, b) => b.time - a.time).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [author, list] of this.lists) this.lists.set(author, list.filter((post) => post.id !== id));
    }
  },
);

/** Follows in an array. */
export const followsInAnArray: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, string[]>();
    count = 0;
    post(author: string, tweet: string) {
      const number = ++this.count;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      if (a !== b) this.following.set(a, [...this.following.get(a) ?? [], b]);
    }
    unfollow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? []).filter((other) => other !== b));
    }
    getFeed(user: string, k: number) {
      const authors = [user, ...this.following.get(user) ?? []];
      const posts = authors.flatMap((author) => this.posts.filter((post) => post.author === author));
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** One's own posts, and those of everybody whom one follows: oneself too. */
export const ownTwice: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const number = ++this.count;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const authors = [user, ...this.following.get(user) ?? []];
      const posts = authors.flatMap((author) => this.posts.filter((post) => post.author === author));
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** Everybody follows himself, until he unfollows himself. */
export const ownByAFollow: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, Set<string>>();
    count = 0;
    followingOf(user: string) {
      if (!this.following.has(user)) this.following.set(user, new Set([user]));
      return this.following.get(user)!;
    }
    post(author: string, tweet: string) {
      const number = ++this.count;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.followingOf(a).add(b);
    }
    unfollow(a: string, b: string) {
      this.followingOf(a).delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = this.followingOf(user);
      return this.posts.filter((post) => seen.has(post.author)).slice(-k).reverse().map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** k first, then without the deleted ones. */
export const cutsFirst: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    deleted = new Set<string>();
    following = new Map<string, Set<string>>();
    post(author: string, tweet: string) {
      const number = this.posts.length;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      const newest = this.posts.filter((post) => seen.has(post.author)).slice(-k).reverse();
      return newest.filter((post) => !this.deleted.has(post.id)).map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.deleted.add(id);
    }
  },
);

/** The same words are shown once. */
export const wordsOnce: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const number = ++this.count;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      const newest = this.posts.filter((post) => seen.has(post.author)).reverse();
      return [...new Set(newest.map((post) => post.tweet))].slice(0, k);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** The words are the id. */
export const wordsAsId: Answer = answer(
  class NewsFeed {
    posts: { author: string; tweet: string }[] = [];
    following = new Map<string, Set<string>>();
    post(author: string, tweet: string) {
      this.posts.push({ author, tweet });
      return `${author}: ${tweet}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      return this.posts.filter((post) => seen.has(post.author)).slice(-k).reverse().map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter(({ author, tweet }) => `${author}: ${tweet}` !== id);
    }
  },
);

/** The time is the id. */
export const timeAsId: Answer = answer(
  class NewsFeed {
    posts: { id: string; author: string; tweet: string }[] = [];
    following = new Map<string, Set<string>>();
    post(author: string, tweet: string) {
      const id = `${Date.now()}`;
      this.posts.push({ id, author, tweet });
      return id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      return this.posts.filter((post) => seen.has(post.author)).slice(-k).reverse().map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** The last ten, as another statement of the problem asks for. */
export const lastTen: Answer = answer(
  class NewsFeed {
    lists = new Map<string, Post[]>();
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const id = `${++this.count}`;
      this.lists.set(author, [...this.lists.get(author) ?? [], { id, author, tweet, number: this.count }]);
      return id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const authors = new Set(this.following.get(user)).add(user);
      const posts = [...authors].flatMap((author) => (this.lists.get(author) ?? []).slice(-10));
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [author, list] of this.lists) this.lists.set(author, list.filter((post) => post.id !== id));
    }
  },
);

/** Who is followed is expected to have posted. */
export const expectsPosts: Answer = answer(
  class NewsFeed {
    lists = new Map<string, Post[]>();
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const id = `${++this.count}`;
      this.lists.set(author, [...this.lists.get(author) ?? [], { id, author, tweet, number: this.count }]);
      return id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const others = [...this.following.get(user) ?? []].filter((author) => author !== user);
      const posts = [...this.lists.get(user) ?? [], ...others.flatMap((author) => this.lists.get(author)!.slice(-k))];
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [author, list] of this.lists) this.lists.set(author, list.filter((post) => post.id !== id));
    }
  },
);

/** All posts of all authors sorted at every read. */
export const sortsEverything: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const number = ++this.count;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      const posts = this.posts.filter((post) => seen.has(post.author));
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);

/** One log of everybody's posts, walked from its newest end until k are found. */
export const walksTheLog: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    following = new Map<string, Set<string>>();
    count = 0;
    post(author: string, tweet: string) {
      const number = ++this.count;
      this.posts.push({ id: `${number}`, author, tweet, number });
      return `${number}`;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      const tweets: string[] = [];
      for (let at = this.posts.length - 1; at >= 0 && tweets.length < k; at--) {
        if (seen.has(this.posts[at]!.author)) tweets.push(this.posts[at]!.tweet);
      }
      return tweets;
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
    }
  },
);
