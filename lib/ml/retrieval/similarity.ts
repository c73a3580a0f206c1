/**
 * How much a term that a document has says for the document.
 *
 * A similarity looks at five numbers: how often the term stands in the document (tf), how long the document is, in how
 * many documents the term stands (df), how many documents there are (N), and how long they are on average. BM25:
 *
 *     idf · tf / (tf + k1 · (1 − b + b · length / average)),  idf = ln(1 + (N − df + 0.5) / (df + 0.5))
 *
 * The idf is Lucene's: it is never negative, not even for a term in every document. The factor k1 + 1 of the textbooks
 * is left out, as in Lucene since version 8: it is the same for all and changes no order. Lengths are exact (Lucene
 * rounds them to one byte).
 *
 * **Invariant.** What {@linkcode Similarity.scorer} returns is above 0, does not fall with tf, and does not rise with
 * length, but for rounding: pruning leans on it.
 *
 * Not here on purpose: BM25F (fields are added, each with its own lengths), BM25+ and BM25L (Kamphuis et al., "Which
 * BM25 do you mean?", ECIR 2020: no significant difference among eight variants), query weights.
 *
 * Source: S. Robertson and H. Zaragoza, "The probabilistic relevance framework", 2009, section 3; Lucene's
 * BM25Similarity and ClassicSimilarity.
 *
 * @module
 */
import { checkNonNegative, checkProbability } from "../../base/argument.ts";

/** What is known about a term (or the terms of a phrase) in one field of the whole index. */
export interface TermStatistics {
  /** N: documents that have the field. */
  readonly documentCount: number;
  /** df of each term: one number, or as many as a phrase has words. */
  readonly documentFrequencies: readonly number[];
  /** Mean length of the field, in terms. */
  readonly averageLength: number;
}

/** A formula. */
export interface Similarity {
  /** With its parameters, so that a snapshot can find it again: `"bm25 1.2 0.75"`. */
  readonly name: string;
  /** The part that depends on the terms alone; of a phrase, the sum over its words. */
  idf(statistics: TermStatistics): number;
  /** The score as a function of tf (a phrase's may be a fraction) and the document's length. */
  scorer(statistics: TermStatistics): (termFrequency: number, length: number) => number;
}

/** BM25's two knobs. */
export interface Bm25Options {
  /** How late more of the same term stops counting; 0: at once. Not negative. @default {1.2} */
  readonly k1?: number;
  /** How much length counts against a document, 0 to 1. @default {0.75} */
  readonly b?: number;
}

/**
 * BM25 as in Lucene.
 * @throws {RangeError} If `k1` is negative or `b` not from 0 to 1.
 *
 * @example One document of three has the term, once, and the average length
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { bm25 } from "./similarity.ts";
 *
 * const score = bm25().scorer({ documentCount: 3, documentFrequencies: [1], averageLength: 10 });
 * assertAlmostEquals(score(1, 10), Math.log(1 + 2.5 / 1.5) / (1 + 1.2));
 * ```
 */
export function bm25(options: Bm25Options = {}): Similarity {
  const { k1 = 1.2, b = 0.75 } = options;
  const action = "create a BM25 similarity";
  checkNonNegative(k1, { action, argument: "k1" });
  checkProbability(b, { action, argument: "b" });
  const idf = ({ documentCount, documentFrequencies }: TermStatistics) =>
    total(documentFrequencies, (df) => Math.log(1 + (documentCount - df + 0.5) / (df + 0.5)));
  return {
    name: `bm25 ${k1} ${b}`,
    idf,
    scorer(statistics) {
      const weight = idf(statistics);
      const { averageLength } = statistics;
      return (tf, length) => weight * tf / (tf + k1 * (1 - b + b * length / averageLength));
    },
  };
}

/**
 * The classic: √tf · idf² / √length with idf = 1 + ln((N + 1) / (df + 1)); squared, because the term is weighed once in
 * the document and once in the query.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { tfIdf } from "./similarity.ts";
 *
 * const score = tfIdf().scorer({ documentCount: 1, documentFrequencies: [1], averageLength: 4 });
 * assertAlmostEquals(score(4, 16), 2 * 1 / 4);
 * ```
 */
export function tfIdf(): Similarity {
  const idf = ({ documentCount, documentFrequencies }: TermStatistics) =>
    total(documentFrequencies, (df) => 1 + Math.log((documentCount + 1) / (df + 1)));
  return {
    name: "tf-idf",
    idf,
    scorer(statistics) {
      const weight = idf(statistics) ** 2;
      return (tf, length) => weight * Math.sqrt(tf) / Math.sqrt(length);
    },
  };
}

/** The similarity of that name, or `undefined` if it is none of this file. */
export function similarityNamed(name: string): Similarity | undefined {
  const [formula, k1, b] = name.split(" ");
  if (formula === "bm25") return bm25({ k1: Number(k1), b: Number(b) });
  return name === "tf-idf" ? tfIdf() : undefined;
}

function total(numbers: readonly number[], value: (number: number) => number): number {
  let sum = 0;
  for (const number of numbers) sum += value(number);
  return sum;
}
