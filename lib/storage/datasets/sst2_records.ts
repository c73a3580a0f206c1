/**
 * Records of SST-2: labelled sentences, as they are read and as they are generated.
 *
 * @module
 */

/** What the labels were drawn from. */
export interface Sst2Truth {
  /** Weight of each word that has one. */
  readonly weights: ReadonlyMap<string, number>;
  /** Sum of the weights of a text, negation observed. */
  readonly score: (text: string) => number;
}

/** A phrase or sentence with its label. */
export interface LabelledSentence {
  /** Lower case, words and punctuation separated by spaces, no space at the end. */
  readonly text: string;
  /** 0 negative, 1 positive. */
  readonly label: 0 | 1;
}

/** The set; with the truth behind it where it was generated. */
export type Sst2 =
  & {
    /** Phrases to learn from; every `for await` over it is a new pass. */
    readonly train: AsyncIterable<LabelledSentence>;
    /** How many a pass yields. */
    readonly trainLength: number;
    /** Sentences to evaluate on. */
    readonly dev: readonly LabelledSentence[];
  }
  & ({ readonly origin: "public" } | { readonly origin: "synthetic"; readonly truth: Sst2Truth });
