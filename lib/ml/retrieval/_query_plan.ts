/**
 * A query made ready for one index: a tree whose nodes know which documents match, and with which score.
 *
 * @module
 */

/** Documents that match, by number, rising; and the score of each. */
export interface Matches {
  /** Their numbers. */
  readonly documents: Int32Array;
  /** Their scores, at the same places. */
  readonly scores: Float64Array;
}

/** Why a document has its score: a tree of sums. */
export interface Explanation {
  /** The score, or the number that went into it. */
  readonly value: number;
  /** What it is. */
  readonly what: string;
  /** What it was made of. */
  readonly parts: readonly Explanation[];
}

/** A node. It is good until the index changes. */
export interface QueryPlan {
  /** No more documents than this match: what decides who goes first. */
  readonly size: number;
  /**
   * The documents that match and have not been removed.
   * @param within Only these are asked about, rising. Left out: all.
   */
  matches(within?: Int32Array): Matches;
  /** The score of a document that matches, explained; `undefined` if it does not. */
  explain(document: number): Explanation | undefined;
}

/** The matches at the given places. */
export function pick({ documents, scores }: Matches, indices: readonly number[]): Matches {
  return {
    documents: Int32Array.from(indices, (index) => documents[index]!),
    scores: Float64Array.from(indices, (index) => scores[index]!),
  };
}
