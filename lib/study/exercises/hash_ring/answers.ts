/**
 * The answers of the exercise `hash-ring`: the stub, three right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { Answers, WrongAnswer } from "../suite.ts";
import type { HashRingClass } from "./exercise.ts";
import {
  addsAgain,
  lastComerWins,
  leavesPoints,
  numbersTheNodes,
  onePoint,
  overwritesNeighbours,
  randomPoints,
  sumOfCharacters,
} from "./wrong_points.ts";
import {
  emptyText,
  noWrapAround,
  readsTheFirstPoint,
  remainder,
  remembersAnswers,
  searchesFromTheFront,
  sortsAtEachLookup,
} from "./wrong_searches.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const HashRing: HashRingClass = class HashRing {
  constructor(_options: { virtualNodes?: number } = {}) {
    throw new Error("Not written yet");
  }
  addNode(_id: string): void {
    throw new Error("Not written yet");
  }
  removeNode(_id: string): void {
    throw new Error("Not written yet");
  }
  getNode(_key: string): string | undefined {
    throw new Error("Not written yet");
  }
};

const EMPTY = "without nodes getNode gives undefined";
const ARRIVAL = "when a node comes, keys move to it and to no other";
const ORDER = "the order in which nodes come does not matter";
const EVEN = "ten nodes have about as many keys each";
const WORK = "the work of a lookup hardly grows with the ring";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
const wrong: Readonly<Record<string, WrongAnswer>> = {
  "reads the first point of an empty ring": { by: EMPTY, answer: readsTheFirstPoint },
  "an empty text where there is no node": { by: EMPTY, answer: emptyText },
  "no wrap-around at the end of the ring": {
    by: "every key has a node, also past the last point",
    answer: noWrapAround,
  },
  "points drawn at random": { by: "two rings with the same nodes agree on every key", answer: randomPoints },
  "the hash modulo the number of nodes": { by: ARRIVAL, answer: remainder },
  "remembers each key's node when others come": { by: ARRIVAL, answer: remembersAnswers },
  "removes one point of many": { by: "a node that has gone has no keys", answer: leavesPoints },
  "points overwrite their neighbours, and take them along": {
    by: "when a node goes, only its own keys move",
    answer: overwritesNeighbours,
  },
  "equal places in the order of coming": { by: ORDER, answer: lastComerWins },
  "points from the node's number": { by: ORDER, answer: numbersTheNodes },
  "a node that comes again is there twice": { by: "a node that is added again is still one node", answer: addsAgain },
  "one point a node": { by: EVEN, answer: onePoint },
  "a hash that adds up characters": { by: EVEN, answer: sumOfCharacters },
  "searches from the front": { by: WORK, answer: searchesFromTheFront },
  "sorts at each lookup": { by: WORK, answer: sortsAtEachLookup },
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { HashRing } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "a sorted list of points": right("sorted_points.ts"),
    "one point a node, many probes a key": right("many_probes.ts"),
  },
  wrong,
  ours: right("library.ts"),
  naive: { what: "a list that is searched from the front", answer: searchesFromTheFront },
};
