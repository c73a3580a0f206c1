/**
 * The exercise `inverted-index`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise `inverted-index` asks for. */
export interface InvertedIndexClass {
  /** An empty index. */
  new (): {
    /**
     * Takes in the words of `text` under `id`, in place of an earlier text of that id. What it returns does not matter.
     */
    add(id: string, text: string): unknown;
    /** Takes the document out; an id that is not there is no mistake. What it returns does not matter. */
    remove(id: string): unknown;
    /** The documents that answer `query`, best first. Words in double quotes are a phrase. */
    search(
      query: string,
      options?: { operator?: "and" | "or"; limit?: number },
    ): { id: string; score: number }[];
  };
}

/** A search engine over texts. */
export type InvertedIndexGiven = {
  /** The reader's class. */
  readonly InvertedIndex: InvertedIndexClass;
};

/** Its card. */
export const exercise: ExerciseCard<InvertedIndexGiven> = {
  title: "Inverted index",
  level: "medium",
  minutes: 45,
  notebook: "retrieval/inverted_index",
  names: ["InvertedIndex"],
  task: `/** Finds texts by their words, best first. */
class InvertedIndex {
  /** Takes in \`text\` under \`id\`, in place of an earlier text of that id. */
  add(id: string, text: string): void {
    throw new Error("Not written yet");
  }

  /** Takes the document out, as if it had never been there. */
  remove(id: string): void {
    throw new Error("Not written yet");
  }

  /**
   * The documents that answer \`query\`, best first. Words in double quotes are a phrase. \`operator\` says whether all
   * words and phrases must be there ("and") or one is enough ("or", the default); \`limit\` keeps the best.
   */
  search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}): { id: string; score: number }[] {
    throw new Error("Not written yet");
  }
}`,
  rules: [
    "A word is a run of letters and digits in any script; case does not matter.",
    'With the operator "and", every word and every phrase of the query must be there; with "or", one is enough. "or" holds ' +
    "when none is given.",
    "The words of a phrase must be adjacent and in order. Words outside the quotes are part of the query, too.",
    "The scoring formula is up to you, but results are sorted by descending score, a rare word counts more than a common one, " +
    "and in texts of equal length more occurrences count more than fewer.",
    "`limit` keeps the best results, whenever they were added.",
    "Adding an existing id replaces its text. After `remove`, later scores too are as if the document had never been " +
    "there; removing an unknown id is not an error.",
    "A search looks only at documents that have its words: steps are counted.",
  ],
  mastery: [
    'An "and" costs what its rarest word costs.',
    "Any word is allowed, even `constructor`.",
  ],
  firstHint:
    "Invert the texts: for each word, which documents have it, and at which positions? Write add and a one-word search " +
    "first; then and, or and phrases are questions about several of these lists.",
  solution: {
    file: "right/map_of_maps.ts",
    why:
      "Two nested Maps: word to document to positions. They answer every question in the task, and a removal leaves " +
      "nothing behind that a score could still count. In an interview, name the cost: every posting is an entry " +
      "of a hash table. lib/ml/retrieval/inverted_index.ts keeps sorted lists, compressed, and stops early when only the best " +
      "are wanted.",
  },
};
