/**
 * The rules of a hash ring, one case each.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, HintLadder } from "../suite.ts";
import {
  firstBroken,
  type Given,
  live,
  nodesAt,
  placementsOf,
  type RingLife,
  showLife,
  type Step,
} from "./ring_life.ts";

const PLACE: Step = ["place"];
const BEGIN: Step = ["begin"];
const add = (id: string): Step => ["add", id];
const remove = (id: string): Step => ["remove", id];
const IDS = ["cache-a", "cache-b", "cache-c", "cache-d", "cache-e"];

/** Keys that differ from one seed to the next, so that none can be written into an answer. */
const prefixOf = (random: Random): string => `user:${random.integer(10_000)}:`;

function rule(
  name: string,
  spec: {
    misconception: string;
    hints: HintLadder;
    keys?: number;
    virtualNodes?: number;
    steps: readonly Step[];
    judge: Case<Given, RingLife>["judge"];
  },
): Case<Given, RingLife> {
  const { misconception, hints, steps, judge, keys = 1500, virtualNodes } = spec;
  return {
    name,
    misconception,
    hints,
    input: (random) => ({
      prefix: prefixOf(random),
      keys,
      steps,
      ...virtualNodes === undefined ? {} : { virtualNodes },
    }),
    show: showLife,
    drive: live,
    judge,
  };
}

const empty = rule("without nodes getNode gives undefined", {
  misconception: "Before the first node comes the ring has no points at all, and nothing can be found.",
  hints: [
    "What does your search return when there is nothing to search?",
    "Ask first whether there are any points; there is no first point to fall back on.",
    "if (this.#points.length === 0) return undefined;",
  ],
  keys: 3,
  steps: [PLACE],
  judge: (life, evidence) =>
    firstBroken(
      { life, evidence },
      (key, [placement]) => placement![key] === undefined ? undefined : { expected: "undefined", got: placement![key] },
    ),
});

const wrap = rule("every key has a node, also past the last point", {
  misconception:
    "The ring is closed: a key whose hash lies after the last point belongs to the first one. A search that falls off the " +
    "end has found the beginning.",
  hints: [
    "Which node has a key whose hash is greater than all points?",
    "The search gives the first point that is not below the key's hash; when there is none, take the first of all.",
    "return this.#points[at === this.#points.length ? 0 : at].id;",
  ],
  virtualNodes: 2, // so few points that many keys lie after the last
  steps: [...IDS.slice(0, 3).map(add), PLACE],
  judge: (life, evidence) => {
    const [present] = nodesAt(life);
    return firstBroken({ life, evidence }, (key, [placement]) => {
      const got = placement![key];
      return present!.includes(got!) ? undefined : { expected: `one of ${present!.join(", ")}`, got };
    });
  },
});

const same = rule("two rings with the same nodes agree on every key", {
  misconception:
    "Points that are drawn at random differ from process to process: each server would look for a key somewhere else. A " +
    "node's points must be computed from its id.",
  hints: [
    "What would another server, started tomorrow, answer for the same key?",
    "Hash the node's id together with a number, once for each of its points; no chance, no clock.",
    "hash(`${id}#${i}`) for i from 0 to virtualNodes − 1",
  ],
  steps: [...IDS.map(add), PLACE, BEGIN, ...IDS.map(add), PLACE],
  judge: (life, evidence) =>
    firstBroken(
      { life, evidence },
      (key, [first, second]) =>
        first![key] === second![key] ? undefined : { expected: shownValue(first![key]), got: second![key] },
    ),
});

const arrival = rule("when a node comes, keys move to it and to no other", {
  misconception:
    "hash(key) % n gives nearly every key another node when n changes, so that every cache is cold at once. On a ring a new " +
    "point only takes over the keys between itself and the point before it.",
  hints: [
    "How many of your keys change their node when the sixth one comes? It should be one in six.",
    "Nothing in getNode may depend on the number of nodes: compare the key's hash with the points.",
    "the first point at or after hash(key), on a sorted list",
  ],
  steps: [...IDS.map(add), PLACE, add("cache-new"), PLACE],
  judge: (life, evidence) => {
    const [before, after] = placementsOf(life, evidence);
    const arrived = after!.filter((id) => id === "cache-new").length;
    const failure = firstBroken({ life, evidence }, (key) => {
      if (after![key] === before![key] || after![key] === "cache-new") return undefined;
      return { expected: `${shownValue(before![key])} as before, or "cache-new"`, got: after![key] };
    });
    if (failure) {
      const moved = before!.filter((id, key) => id !== after![key]).length;
      return { ...failure, got: `${failure.got} (${moved} of ${life.keys} keys moved)` };
    }
    if (arrived > 0) return undefined;
    return { expected: "some keys on the new node", got: "none: every key has its node from before" };
  },
});

