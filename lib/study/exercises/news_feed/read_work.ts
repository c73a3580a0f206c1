/**
 * The cost of reading a feed, counted while the number of posts grows, instead of timed.
 *
 * @module
 */
import { growthExponent, type WorkAtSize } from "../growth.ts";
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { Given } from "./life.ts";

/** Posts of each author: five doublings. */
const COUNTED_POSTS = [16, 32, 64, 128, 256, 512] as const;
/** Authors whom the reader follows, and as many strangers who post after them. */
const AUTHORS = 6;
const READS = 20;
/** Above this exponent a read grows with the posts: O(log n) fits to about 0.2 at these sizes, O(√n) to 0.5. */
const FLAT_BELOW = 0.3;

/** What is counted at one size. */
export interface Counted {
  /** Posts of each author. */
  readonly posts: number;
  /** Whom the reader follows. */
  readonly followed: readonly string[];
  /** Who posts after them. */
  readonly strangers: readonly string[];
  /** Reads that are counted. */
  readonly reads: number;
}

/** Reads of 10 posts, when each author has posted more and more, and strangers more recently. */
export const readWork: Case<Given, readonly Counted[]> = {
  name: "the work of a read does not grow with the number of posts",
  misconception:
    "Sorting or looking through all posts at every read costs as much as was ever posted. A read needs the newest k: it may " +
    "grow with k and with the number of people followed, not with the past.",
  hints: [
    "Which line of getFeed looks at every post?",
    "Keep a list for each author, newest at its end: no more than the last k of each can be in the answer.",
    "list.slice(-k) for each author, or a heap of the lists' heads from which the newest is taken k times",
  ],
  counted: true,
  input: () => {
    const names = (kind: string) => Array.from({ length: AUTHORS }, (_, n) => `${kind} ${n}`);
    return COUNTED_POSTS.map((posts) => ({
      posts,
      followed: names("friend"),
      strangers: names("stranger"),
      reads: READS,
    }));
  },
  show: () => showSizes(),
  drive({ NewsFeed }, sizes, child) {
    const { now } = Date;
    let timeMs = 1_600_000_000_000;
    Date.now = () => ++timeMs;
    try {
      return sizes.map(({ posts, followed, strangers, reads }, i) => {
        child.step(i);
        const feed = new NewsFeed();
        for (const name of followed) feed.follow("reader", name);
        for (const names of [followed, strangers]) {
          for (let n = 0; n < posts; n++) {
            for (const name of names) feed.post(name, `${name} says ${n}`);
          }
        }
        const before = child.work();
        for (let read = 0; read < reads; read++) feed.getFeed("reader", 10);
        return child.work() - before;
      });
    } finally {
      Date.now = now;
    }
  },
  judge(sizes, evidence): Failure | undefined {
    const counts = evidence as readonly number[];
    const points: WorkAtSize[] = sizes.map(({ posts, reads }, i) => ({ size: posts, work: counts?.[i]! / reads }));
    if (points.some(({ work }) => !(work >= 1))) {
      throw new TypeError(
        `Cannot judge the work: a read is at least one step: current value is ${shownValue(evidence)}`,
      );
    }
    const exponent = growthExponent(points);
    if (exponent < FLAT_BELOW) return undefined;
    const [smallest, largest] = [points[0]!, points.at(-1)!];
    return {
      input: showSizes(),
      expected: "about the same number of steps a read, however much was posted",
      got:
        `${Math.round(smallest.work)} steps a read with ${smallest.size} posts an author, ${
          Math.round(largest.work)
        } ` +
        `with ${largest.size}: they grow like posts^${exponent.toFixed(1)}`,
    };
  },
};

function showSizes(): string {
  return `${
    COUNTED_POSTS.join(", ")
  } posts by each of ${AUTHORS} people who are followed and then of ${AUTHORS} who are not; ` +
    `${READS} × getFeed("reader", 10)`;
}
