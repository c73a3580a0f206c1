/**
 * The cases of the exercise `news-feed`: first the rules of the feed, small enough to be followed with a pencil, then
 * random scripts, which catch what no rule names, and the cost; last what a senior engineer adds.
 *
 * Each case reads only feeds that its own rule decides, so that a mistake is met by the case that names it.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthCase } from "../growth_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { NewsFeedGiven } from "./exercise.ts";
import { type Call, judgeFeeds, judgeIds, NEWEST_FIRST, play, type Script, show } from "./script.ts";

const USERS = ["ann", "bob", "eve", "joe"];
const post = (user: string, tweet: string): Call => ["post", user, tweet];
const follow = (a: string, b: string): Call => ["follow", a, b];
const unfollow = (a: string, b: string): Call => ["unfollow", a, b];
const getFeed = (user: string, k: number): Call => ["getFeed", user, k];
const deletePost = (number: number): Call => ["deletePost", number];

/** A case that is one script, the same for everyone. */
function rule(
  name: string,
  spec: {
    misconception: string;
    hints: HintLadder;
    calls: readonly Call[];
    isOneMoment?: boolean;
    stretch?: boolean;
    judge?: Case<NewsFeedGiven, Script>["judge"];
  },
): Case<NewsFeedGiven, Script> {
  const { calls, isOneMoment = false, judge = judgeFeeds, ...texts } = spec;
  return { name, ...texts, input: () => ({ calls, isOneMoment }), show, drive: play, judge };
}

const own = rule("one's own posts are in one's feed", {
  misconception: "A feed is not only what the others wrote: the user's own posts belong to it, whoever they follow.",
  hints: [
    "Whose posts does getFeed look at?",
    "The authors of a feed are those whom the user follows, and the user.",
    "for (const author of [user, ...following]) …",
  ],
  calls: [post("ann", "a1"), post("ann", "a2"), getFeed("ann", 5), getFeed("ann", 1)],
});

const merged = rule(NEWEST_FIRST, {
  misconception:
    "Lists that are put one behind the other, or k posts of each author, are not a feed: the authors' posts must be merged by " +
    "age, and the newest k of them all are the answer.",
  hints: [
    "Two people write in turns. In which order must their posts come?",
    "Merge first, then cut to k: take the newest of all heads k times, or sort the last k of each and keep k.",
    "posts.sort((a, b) => b.number - a.number).slice(0, k)",
  ],
  calls: [
    ...[follow("ann", "bob"), follow("ann", "eve"), post("bob", "b1"), post("eve", "e1"), post("bob", "b2")],
    ...[post("ann", "a1"), post("eve", "e2"), getFeed("ann", 5), getFeed("ann", 3)],
  ],
});

const ties = rule("posts of one moment keep the order in which they were posted", {
  stretch: true,
  misconception:
    "Date.now() counts whole milliseconds and can stand still or go back: two posts may well have the same time. What tells " +
    "them apart must be a number that rises with every post.",
  hints: [
    "What does Date.now() say for two posts made in the same millisecond?",
    "Count the posts yourself: the counter orders them, and gives each its id.",
    "const number = ++this.#posts; … sort((a, b) => b.number - a.number)",
  ],
  calls: [
    ...[
      follow("ann", "bob"),
      follow("ann", "eve"),
      post("bob", "1"),
      post("ann", "2"),
      post("eve", "3"),
      post("bob", "4"),
    ],
    ...[post("ann", "5"), post("bob", "6"), getFeed("ann", 6), getFeed("ann", 2)],
  ],
  isOneMoment: true,
});

const backFill = rule("a follow shows the posts from before it too", {
  misconception:
    "If posts are only handed to those who follow at that moment, someone who follows later sees an empty feed: a follow must " +
    "bring the older posts along.",
  hints: [
    "Bob posts, then Ann follows him. What is in her feed?",
    "Read the posts from Bob's own list when Ann asks; or, if each reader has a timeline, merge Bob's posts into it at the follow.",
    "follow(a, b) { …; timeline(a).push(...postsOf(b)); timeline(a).sort(…) }",
  ],
  calls: [post("bob", "b1"), post("ann", "a1"), post("bob", "b2"), follow("ann", "bob"), getFeed("ann", 5)],
});

const unfollowed = rule("after an unfollow their posts are gone from the feed", {
  misconception:
    "What was copied into a timeline stays there when the follow ends: either take it out, or ask the follows again when the " +
    "feed is read.",
  hints: [
    "Ann unfollows Bob. Who takes his posts out of her feed?",
    "The follows as they stand at the moment of the call decide, so the simplest place to look at them is getFeed.",
    "timeline.filter((post) => post.author === user || following.has(post.author))",
  ],
  calls: [
    ...[post("bob", "b1"), post("eve", "e1"), follow("ann", "bob"), follow("ann", "eve"), post("bob", "b2")],
    ...[getFeed("ann", 5), unfollow("ann", "bob"), getFeed("ann", 5)],
  ],
});

