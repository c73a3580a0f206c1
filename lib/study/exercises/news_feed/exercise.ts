/**
 * The exercise `news-feed`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

/** What the exercise `news-feed` asks for. */
export interface NewsFeedClass {
  /** A feed in which nobody has done anything. */
  new (): {
    /** Posts a tweet and returns the post's id, which no other post has. */
    post(user: string, tweet: string): string;
    /** From now on `a` sees the posts of `b`, older ones too. What it returns does not matter. */
    follow(a: string, b: string): unknown;
    /** From now on `a` does not. */
    unfollow(a: string, b: string): unknown;
    /** The newest `k` tweets by the user and those he follows, newest first. */
    getFeed(user: string, k: number): readonly string[];
    /** Takes a post back. */
    deletePost(id: string): unknown;
  };
}

/** A feed of one's own posts and those of whom one follows. */
export type NewsFeedGiven = {
  /** The reader's class. */
  readonly NewsFeed: NewsFeedClass;
};

/** Its entry. */
export const newsFeedExercise: CatalogueEntry<NewsFeedGiven> = {
  title: "News feed",
  level: "medium",
  minutes: 30,
  notebook: "systems/news_feed",
  firstHint:
    "Decide where a post is kept before you write a line: once, in its author's list, or once for each reader. Then ask of " +
    "your choice what an unfollow, a delete and a new follow have to change.",
  solution: {
    file: new URL("./right/recent_of_each.ts", import.meta.url),
    why:
      "Each post stands once, so follow, unfollow and delete change one place and every reader is right at once. A read takes " +
      "the last k of each list and sorts those. Say in an interview what it costs, follows × k, and what you would do for " +
      "readers who follow thousands: merge with a heap, or copy posts into timelines when they are written. " +
      "lib/systems/feed has both, and the mixture that large services run.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
