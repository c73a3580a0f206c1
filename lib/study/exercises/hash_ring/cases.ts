/**
 * The cases of the exercise `hash-ring`: what a ring promises when nothing changes, then when nodes come and go; last
 * what a senior engineer adds, that keys are dealt out evenly and lookups stay cheap.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthCase } from "../growth_case.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { HashRingGiven } from "./exercise.ts";
import { firstBroken, nodesAt, placementsOf, play, type RingScript, show, type Step } from "./script.ts";

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
    judge: Case<HashRingGiven, RingScript>["judge"];
  },
): Case<HashRingGiven, RingScript> {
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
    show,
    drive: play,
    judge,
  };
}

const empty = rule("without nodes getNode gives undefined", {
  misconception: "Before the first node is added the ring has no points, so there is nothing to find.",
  hints: [
    "What does your search return when there is nothing to search?",
    "Check first whether there are any points; an empty ring has no first point to fall back on.",
    "if (this.#points.length === 0) return undefined;",
  ],
  keys: 3,
  steps: [PLACE],
  judge: (script, evidence) =>
    firstBroken(
      { script, evidence },
      (key, [placement]) => placement![key] === undefined ? undefined : { expected: "undefined", got: placement![key] },
    ),
});

const wrap = rule("every key has a node, even past the last point", {
  misconception:
    "The ring is closed: a key whose hash lies after the last point belongs to the first one. A search that runs past " +
    "the end continues at the beginning.",
  hints: [
    "Which node holds a key whose hash is greater than all points?",
    "The search gives the first point that is not below the key's hash; if there is none, take the first point.",
    "return this.#points[at === this.#points.length ? 0 : at].id;",
  ],
  virtualNodes: 2, // so few points that many keys lie after the last
  steps: [...IDS.slice(0, 3).map(add), PLACE],
  judge: (script, evidence) => {
    const [present] = nodesAt(script);
    return firstBroken({ script, evidence }, (key, [placement]) => {
      const got = placement![key];
      return present!.includes(got!) ? undefined : { expected: `one of ${present!.join(", ")}`, got };
    });
  },
});

const same = rule("two rings with the same nodes agree on every key", {
  misconception:
    "Points drawn at random differ between processes: each server would look for a key somewhere else. A " +
    "node's points must be computed from its id.",
  hints: [
    "What would another server, started tomorrow, answer for the same key?",
    "Hash the node's id together with a number, once for each of its points; use no random numbers and no clock.",
    "hash(`${id}#${i}`) for i from 0 to virtualNodes − 1",
  ],
  steps: [...IDS.map(add), PLACE, BEGIN, ...IDS.map(add), PLACE],
  judge: (script, evidence) =>
    firstBroken(
      { script, evidence },
      (key, [first, second]) =>
        first![key] === second![key] ? undefined : { expected: shownValue(first![key]), got: second![key] },
    ),
});

const arrival = rule("when a node is added, keys move only to it", {
  misconception:
    "hash(key) % n gives nearly every key another node when n changes, so that every cache is cold at once. On a ring a new " +
    "point only takes over the keys between itself and the point before it.",
  hints: [
    "How many of your keys change their node when the sixth one comes? It should be one in six.",
    "Nothing in getNode may depend on the number of nodes: compare the key's hash with the points.",
    "the first point at or after hash(key), on a sorted list",
  ],
  steps: [...IDS.map(add), PLACE, add("cache-new"), PLACE],
  judge: (script, evidence) => {
    const [before, after] = placementsOf(script, evidence);
    const arrived = after!.filter((id) => id === "cache-new").length;
    const failure = firstBroken({ script, evidence }, (key) => {
      if (after![key] === before![key] || after![key] === "cache-new") return undefined;
      return { expected: `${shownValue(before![key])} as before, or "cache-new"`, got: after![key] };
    });
    if (failure) {
      const moved = before!.filter((id, key) => id !== after![key]).length;
      return { ...failure, got: `${failure.got} (${moved} of ${script.keys} keys moved)` };
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
  judge: (script, evidence) =>
    firstBroken(
      { script, evidence },
      (key, [placement, emptied]) => {
        if (placement![key] === "cache-c") return { expected: "any node but cache-c", got: "cache-c" };
        return emptied![key] === undefined
          ? undefined
          : { expected: "undefined, when all have gone", got: emptied![key] };
      },
    ),
});

const departure = rule("when a node is removed, only its own keys move", {
  misconception:
    "If two nodes have the same place on the ring, one overwrites the other, and removing one also removes a point of its " +
    "neighbour. A circle of 360 or 1,000 places is too small; and both points must be kept.",
  hints: [
    "How many different places does your ring have, and how many points are on it?",
    "Use all 32 bits of the hash or more, and keep points in a list, not in a map from place to node.",
    "points.push({ place, id }), sorted by place and then by id",
  ],
  steps: [...IDS.map(add), add("cache-f"), PLACE, remove("cache-b"), PLACE],
  judge: (script, evidence) =>
    firstBroken({ script, evidence }, (key, [before, after]) => {
      if (before![key] === "cache-b" || before![key] === after![key]) return undefined;
      return { expected: `${shownValue(before![key])} as before`, got: after![key] };
    }),
});

const order = rule("the order in which nodes are added does not matter", {
  misconception:
    "If points depend on a node's number, or the last node to arrive wins an equal place, two servers that " +
    "learned of the same nodes in different orders disagree.",
  hints: [
    "Add the same five nodes in reverse: which keys get a different node, and why?",
    "A node's points depend on its id alone.",
    "hash(`${id}#${i}`), not hash(`${this.#ids.length}#${i}`)",
  ],
  steps: [...IDS.map(add), PLACE, BEGIN, ...IDS.toReversed().map(add), PLACE],
  judge: (script, evidence) =>
    firstBroken(
      { script, evidence },
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
    "Remember which nodes are there, and return at once if one is added again.",
    "if (this.#ids.has(id)) return;",
  ],
  steps: [...IDS.map(add), PLACE, add("cache-a"), add("cache-a"), PLACE, remove("cache-a"), PLACE],
  judge: (script, evidence) =>
    firstBroken({ script, evidence }, (key, [before, after, without]) => {
      if (before![key] !== after![key]) return { expected: `${shownValue(before![key])} as before`, got: after![key] };
      return without![key] === "cache-a" ? { expected: "any node but cache-a", got: "cache-a" } : undefined;
    }),
});

const SETS = 8;
const NODES = 10;
const KEYS = 2000;
/**
 * The mean, over eight sets of ten nodes, of the largest load over the mean load. With v points a node it is about
 * 1.6 for v = 10, 1.3 for 40 and 1.2 for 160; with one point 2.7.
 */
