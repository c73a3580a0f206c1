/**
 * Bags of words: texts as sparse rows of counts, a column for each term of a vocabulary.
 *
 * **Invariant.** The vocabulary comes from the texts of the fit alone, in order of first appearance; terms that it does
 * not hold are not counted, so a text of the test set cannot leak.
 *
 * Cost: O(terms) expected, and O(n log n) in the distinct terms of a text to sort their columns.
 *
 * Not here on purpose: the cutting into terms (`analyzer.ts`), weights by rarity (tf-idf), pairs of words.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { csrFrom, type CsrMatrix } from "../../math/linalg/csr_matrix.ts";

/** The terms that are counted. */
export interface Vocabulary {
  /** Column j counts `terms[j]`. */
  readonly terms: readonly string[];
}

/** Which terms are worth a column. */
export interface VocabularyOptions {
  /** Fewest texts that a term is in. @default {1} */
  readonly minTexts?: number;
}

/**
 * Learns the vocabulary.
 * @param texts Each as its terms; at least one term in all.
 * @throws {RangeError} If no term is left, or `minTexts` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { csrToDense } from "../../math/linalg/csr_matrix.ts";
 * import { rowsOf } from "../../math/linalg/matrix.ts";
 * import { countTerms, fitVocabulary } from "./bag_of_words.ts";
 * const vocabulary = fitVocabulary([["good", "film"], ["good", "good", "plot"]]);
 * assertEquals(vocabulary.terms, ["good", "film", "plot"]);
 * assertEquals(rowsOf(csrToDense(countTerms(vocabulary, [["plot", "good", "plot", "bad"]]))), [[1, 0, 2]]);
 * ```
 */
export function fitVocabulary(
  texts: Iterable<Iterable<string>>,
  { minTexts = 1 }: VocabularyOptions = {},
): Vocabulary {
  const action = "fit a vocabulary";
  checkPositiveInteger(minTexts, { action, argument: "minTexts" });
  const counts = new Map<string, number>();
  for (const text of texts) for (const term of new Set(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const terms = [...counts].filter(([, count]) => count >= minTexts).map(([term]) => term);
  if (terms.length > 0) return { terms };
  throw new RangeError(
    `Cannot ${action}: texts must have a term in at least ${minTexts} of them: current value is none`,
  );
}

/**
 * How often each term of the vocabulary occurs in each text.
 * @param texts Each as its terms.
 * @returns (texts, terms): sparse; a text without a known term is an empty row.
 */
export function countTerms({ terms }: Vocabulary, texts: Iterable<Iterable<string>>): CsrMatrix {
  const column = new Map(terms.map((term, j) => [term, j]));
  const [indptr, indices, data]: [number[], number[], number[]] = [[0], [], []];
  for (const text of texts) {
    const counts = new Map<number, number>();
    for (const term of text) {
      const j = column.get(term);
      if (j !== undefined) counts.set(j, (counts.get(j) ?? 0) + 1);
    }
    for (const [j, count] of [...counts].sort(([a], [b]) => a - b)) {
      indices.push(j);
      data.push(count);
    }
    indptr.push(indices.length);
  }
  return csrFrom({
    rows: indptr.length - 1,
    columns: terms.length,
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    data: Float64Array.from(data),
  });
}
