/**
 * Scripts of a feed: the calls that are made on it, what they must return, and how a reader would write them.
 *
 * The oracle keeps one list of all posts and looks through it at every question: slow and plainly right. It shares
 * nothing with `lib/storage/feed` or `lib/systems/feed`.
 *
 * @module
 */
import { difference } from "../difference.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { NewsFeedGiven } from "./exercise.ts";

/** Name of the case that teaches the order of a feed. */
export const NEWEST_FIRST = "a feed is newest first across all its authors, and no longer than k";

/** One call; a post is deleted by its number in the order of posting. */
export type Call =
  | readonly ["post", user: string, tweet: string]
  | readonly ["follow" | "unfollow", a: string, b: string]
  | readonly ["getFeed", user: string, k: number]
  | readonly ["deletePost", post: number];

/** The calls made on one feed, in order. */
export interface Script {
  /** What is called on it. */
  readonly calls: readonly Call[];
  /** Whether the machine's clock shows the same time throughout; otherwise it moves on a second a call. */
  readonly isOneMoment: boolean;
}

/**
 * Runs in the child: plays `script` on a new feed and returns what each call gave back. The clock that the reader's
 * code may look at is set by the script, so that two posts of one moment happen when the case says so, and not when the
 * machine is quick.
 */
export const play: Case<NewsFeedGiven, Script>["drive"] = ({ NewsFeed }, script, child): unknown[] => {
  const startMs = 1_600_000_000_000;
  const { now } = Date;
  let timeMs = startMs;
  Date.now = () => timeMs;
  try {
    const feed = new NewsFeed();
    const ids: unknown[] = [];
    return script.calls.map((call, i) => {
      child.step(i);
      if (!script.isOneMoment) timeMs += 1000;
      switch (call[0]) {
        case "post":
          ids.push(feed.post(call[1], call[2]));
          return ids.at(-1);
        case "getFeed": {
          const tweets = feed.getFeed(call[1], call[2]);
          return Array.isArray(tweets) ? [...tweets] : tweets; // as it is now
        }
        case "deletePost":
          return void feed.deletePost(ids[call[1]] as string);
        default:
          return void feed[call[0]](call[1], call[2]);
      }
    });
  } finally {
    Date.now = now;
  }
};

/** The feed that each `getFeed` must give; `undefined` for all other calls. */
export function oracle(script: Script): (string[] | undefined)[] {
  const posts: { user: string; tweet: string; isDeleted: boolean }[] = [];
  const follows = new Set<string>();
  return script.calls.map((call) => {
    switch (call[0]) {
      case "post":
        return void posts.push({ user: call[1], tweet: call[2], isDeleted: false });
      case "follow":
        return void follows.add(`${call[1]}\n${call[2]}`);
      case "unfollow":
        return void follows.delete(`${call[1]}\n${call[2]}`);
      case "deletePost":
        return void (posts[call[1]]!.isDeleted = true);
      case "getFeed": {
        const isSeen = ({ user, isDeleted }: (typeof posts)[0]) =>
          !isDeleted && (user === call[1] || follows.has(`${call[1]}\n${user}`));
        return posts.filter(isSeen).slice(-call[2]).map(({ tweet }) => tweet).reverse();
      }
    }
  });
}

/**
 * The first feed that differs from the oracle's, with the calls that led to it. The right posts in another order are a
 * mistake of their own, unless the order is what the script is about.
 */
export function judgeFeeds(script: Script, evidence: unknown): Failure | undefined {
  const returned = answersOf(script, evidence);
  for (const [i, expected] of oracle(script).entries()) {
    const differs = expected === undefined ? undefined : difference(expected, returned[i]);
    if (!differs) continue;
    const got = `${shownValue(returned[i])}${differs.note && `: ${differs.note}`}`;
    const lesson = differs.isOrder && !script.isOneMoment ? { lesson: NEWEST_FIRST } : {};
    return { input: show(script, i), expected: shownValue(expected), got, ...lesson };
  }
}

/** Whether every post's id is a text of its own. */
export function judgeIds(script: Script, evidence: unknown): Failure | undefined {
  const returned = answersOf(script, evidence);
  const seen = new Set<unknown>();
  for (const [i, call] of script.calls.entries()) {
    if (call[0] !== "post") continue;
    const id = returned[i];
    if (typeof id !== "string" || seen.has(id)) {
      const expected = typeof id === "string" ? "an id that no earlier post has" : "the post's id, a string";
      return { input: show(script, i), expected, got: shownValue(id) };
    }
    seen.add(id);
  }
}

/**
 * The evidence as one answer a call.
 * @throws {TypeError} If it is anything else.
 */
export function answersOf(script: Script, evidence: unknown): readonly unknown[] {
  if (Array.isArray(evidence) && evidence.length === script.calls.length) return evidence;
  throw new TypeError(`Cannot judge a script: one answer a call is needed: current value is ${shownValue(evidence)}`);
}

/** The script as a reader would write it, up to and including call `through`; posts that are deleted have a name. */
export function show(script: Script, through: number = script.calls.length - 1): string {
  const calls = script.calls.slice(0, through + 1);
  const deleted = new Set(calls.map((call) => call[0] === "deletePost" ? call[1] : -1));
  let posts = 0;
  return calls.map((call) => {
    if (call[0] === "deletePost") return `deletePost(id${call[1]})`;
    const text = `${call[0]}(${call.slice(1).map(shownValue).join(", ")})`;
    return call[0] === "post" && deleted.has(posts++) ? `id${posts - 1} = ${text}` : text;
  }).join("; ");
}
