/**
 * The exercise `inverted-index`: what the reader hands in, and its entry in the catalogue.
 *
 * @module
 */
import type { CatalogueEntry } from "../catalogue_entry.ts";

/** What the exercise `inverted-index` asks for. */
export interface InvertedIndexClass {
  /** An empty index. */
  new (): {
    /** Takes in the words of `text` under `id`, in place of an earlier text of that id. What it returns does not matter. */
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

/** Its entry. */
export const invertedIndexExercise: CatalogueEntry<InvertedIndexGiven> = {
  title: "Inverted index",
  level: "medium",
  minutes: 45,
  notebook: "retrieval/inverted_index",
  firstHint:
    "Turn the texts round: for each word, which documents have it, and at which places? Write add and a search of one word " +
    "first; then and, or and phrases are questions about several of these lists.",
  solution: {
    file: new URL("./right/map_of_maps.ts", import.meta.url),
    why:
      "Two Maps, one inside the other: word to document to places. Everything that is asked for can be read off them, and a " +
      "removal leaves nothing behind that a score could still count. Say in an interview what it costs: every posting is an entry " +
      "of a hash table. lib/ml/retrieval/inverted_index.ts keeps sorted lists, compressed, and stops early when only the best " +
      "are wanted.",
  },
  suite: async () => (await import("./suite.ts")).suite,
  answers: async () => (await import("./answers.ts")).answers,
};
