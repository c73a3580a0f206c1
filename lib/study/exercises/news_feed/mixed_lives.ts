/**
 * Random lives against the oracle: what no single rule names.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case } from "../suite.ts";
import { type Call, type Given, judgeLife, type Life, showLife } from "./life.ts";

const USERS = ["ann", "bob", "eve", "joe"];
/** A step is counted as life · this + call. */
const CALLS_OF_A_LIFE = 1000;

/** Shortest lives first, so that the first that fails is short enough to be followed by hand. */
export const mixedLives: Case<Given, readonly Life[]> = {
  name: "any mix of calls agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but not in this order of calls: most often a follow that comes back after an unfollow misses what " +
    "was posted meanwhile, or a delete meets a post that has been copied.",
  hints: [
    "Play the calls below with one list of all posts on paper, and look through it at every getFeed.",
    "Which of your structures remembers something that a later follow, unfollow or delete makes untrue?",
    "let getFeed ask the follows and the tombstones as they stand; everything else is a copy",
  ],
  input: (random) => Array.from({ length: 300 }, (_, i) => randomLife(random, 4 + Math.floor(i / 8))),
  show: (lives, throughStep) =>
    throughStep === undefined
      ? `${lives.length} random lives`
      : showLife(lives[Math.floor(throughStep / CALLS_OF_A_LIFE)]!, throughStep % CALLS_OF_A_LIFE),
  drive({ NewsFeed }, lives, child) {
    const { now } = Date;
    let timeMs = 1_600_000_000_000;
    Date.now = () => timeMs;
    try {
      return lives.map((life, number) => {
        const feed = new NewsFeed();
        const ids: unknown[] = [];
        return life.calls.map((call, i) => {
          child.step(1000 * number + i);
          timeMs += 1000;
          switch (call[0]) {
            case "post":
              ids.push(feed.post(call[1], call[2]));
              return ids.at(-1);
            case "getFeed": {
              const tweets = feed.getFeed(call[1], call[2]);
              return Array.isArray(tweets) ? [...tweets] : tweets;
            }
            case "deletePost":
              return void feed.deletePost(ids[call[1]]);
            default:
              return void feed[call[0]](call[1], call[2]);
          }
        });
      });
    } finally {
      Date.now = now;
    }
  },
  judge(lives, evidence) {
    if (!Array.isArray(evidence)) {
      throw new TypeError(`Cannot judge lives: a list is needed: current value is ${evidence}`);
    }
    for (const [i, life] of lives.entries()) {
      const failure = judgeLife(life, evidence[i]);
      if (failure) return failure;
    }
  },
};

/** Posts are deleted once at most; every life ends with everybody's feed. */
function randomLife(random: Random, calls: number): Life {
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
