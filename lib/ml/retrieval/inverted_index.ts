/**
 * A search engine in memory.
 *
 * For each term it keeps the list of documents that have it; a query walks those lists and nothing else. Texts are not
 * kept.
 *
 * @module
 */
import { nonNegativeInteger, positive } from "../../base/argument.ts";
import { type Analyzer, analyzer as standardAnalyzer } from "../text/analyzer.ts";
import { DocumentTable } from "./document_table.ts";
import { FieldIndex } from "./field_index.ts";
import { type Operator, planQuery } from "./plan_query.ts";
import { parseQuery, type Query } from "./query.ts";
import type { Explanation, QueryPlan } from "./query_plan.ts";
import { bm25, type Similarity } from "./similarity.ts";
import { TopHits } from "./top_hits.ts";

export type { Analyzer, Explanation, Operator, Similarity };

/** What an {@linkcode InvertedIndex} is made of. */
export interface InvertedIndexOptions {
  /** Turns texts and queries into terms. @default {analyzer()} */
  readonly analyzer?: Analyzer;
  /** Scores. @default {bm25()} */
  readonly similarity?: Similarity;
  /** Its fields, by name. @default {{ text: {} }} */
  readonly fields?: Readonly<Record<string, { readonly boost?: number }>>;
}

/** How to search. */
export interface SearchOptions {
  /** What words side by side mean. @default {"or"} */
  readonly operator?: Operator;
  /** The most hits to return. @default {all} */
  readonly limit?: number;
}

/** A document that was found. */
export interface Hit {
  /** The id it was added with. */
  readonly id: string;
  /** How well it matches. */
  readonly score: number;
}

/** See the module's comment. */
export class InvertedIndex {
  readonly #analyzer: Analyzer;
  readonly #similarity: Similarity;
  readonly #fields: readonly FieldIndex[];
  readonly #table = new DocumentTable();

  constructor(options: InvertedIndexOptions = {}) {
    const { analyzer = standardAnalyzer(), similarity = bm25(), fields = { text: {} } } = options;
    this.#analyzer = analyzer;
    this.#similarity = similarity;
    this.#fields = Object.entries(fields).map(([name, { boost = 1 }]) => {
      return new FieldIndex(
        name,
        positive(boost, { action: "create an inverted index", argument: `boost of ${name}` }),
      );
    });
  }

  /** Documents held. */
  get size(): number {
    return this.#table.size;
  }

  /** Whether there is a document of that id. */
  has(id: string): boolean {
    return this.#table.number(id) !== undefined;
  }

  /** Adds a document; one of the same id is replaced, and counts as added now. */
  add(id: string, text: string | Readonly<Record<string, string>>): void {
    const texts = typeof text === "string" ? { [this.#fields[0]!.name]: text } : text;
    const analyzed = this.#fields.flatMap((field) => {
      const own = texts[field.name];
      return own === undefined ? [] : [{ field, tokens: this.#analyzer.analyze(own) }];
    });
    this.remove(id);
    const document = this.#table.add(id);
    for (const { field, tokens } of analyzed) field.add(document, tokens);
  }

  /** Takes a document out; false if there is none of that id. */
  remove(id: string): boolean {
    const document = this.#table.number(id);
    if (document === undefined) return false;
    this.#table.remove(id);
    for (const field of this.#fields) if (field.has(document)) field.remove(document);
    return true;
  }

  /** The documents that match, the best first; of equal scores, the one added first. */
  search(query: string, options: SearchOptions = {}): Hit[] {
    const { limit = Infinity } = options;
    if (limit !== Infinity) nonNegativeInteger(limit, { action: "search", argument: "limit" });
    const plan = this.#plan(query, options);
    if (plan === undefined || limit === 0) return [];
    const top = new TopHits(limit);
    const { documents, scores } = plan.matches();
    for (let place = 0; place < documents.length; place++) top.offer(documents[place]!, scores[place]!);
    return top.ranked().map(({ document, score }) => ({ id: this.#table.id(document), score }));
  }

  /** Why a document has its score, or `undefined` if there is none of that id or it does not match. */
  explain(query: string, id: string, options: SearchOptions = {}): Explanation | undefined {
    const document = this.#table.number(id);
    return document === undefined ? undefined : this.#plan(query, options)?.explain(document);
  }

  #plan(text: string, { operator = "or" }: SearchOptions): QueryPlan | undefined {
    const names = this.#fields.map(({ name }) => name);
    const query: Query | undefined = parseQuery(text, { fields: names });
    if (query === undefined) return undefined;
    return planQuery(query, {
      fields: this.#fields,
      table: this.#table,
      analyzer: this.#analyzer,
      similarity: this.#similarity,
      operator,
    });
  }
}
