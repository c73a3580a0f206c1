/**
 * The exercise `hash-ring`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

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

/** Its entry. */
export const hashRingExercise: CatalogueEntry<HashRingGiven> = {
  title: "Consistent hash ring",
  level: "medium",
  minutes: 30,
  notebook: "structures/hash_ring",
  firstHint:
    "Draw a circle. Hash every node to many places on it, and a key to one: who is next, clockwise? Write getNode by a " +
    "plain search first, then keep the points sorted and search by halves.",
  solution: {
    file: new URL("./right/sorted_points.ts", import.meta.url),
    why:
      "One sorted list of points and a binary search: all that an interview asks for. Say what you would change in earnest: " +
      "64-bit hashes, so that points do not meet; typed arrays instead of objects; a table that finds the right part of " +
      "the list at once. lib/structures/hash_ring.ts does all three.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
