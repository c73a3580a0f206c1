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
  task: `/** Assigns keys to nodes; when the nodes change, only the keys that must move do. */
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
    "`getNode` returns a node for every key, and `undefined` if there are no nodes. The hash function is up to you.",
    "A key's node depends only on the ids of the nodes: two rings with the same nodes agree on every key, whatever " +
    "order the nodes were added in.",
    "When a node is added, keys move only to it; when a node is removed, only its own keys move.",
    "Adding a node that is already there and removing a node that is not there change nothing.",
    "Each node has `virtualNodes` points on the ring; the default is up to you.",
  ],
  mastery: [
    "With your default, ten nodes share the keys about evenly: the busiest has at most 1.5 times the mean.",
    "A lookup takes only slightly more steps on a large ring than on a small one: steps are counted.",
  ],
  firstHint:
    "Draw a circle. Hash every node to many places on it, and a key to one: which node is next, clockwise? Write getNode with a " +
    "plain search first, then keep the points sorted and use binary search.",
  solution: {
    file: "right/sorted_points.ts",
    why:
      "One sorted list of points and a binary search: all that an interview asks for. In an interview, say what you would change in production: " +
      "64-bit hashes, so that points do not collide; typed arrays instead of objects; a table that finds the right part of " +
      "the list at once. lib/structures/hash_ring.ts does all three.",
  },
};
