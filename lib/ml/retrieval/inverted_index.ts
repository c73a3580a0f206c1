/**
 * A search engine in memory.
 *
 * An analyser makes terms of a text; for each term the index keeps the list of the documents that have it, with counts
 * and positions, compressed. A query walks the lists of its terms and nothing else. Texts are not kept.
 *
 * **Invariant.** What a search answers depends on the documents that are in the index and on the order in which they
 * were added, never on what was in it before or on earlier searches: the number of documents, the frequency of every
 * term and the average length change together, in the call that adds or removes. (MiniSearch 7.2.0 counts a discarded
 * document until some search comes upon it, so the second of two equal searches scores otherwise than the first.)
 *
 * | method | cost |
 * | ------ | ---- |
 * | `add` | O(terms of the text), amortised |
 * | `remove` | O(different terms of the document), amortised |
 * | `search` | O(documents on the lists of the query); with a `limit` and an OR of words, frequent words are mostly left out |
 * | `lin*`, `linaer~1` | finding the terms (`_term_dictionary.ts`: 200,000 terms, 1 µs and 20 to 100 µs), then all their lists |
 * | memory | 1.1 kB for a text of 100 words (measured: 20,000 texts, 50,000 different terms), a fourth of MiniSearch's |
 *
 * **Rules.** A word that a query has twice counts twice. An empty document is a document: it counts in N and in the
 * average length, and is found by nothing but NOT. A document without a field does not count in that field's N. What a
 * query's words are made nothing of (stop words, punctuation) asks for nothing; a query that asks for nothing finds
 * nothing. `NOT x` alone finds all others, with score 0. Unknown ids: `has` and `remove` say false, `explain` gives
 * nothing. Equal scores: the document added first comes first; adding an id again makes it the last.
 *
 * Not here on purpose: texts and other stored values (keep them under the id), facets, filters and sorting by value,
 * synonyms, "did you mean", BM25F, dense vectors, anything on disk. The language of queries says in `query.ts` what it
 * leaves out.
 *
 * Source: J. Zobel and A. Moffat, "Inverted files for text search engines", ACM Computing Surveys 38(2), 2006; Lucene
 * for formulas and names.
 *
 * @module
 */
import {
  argumentError,
  checkFunction,
  checkNonNegativeInteger,
  checkOneOf,
  checkOptions,
  checkPositive,
  checkString,
} from "../../base/argument.ts";
import { type Analyzer, analyzer as standardAnalyzer } from "../text/analyzer.ts";
import { OrPlan } from "./_boolean_plan.ts";
import { DocumentTable } from "./_document_table.ts";
import { FieldIndex } from "./_field_index.ts";
import { type Highlight, highlights } from "./_highlight.ts";
import { readIndex, writeIndex } from "./_index_snapshot.ts";
import { relaxQuery } from "./_query_expansion.ts";
import { maxScoreTop } from "./_max_score.ts";
import { type Operator, planQuery } from "./_query_planner.ts";
import { parseQuery, plainQuery, type Query } from "./query.ts";
import type { Explanation, QueryPlan } from "./_query_plan.ts";
import { SnapshotError } from "./_checksummed_bytes.ts";
import { bm25, type Similarity, similarityNamed } from "./similarity.ts";
import { TermPlan } from "./_term_plan.ts";
import { TopHits } from "./_top_k.ts";

export { SnapshotError };
export type { Analyzer, Explanation, Highlight, Operator, Similarity };

/** What an {@linkcode InvertedIndex} is made of. */
export interface InvertedIndexOptions {
  /** Turns texts and queries into terms. @default {analyzer()} */
  readonly analyzer?: Analyzer;
  /** Scores. @default {bm25()} */
  readonly similarity?: Similarity;
  /** Its fields by name, each with what its scores are multiplied with. @default {{ text: { boost: 1 } }} */
  readonly fields?: Readonly<Record<string, { readonly boost?: number }>>;
}

/** How a query is read. */
export interface QueryOptions {
  /** What words side by side mean: all must occur, or one. @default {"or"} */
  readonly operator?: Operator;
  /** `"words"`: nothing in the query is a mark, so nothing can be wrong with it. @default {"marks"} */
  readonly syntax?: "marks" | "words";
  /** Plain words also stand for words up to so many changes away: 0, 1 or 2. @default {0} */
  readonly fuzzy?: 0 | 1 | 2;
  /** Which plain words also stand for what they begin: none, the last of the query (typed as one types), all. @default {"none"} */
  readonly prefix?: "none" | "last" | "all";
}

