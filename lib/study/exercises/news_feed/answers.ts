/**
 * The answers of the exercise `news-feed`: the stub, three right ones that differ in kind, and the wrong ones, each a mistake that
 * people make, with the case that must be the first to catch it.
 *
 * @module
 */
import type { Answers } from "../suite.ts";
import type { NewsFeedClass } from "./exercise.ts";
import * as gathering from "./wrong_gathering.ts";
import * as timelines from "./wrong_timelines.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const NewsFeed: NewsFeedClass = class NewsFeed {
  post(_user: string, _tweet: string): string {
    throw new Error("Not written yet");
  }
  follow(_a: string, _b: string): void {
    throw new Error("Not written yet");
  }
  unfollow(_a: string, _b: string): void {
    throw new Error("Not written yet");
  }
  getFeed(_user: string, _k: number): string[] {
    throw new Error("Not written yet");
  }
  deletePost(_id: string): void {
    throw new Error("Not written yet");
  }
};

const once = "following twice, or again, shows each post once";
const oneself = "following oneself, or unfollowing oneself, changes nothing";
const order = "a feed is newest first across all its authors, and no longer than k";
const work = "the work of a read does not grow with the number of posts";
const ids = "each post has an id of its own";

/** The answers. */
export const answers: Answers = {
  stub: { given: { NewsFeed } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "the last k of each, sorted": right("recent_of_each.ts"),
    "timelines, filled at writing and at following": right("timelines.ts"),
  },
  wrong: {
    "own posts are missing": { by: "one's own posts are in one's feed", answer: gathering.withoutOwn },
    "one list after the other": { by: order, answer: gathering.listAfterList },
    "k posts of each": { by: order, answer: gathering.moreThanK },
    "sorted by the clock": {
      by: "posts of one moment keep the order in which they were posted",
      answer: gathering.sortedByClock,
    },
    "pushed without back-fill": { by: "a follow shows the posts from before it too", answer: timelines.noBackFill },
    "an unfollow leaves what was copied": {
      by: "after an unfollow their posts are gone from the feed",
      answer: timelines.staysAfterUnfollow,
    },
    "follows in an array": { by: once, answer: gathering.followsInAnArray },
    "back-filled at every follow": { by: once, answer: timelines.fillsAgain },
    "own posts doubled by following oneself": { by: oneself, answer: gathering.ownTwice },
    "own posts lost by unfollowing oneself": { by: oneself, answer: gathering.ownByAFollow },
    "a delete leaves the copies": { by: "a deleted post is in nobody's feed", answer: timelines.deleteLeavesCopies },
    "cut to k before the deleted are left out": {
      by: "older posts move up when a newer one is deleted",
      answer: gathering.cutsFirst,
    },
    "the same words shown once": { by: "the same words twice are two posts", answer: gathering.wordsOnce },
    "the words as the id": { by: ids, answer: gathering.wordsAsId },
    "the time as the id": { by: ids, answer: gathering.timeAsId },
    "the last ten of each": { by: "a feed is as deep as it is asked for", answer: gathering.lastTen },
    "whoever is followed must have posted": {
      by: "people who have done nothing yet are no surprise",
      answer: gathering.expectsPosts,
    },
    "a second follow is not filled in": {
      by: "any mix of calls agrees with a list kept by hand",
      answer: timelines.fillsOnce,
    },
    "everything sorted at every read": { by: work, answer: gathering.sortsEverything },
    "everybody's posts in one log": { by: work, answer: gathering.walksTheLog },
  },
  ours: right("library.ts"),
  naive: { what: "all posts sorted at every read", answer: gathering.sortsEverything },
};
