/**
 * The best k documents of an OR of terms, without reading every list to its end: MaxScore, in windows.
 *
 * Lists are put in the order of the most that each can give. As soon as k documents are held, the worst of them is a
 * threshold: the lists at the lower end whose most does not reach it together cannot bring a document in by themselves.
 * Only the others are read; their documents are candidates, and the cheap lists are asked about a candidate only as
 * long as it can still get in. The collection is walked in windows of 4,096 documents: within a window a list is read
 * in one go into an array.
 *
 * **Invariant.** The hits are those of the exhaustive search, with the same scores to the last bit and ties in the same
 * order: bounds decide only who is looked at; who is held gets its score by adding the terms in the order of the query.
 * Sums of bounds are rounded in another order than sums of scores, so a candidate is only dropped if it is below the
 * threshold by more than rounding can explain. One that only reaches the threshold is dropped, because documents come
 * in the order of adding and the earlier one stays ahead.
 *
 * Cost: at worst that of reading all lists; usually the frequent words cost little beside a rare one.
 *
 * Not here on purpose: bounds for each block of a list (block-max WAND), pruning under AND, in phrases and prefixes.
 *
 * Source: H. Turtle and J. Flood, "Query evaluation: strategies and optimizations", Information Processing and
 * Management 31(6), 1995; the windows are those of Lucene's MaxScoreBulkScorer.
 *
 * @module
 */
import { WITHOUT_FIELD } from "./_field_index.ts";
import type { PostingCursor } from "./_posting_cursor.ts";
import type { TermPlan } from "./_term_plan.ts";
import { TopHits } from "./_top_k.ts";

const WINDOW_DOCUMENTS = 4096;
/** More than the relative error of a sum of a thousand doubles. */
const ROUNDING_SLACK = 1e-12;

/** A list that is being read. */
interface List {
  readonly cursor: PostingCursor;
  readonly lengths: Int32Array;
  readonly boost: number;
  readonly score: (frequency: number, length: number) => number;
  /** It gives no document more. */
  readonly bound: number;
  /** By place in the window, what it gives; 0: nothing, or not asked. */
  readonly contributions: Float64Array;
}

/** What {@linkcode maxScoreTop} is asked for. */
export interface MaxScoreOptions {
  /** How many; at least 1. */
  readonly limit: number;
  /** Document numbers are below this. */
  readonly documentCount: number;
}

/**
 * The best documents of the sum of groups of terms (a group: one word in several fields). Removed documents are left
 * out.
 */
export function maxScoreTop(groups: readonly (readonly TermPlan[])[], options: MaxScoreOptions): TopHits {
  const { limit, documentCount } = options;
  const top = new TopHits(limit);
  const windowDocuments = Math.min(WINDOW_DOCUMENTS, documentCount);
  const listGroups = groups.map((group) => group.map((plan) => begun(plan, windowDocuments)));
  const lists = listGroups.flat().sort((one, other) => one.bound - other.bound);
  /** By number of lists: what the lowest of that many can give together. */
  const bounds = [0];
  for (const { bound } of lists) bounds.push(bounds.at(-1)! + bound);
  const totals = new Float64Array(windowDocuments);
  for (;;) {
    const optional = optionalLists(bounds, top.threshold);
    const essential = lists.slice(optional);
    const from = essential.reduce((least, { cursor }) => Math.min(least, cursor.document), documentCount);
    if (from === documentCount) return top; // all essential lists have ended, or nothing can get in any more
    const to = Math.min(from + windowDocuments, documentCount);
    for (const list of essential) readWindow(list, { from, to, totals });
    for (let index = 0; index < to - from; index++) {
      if (totals[index] === 0) continue;
      const document = from + index;
      if (
        completes({ document, index, total: totals[index]! }, { lists, optional, bounds, threshold: top.threshold })
      ) {
        top.offer(document, exactScore(listGroups, index));
      }
    }
    totals.fill(0);
    for (const { contributions } of lists) contributions.fill(0);
  }
}

function begun(plan: TermPlan, windowDocuments: number): List {
  const cursor = plan.cursor();
  cursor.next();
  const { boost, lengths } = plan.field;
  return {
    cursor,
    lengths,
    boost,
    score: plan.score,
    bound: plan.bound,
    contributions: new Float64Array(windowDocuments),
  };
}

/** How many lists, from the lower end, cannot bring a document above the threshold together. */
function optionalLists(bounds: readonly number[], threshold: number): number {
  let count = 0;
  while (count + 1 < bounds.length && !mayExceed(bounds[count + 1]!, threshold)) count++;
  return count;
}

function mayExceed(bound: number, threshold: number): boolean {
  return bound * (1 + ROUNDING_SLACK) > threshold;
}

/** Reads a list up to `to`, and adds what it gives. */
function readWindow(list: List, window: { from: number; to: number; totals: Float64Array }): void {
  const { cursor, lengths, boost, score, contributions } = list;
  const { from, to, totals } = window;
  for (let document = cursor.document; document < to; document = cursor.next()) {
    const length = lengths[document]!;
    if (length === WITHOUT_FIELD) continue;
    const contribution = boost * score(cursor.frequency, length);
    contributions[document - from] = contribution;
    totals[document - from]! += contribution;
  }
}

/** Asks the optional lists about a candidate, the strongest first, while it may get in; false once it cannot. */
function completes(
  candidate: { document: number; index: number; total: number },
  state: { lists: readonly List[]; optional: number; bounds: readonly number[]; threshold: number },
): boolean {
  const { document, index } = candidate;
  const { lists, optional, bounds, threshold } = state;
  let { total } = candidate;
  for (let number = optional - 1; number >= 0; number--) {
    if (!mayExceed(total + bounds[number + 1]!, threshold)) return false;
    const { cursor, lengths, boost, score, contributions } = lists[number]!;
    if (cursor.advance(document) !== document) continue;
    total += contributions[index] = boost * score(cursor.frequency, lengths[document]!);
  }
  return mayExceed(total, threshold);
}

/** The sum in the order of the query, as the exhaustive search adds it. */
function exactScore(groups: readonly (readonly List[])[], index: number): number {
  let score = 0;
  for (const group of groups) {
    let sum = 0;
    for (const { contributions } of group) sum += contributions[index]!;
    score += sum;
  }
  return score;
}
