/**
 * Wrong answers that copy posts into timelines when they are written.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with a right answer is repeated, and
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

/** Posts go to those who follow when they are posted, and to nobody later. */
export const noBackFill: Answer = answer(
  class NewsFeed {
    timelines = new Map<string, Post[]>();
    following = new Map<string, Set<string>>();
    count = 0;
    timeline(user: string) {
      if (!this.timelines.has(user)) this.timelines.set(user, []);
      return this.timelines.get(user)!;
    }
    post(author: string, tweet: string) {
      const post = { id: `${++this.count}`, author, tweet, number: this.count };
      this.timeline(author).push(post);
      for (const [reader, authors] of this.following) {
        if (reader !== author && authors.has(author)) this.timeline(reader).push(post);
      }
      return post.id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
    }
    unfollow(a: string, b: string) {
      if (a !== b) this.timelines.set(a, this.timeline(a).filter((post) => post.author !== b));
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const posts = this.timeline(user).slice(-k).reverse();
      return posts.map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [reader, posts] of this.timelines) this.timelines.set(reader, posts.filter((post) => post.id !== id));
    }
  },
);

/** An unfollow stops new posts, and leaves the old ones. */
export const staysAfterUnfollow: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    timelines = new Map<string, Set<Post>>();
    following = new Map<string, Set<string>>();
    timeline(user: string) {
      if (!this.timelines.has(user)) this.timelines.set(user, new Set());
      return this.timelines.get(user)!;
    }
    post(author: string, tweet: string) {
      const number = this.posts.length;
      const post = { id: `${number}`, author, tweet, number };
      this.posts.push(post);
      this.timeline(author).add(post);
      for (const [reader, authors] of this.following) if (authors.has(author)) this.timeline(reader).add(post);
      return post.id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
      for (const post of this.posts) if (post.author === b) this.timeline(a).add(post);
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const posts = [...this.timeline(user)].sort((a, b) => b.number - a.number);
      return posts.slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const timeline of this.timelines.values()) {
        for (const post of timeline) if (post.id === id) timeline.delete(post);
      }
    }
  },
);

/** Back-fill at every follow, into an array. */
export const fillsAgain: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    timelines = new Map<string, Post[]>();
    following = new Map<string, Set<string>>();
    timeline(user: string) {
      if (!this.timelines.has(user)) this.timelines.set(user, []);
      return this.timelines.get(user)!;
    }
    post(author: string, tweet: string) {
      const number = this.posts.length;
      const post = { id: `${number}`, author, tweet, number };
      this.posts.push(post);
      this.timeline(author).push(post);
      for (const [reader, authors] of this.following) if (authors.has(author)) this.timeline(reader).push(post);
      return post.id;
    }
    follow(a: string, b: string) {
      if (a === b) return;
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
      this.timeline(a).push(...this.posts.filter((post) => post.author === b));
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      const posts = this.timeline(user).filter((post) => seen.has(post.author));
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.posts = this.posts.filter((post) => post.id !== id);
      for (const [reader, posts] of this.timelines) this.timelines.set(reader, posts.filter((post) => post.id !== id));
    }
  },
);

/** A delete reaches the author's list and his own timeline. */
export const deleteLeavesCopies: Answer = answer(
  class NewsFeed {
    lists = new Map<string, Post[]>();
    timelines = new Map<string, Set<Post>>();
    following = new Map<string, Set<string>>();
    count = 0;
    timeline(user: string) {
      if (!this.timelines.has(user)) this.timelines.set(user, new Set());
      return this.timelines.get(user)!;
    }
    post(author: string, tweet: string) {
      const post = { id: `${++this.count}`, author, tweet, number: this.count };
      this.lists.set(author, [...this.lists.get(author) ?? [], post]);
      for (const [reader, authors] of this.following) if (authors.has(author)) this.timeline(reader).add(post);
      return post.id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
      for (const post of this.lists.get(b) ?? []) this.timeline(a).add(post);
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = this.following.get(user) ?? new Set();
      const others = [...this.timeline(user)].filter((post) => post.author !== user && seen.has(post.author));
      const posts = [...this.lists.get(user) ?? [], ...others];
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      for (const [author, posts] of this.lists) this.lists.set(author, posts.filter((post) => post.id !== id));
    }
  },
);

/** Who has been followed before is not filled in again. */
export const fillsOnce: Answer = answer(
  class NewsFeed {
    posts: Post[] = [];
    timelines = new Map<string, Set<Post>>();
    following = new Map<string, Set<string>>();
    filled = new Set<string>();
    deleted = new Set<string>();
    timeline(user: string) {
      if (!this.timelines.has(user)) this.timelines.set(user, new Set());
      return this.timelines.get(user)!;
    }
    post(author: string, tweet: string) {
      const number = this.posts.length;
      const post = { id: `${number}`, author, tweet, number };
      this.posts.push(post);
      this.timeline(author).add(post);
      for (const [reader, authors] of this.following) if (authors.has(author)) this.timeline(reader).add(post);
      return post.id;
    }
    follow(a: string, b: string) {
      this.following.set(a, (this.following.get(a) ?? new Set()).add(b));
      if (this.filled.has(`${a} ${b}`)) return;
      this.filled.add(`${a} ${b}`);
      for (const post of this.posts) if (post.author === b) this.timeline(a).add(post);
    }
    unfollow(a: string, b: string) {
      this.following.get(a)?.delete(b);
    }
    getFeed(user: string, k: number) {
      const seen = new Set(this.following.get(user)).add(user);
      const posts = [...this.timeline(user)].filter((post) => seen.has(post.author) && !this.deleted.has(post.id));
      return posts.sort((a, b) => b.number - a.number).slice(0, k).map((post) => post.tweet);
    }
    deletePost(id: string) {
      this.deleted.add(id);
    }
  },
);
