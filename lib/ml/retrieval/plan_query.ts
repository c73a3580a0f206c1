/**
 * Makes a query ready for an index: analyses its words, finds their lists, and chooses how to walk them.
 *
 * Words and phrases go through the analyser of the index. What it makes nothing of asks for nothing and disappears. A word
 * that it cuts into several (`lru-cache`) counts as those words side by side. The word of a prefix is folded and neither stemmed
 * nor stopped, for a stem of half a word says nothing; its stem, if it is a term, counts as the word itself. In several fields a
 * leaf is the sum over the fields.
 *
 * Cost: that of finding the terms; lists are not touched.
 *
 * @module
 */
import { type Analyzer, analyzer as standardAnalyzer } from "../text/analyzer.ts";
import { AndPlan, NotPlan, OrPlan } from "./boolean_plan.ts";
import type { DocumentTable } from "./document_table.ts";
import { ExpansionPlan, type Variant } from "./expansion_plan.ts";
import type { FieldIndex } from "./field_index.ts";
import { PhrasePlan } from "./phrase_plan.ts";
import type { Leaf, Query } from "./query.ts";
import type { QueryPlan } from "./query_plan.ts";
import type { Similarity } from "./similarity.ts";
import { TermPlan } from "./term_plan.ts";

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

/** Folds the words of prefixes. */
const FOLDER = standardAnalyzer();

/** The plan of a query, or `undefined` if it asks for nothing. */
export function planQuery(query: Query, context: PlanContext): QueryPlan | undefined {
  const { table } = context;
  switch (query.kind) {
    case "word":
    case "fuzzy": {
      const tokens = context.analyzer.analyze(query.text);
      const plans = tokens.map(({ term }) => {
        return query.kind === "word" ? wordPlan(term, query, context) : fuzzyPlan(term, query, context);
      });
      return joined(plans, context.operator, table);
    }
    case "prefix":
      return prefixPlan(query, context);
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

function fieldsOf({ field }: Leaf, { fields }: PlanContext): readonly FieldIndex[] {
  return field === undefined ? fields : fields.filter(({ name }) => name === field);
}

function wordPlan(term: string, leaf: Leaf, context: PlanContext): QueryPlan {
  const { similarity, table } = context;
  const plans = fieldsOf(leaf, context).flatMap((field) => {
    const number = field.dictionary.find(term);
    return number === undefined ? [] : [new TermPlan(field, { term: number, similarity })];
  });
  return plans.length === 1 ? plans[0]! : new OrPlan(plans, table);
}

function fuzzyPlan(term: string, leaf: Leaf & { readonly maxDistance: number }, context: PlanContext): QueryPlan {
  // As many changes as a word has characters would make it any other word of that length.
  const maxDistance = Math.min(leaf.maxDistance, term.length - 1);
  if (maxDistance === 0) return wordPlan(term, leaf, context);
  const variants = fieldsOf(leaf, context).flatMap((field) => {
    const close = field.dictionary.within(term, maxDistance).filter(({ distance }) => distance > 0);
    const closeness = (text: string, distance: number) => 1 - distance / Math.max(term.length, text.length);
    return variantsOf(
      field,
      close.map(({ term: number, distance }) => ({
        term: number,
        closeness: closeness(field.dictionary.text(number), distance),
      })),
      { word: term, similarity: context.similarity },
    );
  });
  const exact = wordPlan(term, leaf, context);
  return new ExpansionPlan({ text: `${term}~${maxDistance}`, exact, variants, table: context.table });
}

function prefixPlan(leaf: Leaf, context: PlanContext): QueryPlan | undefined {
  const folded = FOLDER.analyze(leaf.text).map(({ term }) => term);
  const prefix = folded.pop();
  if (prefix === undefined) return undefined;
  const stems = context.analyzer.analyze(prefix).map(({ term }) => term);
  const word = stems.length === 1 ? stems[0]! : prefix;
  const variants = fieldsOf(leaf, context).flatMap((field) => {
    const numbers = field.dictionary.withPrefix(prefix).filter((number) => field.dictionary.text(number) !== word);
    const closeness = (text: string) => prefix.length / (text.length + 1);
    return variantsOf(
      field,
      numbers.map((term) => ({ term, closeness: closeness(field.dictionary.text(term)) })),
      { word, similarity: context.similarity },
    );
  });
  const exact = wordPlan(word, leaf, context);
  const last = new ExpansionPlan({ text: `${prefix}*`, exact, variants, table: context.table });
  if (folded.length === 0) return last;
  return joined([...folded.map((term) => wordPlan(term, leaf, context)), last], context.operator, context.table);
}

/** The lists of other terms, scored as if they were as frequent as `word`, or as the most frequent of them. */
function variantsOf(
  field: FieldIndex,
  others: readonly { readonly term: number; readonly closeness: number }[],
  { word, similarity }: { readonly word: string; readonly similarity: Similarity },
): Variant[] {
  const alive = others.filter(({ term }) => field.postings.documentFrequency(term) > 0);
  const own = field.dictionary.find(word);
  const ownFrequency = own === undefined ? 0 : field.postings.documentFrequency(own);
  const most = alive.reduce((most, { term }) => Math.max(most, field.postings.documentFrequency(term)), 0);
  const documentFrequency = ownFrequency || most;
  return alive.map(({ term, closeness }) => {
    return { plan: new TermPlan(field, { term, similarity, documentFrequency }), closeness };
  });
}

function phrasePlan(leaf: Leaf & { readonly slop: number }, context: PlanContext): QueryPlan | undefined {
  const { analyzer, similarity, table } = context;
  const tokens = analyzer.analyze(leaf.text);
  if (tokens.length === 0) return undefined;
  if (tokens.length === 1) return wordPlan(tokens[0]!.term, leaf, context);
  const plans = fieldsOf(leaf, context).flatMap((field) => {
    const words = tokens.flatMap(({ term, position }) => {
      const number = field.dictionary.find(term);
      return number === undefined ? [] : [{ term: number, place: position }];
    });
    return words.length < tokens.length ? [] : [new PhrasePlan(field, { words, slop: leaf.slop, similarity })];
  });
  return plans.length === 1 ? plans[0]! : new OrPlan(plans, table);
}
