/**
 * Records of Cranfield collection: abstracts, questions and judgements, as they are read and as they are generated.
 *
 * @module
 */

/** What texts and judgements were drawn from. */
export interface CranfieldTruth {
  /** Subject of each document, from 0: also the index of the query that asks for it; shape (documents). */
  readonly documentSubject: Uint16Array;
  /** Share of each document's words that are its subject's own, expected; shape (documents). */
  readonly documentFocus: Float64Array;
  /** Topic of each subject, from 0; shape (queries). */
  readonly subjectTopic: Uint16Array;
}

/** An abstract. Lines are joined by single spaces. */
export interface CranfieldDocument {
  /** 1 to 1,400. */
  readonly number: number;
  /** Ends, like all sentences of the collection, with ` .`. */
  readonly title: string;
  /** As printed; empty for 53 documents. */
  readonly authors: string;
  /** Where it appeared; empty for some. */
  readonly source: string;
  /** The abstract, which begins with the title again. */
  readonly text: string;
}

/** A question. */
export interface CranfieldQuery {
  /** 1 to 225, by order: what judgements refer to. */
  readonly number: number;
  /** The number that stands in the file. */
  readonly printedNumber: number;
  /** One sentence. */
  readonly text: string;
}

/**
 * A judgement: this document answers this query. Pairs that are not listed were judged, or taken, not to be relevant.
 */
export interface CranfieldJudgement {
  /** {@linkcode CranfieldQuery.number}. */
  readonly query: number;
  /** {@linkcode CranfieldDocument.number}. */
  readonly document: number;
  /** 1 (a complete answer) to 4 (of minimum interest), smaller is better; -1, once for each query, is not explained by the publisher. */
  readonly grade: number;
}

/** The collection; with the truth behind it where it was generated. */
export type Cranfield =
  & {
    /** In order of their numbers. */
    readonly documents: readonly CranfieldDocument[];
    /** In order of their numbers. */
    readonly queries: readonly CranfieldQuery[];
    /** In the order of the file. */
    readonly judgements: readonly CranfieldJudgement[];
  }
  & ({ readonly origin: "public" } | { readonly origin: "synthetic"; readonly truth: CranfieldTruth });
