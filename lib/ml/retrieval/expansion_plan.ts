/**
 * A word that stands for several terms: all that begin with it, or all that are close to it.
 *
 * The word itself, if it is a term of the index, scores as ever. A document that only has other terms of the expansion
 * takes the best of them, scored as if it were as frequent in the index as the word (otherwise a rare misspelling would
 * be worth more than the word), times its closeness: 1 − distance / length for close terms, the part of the term that was
 * written for prefixes, always below 1. If such a document would still get as much as one that has the word, all of them are
 * scaled down together.
 *
 * **Invariant.** No document without the word scores as high as any document with it.
 *
 * If the word is no term of a field, what is most frequent among the others there takes its place.
 *
 * Cost: that of all lists, read to the end.
 *
 * Not here on purpose: a limit to the number of terms (Lucene takes the 50 closest), pruning.
 *
 * @module
 */
import type { DocumentTable } from "./document_table.ts";
import { type Explanation, type Matches, pick, type QueryPlan } from "./query_plan.ts";
import type { TermPlan } from "./term_plan.ts";

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
  #best = new Int32Array(0);

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
    const places: number[] = [];
    let at = 0;
    for (const document of within) {
      while (at < all.documents.length && all.documents[at]! < document) at++;
      if (all.documents[at] === document) places.push(at);
    }
    return pick(all, places);
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    const { text, exact, variants } = this.#options;
    const { scores } = this.matches(Int32Array.of(document));
    if (scores.length === 0) return undefined;
    const best = this.#best[document]!;
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
    const scores = new Float64Array(table.count);
    this.#best = new Int32Array(table.count);
    const found = exact.matches();
    let leastExact = Infinity;
    for (const [place, document] of found.documents.entries()) {
      scores[document] = found.scores[place]!;
      leastExact = Math.min(leastExact, found.scores[place]!);
    }
    let most = 0;
    for (const [number, { plan, closeness }] of variants.entries()) {
      const { documents, scores: rawScores } = plan.matches();
      for (const [place, document] of documents.entries()) {
        if (this.#best[document] === 0 && scores[document] !== 0) continue; // it has the word itself
        most = Math.max(most, rawScores[place]!);
        const score = closeness * rawScores[place]!;
        if (score <= scores[document]!) continue;
        scores[document] = score;
        this.#best[document] = number + 1;
      }
    }
    const scale = most > leastExact ? leastExact / most : 1;
    const places: number[] = [];
    for (let document = 0; document < scores.length; document++) {
      if (scores[document] === 0) continue;
      places.push(document);
      if (this.#best[document] !== 0) scores[document]! *= scale;
    }
    return pick({ documents: Int32Array.from(scores, (_, document) => document), scores }, places);
  }
}
