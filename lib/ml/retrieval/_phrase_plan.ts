/**
 * The documents with a phrase in one field.
 *
 * Candidates are the documents that have all of its terms; the rarest term leads, the others are only asked about its
 * documents. Positions are read for those alone.
 *
 * @module
 */
import { type FieldIndex, WITHOUT_FIELD } from "./_field_index.ts";
import { phraseFrequency } from "./_phrase_frequency.ts";
import { NO_DOCUMENT, PostingCursor } from "./_posting_cursor.ts";
import type { Explanation, Matches, QueryPlan } from "./_query_plan.ts";
import type { Similarity } from "./similarity.ts";

/** What a {@linkcode PhrasePlan} is made of. */
export interface PhrasePlanOptions {
  /** The numbers of its terms in the field, with their places, in order; repeated terms repeated. */
  readonly words: readonly { readonly term: number; readonly offset: number }[];
  /** The greatest cost of a match. */
  readonly slop: number;
  /** Scores. */
  readonly similarity: Similarity;
}

/** A phrase, scored like a term whose frequency is the phrase's and whose idf is the sum of the words' idf. */
export class PhrasePlan implements QueryPlan {
  /** No more documents than this match. */
  readonly size: number;
  readonly #field: FieldIndex;
  readonly #options: PhrasePlanOptions;
  /** Different terms, the rarest first. */
  readonly #terms: readonly number[];
  readonly #score: (frequency: number, length: number) => number;

  /** A plan that is good until the index changes. */
  constructor(field: FieldIndex, options: PhrasePlanOptions) {
    const frequencyOf = (term: number) => field.postings.documentFrequency(term);
    this.#field = field;
    this.#options = options;
    this.#terms = [...new Set(options.words.map(({ term }) => term))]
      .sort((one, other) => frequencyOf(one) - frequencyOf(other));
    this.size = frequencyOf(this.#terms[0]!);
    this.#score = options.similarity.scorer(this.#statistics());
  }

  /** The documents that match, and their scores. */
  matches(within?: Int32Array): Matches {
    const documents: number[] = [];
    const scores: number[] = [];
    this.#each(within, (document, frequency) => {
      documents.push(document);
      scores.push(this.#field.boost * this.#score(frequency, this.#field.lengths[document]!));
    });
    return { documents: Int32Array.from(documents), scores: Float64Array.from(scores) };
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    let explanation: Explanation | undefined;
    const { name, boost, dictionary, lengths, averageLength } = this.#field;
    const { similarity, words, slop } = this.#options;
    this.#each(Int32Array.of(document), (_, frequency) => {
      const numbers: [number, string][] = [
        [frequency, `tf, sum of 1 / (1 + cost) over the matches of cost 0 to ${slop}`],
        [lengths[document]!, "length of the document, in terms"],
        [averageLength, "average length"],
        [similarity.idf(this.#statistics()), "idf, summed over the words"],
      ];
      if (boost !== 1) numbers.push([boost, `boost of ${name}`]);
      const text = words.map(({ term }) => dictionary.text(term)).join(" ");
      explanation = {
        value: boost * this.#score(frequency, lengths[document]!),
        what: `${name}:"${text}", ${similarity.name}`,
        parts: numbers.map(([value, what]) => ({ value, what, parts: [] })),
      };
    });
    return explanation;
  }

  /** Calls `take` for each document that has the phrase. */
  #each(within: Int32Array | undefined, take: (document: number, frequency: number) => void): void {
    const { postings, lengths } = this.#field;
    const cursors = this.#terms.map((term) => new PostingCursor(postings, term));
    const [lead] = cursors as [PostingCursor];
    const candidates = within?.values();
    for (;;) {
      const document = candidates === undefined ? lead.next() : candidates.next().value ?? NO_DOCUMENT;
      if (document === NO_DOCUMENT) return;
      if (lengths[document] === WITHOUT_FIELD) continue;
      if (!cursors.every((cursor) => cursor.advance(document) === document)) continue;
      const positions = cursors.map((cursor) => cursor.positions());
      const words = this.#options.words.map(({ term, offset }) => ({
        offset,
        positions: positions[this.#terms.indexOf(term)]!,
      }));
      const frequency = phraseFrequency(words, this.#options.slop);
      if (frequency > 0) take(document, frequency);
    }
  }

  #statistics() {
    const { documentCount, averageLength, postings } = this.#field;
    const documentFrequencies = this.#options.words.map(({ term }) => postings.documentFrequency(term));
    return { documentCount, documentFrequencies, averageLength };
  }
}
