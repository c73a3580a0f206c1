/**
 * Beam search: the likeliest continuations, several kept side by side.
 *
 * Each step continues every hypothesis with its likeliest tokens and keeps the best of all. A hypothesis that ends is
 * set aside; the search is over when no open one can become better than the worst of those, or at the longest length.
 *
 * **Invariant.** With one beam it is greedy search. With as many beams as there are continuations it finds the
 * likeliest.
 *
 * Cost: steps · beams · vocabulary.
 *
 * Not here on purpose: the model, and reordering of its caches: `advance` is told which hypothesis each one continues.
 *
 * Source: Y. Wu et al., Google's Neural Machine Translation System (2016), section 7, with the length penalty of
 * transformers: log-probability / length^penalty.
 *
 * @module
 */
import { checkFinite, checkFunction, checkPositiveInteger } from "../../../base/argument.ts";

/** A sequence of tokens, and how likely it is. */
export interface Hypothesis {
  /** What was generated, with the token that ends it. */
  readonly tokens: readonly number[];
  /** Sum of ln of the tokens' probabilities. */
  readonly logProbability: number;
  /** What hypotheses are ranked by: logProbability / length^lengthPenalty. */
  readonly score: number;
}

/** How a search runs. */
export interface BeamSearchOptions {
  /**
   * ln of the probabilities of the next token, for each open hypothesis.
   * @param hypotheses Those that are open.
   * @param parents For each of them the index, in the call before, of the one that it continues: which caches go on.
   */
  readonly advance: (
    hypotheses: readonly (readonly number[])[],
    parents: readonly number[],
  ) => Promise<readonly ArrayLike<number>[]> | readonly ArrayLike<number>[];
  /** How many hypotheses are kept. */
  readonly beams: number;
  /** How many tokens at most. */
  readonly maxLength: number;
  /** The token that ends a sequence. @default {none} */
  readonly endToken?: number;
  /** Above 0 favours long sequences. @default {1} */
  readonly lengthPenalty?: number;
}

/**
 * The best hypotheses, the best first; as many as beams, or fewer if there are no more.
 * @throws {RangeError} If beams or maxLength is no positive integer, or lengthPenalty is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { beamSearch } from "./beam_search.ts";
 * // after token 0 the next is sure; after token 1, likelier at first, nothing is
 * const advance = (open: readonly (readonly number[])[]) =>
 *   open.map((tokens) => tokens.length === 0 ? [0.4, 0.6] : tokens[0] === 0 ? [1, 0] : [0.5, 0.5])
 *     .map((row) => row.map(Math.log));
 * const [best] = await beamSearch({ advance, beams: 2, maxLength: 2 });
 * assertEquals(best!.tokens, [0, 0]);
 * ```
 */
export async function beamSearch(options: BeamSearchOptions): Promise<Hypothesis[]> {
  const { advance, beams, maxLength, endToken, lengthPenalty = 1 } = options;
  const action = "search";
  checkFunction(advance, { action, argument: "advance" });
  checkPositiveInteger(beams, { action, argument: "beams" });
  checkPositiveInteger(maxLength, { action, argument: "maxLength" });
  checkFinite(lengthPenalty, { action, argument: "lengthPenalty" });
  const scored = (tokens: readonly number[], logProbability: number): Hypothesis => ({
    tokens,
    logProbability,
    score: logProbability / tokens.length ** lengthPenalty,
  });
  let open: Hypothesis[] = [{ tokens: [], logProbability: 0, score: 0 }];
  let parents = [0];
  const ended: Hypothesis[] = [];
  while (open.length > 0 && open[0]!.tokens.length < maxLength) {
    const rows = await advance(open.map(({ tokens }) => tokens), parents);
    const next = open.flatMap(({ tokens, logProbability }, parent) =>
      likeliest(rows[parent]!, beams + 1).map(({ token, value }) => ({
        parent,
        hypothesis: scored([...tokens, token], logProbability + value),
      }))
    ).sort((a, b) => b.hypothesis.logProbability - a.hypothesis.logProbability).slice(0, 2 * beams);
    const isEnd = ({ hypothesis: { tokens } }: { readonly hypothesis: Hypothesis }) => tokens.at(-1) === endToken;
    ended.push(...next.filter((one, rank) => rank < beams && isEnd(one)).map(({ hypothesis }) => hypothesis));
    const going = next.filter((one) => !isEnd(one)).slice(0, beams);
    open = going.map(({ hypothesis }) => hypothesis);
    parents = going.map(({ parent }) => parent);
    if (isOver({ open, ended, beams, maxLength, lengthPenalty })) break;
  }
  const full = open.filter(({ tokens }) => tokens.length > 0);
  return [...ended, ...full].sort((a, b) => b.score - a.score).slice(0, beams);
}

interface Standing {
  readonly open: readonly Hypothesis[];
  readonly ended: readonly Hypothesis[];
  readonly beams: number;
  readonly maxLength: number;
  readonly lengthPenalty: number;
}

/** Whether no open hypothesis can become better than the worst of the ended ones that count. */
function isOver({ open, ended, beams, maxLength, lengthPenalty }: Standing): boolean {
  if (ended.length < beams || open.length === 0) return false;
  const worst = ended.map(({ score }) => score).sort((a, b) => b - a)[beams - 1]!;
  const length = lengthPenalty > 0 ? maxLength : open[0]!.tokens.length;
  return open.every(({ logProbability }) => logProbability / length ** lengthPenalty <= worst);
}

/** The largest of a row, those that are ruled out left out. */
function likeliest(
  row: ArrayLike<number>,
  count: number,
): { readonly token: number; readonly value: number }[] {
  return Array.from(row, (value, token) => ({ token, value })).filter(({ value }) => value > -Infinity)
    .sort((a, b) => b.value - a.value || a.token - b.token).slice(0, count);
}
