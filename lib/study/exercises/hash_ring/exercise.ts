/**
 * The exercise `hash-ring`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise `hash-ring` asks for. */
export interface HashRingClass {
  /** A ring without nodes, on which each node stands at `virtualNodes` points. */
  new (options?: { virtualNodes?: number }): {
    /** Adds a node; nothing happens when it is there. What it returns does not matter. */
    addNode(id: string): unknown;
    /** Takes a node out; nothing happens when it is not there. What it returns does not matter. */
    removeNode(id: string): unknown;
    /** The node of `key`, or `undefined` when there are no nodes. */
    getNode(key: string): string | undefined;
  };
}

/** Deals keys out to nodes so that few keys move when the nodes change. */
export type HashRingGiven = {
  /** The reader's class. */
  readonly HashRing: HashRingClass;
};

/** Its card. */
export const exercise: ExerciseCard<HashRingGiven> = {
  title: "Consistent hash ring",
  level: "medium",
  minutes: 30,
  notebook: "structures/hash_ring",
  names: ["HashRing"],
  task: `/** Deals keys out to nodes; when the nodes change, only the keys move that must. */
class HashRing {
  constructor(options: { virtualNodes?: number } = {}) {
    throw new Error("Not written yet");
  }

  /** Adds a node at \`virtualNodes\` points; nothing happens when it is there. */
  addNode(id: string): void {
    throw new Error("Not written yet");
  }

  /** Takes a node out; nothing happens when it is not there. */
  removeNode(id: string): void {
    throw new Error("Not written yet");
  }

  /** The node of \`key\`, or undefined when there are no nodes. */
  getNode(key: string): string | undefined {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "`getNode` gives a node for every key, and `undefined` when there are no nodes. Which hash function you use is up to you.",
    "Where a key belongs depends on the ids of the nodes alone: two rings with the same nodes agree on every key, in whatever " +
    "order the nodes came.",
    "When a node comes, keys move to it and to no other; when a node goes, only its own keys move.",
    "`addNode` of a node that is there and `removeNode` of one that is not change nothing.",
    "Each node stands at `virtualNodes` points of the ring; how many it has by default is up to you.",
  ],
  mastery: [
    "With your default, ten nodes share the keys about evenly: the busiest has at most 1.5 times the mean.",
    "A lookup takes hardly more steps on a large ring than on a small one: steps are counted.",
  ],
  firstHint:
    "Draw a circle. Hash every node to many places on it, and a key to one: who is next, clockwise? Write getNode by a " +
    "plain search first, then keep the points sorted and search by halves.",
  solution: {
    file: "right/sorted_points.ts",
    why:
      "One sorted list of points and a binary search: all that an interview asks for. Say what you would change in earnest: " +
      "64-bit hashes, so that points do not meet; typed arrays instead of objects; a table that finds the right part of " +
      "the list at once. lib/structures/hash_ring.ts does all three.",
  },
};