/** How to search. */
export interface SearchOptions extends QueryOptions {
  /** The most hits to return: an integer from 0. @default {all} */
  readonly limit?: number;
}

/** How to highlight. */
export interface HighlightOptions extends QueryOptions {
  /** The field that the text is of: words asked for in other fields are not marked. @default {any} */
  readonly field?: string;
}

/** A document that was found. */
export interface Hit {
  /** The id it was added with. */
  readonly id: string;
  /** How well it matches; 0 if only by what it has not. */
  readonly score: number;
}

/** What an index holds. */
export interface IndexStatistics {
  /** Documents. */
  readonly documents: number;
  /** Different terms, summed over the fields; those of removed documents until the next compaction. */
  readonly terms: number;
  /** Occurrences of terms, summed over the fields. */
  readonly occurrences: number;
  /** Bytes of the posting lists and tables, without the texts of terms and ids. */
  readonly listBytes: number;
}

/** Compacting fewer holes than this is not worth the walk. */
const MIN_HOLES = 64;

/**
 * An index that can be searched and changed at any time.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { InvertedIndex } from "./inverted_index.ts";
 *
 * const index = new InvertedIndex();
 * index.add("1", "Lift and drag of a wing");
 * index.add("2", "The boundary layer of a wing");
 * const found = (query: string) => index.search(query).map(({ id }) => id);
 * assertEquals(found("wing NOT drag"), ["2"]);
 * assertEquals(found('"boundary wing"~3'), ["2"]);
 * assertEquals(found("wing AND (lfit~1 OR laye*)"), ["1", "2"]);
 * index.remove("2");
 * assertEquals(found("wing"), ["1"]);
 * ```
 *
 * @example Fields, explanations, highlights
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { InvertedIndex } from "./inverted_index.ts";
 *
 * const index = new InvertedIndex({ fields: { title: { boost: 2 }, body: {} } });
 * index.add("a", { title: "Caches", body: "What is used rarely leaves" });
 * index.add("b", { title: "Queues", body: "Caches are elsewhere" });
 * const [first] = index.search("caches");
 * assertEquals([first?.id, index.explain("caches", "a")?.value], ["a", first?.score]);
 * assertEquals(index.highlight("caches", "🗄️ Caches!"), [{ start: 4, end: 10 }]);
 * ```
 */
export class InvertedIndex {
  readonly #analyzer: Analyzer;
  readonly #similarity: Similarity;
  #fields: readonly FieldIndex[];
  #table = new DocumentTable();

