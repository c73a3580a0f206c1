/**
 * The wrong answers of the exercise `inverted-index`, each a mistake that people make, with the case that must be the first to catch it.
 *
 * @module
 */
import type { Answer, WrongAnswer } from "../suite.ts";
import {
  andByDefault,
  andIsOr,
  averagesEveryTime,
  countsOccurrences,
  longestListFirst,
  mergesUnsorted,
  readsEveryDocument,
  skipsUnknownWords,
  unionThenFilter,
} from "./wrong_combining.ts";
import {
  addsToTheOld,
  countOnlyGrows,
  countsTwice,
  cutsBeforeSorting,
  noIdf,
  noLimit,
  orderOfAdding,
  postingsStay,
  presenceOnly,
  sweepsLate,
} from "./wrong_counting.ts";
import {
  anyOrder,
  bagOfWords,
  caseMatters,
  firstPlaceOnly,
  lastPlaceOnly,
  lettersNotWords,
  noWordTwice,
  onlyLatinLetters,
  onlyThePhrase,
  plainObject,
  splitsAtSpaces,
  substring,
  withGaps,
} from "./wrong_reading.ts";

const SAME_WORD = "case and punctuation are not part of a word, and words are not only English";
const IN_ORDER = "a phrase is its words in this order, one right after the other";
const EVERY_PLACE = "a phrase may begin at any place of its first word";
const RARE = "a rare word says more than a common one, and the best comes first";
const LIMIT = "the limit keeps the best, whenever they were added";
const AGAIN = "adding an id again replaces its text";
const AS_IF_NEVER = "after a removal, scores are as if the document had never been there";
const MIXED = "any mix of calls agrees with reading every document";
const NOT_ALL = "a search looks at the documents that have its words, not at all";
const RAREST = "an and costs what its rarest word costs";

/** By name; {@linkcode WrongAnswer.by} is the case that must catch it before any other does. */
export const wrongAnswers: Readonly<Record<string, WrongAnswer>> = {
  "finds letters, not words": {
    by: "a search finds the documents that have the word, and no others",
    answer: lettersNotWords,
  },
  "case matters": { by: SAME_WORD, answer: caseMatters },
  "words are what stands between spaces": { by: SAME_WORD, answer: splitsAtSpaces },
  "words are made of a to z": { by: SAME_WORD, answer: onlyLatinLetters },
  "and by default": { by: "without an operator, one word of the query is enough", answer: andByDefault },
  "and evaluated as or": { by: "with and, every word of the query must be there", answer: andIsOr },
  "and counts occurrences": { by: "with and, every word of the query must be there", answer: countsOccurrences },
  "unknown words are skipped": {
    by: "a word that no document has leaves an and without results",
    answer: skipsUnknownWords,
  },
  "a phrase is a bag of words": { by: IN_ORDER, answer: bagOfWords },
  "a phrase in any order": { by: IN_ORDER, answer: anyOrder },
  "a phrase with gaps": { by: IN_ORDER, answer: withGaps },
  "a phrase is a piece of the text": { by: "a phrase is made of words, not of characters", answer: substring },
  "only the first place of a word is tried": { by: EVERY_PLACE, answer: firstPlaceOnly },
  "only the last place of a word is kept": { by: EVERY_PLACE, answer: lastPlaceOnly },
  "what stands beside a phrase is not asked for": {
    by: "a phrase and the words beside it are conditions of equal rank",
    answer: onlyThePhrase,
  },
  "counts without idf": { by: RARE, answer: noIdf },
  "results in the order of adding": { by: RARE, answer: orderOfAdding },
  "a word is there or not": {
    by: "of two texts of one length, the one that has the word more often is better",
    answer: presenceOnly,
  },
  "the limit is applied before sorting": { by: LIMIT, answer: cutsBeforeSorting },
  "the limit is not read": { by: LIMIT, answer: noLimit },
  "a removal leaves the postings": { by: "a removed document is found no more", answer: postingsStay },
  "a second text is added to the first": { by: AGAIN, answer: addsToTheOld },
  "a document that is added again is counted twice": { by: AGAIN, answer: countsTwice },
  "the count of documents only grows": { by: AS_IF_NEVER, answer: countOnlyGrows },
  "swept up by the first search, after counting": { by: AS_IF_NEVER, answer: sweepsLate },
  "a plain object of lists": {
    by: "a word may be the name of something that every object has",
    answer: plainObject,
  },
  "a phrase loses its repeated words": { by: MIXED, answer: noWordTwice },
  "merges lists that are not sorted": { by: MIXED, answer: mergesUnsorted },
  "reads every document": { by: NOT_ALL, answer: readsEveryDocument },
  "adds up all lengths at every search": { by: NOT_ALL, answer: averagesEveryTime },
  "and begins with the longest list": { by: RAREST, answer: longestListFirst },
  "and is a union that is filtered": { by: RAREST, answer: unionThenFilter },
};

/** Right in what it returns, and as simple as can be: the floor that a pass is measured against. */
export const naiveAnswer: Answer = readsEveryDocument;