const once = rule("following twice, or again, shows each post once", {
  misconception:
    "A follow either is or is not: kept in an array, or filled into a timeline at every call, the second follow shows every " +
    "post twice.",
  hints: [
    "Call follow twice with the same two people. How often does each post come?",
    "Keep the follows in a Set, and do nothing when the follow is there already; a timeline holds a post once.",
    "if (following.has(b)) return;",
  ],
  calls: [
    ...[post("bob", "b1"), post("bob", "b2"), follow("ann", "bob"), follow("ann", "bob"), getFeed("ann", 5)],
    ...[unfollow("ann", "bob"), getFeed("ann", 5), follow("ann", "bob"), getFeed("ann", 5)],
  ],
});

const oneself = rule("following oneself, or unfollowing oneself, changes nothing", {
  misconception:
    "One's own posts are in the feed anyway. If they come once as one's own and once more as someone's whom one follows, they " +
    "are there twice; if they come through a follow of oneself, an unfollow takes them away.",
  hints: [
    "Ann follows Ann. How often does her post come? And after she unfollows herself?",
    "Gather the authors in a Set with the user in it, whatever the follows say.",
    "const authors = new Set(following).add(user);",
  ],
  calls: [
    ...[post("ann", "a1"), follow("ann", "ann"), getFeed("ann", 5), post("ann", "a2"), getFeed("ann", 5)],
    ...[unfollow("ann", "ann"), getFeed("ann", 5)],
  ],
});

const deleted = rule("a deleted post is in no feed", {
  misconception: "Taking a post out of its author's list leaves the copies in the timelines of all followers.",
  hints: [
    "Where does a post stand? Does deletePost reach all those places?",
    "Let timelines hold ids and look the post up when it is read: then one tombstone is enough.",
    "deletePost(id) { this.#posts.delete(id); } … timeline.filter((id) => this.#posts.has(id))",
  ],
  calls: [
    ...[follow("ann", "bob"), post("bob", "b1"), post("bob", "b2"), post("ann", "a1"), follow("eve", "bob")],
    ...[deletePost(1), getFeed("ann", 5), getFeed("bob", 5), getFeed("eve", 5)],
  ],
});

const gaps = rule("older posts move up when a newer one is deleted", {
  misconception:
    "Cutting to k first and leaving out the deleted posts afterwards gives fewer than k, although older posts are there.",
  hints: [
    "Delete the newest of three posts and ask for two.",
    "Leave out first, cut to k last; a read of only k of each list must skip the deleted ones on the way.",
    "take posts from the newest on until k of them are alive",
  ],
  calls: [
    ...[follow("ann", "bob"), post("bob", "b1"), post("bob", "b2"), post("bob", "b3"), post("bob", "b4")],
    ...[deletePost(3), getFeed("ann", 2), deletePost(1), getFeed("ann", 2)],
  ],
});

const sameWords = rule("the same words twice are two posts", {
  misconception: "Two posts with the same text are two posts: what is removed as a duplicate must be told by its id.",
  hints: [
    "Bob says good morning every day. How often is it in the feed?",
    "A Set of tweets throws away posts that only look the same.",
    "compare ids, never texts",
  ],
  calls: [
    follow("ann", "bob"),
    post("bob", "hello"),
    post("bob", "more"),
    post("bob", "hello"),
    post("ann", "hello"),
    getFeed("ann", 9),
  ],
});

const ids = rule("each post has an id of its own", {
  misconception:
    "Neither the words nor the time make an id: people repeat themselves, and two posts can come in the same millisecond.",
  hints: [
    "What does post return, and can another post have the same?",
    "A counter never repeats itself.",
    "const id = String(++this.#posts);",
  ],
  calls: [post("bob", "hello"), post("bob", "more"), post("bob", "hello"), post("ann", "hello")],
  isOneMoment: true,
  judge: judgeIds,
});

const depth = rule("a feed is as deep as it is asked for", {
  misconception:
    "Other statements of this problem want the last ten posts. Here k says how many, and older posts count too.",
  hints: [
    "What is the most that your getFeed can return?",
    "Where do you throw posts away? A capped timeline needs a way back to the lists behind it.",
    "no limit but k",
  ],
  calls: [
    follow("ann", "bob"),
    ...Array.from({ length: 24 }, (_, n) => post(n % 3 === 0 ? "ann" : "bob", `t${n}`)),
    getFeed("ann", 24),
    getFeed("ann", 100),
  ],
});

