/**
 * The wrong answers of the exercise `lru-cache`, each a mistake that people make, with the case that must be the first to catch it.
 *
 * @module
 */
import type { Answer, WrongAnswer } from "../suite.ts";
import {
  countsOverwrites,
  evictsBeforeAsking,
  evictsTheNewest,
  getDoesNotRefresh,
  ignoresOverwrites,
  minusOneWhenAbsent,
  missStoresUndefined,
  neverEvicts,
  oneTooFew,
  oneTooMany,
  overwriteKeepsThePosition,
  sharedState,
  spreadsTheKeys,
  truthinessInGet,
  truthinessInPut,
  undefinedMeansAbsent,
} from "./wrong_maps.ts";
import {
  arraySplice,
  forgetsTheIndex,
  halfUnlinked,
  needsTwoEntries,
  plainObject,
  searchesForTheOldest,
} from "./wrong_structures.ts";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
export const wrongAnswers: Readonly<Record<string, WrongAnswer>> = {
  "-1 when absent": { by: "an absent key gives undefined", answer: minusOneWhenAbsent },
  "put ignores a key that is present": { by: "get returns the value that was put last", answer: ignoresOverwrites },
  "get tests the value, not the key": { by: "0, false, null and the empty string are values", answer: truthinessInGet },
  "put tests the value, not the key": { by: "0, false, null and the empty string are values", answer: truthinessInPut },
  "never evicts": { by: "a full cache holds exactly `capacity` entries", answer: neverEvicts },
  "one entry too few": { by: "a full cache holds exactly `capacity` entries", answer: oneTooFew },
  "one entry too many": { by: "a full cache holds exactly `capacity` entries", answer: oneTooMany },
  "the victim stays in the index": { by: "a full cache holds exactly `capacity` entries", answer: forgetsTheIndex },
  "evicts the newest": { by: "the victim is the entry unused for longest, not the newest", answer: evictsTheNewest },
  "get does not refresh": { by: "a get counts as a use", answer: getDoesNotRefresh },
  "an overwrite keeps the old position": { by: "an overwrite counts as a use", answer: overwriteKeepsThePosition },
  "evicts before asking whether the key is present": {
    by: "overwriting a key evicts nobody",
    answer: evictsBeforeAsking,
  },
  "counts an overwrite as a new entry": { by: "overwriting a key evicts nobody", answer: countsOverwrites },
  "a miss stores undefined": { by: "a miss changes nothing", answer: missStoresUndefined },
  "eviction needs a second entry": { by: "a cache of one entry works", answer: needsTwoEntries },
  "takes undefined for absent": {
    by: "an entry whose value is undefined is still an entry",
    answer: undefinedMeansAbsent,
  },
  "a plain object as the index": { by: "keys are compared as a Map compares them", answer: plainObject },
  "state in a static field": { by: "two caches share nothing", answer: sharedState },
  "unlinks one neighbour of two": { by: "any mix of calls agrees with a list kept by hand", answer: halfUnlinked },
  "an array, searched and spliced": { by: "the work of a call does not grow with the cache", answer: arraySplice },
  "copies all keys to find the first": {
    by: "the work of a call does not grow with the cache",
    answer: spreadsTheKeys,
  },
  "searches for the oldest entry": {
    by: "the work of a call does not grow with the cache",
    answer: searchesForTheOldest,
  },
};

/** Right in what it returns, and as simple as can be: the floor that a pass is measured against. */
export const naiveAnswer: Answer = arraySplice;
