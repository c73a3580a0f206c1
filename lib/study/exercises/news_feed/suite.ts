/**
 * The suite of the exercise `news-feed`: class `NewsFeed` with `post`, `follow`, `unfollow`, `getFeed` and `deletePost`.
 *
 * The order teaches: first the rules of the feed, then random lives, which catch what no rule names, and last the cost.
 *
 * @module
 */
import type { Cost, Suite } from "../suite.ts";
import type { Given } from "./life.ts";
import { mixedLives } from "./mixed_lives.ts";
import { readWork } from "./read_work.ts";
import { ruleCases } from "./rule_cases.ts";

/** Who follows whom among 60 people, who posts, and who reads after each post. */
interface Day {
  readonly follows: readonly (readonly [string, string])[];
  readonly posts: readonly string[];
  readonly reads: readonly string[];
}

const cost: Cost<Given, Day, number> = {
  time: {
    what: "2,000 posts and as many reads of 10 among 60 people who follow 12 others each",
    input: (random) => {
      const user = () => `user ${random.integer(60)}`;
      return {
        follows: Array.from({ length: 720 }, (_, n) => [`user ${n % 60}`, user()] as const),
        posts: Array.from({ length: 2000 }, user),
        reads: Array.from({ length: 2000 }, user),
      };
    },
    run({ NewsFeed }, { follows, posts, reads }) {
      const feed = new NewsFeed();
      for (const [a, b] of follows) feed.follow(a, b);
      let read = 0;
      for (let i = 0; i < posts.length; i++) {
        feed.post(posts[i]!, "hello");
        read += (feed.getFeed(reads[i]!, 10) as unknown[]).length;
      }
      return read;
    },
  },
  memory: {
    what: "5,000 posts by 100 people who follow 20 others each",
    input: () => 5000,
    build({ NewsFeed }, posts) {
      const feed = new NewsFeed();
      for (let user = 0; user < 100; user++) {
        for (let n = 1; n <= 20; n++) feed.follow(`user ${user}`, `user ${(user + n) % 100}`);
      }
      for (let i = 0; i < posts; i++) feed.post(`user ${i % 100}`, `post ${i}`);
      return feed;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "news-feed",
  names: ["NewsFeed"],
  task: `/**
 * A feed of one's own posts and those of whom one follows. Nobody registers: a name that comes up is a user.
 * Reading may take longer for who follows more and for a larger k, but not the more was ever posted.
 */
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

  /** The newest k tweets by the user and those he follows now, newest first. */
  getFeed(user: string, k: number): string[] {
    throw new Error("Not written yet");
  }

  /** Takes a post back: it is in no feed any more. */
  deletePost(id: string): void {
    throw new Error("Not written yet");
  }
}`,
  cases: [...ruleCases, mixedLives, readWork],
  cost,
};
