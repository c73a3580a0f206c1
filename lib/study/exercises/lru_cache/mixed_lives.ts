/**
 * Random lives against the oracle: what no single rule names.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case } from "../suite.ts";
import { type Call, type Given, judgeLife, type Life, showLife } from "./life.ts";

/** Shortest lives first, so that the first that fails is short enough to be followed by hand. */
export const mixedLives: Case<Given, readonly Life[]> = {
  name: "any mix of calls agrees with a list kept by hand",
  misconception:
    "Each rule works alone, but not in this order of calls: with linked nodes, most often a neighbour's pointer was not " +
    "updated when an entry in the middle moved.",
  hints: [
    "Play the calls below with a list on paper and compare after each one.",
    "Moving an entry is two steps, each complete in itself: take it out (both neighbours), put it in at the recent end (both neighbours).",
    "one private method that unlinks, one that links; get and put use only these",
  ],
  input: (random) => Array.from({ length: 400 }, (_, i) => randomLife(random, 3 + Math.floor(i / 10))),
  show: (lives, throughStep) =>
    throughStep === undefined
      ? `${lives.length} random lives`
      : showLife(lives[Math.floor(throughStep / 1000)]!, throughStep % 1000), // as counted by `drive`
  drive({ LRUCache }, lives, child) {
    const answers: unknown[][] = [];
    for (let life = 0; life < lives.length; life++) {
      const { capacity, calls } = lives[life]!;
      const cache = new LRUCache(capacity);
      const returned: unknown[] = [];
      for (let i = 0; i < calls.length; i++) {
        const call = calls[i]!;
        child.step(1000 * life + i);
        returned[i] = call[0] === "get" ? cache.get(call[1]) : void cache.put(call[1], call[2]);
      }
      answers[life] = returned;
    }
    return answers;
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

function randomLife(random: Random, length: number): Life {
  const capacity = 2 + random.integer(3);
  const key = () => "abcdef"[random.integer(capacity + 2)]!;
  const calls = Array.from(
    { length },
    (_, i) => random.next() < 0.6 ? ["put", key(), i + 1] as Call : ["get", key()] as Call,
  );
  return { capacity, calls };
}
