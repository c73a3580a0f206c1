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
    "A word is a run of letters and digits of any script; case does not matter.",
    'With the operator "and", every word and every phrase of the query must be there; with "or", one is enough. "or" holds ' +
    "when none is given.",
    "The words of a phrase must stand one right after the other, in this order. Words beside a phrase are asked for, too.",
    "The formula of the score is yours, but results come by falling scores, a rare word weighs more than a common one, and " +
    "in texts of one length more occurrences weigh more than fewer.",
    "`limit` keeps the best, whenever they were added.",
    "`add` of an id that is there replaces its text. After `remove`, later scores too are as if the document had never been " +
    "there; an unknown id is no mistake.",
    "A search looks at the documents that have its words, not at all: steps are counted.",
  ],
  mastery: [
    'An "and" costs what its rarest word costs.',
    "A word may be any word, also `constructor`.",
  ],
  firstHint:
    "Turn the texts round: for each word, which documents have it, and at which places? Write add and a search of one word " +
    "first; then and, or and phrases are questions about several of these lists.",
  solution: {
    file: "right/map_of_maps.ts",
    why:
      "Two Maps, one inside the other: word to document to places. Everything that is asked for can be read off them, and a " +
      "removal leaves nothing behind that a score could still count. Say in an interview what it costs: every posting is an entry " +
      "of a hash table. lib/ml/retrieval/inverted_index.ts keeps sorted lists, compressed, and stops early when only the best " +
      "are wanted.",
  },
};
