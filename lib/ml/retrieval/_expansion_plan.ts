/**
 * A word that stands for several terms: all that begin with it, or all that are close to it.
 *
 * The word itself, if it is a term of the index, scores as ever. A document that only has other terms of the expansion
 * takes the best of them, scored as if it were as frequent in the index as the word (otherwise a rare misspelling would
 * be worth more than the word), times its closeness: 1 − distance / length for close terms, the part of the term that
 * was written for prefixes, always below 1. If such a document would still get as much as one that has the word, all of
 * them are scaled down together.
 *
 * **Invariant.** No document without the word scores as high as any document with it.
 *
 * If the word is no term of a field, what is most frequent among the others there takes its place.
 *
 * Cost: that of all lists, read to the end; of the other documents only where one in 16 or more may match.
 *
 * Not here on purpose: a limit to the number of terms (Lucene takes the 50 closest), pruning.
 *
 * @module
 */
import type { DocumentTable } from "./_document_table.ts";
import { type Explanation, type Matches, pick, type QueryPlan } from "./_query_plan.ts";
import type { TermPlan } from "./_term_plan.ts";

/** A term that the word also stands for. */
export interface Variant {
  /** Its list. */
  readonly plan: TermPlan;
  /** How close it is: above 0, below 1. */
  readonly closeness: number;
}

/** What an {@linkcode ExpansionPlan} is made of. */
export interface ExpansionPlanOptions {
  /** As it was written, for explanations. */
  readonly text: string;
  /** The word itself. */
  readonly exact: QueryPlan;
  /** What else it stands for. */
  readonly variants: readonly Variant[];
  /** The documents of the index. */
  readonly table: DocumentTable;
}

/** A prefix or a fuzzy word. */
export class ExpansionPlan implements QueryPlan {
  /** No more documents than this match. */
  readonly size: number;
  readonly #options: ExpansionPlanOptions;
  #all: Matches | undefined;
  /** By document: the number of its best variant, counted from 1; 0: it has the word itself, or nothing. */
  #best: NumberTable = new SparseNumbers();

  /** A plan that is good until the index changes. */
  constructor(options: ExpansionPlanOptions) {
    const { exact, variants, table } = options;
    this.#options = options;
    this.size = Math.min(table.size, variants.reduce((size, { plan }) => size + plan.size, exact.size));
  }

  /** The documents that match, and their scores. */
  matches(within?: Int32Array): Matches {
    const all = this.#all ??= this.#everything();
    if (within === undefined) return all;
    const indices: number[] = [];
    let at = 0;
    for (const document of within) {
      while (at < all.documents.length && all.documents[at]! < document) at++;
      if (all.documents[at] === document) indices.push(at);
    }
    return pick(all, indices);
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    const { text, exact, variants } = this.#options;
    const { scores } = this.matches(Int32Array.of(document));
    if (scores.length === 0) return undefined;
    const best = this.#best.get(document);
    if (best === 0) return exact.explain(document);
    const { plan, closeness } = variants[best - 1]!;
    const parts = [plan.explain(document)!, {
      value: closeness,
      what: `closeness of ${plan.text} to ${text}`,
      parts: [],
    }];
    const [{ value }] = parts as [Explanation];
    const scale = scores[0]! / (value * closeness);
    if (scale < 1) parts.push({ value: scale, what: `so that ${text} itself is never worth less`, parts: [] });
    return { value: scores[0]!, what: `best of what ${text} also stands for`, parts };
  }

  #everything(): Matches {
    const { exact, variants, table } = this.#options;
    // What few documents have is kept in maps: a table of all documents would cost more than the lists.
    const isSparse = this.size * SPARSE_FACTOR < table.count;
    const scores: NumberTable = isSparse ? new SparseNumbers() : new DenseNumbers(table.count);
    const best: NumberTable = isSparse ? new SparseNumbers() : new DenseNumbers(table.count);
    const found = exact.matches();
    let leastExact = Infinity;
    for (const [index, document] of found.documents.entries()) {
      scores.set(document, found.scores[index]!);
      leastExact = Math.min(leastExact, found.scores[index]!);
    }
    let most = 0;
    for (const [number, { plan, closeness }] of variants.entries()) {
      const { documents, scores: rawScores } = plan.matches();
      for (const [index, document] of documents.entries()) {
        const present = scores.get(document);
        if (present !== 0 && best.get(document) === 0) continue; // it has the word itself
        most = Math.max(most, rawScores[index]!);
        const score = closeness * rawScores[index]!;
        if (score <= present) continue;
        scores.set(document, score);
        best.set(document, number + 1);
      }
    }
    const scale = most > leastExact ? leastExact / most : 1;
    const documents = scores.keys();
    this.#best = best;
    const final = Float64Array.from(documents, (document) => {
      return scores.get(document) * (best.get(document) === 0 ? 1 : scale);
    });
    return { documents, scores: final };
  }
}

/** If fewer than one document in so many can match, maps are smaller and faster than tables. */
const SPARSE_FACTOR = 16;

/** A number for each document, 0 until it is set. */
interface NumberTable {
  get(document: number): number;
  set(document: number, value: number): void;
  /** The documents whose number is not 0, rising. */
  keys(): Int32Array;
}

class DenseNumbers implements NumberTable {
  readonly #numbers: Float64Array;

  constructor(count: number) {
    this.#numbers = new Float64Array(count);
  }

  get(document: number): number {
    return this.#numbers[document]!;
  }

  set(document: number, value: number): void {
    this.#numbers[document] = value;
  }

  keys(): Int32Array {
    const keys = new Int32Array(this.#numbers.length);
    let count = 0;
    for (let document = 0; document < keys.length; document++) {
      if (this.#numbers[document] !== 0) keys[count++] = document;
    }
    return keys.slice(0, count);
  }
}

class SparseNumbers implements NumberTable {
  readonly #numbers = new Map<number, number>();

  get(document: number): number {
    return this.#numbers.get(document) ?? 0;
  }

  set(document: number, value: number): void {
    this.#numbers.set(document, value);
  }

  keys(): Int32Array {
    return Int32Array.from(this.#numbers.keys()).sort();
  }
}
