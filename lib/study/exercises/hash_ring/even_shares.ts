/**
 * How evenly keys are dealt out, over several sets of nodes.
 *
 * @module
 */
import { shownValue } from "../shown_value.ts";
import type { Case } from "../suite.ts";
import type { Given } from "./ring_life.ts";

const SETS = 8;
const NODES = 10;
const KEYS = 2000;
/**
 * The mean, over eight sets of ten nodes, of the largest load over the mean load. With v points a node it is about
 * 1.6 for v = 10, 1.3 for 40 and 1.2 for 160; with one point 2.7.
 */
const MOST = 1.5;

/** Names of nodes and keys as they are in earnest: alike but for a number. */
export interface Sets {
  /** The names of the nodes, one list a set. */
  readonly nodes: readonly (readonly string[])[];
  /** Before the number of each key. */
  readonly prefix: string;
  /** How many keys. */
  readonly keys: number;
}

/** Ten nodes share the keys about evenly. */
export const evenShares: Case<Given, Sets> = {
  name: "ten nodes have about as many keys each",
  misconception:
    "One point a node leaves the arcs as uneven as chance makes them: the largest of ten is nearly three times the mean. A " +
    "hundred points a node even that out; but only if the hash spreads names that differ in one digit.",
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
