/**
 * The suite of the exercise `inverted-index`: class `InvertedIndex` with `add(id, text)`, `remove(id)` and
 * `search(query, { operator, limit })`.
 *
 * The order teaches: words and how they are combined, phrases, the order of the results, an index that changes, then what no rule
 * names, and last the cost. No stop words, and no word in two of its forms: with or without a list of stop words, with or without a
 * stemmer, the answers are the same.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Cost, Suite } from "../suite.ts";
import { mixedHistories } from "./mixed_histories.ts";
import { phraseCases } from "./phrase_cases.ts";
import { rankingCases } from "./ranking_cases.ts";
import { workCases } from "./search_work.ts";
import type { Given } from "./story.ts";
import { upkeepCases } from "./upkeep_cases.ts";
import { anyTextCase, wordCases } from "./word_cases.ts";

interface Reading {
  readonly texts: readonly string[];
  readonly queries: readonly string[];
}

/** Texts of `length` words; low numbers are frequent, as in a language. */
function textsOf(random: Random, { count, length }: { count: number; length: number }): string[] {
  const word = () => `w${Math.floor(2000 * random.next() ** 3)}`;
  return Array.from({ length: count }, () => Array.from({ length }, word).join(" "));
}

const cost: Cost<Given, Reading, readonly string[]> = {
  time: {
    what: "500 texts of 40 words added, then 500 searches for one to three words, the best 10 of each",
    input: (random) => ({
      texts: textsOf(random, { count: 500, length: 40 }),
      queries: Array.from({ length: 500 }, (_, q) => textsOf(random, { count: 1, length: 1 + q % 3 })[0]!),
    }),
    run({ InvertedIndex }, { texts, queries }) {
      const index = new InvertedIndex();
      for (let i = 0; i < texts.length; i++) index.add(`d${i}`, texts[i]!);
      let found = 0;
      for (let q = 0; q < queries.length; q++) found += index.search(queries[q]!, { limit: 10 }).length;
      return found;
    },
  },
  memory: {
    what: "1,000 texts of 40 words",
    input: (random) => textsOf(random, { count: 1000, length: 40 }),
    build({ InvertedIndex }, texts) {
      const index = new InvertedIndex();
      for (let i = 0; i < texts.length; i++) index.add(`d${i}`, texts[i]!);
      return index;
    },
  },
};

/** The suite. */
export const suite: Suite<Given> = {
  exercise: "inverted-index",
  names: ["InvertedIndex"],
  task: `/**
 * Finds texts by their words, best first. A word is a run of letters and digits of any script; case does not matter.
 * A search looks only at the documents that have its words, and an "and" costs what its rarest word costs.
 */
class InvertedIndex {
  /** Takes in \`text\` under \`id\`, in place of an earlier text of that id. */
  add(id: string, text: string): void {
    throw new Error("Not written yet");
  }

  /** Takes the document out, as if it had never been there: later scores, too. An unknown id is no mistake. */
  remove(id: string): void {
    throw new Error("Not written yet");
  }

  /**
   * The documents that answer \`query\`, best first. Words in double quotes are a phrase: they must stand one right after the other.
   * \`operator\` says whether all words and phrases must be there ("and") or one is enough ("or", the default); \`limit\` keeps the best.
   * The formula of the score is yours, but a rare word weighs more than a common one, and more occurrences more than fewer.
   */
  search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}): { id: string; score: number }[] {
    throw new Error("Not written yet");
  }
}`,
  cases: [...wordCases, ...phraseCases, ...rankingCases, ...upkeepCases, anyTextCase, mixedHistories, ...workCases],
  cost,
};
