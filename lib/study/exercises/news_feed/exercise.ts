/**
 * The exercise `news-feed`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise `news-feed` asks for. */
export interface NewsFeedClass {
  /** A feed without posts and follows. */
  new (): {
    /** Posts a tweet and returns the post's id, which no other post has. */
    post(user: string, tweet: string): string;
    /** From now on `a` sees the posts of `b`, older ones too. What it returns does not matter. */
    follow(a: string, b: string): unknown;
    /** From now on `a` does not. */
    unfollow(a: string, b: string): unknown;
    /** The newest `k` tweets by the user and those they follow, newest first. */
    getFeed(user: string, k: number): readonly string[];
    /** Takes a post back. */
    deletePost(id: string): unknown;
  };
}

/** A feed of a user's own posts and those of the people they follow. */
export type NewsFeedGiven = {
  /** The reader's class. */
  readonly NewsFeed: NewsFeedClass;
};

/** Its card. */
export const exercise: ExerciseCard<NewsFeedGiven> = {
  title: "News feed",
  level: "medium",
  minutes: 30,
  notebook: "systems/news_feed",
  names: ["NewsFeed"],
  task: `/** A feed of a user's own posts and those of the people they follow. */
class NewsFeed {
  /** Posts a tweet and returns the post's id. */
  post(user: string, tweet: string): string {
    throw new Error("Not written yet");
  }

  /** From now on a sees the posts of b, older ones too. */
  follow(a: string, b: string): void {
    throw new Error("Not written yet");
  }

  /** From now on a does not. */
  unfollow(a: string, b: string): void {
    throw new Error("Not written yet");
  }

  /** The newest k tweets by the user and those they follow now, newest first. */
  getFeed(user: string, k: number): string[] {
    throw new Error("Not written yet");
  }

  /** Takes a post back: it is in no feed any more. */
  deletePost(id: string): void {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "`post` returns the post's id, a string that no other post has. There is no sign-up: any name is a user.",
    "`getFeed(user, k)` returns the newest `k` tweets by the user and by everyone the user follows at that moment, newest " +
    "first: including tweets from before the follow, and none after an unfollow.",
    "Each post appears once, even if a follow is repeated; following or unfollowing yourself changes nothing.",
    "Two posts with the same words are two posts. `k` is the only limit on a feed's length.",
    "A deleted post disappears from every feed, and older posts move up.",
    "A read may take longer if the user follows more people or `k` is larger, but not because there are more posts: " +
    "steps are counted.",
  ],
  mastery: [
    "Posts made at the same moment keep their order: the machine's clock may stand still.",
  ],
  firstHint:
    "Before you write any code, decide where a post is kept: once, in its author's list, or once for each reader. Then ask " +
    "what an unfollow, a delete and a new follow must change.",
  solution: {
    file: "right/recent_of_each.ts",
    why:
      "Each post is stored once, so follow, unfollow and delete change one place and every feed is right at once. A read " +
      "sorts the last k of each list. In an interview, name the cost, follows × k, and say what you would do for " +
      "readers who follow thousands: merge with a heap, or copy posts into timelines when they are written. " +
      "lib/systems/feed has both, and the mix that large services use.",
  },
};
