/**
 * The wrong answers of the exercise `news-feed`: each is a right answer with one thing changed, and names the case that
 * must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";
import { NEWEST_FIRST } from "./script.ts";

const { answer, mistake } = answersIn(import.meta.url);
const gathered = mistake("./right/recent_of_each.ts");
const copied = mistake("./right/timelines.ts");

const ONCE = "following twice, or again, shows each post once";
const ONESELF = "following or unfollowing yourself changes nothing";
const IDS = "each post has a unique id";
const WORK = "the work of a read does not grow with the number of posts";

const COUNT = "const number = ++this.#count;";
const FOLLOW = "if (!this.#following.has(a)) this.#following.set(a, new Set());\n    this.#following.get(a)!.add(b);";
const UNFOLLOW = "this.#following.get(a)?.delete(b);";
const AUTHORS = "const authors = [...new Set(this.#following.get(user)).add(user)];";
const LISTED = "const authors = [user, ...this.#following.get(user) ?? []];";
const LAST_K = "(this.#posts.get(author) ?? []).slice(-k)";
const SORT = "      .sort((a, b) => b.number - a.number)\n";
const CUT = "      .slice(0, k)\n";
const TWEETS = "      .map((post) => post.tweet);";
const ID = "String(number)";
const DELETE = "this.#posts.set(author, this.#posts.get(author)!.filter((post) => String(post.number) !== id));";
const BY_CLOCK: readonly Edit[] = [
  ["push({ number, tweet })", "push({ number, tweet, timeMs: Date.now() } as never)"],
  [SORT, "      .sort((a: any, b: any) => b.timeMs - a.timeMs)\n"],
];

/** Of the timelines. */
const FOLLOWS_ALREADY = "if (a === b || setOf(this.#following, a).has(b)) return;";
const OTHERS = "const others = listOf(this.#timelines, a).filter((number) => this.#posts[number]!.user !== b);";
const FILL = "    this.#timelines.set(a, [...others, ...listOf(this.#byUser, b)].sort((one, other) => one - other));\n";
const EMPTY =
  "    this.#timelines.set(a, listOf(this.#timelines, a).filter((number) => this.#posts[number]!.user !== b));\n";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "own posts are missing": gathered("a user's own posts are in their feed", [
    AUTHORS,
    "const authors = [...this.#following.get(user) ?? []];",
  ]),
  "oldest first": gathered(NEWEST_FIRST, [SORT, "      .sort((a, b) => a.number - b.number)\n"], [
    CUT,
    "      .slice(-k)\n",
  ]),
  "one list after the other": gathered(NEWEST_FIRST, [LAST_K, `${LAST_K}.reverse()`], [SORT, ""]),
  "k posts of each": gathered(NEWEST_FIRST, [CUT, ""]),
  "pushed without back-fill": copied("a follow shows older posts too", [FILL, ""]),
  "an unfollow leaves what was copied": copied("an unfollow removes their posts from the feed", [EMPTY, ""]),
  "follows in an array": gathered(
    ONCE,
    [FOLLOW, "if (a !== b) this.#following.set(a, [...this.#following.get(a) ?? [], b] as never);"],
    [UNFOLLOW, "this.#following.set(a, [...this.#following.get(a) ?? []].filter((other) => other !== b) as never);"],
    [AUTHORS, LISTED],
  ),
  "back-filled at every follow": copied(
    ONCE,
    [FOLLOWS_ALREADY, "if (a === b) return;"],
    [OTHERS, "const others = listOf(this.#timelines, a);"],
  ),
  "own posts doubled by a self-follow": gathered(ONESELF, [AUTHORS, LISTED]),
  "own posts lost by a self-unfollow": gathered(
    ONESELF,
    ["this.#following.set(a, new Set());", "this.#following.set(a, new Set([a]));"],
    [AUTHORS, "const authors = [...this.#following.get(user) ?? [user]];"],
  ),
  "a delete leaves the copies": copied("a deleted post is in no feed", [
    "if (post) post.isDeleted = true;",
    `for (const lists of post ? [this.#byUser, this.#timelines] : []) {
      lists.set(post!.user, listOf(lists, post!.user).filter((number) => this.#posts[number] !== post));
    }`,
  ]),
  "cut to k before the deleted are left out": gathered(
    "older posts move up when a newer one is deleted",
    ["#count = 0;", "#count = 0;\n  #deleted = new Set<string>();"],
    [DELETE, "this.#deleted.add(id);"],
    [TWEETS, `      .filter((post) => !this.#deleted.has(String(post.number)))\n${TWEETS}`],
  ),
  "the same words shown once": gathered("the same words twice are two posts", [
    CUT + TWEETS,
    `      .map((post) => post.tweet)\n      .filter((tweet, at, all) => all.indexOf(tweet) === at)\n      .slice(0, k);`,
  ]),
  "the words as the id": gathered(
    IDS,
    [
      `this.#authors.set(${ID}, user);\n    return ${ID};`,
      "this.#authors.set(user + tweet, user);\n    return user + tweet;",
    ],
    ["String(post.number) !== id", "author + post.tweet !== id"],
  ),
  "the time as the id": gathered(IDS, [COUNT, "const number = Date.now();"]),
  "the last ten of each": gathered("k is the only limit on a feed", [LAST_K, LAST_K.replace("-k", "-10")]),
  "everyone who is followed must have posted": gathered("users who have done nothing yet are handled", [
    LAST_K,
    "(author === user ? this.#posts.get(author) ?? [] : this.#posts.get(author)!).slice(-k)",
  ]),
  "a second follow is not filled in": copied(
    "any mix of calls agrees with a list kept by hand",
    [OTHERS, `if (this.#filled.has(a + b)) return;\n    this.#filled.add(a + b);\n    ${OTHERS}`],
    [
      "#following = new Map<string, Set<string>>();",
      "#following = new Map<string, Set<string>>();\n  #filled = new Set<string>();",
    ],
    [EMPTY, ""],
    [
      "if (!post.isDeleted) tweets",
      "if (!post.isDeleted && (post.user === user || setOf(this.#following, user).has(post.user))) tweets",
    ],
  ),
  "everything sorted at every read": gathered(WORK, [LAST_K, "this.#posts.get(author) ?? []"]),
  "all posts in one log": mistake("./wrong/one_log.ts")(WORK),
  "sorted by the clock": gathered("posts made at the same moment keep their order", ...BY_CLOCK),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "LeetCode 355: a list for each author, merged": answer("./right/recent_of_each.ts"),
  "the same, sorted by the clock": answer("./right/recent_of_each.ts", ...BY_CLOCK),
};

/** Right, and as simple as can be. */
export const naive: NaiveAnswer = {
  what: "all posts of all authors sorted at every read",
  answer: answer("./right/recent_of_each.ts", [LAST_K, "this.#posts.get(author) ?? []"]),
};