const MOST = 1.5;

/** Names of nodes and keys as they are in earnest: alike but for a number. */
interface Sets {
  /** The names of the nodes, one list a set. */
  readonly nodes: readonly (readonly string[])[];
  /** Before the number of each key. */
  readonly prefix: string;
  /** How many keys. */
  readonly keys: number;
}

/** Ten nodes share the keys about evenly. */
const evenShares: Case<HashRingGiven, Sets> = {
  name: "ten nodes have about as many keys each",
  stretch: true,
  misconception:
    "With one point per node the arcs have random lengths: the largest of ten is nearly three times the mean. A " +
    "hundred points per node even that out, but only if the hash spreads names that differ in one digit.",
  hints: [
    "Count the keys of each node. Now print the points: are they spread over the whole circle?",
    "Give each node 100 points or more, and use a hash in which every letter changes every bit (FNV-1a with a final mix), " +
    "not a sum of character codes.",
    "for (let i = 0; i < virtualNodes; i++) points.push({ place: hash(`${id}#${i}`), id });",
  ],
  input: (random) => ({
    nodes: Array.from({ length: SETS }, () => {
      const rack = random.integer(1000);
      return Array.from({ length: NODES }, (_, n) => `10.0.${rack}.${n}:6379`);
    }),
    prefix: `item:${random.integer(10_000)}:`,
    keys: KEYS,
  }),
  show: ({ nodes, keys }) => `addNode(${shownValue(nodes[0]![0])}), … ${NODES} nodes; getNode for ${keys} keys`,
  drive({ HashRing }, { nodes, prefix, keys }, child) {
    const loads: number[][] = [];
    for (let set = 0; set < nodes.length; set++) {
      child.step(set);
      const ring = new HashRing();
      const ids = nodes[set]!;
      const counts: number[] = [];
      for (let n = 0; n < ids.length; n++) {
        ring.addNode(ids[n]!);
        counts[n] = 0;
      }
      for (let key = 0; key < keys; key++) {
        const id = ring.getNode(prefix + key);
        for (let n = 0; n < ids.length; n++) if (ids[n] === id) counts[n]!++;
      }
      loads[set] = counts;
    }
    return loads;
  },
  judge({ keys }, evidence) {
    const loads = loadsOf(evidence, keys);
    const imbalances = loads.map((counts) => Math.max(...counts) * NODES / keys);
    const mean = imbalances.reduce((sum, value) => sum + value, 0) / SETS;
    if (mean <= MOST) return undefined;
    return {
      expected: `the busiest of ten nodes has at most ${MOST} times the mean, on average over ${SETS} sets of nodes`,
      got: `${mean.toFixed(2)} times the mean; in the first set they have ${loads[0]!.join(", ")} keys`,
    };
  },
};

