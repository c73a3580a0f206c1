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

const own = rule("a user's own posts are in their feed", {
  misconception: "A feed also holds the user's own posts, no matter who they follow.",
  hints: [
    "Whose posts does getFeed look at?",
    "A feed has posts by everyone the user follows, and by the user.",
    "for (const author of [user, ...following]) …",
  ],
  calls: [post("ann", "a1"), post("ann", "a2"), getFeed("ann", 5), getFeed("ann", 1)],
});

const merged = rule(NEWEST_FIRST, {
  misconception:
    "Joining the authors' lists end to end, or taking k posts from each, gives no feed: merge all posts by age and keep the " +
    "newest k.",
  hints: [
    "Two people take turns posting. In what order must their posts come?",
    "Merge first, then cut to k: take the newest head k times, or sort the last k of each and keep k.",
    "posts.sort((a, b) => b.number - a.number).slice(0, k)",
  ],
  calls: [
    ...[follow("ann", "bob"), follow("ann", "eve"), post("bob", "b1"), post("eve", "e1"), post("bob", "b2")],
    ...[post("ann", "a1"), post("eve", "e2"), getFeed("ann", 5), getFeed("ann", 3)],
  ],
});

const ties = rule("posts made at the same moment keep their order", {
  stretch: true,
  misconception:
    "Date.now() counts whole milliseconds and can stand still or go back: two posts can have the same time. Order them " +
    "by a number that rises with every post.",
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

const backFill = rule("a follow shows older posts too", {
  misconception:
    "If a post goes only to the people who follow at that moment, later followers see an empty feed. A follow must also " +
    "bring in the older posts.",
  hints: [
    "Bob posts, then Ann follows him. What is in her feed?",
    "Read the posts from Bob's own list when Ann asks; or, if each reader has a timeline, merge Bob's posts into it when she follows him.",
    "follow(a, b) { …; timeline(a).push(...postsOf(b)); timeline(a).sort(…) }",
  ],
  calls: [post("bob", "b1"), post("ann", "a1"), post("bob", "b2"), follow("ann", "bob"), getFeed("ann", 5)],
});

const unfollowed = rule("an unfollow removes their posts from the feed", {
  misconception:
    "Posts copied into a timeline stay there when the follow ends: remove them, or check the follows again when the " +
    "feed is read.",
  hints: [
    "Ann unfollows Bob. Which line of yours removes his posts from her feed?",
    "What counts is who the user follows at the time of the call, so getFeed is the simplest place to check.",
    "timeline.filter((post) => post.author === user || following.has(post.author))",
  ],
  calls: [
    ...[post("bob", "b1"), post("eve", "e1"), follow("ann", "bob"), follow("ann", "eve"), post("bob", "b2")],
    ...[getFeed("ann", 5), unfollow("ann", "bob"), getFeed("ann", 5)],
  ],
});

const once = rule("following twice, or again, shows each post once", {
  misconception:
    "If follows are kept in an array, or every follow fills the timeline again, a second follow shows each post " +
    "twice.",
  hints: [
    "Call follow twice with the same two people. How often does each post appear?",
    "Keep the follows in a Set, and do nothing if the follow already exists; a timeline holds each post once.",
    "if (following.has(b)) return;",
  ],
  calls: [
    ...[post("bob", "b1"), post("bob", "b2"), follow("ann", "bob"), follow("ann", "bob"), getFeed("ann", 5)],
    ...[unfollow("ann", "bob"), getFeed("ann", 5), follow("ann", "bob"), getFeed("ann", 5)],
  ],
});

const oneself = rule("following or unfollowing yourself changes nothing", {
  misconception:
    "Users always see their own posts. If a self-follow adds them again, each appears twice; if own posts appear only " +
    "because of a self-follow, unfollowing removes them.",
  hints: [
    "Ann follows Ann. How often does her post appear? And after she unfollows herself?",
    "Collect the authors in a Set and always include the user.",
    "const authors = new Set(following).add(user);",
  ],
  calls: [
    ...[post("ann", "a1"), follow("ann", "ann"), getFeed("ann", 5), post("ann", "a2"), getFeed("ann", 5)],
    ...[unfollow("ann", "ann"), getFeed("ann", 5)],
  ],
});

const deleted = rule("a deleted post is in no feed", {
  misconception: "Removing a post from its author's list leaves copies in the followers' timelines.",
  hints: [
    "Where is a post stored? Does deletePost reach all those places?",
    "Let timelines hold ids and look up each post when the feed is read: then deleting it once is enough.",
    "deletePost(id) { this.#posts.delete(id); } … timeline.filter((id) => this.#posts.has(id))",
  ],
  calls: [
    ...[follow("ann", "bob"), post("bob", "b1"), post("bob", "b2"), post("ann", "a1"), follow("eve", "bob")],
    ...[deletePost(1), getFeed("ann", 5), getFeed("bob", 5), getFeed("eve", 5)],
  ],
});

const gaps = rule("older posts move up when a newer one is deleted", {
  misconception: "Cutting to k before dropping deleted posts gives fewer than k posts, even though older ones exist.",
  hints: [
    "Delete the newest of three posts and ask for two.",
    "Drop deleted posts first and cut to k last; if you read only k of each list, skip deleted posts as you go.",
    "walk from the newest post until you have k that still exist",
  ],
  calls: [
    ...[follow("ann", "bob"), post("bob", "b1"), post("bob", "b2"), post("bob", "b3"), post("bob", "b4")],
    ...[deletePost(3), getFeed("ann", 2), deletePost(1), getFeed("ann", 2)],
  ],
});

const sameWords = rule("the same words twice are two posts", {
  misconception: "Two posts with the same text are two posts: recognise duplicates by id.",
  hints: [
    "Bob says good morning every day. How often does it appear in the feed?",
    "A Set of tweets drops posts that merely look the same.",
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

const ids = rule("each post has a unique id", {
  misconception: "Neither text nor time makes an id: people repeat themselves, and two posts can share a millisecond.",
  hints: [
    "What does post return, and can another post return the same?",
    "A counter never repeats itself.",
    "const id = String(++this.#posts);",
  ],
  calls: [post("bob", "hello"), post("bob", "more"), post("bob", "hello"), post("ann", "hello")],
  isOneMoment: true,
  judge: judgeIds,
});

const depth = rule("k is the only limit on a feed", {
  misconception:
    "Some versions of this problem ask for the last ten posts. Here k is the only limit, and older posts count too.",
  hints: [
    "What is the most that your getFeed can return?",
    "Where do you discard posts? A capped timeline must fall back on the authors' lists.",
    "no limit but k",
  ],
  calls: [
    follow("ann", "bob"),
    ...Array.from({ length: 24 }, (_, n) => post(n % 3 === 0 ? "ann" : "bob", `t${n}`)),
    getFeed("ann", 24),
    getFeed("ann", 100),
  ],
});

const quiet = rule("users who have done nothing yet are handled", {
  misconception: "No one registers: a user may be followed before posting, and may read before having done anything.",
  hints: [
    "Which of your Maps has no entry for a user who has only been followed?",
    "Treat a missing list as an empty one.",
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
    "Each rule works alone, but not in this order of calls. Often a renewed follow misses what was posted in the meantime, " +
    "or a delete misses a copy.",
  hints: [
    "Replay the calls above on paper with one list of all posts, and scan it at every getFeed.",
    "Which of your structures goes stale after a follow, unfollow or delete?",
    "let getFeed check the current follows and deletions; everything else is a copy",
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
    "A read needs the newest k: its cost may grow with k and the number of people followed, but not with the total number of posts.",
  hints: [
    "Which line of getFeed costs more when more was posted?",
    "Keep one list per author, newest last: only the last k of each can be in the answer.",
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