const quiet = rule("people who have done nothing yet are no surprise", {
  misconception: "No one registers: a user may be followed before posting, and may read before having done anything.",
  hints: [
    "Which of your Maps has no entry for a user who has only been followed?",
    "A user without a list has an empty one.",
    "this.#posts.get(user) ?? []",
  ],
  calls: [
    follow("ann", "bob"),
    post("ann", "a1"),
    getFeed("ann", 5),
    getFeed("zoe", 5),
    unfollow("eve", "ann"),
    getFeed("eve", 5),
  ],
});

/** Short ones first, so that the first that fails can be followed by hand. */
const mixed: Case<NewsFeedGiven, readonly Script[]> = {
  name: "any mix of calls agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but not in this order of calls: most often a follow that comes back after an unfollow misses what " +
    "was posted meanwhile, or a delete meets a post that has been copied.",
  hints: [
    "Play the calls above with one list of all posts on paper, and look through it at every getFeed.",
    "Which of your structures remembers something that a later follow, unfollow or delete makes untrue?",
    "let getFeed ask the follows and the tombstones as they stand; everything else is a copy",
  ],
  uses: { play },
  input: (random) => Array.from({ length: 300 }, (_, i) => randomScript(random, 4 + Math.floor(i / 8))),
  show: (scripts, step) =>
    step === undefined ? `${scripts.length} random scripts` : show(scripts[Math.floor(step / 1000)]!, step % 1000),
  drive: (given, scripts, child) =>
    scripts.map((script, k) => play(given, script, { ...child, step: (i) => child.step(1000 * k + i) })),
  judge(scripts, evidence) {
    if (!Array.isArray(evidence)) {
      throw new TypeError(`Cannot judge scripts: a list is needed: current value is ${shownValue(evidence)}`);
    }
    for (const [i, script] of scripts.entries()) {
      const failure = judgeFeeds(script, evidence[i]);
      if (failure) return failure;
    }
  },
};

/** Posts are deleted once at most; every script ends with the feed of every user. */
function randomScript(random: Random, calls: number): Script {
  const user = () => USERS[random.integer(USERS.length)]!;
  const alive: number[] = [];
  let posts = 0;
  const drawn = Array.from({ length: calls }, (): Call => {
    const kind = random.next();
    if (kind < 0.35) {
      alive.push(posts);
      return ["post", user(), `t${posts++}`];
    }
    if (kind < 0.6) return ["follow", user(), user()];
    if (kind < 0.72) return ["unfollow", user(), user()];
    if (kind < 0.8 && alive.length > 0) return ["deletePost", alive.splice(random.integer(alive.length), 1)[0]!];
    return ["getFeed", user(), 1 + random.integer(6)];
  });
  return { calls: [...drawn, ...USERS.map((name): Call => ["getFeed", name, 100])], isOneMoment: false };
}

/** Reads of 10 posts, when each author has posted more and more, and strangers more recently. */
const readWork = growthCase<NewsFeedGiven, { readonly size: number }>({
  name: "the work of a read does not grow with the number of posts",
  misconception:
    "A read needs the newest k: it may grow with k and with the number of people followed, not with what was ever posted.",
  hints: [
    "Which line of getFeed costs more when more was posted?",
    "Keep a list for each author, newest at its end: no more than the last k of each can be in the answer.",
    "list.slice(-k) for each author, or a heap of the lists' heads from which the newest is taken k times",
  ],
  what: 'six people who are followed have posted so many each, then six who are not; 20 × getFeed("reader", 10)',
  unit: "read",
  of: "posts an author",
  sizes: () => [16, 32, 64, 128, 256, 512].map((size) => ({ size })),
  async driveOne({ NewsFeed }, { size }, measure) {
    const { now } = Date;
    let timeMs = 1_600_000_000_000;
    Date.now = () => ++timeMs;
    try {
      const feed = new NewsFeed();
      for (let n = 0; n < 6; n++) feed.follow("reader", `friend ${n}`);
      for (const kind of ["friend", "stranger"]) {
        for (let i = 0; i < 6 * size; i++) feed.post(`${kind} ${i % 6}`, `says ${i}`);
      }
      return await measure(20, () => {
        for (let read = 0; read < 20; read++) feed.getFeed("reader", 10);
      });
    } finally {
      Date.now = now;
    }
  },
});

/** Most instructive first. */
export const cases = [
  own,
  merged,
  backFill,
  unfollowed,
  once,
  oneself,
  deleted,
  gaps,
  sameWords,
  ids,
  depth,
  quiet,
  mixed,
  readWork,
  ties,
] as readonly Case<NewsFeedGiven>[];

/** Who follows whom among 60 people, who posts, and who reads after each post. */
export interface Day {
  /** Pairs: who follows whom. */
  readonly follows: readonly (readonly [string, string])[];
  /** Who posts. */
  readonly posts: readonly string[];
  /** Who reads. */
  readonly reads: readonly string[];
}

/** What is measured after a pass. */
export const cost: Cost<NewsFeedGiven, Day, number> = {
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
        read += feed.getFeed(reads[i]!, 10).length;
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