function loadsOf(evidence: unknown, keys: number): readonly (readonly number[])[] {
  const isLoad = (counts: unknown) =>
    Array.isArray(counts) && counts.length === NODES && counts.every(Number.isInteger) &&
    counts.reduce((sum, count) => sum + count, 0) === keys;
  if (Array.isArray(evidence) && evidence.length === SETS && evidence.every(isLoad)) return evidence;
  throw new TypeError(`Cannot judge shares: every key needs a node: current value is ${shownValue(evidence)}`);
}

/**
 * Points are searched by halves or better: binary search fits to about 0.15 at these sizes, a search from the front to
 * 1.
 */
const lookupWork = growthCase<HashRingGiven, { readonly size: number; readonly prefix: string }>({
  name: "the work of a lookup hardly grows with the ring",
  stretch: true,
  misconception:
    "A thousand nodes of a hundred points are 100,000 points. Sort them when a node is added or removed, which is rare; a " +
    "lookup, which is frequent, must not walk over them, let alone sort them.",
  hints: [
    "How many points does getNode look at?",
    "The points are sorted: look at the middle one, and continue in the half that contains the key's hash.",
    "while (from < to) { const middle = (from + to) >> 1; if (points[middle].place < place) from = middle + 1; else to = middle; }",
  ],
  what: "16 points each, then getNode for 200 keys",
  unit: "lookup",
  of: "nodes",
  flatBelow: 0.5,
  sizes: (random) => {
    const prefix = prefixOf(random);
    return [8, 16, 32, 64, 128].map((size) => ({ size, prefix }));
  },
  driveOne({ HashRing }, { size, prefix }, measure) {
    const ring = new HashRing({ virtualNodes: 16 });
    for (let n = 0; n < size; n++) ring.addNode("node-" + n);
    ring.getNode("first"); // a ring that sorts late has sorted now
    return measure(200, () => {
      for (let key = 0; key < 200; key++) ring.getNode(prefix + key);
    });
  },
});

/** Most instructive first. */
export const cases = [
  empty,
  wrap,
  same,
  arrival,
  gone,
  departure,
  order,
  again,
  evenShares,
  lookupWork,
] as readonly Case<HashRingGiven>[];

/** What is measured after a pass. */
export const cost: Cost<HashRingGiven, { readonly nodes: number; readonly prefix: string }, number> = {
  time: {
    what: "20,000 lookups on ten nodes of 160 points",
    input: (random) => ({ nodes: 10, prefix: `user:${random.integer(10_000)}:` }),
    run({ HashRing }, { nodes, prefix }) {
      const ring = new HashRing({ virtualNodes: 160 });
      for (let n = 0; n < nodes; n++) ring.addNode("node-" + n);
      let letters = 0;
      for (let key = 0; key < 20_000; key++) letters += ring.getNode(prefix + key)!.length;
      return letters;
    },
  },
  memory: {
    what: "a ring of 20 nodes of 160 points",
    input: () => 20,
    build({ HashRing }, nodes) {
      const ring = new HashRing({ virtualNodes: 160 });
      for (let n = 0; n < nodes; n++) ring.addNode("node-" + n);
      ring.getNode("first");
      return ring;
    },
  },
};