const gone = rule("a node that has gone has no keys", {
  misconception:
    "removeNode must take out every point of the node, not only one: keys would go on being sent to a dead machine.",
  hints: [
    "How many points does a node have, and how many does removeNode take out?",
    "Either compute the same points again as in addNode, or keep those that belong to others.",
    "this.#points = this.#points.filter((point) => point.id !== id);",
  ],
  steps: [...IDS.map(add), remove("cache-c"), PLACE, ...IDS.map(remove), PLACE],
  judge: (life, evidence) =>
    firstBroken(
      { life, evidence },
      (key, [placement, emptied]) => {
        if (placement![key] === "cache-c") return { expected: "any node but cache-c", got: "cache-c" };
        return emptied![key] === undefined
          ? undefined
          : { expected: "undefined, when all have gone", got: emptied![key] };
      },
    ),
});

const departure = rule("when a node goes, only its own keys move", {
  misconception:
    "Where two nodes have the same place on the ring, one overwrites the other, and removing one then removes a point of its " +
    "neighbour. A circle of 360 or 1,000 places is too small; and both points must be kept.",
  hints: [
    "How many different places does your ring have, and how many points are on it?",
    "Use all 32 bits of the hash or more, and keep points in a list, not in a map from place to node.",
    "points.push({ place, id }), sorted by place and then by id",
  ],
  steps: [...IDS.map(add), add("cache-f"), PLACE, remove("cache-b"), PLACE],
  judge: (life, evidence) =>
    firstBroken({ life, evidence }, (key, [before, after]) => {
      if (before![key] === "cache-b" || before![key] === after![key]) return undefined;
      return { expected: `${shownValue(before![key])} as before`, got: after![key] };
    }),
});

const order = rule("the order in which nodes come does not matter", {
  misconception:
    "Points that are computed from a node's number, or equal places where the last to come wins, make two servers disagree " +
    "that learned of the same nodes in another order.",
  hints: [
    "Add the same five nodes in reverse: which keys have another node, and why?",
    "A node's points depend on its id alone.",
    "hash(`${id}#${i}`), not hash(`${this.#ids.length}#${i}`)",
  ],
  steps: [...IDS.map(add), PLACE, BEGIN, ...IDS.toReversed().map(add), PLACE],
  judge: (life, evidence) =>
    firstBroken(
      { life, evidence },
      (key, [forward, backward]) =>
        forward![key] === backward![key] ? undefined : { expected: shownValue(forward![key]), got: backward![key] },
    ),
});

const again = rule("a node that is added again is still one node", {
  misconception:
    "Servers announce themselves more than once. A second addNode must not put more points on the ring, or the node gets " +
    "more than its share, and survives its own removal.",
  hints: [
    "Add a node twice and remove it once: is it gone?",
    "Remember which nodes are there, and return at once when one comes again.",
    "if (this.#ids.has(id)) return;",
  ],
  steps: [...IDS.map(add), PLACE, add("cache-a"), add("cache-a"), PLACE, remove("cache-a"), PLACE],
  judge: (life, evidence) =>
    firstBroken({ life, evidence }, (key, [before, after, without]) => {
      if (before![key] !== after![key]) return { expected: `${shownValue(before![key])} as before`, got: after![key] };
      return without![key] === "cache-a" ? { expected: "any node but cache-a", got: "cache-a" } : undefined;
    }),
});

/** In the order in which they are tried. */
export const ringRules: readonly Case<Given, RingLife>[] = [
  empty,
  wrap,
  same,
  arrival,
  gone,
  departure,
  order,
  again,
];