  /**
   * An empty index.
   * @throws {RangeError} If a boost is not a positive number, or there are no fields.
   */
  constructor(options: InvertedIndexOptions = {}) {
    const { analyzer = standardAnalyzer(), similarity = bm25(), fields = { text: {} } } = options;
    const action = "create an inverted index";
    checkOptions(options, { action, argument: "options" });
    checkFunction(checkOptions(analyzer, { action, argument: "analyzer" }).analyze, {
      action,
      argument: "analyzer.analyze",
    });
    checkFunction(checkOptions(similarity, { action, argument: "similarity" }).scorer, {
      ...{ action, argument: "similarity.scorer" },
    });
    checkOptions(fields, { action, argument: "fields" });
    this.#analyzer = analyzer;
    this.#similarity = similarity;
    this.#fields = Object.entries(fields).map(([name, field]) => {
      const { boost = 1 } = checkOptions(field, { action, argument: `fields.${name}` });
      return new FieldIndex(name, checkPositive(boost, { action, argument: `the boost of ${name}` }));
    });
    if (this.#fields.length === 0) throw new RangeError(`Cannot ${action}: it must have a field: current value is {}`);
  }

  /** Documents held. */
  get size(): number {
    return this.#table.size;
  }

  /** What it holds, in numbers. */
  get statistics(): IndexStatistics {
    const sum = (number: (field: FieldIndex) => number) => this.#fields.reduce((sum, field) => sum + number(field), 0);
    return {
      documents: this.size,
      terms: sum(({ dictionary }) => dictionary.size),
      occurrences: sum(({ totalLength }) => totalLength),
      listBytes: sum(({ memoryBytes }) => memoryBytes),
    };
  }

  /**
   * Whether there is a document of that id.
   * @throws {TypeError} If `id` is no string.
   */
  has(id: string): boolean {
    checkString(id, { action: "look for a document", argument: "id" });
    return this.#table.number(id) !== undefined;
  }

  /**
   * Adds a document. One of the same id is replaced, and counts as added now.
   * @param texts The text of its first field, or texts by field; fields may be left out.
   * @throws {TypeError} If the id or a text is no string. {RangeError} If there is no such field. Nothing has changed
   *   then.
   */
  add(id: string, texts: string | Readonly<Record<string, string>>): void {
    const analyzed = this.#analyzed(id, texts);
    this.remove(id);
    const document = this.#table.add(id);
    for (const { field, tokens } of analyzed) field.add(document, tokens);
  }

  /**
   * Takes a document out; false if there is none of that id.
   * @throws {TypeError} If `id` is no string.
   */
  remove(id: string): boolean {
    checkString(id, { action: "remove a document", argument: "id" });
    const document = this.#table.number(id);
    if (document === undefined) return false;
    this.#table.remove(id);
    for (const field of this.#fields) if (field.has(document)) field.remove(document);
    if (this.#table.count - this.size > Math.max(this.size, MIN_HOLES)) this.#compact();
    return true;
  }

  /**
   * The documents that match, the best first; of equal scores, the one added first.
   * @param query In the language of `query.ts`.
   * @throws {TypeError} If the query is no string, or an option of another type.
   * @throws {SyntaxError} If the query cannot be read; the message names the position.
   * @throws {RangeError} If the limit is no integer from 0, or an option is none of its choices.
   */
  search(query: string, options: SearchOptions = {}): Hit[] {
    const { limit = this.size } = checkOptions(options, { action: "search", argument: "options" });
    checkNonNegativeInteger(limit, { action: "search", argument: "limit" });
    const plan = this.#plan(query, options);
    if (plan === undefined || limit === 0 || this.size === 0) return [];
    return this.#top(plan, limit).ranked().map(({ document, score }) => ({ id: this.#table.id(document), score }));
  }

  /**
   * Why a document has its score: a tree of sums whose root is that score. `undefined` if there is no document of that
   * id, or it does not match.
   * @throws {SyntaxError} If the query cannot be read.
   */
  explain(query: string, id: string, options: QueryOptions = {}): Explanation | undefined {
    checkString(id, { action: "explain a score", argument: "id" });
    const plan = this.#plan(query, options);
    const document = this.#table.number(id);
    return document === undefined ? undefined : plan?.explain(document);
  }

  /**
   * The words of a text that a query finds, in order, as offsets in UTF-16 units. The text need not be in the index.
   * @throws {SyntaxError} If the query cannot be read.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { InvertedIndex } from "./inverted_index.ts";
   *
   * const text = "Drag, drag and more lift";
   * const marked = new InvertedIndex().highlight('"drag more"~1 OR li*', text);
   * assertEquals(marked.map(({ start, end }) => text.slice(start, end)), ["drag", "more", "lift"]);
   * ```
   */
  highlight(query: string, text: string, options: HighlightOptions = {}): Highlight[] {
    checkString(text, { action: "highlight a text", argument: "text" });
    const parsed = this.#parsed(query, options);
    return parsed === undefined ? [] : highlights(parsed, { text, analyzer: this.#analyzer, field: options.field });
  }

  /** The index as bytes; removed documents leave no trace in them. */
  toBytes(): Uint8Array {
    if (this.#table.count > this.size) this.#compact();
    const { name: analyzer } = this.#analyzer;
    return writeIndex({ analyzer, similarity: this.#similarity.name, table: this.#table, fields: this.#fields });
  }

  /**
   * The index that {@linkcode toBytes} wrote: the same hits with the same scores.
   *
   * @param options The analyser must have the name of the one that built the index. The similarity may be any; without
   *   one
   * it is that of the index, if `similarity.ts` has it. Boosts come from the snapshot.
   * @throws {SnapshotError} If the bytes are no snapshot, cut or damaged anywhere, or the analyser or similarity is
   *   another.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { InvertedIndex } from "./inverted_index.ts";
   *
   * const index = new InvertedIndex();
   * index.add("1", "lift and drag");
   * assertEquals(InvertedIndex.fromBytes(index.toBytes()).search("drag"), index.search("drag"));
   * ```
   */
  static fromBytes(bytes: Uint8Array, options: Omit<InvertedIndexOptions, "fields"> = {}): InvertedIndex {
    const { analyzer = standardAnalyzer() } = options;
    const content = readIndex(bytes);
    if (content.analyzer !== analyzer.name) throw otherPart("analyzer", content.analyzer, analyzer.name);
    const similarity = options.similarity ?? similarityNamed(content.similarity);
    if (similarity === undefined) throw otherPart("similarity", content.similarity, "none");
    const index = new InvertedIndex({ analyzer, similarity });
    index.#fields = content.fields;
    index.#table = content.table;
    return index;
  }

  #analyzed(id: string, texts: string | Readonly<Record<string, string>>) {
    const action = "add a document";
    checkString(id, { action, argument: "id" });
    if (typeof texts !== "string" && (typeof texts !== "object" || texts === null || Array.isArray(texts))) {
      throw argumentError(texts, { action, argument: "texts", rule: "a string, or texts by field", type: "none" });
    }
    const byField = Object.entries(typeof texts === "string" ? { [this.#fields[0]!.name]: texts } : texts);
    return byField.map(([name, text]) => {
      const field = this.#fields.find((field) => field.name === name);
      if (field === undefined) {
        const names = this.#fields.map(({ name }) => name).join(", ");
        throw new RangeError(`Cannot ${action}: a field must be one of ${names}: current value is ${name}`);
      }
      checkString(text, { action, argument: `the text of ${name}` });
      return { field, tokens: this.#analyzer.analyze(text) };
    });
  }

  #parsed(text: string, options: QueryOptions): Query | undefined {
    const action = "search";
    const { syntax = "marks", fuzzy = 0, prefix = "none" } = checkOptions(options, { action, argument: "options" });
    checkOneOf(syntax, { action, argument: "syntax", choices: ["marks", "words"] });
    checkOneOf(prefix, { action, argument: "prefix", choices: ["none", "last", "all"] });
    if (fuzzy !== 0 && fuzzy !== 1 && fuzzy !== 2) {
      throw argumentError(fuzzy, { action, argument: "fuzzy", rule: "0, 1 or 2" });
    }
    const query = syntax === "words"
      ? plainQuery(text)
      : parseQuery(text, { fields: this.#fields.map(({ name }) => name) });
    return query && relaxQuery(query, { fuzzy, prefix });
  }

  #plan(text: string, options: QueryOptions): QueryPlan | undefined {
    const query = this.#parsed(text, options);
    if (query === undefined) return undefined;
    const { operator = "or" } = options;
    checkOneOf(operator, { action: "search", argument: "operator", choices: ["or", "and"] });
    const analyzer = this.#analyzer;
    const similarity = this.#similarity;
    return planQuery(query, { fields: this.#fields, table: this.#table, analyzer, similarity, operator });
  }

  #top(plan: QueryPlan, limit: number): TopHits {
    const groups = limit < plan.size ? termGroups(plan) : undefined;
    if (groups !== undefined) return maxScoreTop(groups, { limit, documentCount: this.#table.count });
    const top = new TopHits(limit);
    const { documents, scores } = plan.matches();
    for (let index = 0; index < documents.length; index++) top.offer(documents[index]!, scores[index]!);
    return top;
  }

  /** Builds all fields anew, without the removed documents. */
  #compact(): void {
    const table = new DocumentTable();
    const numbers = new Int32Array(this.#table.count);
    for (const document of this.#table.alive()) numbers[document] = table.add(this.#table.id(document));
    this.#fields = this.#fields.map((field) => {
      const copy = new FieldIndex(field.name, field.boost);
      field.copyInto(copy, numbers);
      return copy;
    });
    this.#table = table;
  }
}

/** The terms of a plan that is an OR of words, each in one field or several; `undefined` if it is something else. */
function termGroups(plan: QueryPlan): TermPlan[][] | undefined {
  const parts = plan instanceof OrPlan ? plan.parts : [plan];
  const groups = parts.map((part) => part instanceof OrPlan ? part.parts : [part]);
  const areTerms = groups.every((group) => group.every((part) => part instanceof TermPlan));
  return areTerms ? groups as TermPlan[][] : undefined;
}

function otherPart(part: string, saved: string, given: string): SnapshotError {
  return new SnapshotError(`Cannot load an index: the ${part} must be "${saved}": current value is "${given}"`);
}
