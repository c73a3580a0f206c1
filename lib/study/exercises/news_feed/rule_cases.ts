/**
 * The rules of a news feed, one case each, small enough to be followed with a pencil.
 *
 * Each case reads only feeds that its own rule decides, so that a mistake is met by the case that names it.
 *
 * @module
 */
import type { Case, HintLadder } from "../suite.ts";
import { type Call, type Given, judgeIds, judgeLife, type Life, live, showLife } from "./life.ts";

const post = (user: string, tweet: string): Call => ["post", user, tweet];
const follow = (a: string, b: string): Call => ["follow", a, b];
const unfollow = (a: string, b: string): Call => ["unfollow", a, b];
const getFeed = (user: string, k: number): Call => ["getFeed", user, k];
const deletePost = (number: number): Call => ["deletePost", number];

/** A case that is one life, the same for everyone. */
function lifeCase(
  name: string,
  spec: {
    misconception: string;
    hints: HintLadder;
    calls: readonly Call[];
    isOneMoment?: boolean;
    judge?: Case<Given, Life>["judge"];
  },
): Case<Given, Life> {
  const { misconception, hints, calls, isOneMoment = false, judge = judgeLife } = spec;
  return { name, misconception, hints, input: () => ({ calls, isOneMoment }), show: showLife, drive: live, judge };
}

const own = lifeCase("one's own posts are in one's feed", {
  misconception: "A feed is not only what the others wrote: the user's own posts belong to it, whoever he follows.",
  hints: [
    "Whose posts does getFeed look at?",
    "The authors of a feed are those whom the user follows, and the user.",
    "for (const author of [user, ...following]) …",
  ],
  calls: [post("ann", "a1"), post("ann", "a2"), getFeed("ann", 5), getFeed("ann", 1)],
});

const merged = lifeCase("a feed is newest first across all its authors, and no longer than k", {
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

const ties = lifeCase("posts of one moment keep the order in which they were posted", {
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

const backFill = lifeCase("a follow shows the posts from before it too", {
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

const unfollowed = lifeCase("after an unfollow their posts are gone from the feed", {
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

const once = lifeCase("following twice, or again, shows each post once", {
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

const oneself = lifeCase("following oneself, or unfollowing oneself, changes nothing", {
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

const deleted = lifeCase("a deleted post is in nobody's feed", {
  misconception: "Taking a post out of its author's list leaves the copies in the timelines of all who follow him.",
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

const gaps = lifeCase("older posts move up when a newer one is deleted", {
  misconception:
    "Cutting to k first and leaving out the deleted posts afterwards gives fewer than k, although older posts are there.",
  hints: [
    "Delete the newest of three posts and ask for two.",
    "Leave out first, cut to k last; whoever reads only k of each list must skip the deleted ones while reading.",
    "take posts from the newest on until k of them are alive",
  ],
  calls: [
    ...[follow("ann", "bob"), post("bob", "b1"), post("bob", "b2"), post("bob", "b3"), post("bob", "b4")],
    ...[deletePost(3), getFeed("ann", 2), deletePost(1), getFeed("ann", 2)],
  ],
});

const sameWords = lifeCase("the same words twice are two posts", {
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

const ids = lifeCase("each post has an id of its own", {
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

const depth = lifeCase("a feed is as deep as it is asked for", {
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

const quiet = lifeCase("people who have done nothing yet are no surprise", {
  misconception: "Nobody registers: a user may be followed before he posts, and may read before he has done anything.",
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

/** In the order in which they teach. */
export const ruleCases: readonly Case<Given>[] = [
  own,
  merged,
  ties,
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
];
