/**
 * The documents with one term in one field, each scored by the similarity.
 *
 * @module
 */
import type { FieldIndex } from "./_field_index.ts";
import { WITHOUT_FIELD } from "./_field_index.ts";
import { NO_DOCUMENT, PostingCursor } from "./_posting_cursor.ts";
import type { Explanation, Matches, QueryPlan } from "./_query_plan.ts";
import type { Similarity } from "./similarity.ts";

/** What a {@linkcode TermPlan} is made of. */
export interface TermPlanOptions {
  /** The number of the term in the field. */
  readonly term: number;
  /** Scores. */
  readonly similarity: Similarity;
  /** Scores as if so many documents had the term. @default {those that have it} */
  readonly documentFrequency?: number;
}

/** One list, scored. */
export class TermPlan implements QueryPlan {
  /** Where the term is looked for. */
  readonly field: FieldIndex;
  /** Documents that have it. */
  readonly size: number;
  /** The score of a document by the term's frequency in it and its length, without the field's boost. */
  readonly score: (frequency: number, length: number) => number;
  readonly #term: number;
  readonly #similarity: Similarity;
  readonly #documentFrequency: number;

  /** A plan that is good until the index changes. */
  constructor(field: FieldIndex, { term, similarity, documentFrequency }: TermPlanOptions) {
    this.field = field;
    this.size = field.postings.documentFrequency(term);
    this.#term = term;
    this.#similarity = similarity;
    this.#documentFrequency = documentFrequency ?? this.size;
    this.score = similarity.scorer(this.#statistics());
  }

  /** The text of the term. */
  get text(): string {
    return this.field.dictionary.text(this.#term);
  }

  /** No document scores higher, by what the whole list says of itself. */
  get bound(): number {
    const { postings, boost } = this.field;
    return boost * this.score(postings.maxFrequency(this.#term), postings.minLength(this.#term));
  }

  /** A cursor before the beginning of the list; it also meets documents that have been removed. */
  cursor(): PostingCursor {
    return new PostingCursor(this.field.postings, this.#term);
  }

  /** The documents that match, and their scores. */
  matches(within?: Int32Array): Matches {
    const most = within === undefined ? this.size : Math.min(within.length, this.size);
    const documents = new Int32Array(most);
    const scores = new Float64Array(most);
    const { score } = this;
    const { boost, lengths } = this.field;
    const cursor = this.cursor();
    let count = 0;
    const take = (document: number) => {
      const length = lengths[document]!;
      if (length === WITHOUT_FIELD) return;
      documents[count] = document;
      scores[count++] = boost * score(cursor.frequency, length);
    };
    if (within === undefined) { while (cursor.next() !== NO_DOCUMENT) take(cursor.document); }
    else for (const document of within) if (cursor.advance(document) === document) take(document);
    return { documents: documents.subarray(0, count), scores: scores.subarray(0, count) };
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    const cursor = this.cursor();
    const length = this.field.lengths[document]!;
    if (cursor.advance(document) !== document || length === WITHOUT_FIELD) return undefined;
    const { name, boost } = this.field;
    const { documentCount, averageLength } = this.field;
    const numbers: [number, string][] = [
      [cursor.frequency, "tf, occurrences in the document"],
      [length, "length of the document, in terms"],
      [averageLength, "average length"],
      [this.#documentFrequency, "df, documents with the term"],
      [documentCount, "N, documents with the field"],
      [this.#similarity.idf(this.#statistics()), "idf"],
    ];
    if (boost !== 1) numbers.push([boost, `boost of ${name}`]);
    return {
      value: boost * this.score(cursor.frequency, length),
      what: `${name}:${this.text}, ${this.#similarity.name}`,
      parts: numbers.map(([value, what]) => ({ value, what, parts: [] })),
    };
  }

  #statistics() {
    const { documentCount, averageLength } = this.field;
    return { documentCount, documentFrequencies: [this.#documentFrequency], averageLength };
  }
}
