/**
 * Boolean combinations of other plans: OR, AND and NOT.
 *
 * What a document scores is the sum over the parts it matches, in the order in which they were written, whoever was
 * looked up first: so two ways to the same documents give the same score, to the last bit. What stands inside NOT adds
 * nothing.
 *
 * AND begins with its smallest part and asks each further one only about the documents that are left.
 *
 * @module
 */
import type { DocumentTable } from "./_document_table.ts";
import { type Explanation, type Matches, pick, type QueryPlan } from "./_query_plan.ts";

/** Documents that match one part or more. Without parts: none. */
export class OrPlan implements QueryPlan {
  /** No more documents than this match. */
  readonly size: number;
  /** In the order of the query. */
  readonly parts: readonly QueryPlan[];
  readonly #table: DocumentTable;

  /** A plan that is good until the index changes. */
  constructor(parts: readonly QueryPlan[], table: DocumentTable) {
    this.parts = parts;
    this.size = Math.min(table.size, sum(parts, ({ size }) => size));
    this.#table = table;
  }

  /** The documents that match, and their scores. */
  matches(within?: Int32Array): Matches {
    if (this.parts.length === 1) return this.parts[0]!.matches(within);
    const scores = new Float64Array(within?.length ?? this.#table.count);
    const isMatch = new Uint8Array(scores.length);
    for (const part of this.parts) {
      const found = part.matches(within);
      let index = 0;
      for (let at = 0; at < found.documents.length; at++) {
        const document = found.documents[at]!;
        if (within === undefined) index = document;
        else while (within[index]! < document) index++;
        isMatch[index] = 1;
        scores[index]! += found.scores[at]!;
      }
    }
    const indices: number[] = [];
    for (let index = 0; index < isMatch.length; index++) if (isMatch[index] === 1) indices.push(index);
    return pick({ documents: within ?? Int32Array.from(scores, (_, index) => index), scores }, indices);
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    const parts = explained(this.parts, document);
    return parts.length === 0 ? undefined : summed(parts, "sum over the parts that match");
  }
}

/** Documents that match every part. Of parts that are all NOT, those of no part, with score 0. */
export class AndPlan implements QueryPlan {
  /** No more documents than this match. */
  readonly size: number;
  readonly #wanted: readonly QueryPlan[];
  readonly #unwanted: readonly QueryPlan[];
  readonly #table: DocumentTable;

  /** A plan that is good until the index changes. */
  constructor(parts: readonly QueryPlan[], table: DocumentTable) {
    this.#wanted = parts.filter((part) => !(part instanceof NotPlan));
    this.#unwanted = parts.filter((part) => part instanceof NotPlan).map(({ part }) => part);
    this.#table = table;
    this.size = Math.min(table.size, ...this.#wanted.map(({ size }) => size));
  }

  /** The documents that match, and their scores. */
  matches(within?: Int32Array): Matches {
    const found = new Map<QueryPlan, Matches>();
    let left = within;
    for (const part of this.#wanted.toSorted((one, other) => one.size - other.size)) {
      const matches = part.matches(left);
      found.set(part, matches);
      left = matches.documents;
    }
    let documents = left ?? this.#table.alive();
    for (const part of this.#unwanted) documents = without(documents, part.matches(documents).documents);
    const scores = new Float64Array(documents.length);
    for (const part of this.#wanted) addScores(scores, documents, found.get(part)!);
    return { documents, scores };
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    const parts = explained(this.#wanted, document);
    if (parts.length < this.#wanted.length || explained(this.#unwanted, document).length > 0) return undefined;
    return summed(parts, "sum over the parts, which all match");
  }
}

/** Documents that do not match a part, with score 0. */
export class NotPlan implements QueryPlan {
  /** No more documents than this match. */
  readonly size: number;
  /** What must not match. */
  readonly part: QueryPlan;
  readonly #table: DocumentTable;

  /** A plan that is good until the index changes. */
  constructor(part: QueryPlan, table: DocumentTable) {
    this.part = part;
    this.size = table.size;
    this.#table = table;
  }

  /** The documents that match, and their scores. */
  matches(within?: Int32Array): Matches {
    const all = within ?? this.#table.alive();
    const documents = without(all, this.part.matches(within).documents);
    return { documents, scores: new Float64Array(documents.length) };
  }

  /** The score of a document that matches, explained. */
  explain(document: number): Explanation | undefined {
    if (this.part.explain(document) !== undefined) return undefined;
    return { value: 0, what: "has nothing of what NOT excludes", parts: [] };
  }
}

/** Adds to each score that of the same document in `found`, which has them all. */
function addScores(scores: Float64Array, documents: Int32Array, found: Matches): void {
  let at = 0;
  for (let index = 0; index < documents.length; index++) {
    while (found.documents[at]! < documents[index]!) at++;
    scores[index]! += found.scores[at]!;
  }
}

/** The documents of `all` that are not in `some`; both rise. */
function without(all: Int32Array, some: Int32Array): Int32Array {
  let at = 0;
  return all.filter((document) => {
    while (at < some.length && some[at]! < document) at++;
    return some[at] !== document;
  });
}

function explained(parts: readonly QueryPlan[], document: number): Explanation[] {
  return parts.map((part) => part.explain(document)).filter((part) => part !== undefined);
}

function summed(parts: readonly Explanation[], what: string): Explanation {
  return parts.length === 1 ? parts[0]! : { value: sum(parts, ({ value }) => value), what, parts };
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
