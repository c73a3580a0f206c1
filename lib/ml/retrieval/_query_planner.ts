/**
 * The query planner: analyses the words of a query, finds their lists, and chooses how to walk them.
 *
 * Words and phrases go through the analyser of the index. What it makes nothing of asks for nothing and disappears. In
 * several fields a leaf is the sum over the fields.
 *
 * Cost: that of finding the terms; lists are not touched.
 *
 * @module
 */
import type { Analyzer } from "../text/analyzer.ts";
import { AndPlan, NotPlan, OrPlan } from "./_boolean_plan.ts";
import type { DocumentTable } from "./_document_table.ts";
import { ExpansionPlan, type Variant } from "./_expansion_plan.ts";
import type { FieldIndex } from "./_field_index.ts";
import { PhrasePlan } from "./_phrase_plan.ts";
import type { PhraseQuery, Query, WordQuery } from "./query.ts";
import type { QueryPlan } from "./_query_plan.ts";
import type { Similarity } from "./similarity.ts";
import { TermPlan } from "./_term_plan.ts";
import { type QueryTerm, queryTerms } from "./_query_terms.ts";

/** What words side by side mean: `"and"`, all must occur; `"or"`, one must. */
export type Operator = "and" | "or";

/** The index, as far as a plan needs it. */
export interface PlanContext {
  /** Its fields, in order. */
  readonly fields: readonly FieldIndex[];
  /** Its documents. */
  readonly table: DocumentTable;
  /** How their texts were analysed. */
  readonly analyzer: Analyzer;
  /** How they are scored. */
  readonly similarity: Similarity;
  /** What words side by side mean. */
  readonly operator: Operator;
}

/** The plan of a query, or `undefined` if it asks for nothing. */
export function planQuery(query: Query, context: PlanContext): QueryPlan | undefined {
  const { table } = context;
  switch (query.kind) {
    case "word": {
      const plans = queryTerms(query, context.analyzer).map((word) => wordPlan(word, query, context));
      return joined(plans, context.operator, table);
    }
    case "phrase":
      return phrasePlan(query, context);
    case "not": {
      const part = planQuery(query.part, context);
      return part && new NotPlan(part, table);
    }
    default: {
      const plans = query.parts.map((part) => planQuery(part, context)).filter((plan) => plan !== undefined);
      return query.kind === "side by side" ? sideBySide(plans, context) : joined(plans, query.kind, table);
    }
  }
}

function joined(plans: readonly QueryPlan[], operator: Operator, table: DocumentTable): QueryPlan | undefined {
  if (plans.length <= 1) return plans[0];
  return operator === "and" ? new AndPlan(plans, table) : new OrPlan(plans, table);
}

/** The operator joins what is wanted; what is not is taken away from all of it. */
function sideBySide(plans: readonly QueryPlan[], { operator, table }: PlanContext): QueryPlan | undefined {
  const wanted = joined(plans.filter((plan) => !(plan instanceof NotPlan)), operator, table);
  const unwanted = plans.filter((plan) => plan instanceof NotPlan);
  return joined(wanted === undefined ? unwanted : [wanted, ...unwanted], "and", table);
}

function fieldsOf(leaf: WordQuery | PhraseQuery, { fields }: PlanContext): readonly FieldIndex[] {
  return leaf.field === undefined ? fields : fields.filter(({ name }) => name === leaf.field);
}

function wordPlan({ term, prefix }: QueryTerm, leaf: WordQuery, context: PlanContext): QueryPlan {
  const exact = termPlan(term, leaf, context);
  // As many changes as a word has characters would make it any other word of that length.
  const maxDistance = Math.min(leaf.maxDistance ?? 0, term.length - 1);
  if (maxDistance === 0 && prefix === undefined) return exact;
  const variants = fieldsOf(leaf, context).flatMap((field) => {
    const closeness = closeTerms(field, { term, prefix, maxDistance });
    return variantsOf(field, closeness, { word: term, similarity: context.similarity });
  });
  return new ExpansionPlan({ text: leaf.text, exact, variants, table: context.table });
}

function termPlan(term: string, leaf: WordQuery | PhraseQuery, context: PlanContext): QueryPlan {
  const { similarity, table } = context;
  const plans = fieldsOf(leaf, context).flatMap((field) => {
    const number = field.dictionary.find(term);
    return number === undefined ? [] : [new TermPlan(field, { term: number, similarity })];
  });
  return plans.length === 1 ? plans[0]! : new OrPlan(plans, table);
}

/** How close the other terms are that a word stands for; of two reasons the better. */
function closeTerms(
  { dictionary }: FieldIndex,
  { term, prefix, maxDistance }: QueryTerm & { readonly maxDistance: number },
): Map<number, number> {
  const closeness = new Map<number, number>();
  for (const { term: number, distance } of maxDistance === 0 ? [] : dictionary.within(term, maxDistance)) {
    closeness.set(number, 1 - distance / Math.max(term.length, dictionary.text(number).length));
  }
  for (const number of prefix === undefined ? [] : dictionary.withPrefix(prefix)) {
    const written = prefix!.length / (dictionary.text(number).length + 1);
    closeness.set(number, Math.max(written, closeness.get(number) ?? 0));
  }
  const own = dictionary.find(term);
  if (own !== undefined) closeness.delete(own);
  return closeness;
}

/** The lists of other terms, scored as if they were as frequent as `word`, or as the most frequent of them. */
function variantsOf(
  field: FieldIndex,
  closeness: ReadonlyMap<number, number>,
  { word, similarity }: { readonly word: string; readonly similarity: Similarity },
): Variant[] {
  const frequencyOf = (term: number | undefined) => term === undefined ? 0 : field.postings.documentFrequency(term);
  const alive = [...closeness].filter(([term]) => frequencyOf(term) > 0);
  const most = alive.reduce((most, [term]) => Math.max(most, frequencyOf(term)), 0);
  const documentFrequency = frequencyOf(field.dictionary.find(word)) || most;
  return alive.map(([term, closeness]) => {
    return { plan: new TermPlan(field, { term, similarity, documentFrequency }), closeness };
  });
}

function phrasePlan(leaf: PhraseQuery, context: PlanContext): QueryPlan | undefined {
  const { analyzer, similarity, table } = context;
  const tokens = analyzer.analyze(leaf.text);
  if (tokens.length === 0) return undefined;
  if (tokens.length === 1) return termPlan(tokens[0]!.term, leaf, context);
  const plans = fieldsOf(leaf, context).flatMap((field) => {
    const words = tokens.flatMap(({ term, position }) => {
      const number = field.dictionary.find(term);
      return number === undefined ? [] : [{ term: number, offset: position }];
    });
    return words.length < tokens.length ? [] : [new PhrasePlan(field, { words, slop: leaf.slop, similarity })];
  });
  return plans.length === 1 ? plans[0]! : new OrPlan(plans, table);
}
