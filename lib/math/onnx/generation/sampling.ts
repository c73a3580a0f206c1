/**
 * Sampling: one token from the logits of a language model.
 *
 * In this order: repetition is punished, logits are divided by the temperature, the k likeliest stay (top-k), of those
 * the likeliest that together have the probability p (top-p, nucleus), and one of them is drawn.
 *
 * **Invariant.** What is ruled out (-∞) is never drawn; at temperature 0 the likeliest is, the first of equal ones. The
 * same generator state gives the same token.
 *
 * Cost: O(vocabulary · log vocabulary) with top-k or top-p, else O(vocabulary).
 *
 * Source: A. Holtzman et al., The Curious Case of Neural Text Degeneration (2020), section 3.1; N. Keskar et al., CTRL
 * (2019), section 4.1 (repetition), with negative logits multiplied, as transformers does.
 *
 * @module
 */
import { checkNonNegative, checkPositive, checkPositiveInteger } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";

/** How a token is chosen. */
export interface SamplingOptions {
  /** What logits are divided by; 0 for the likeliest token. @default {1} */
  readonly temperature?: number;
  /** How many tokens stay. @default {all} */
  readonly topK?: number;
  /** The probability that the tokens which stay have together, above 0 and at most 1. @default {1} */
  readonly topP?: number;
  /** What the logits of tokens that were there are divided by, or multiplied if negative. @default {1} */
  readonly repetitionPenalty?: number;
  /** Tokens that were there. @default {none} */
  readonly previous?: Iterable<number>;
}

/** A token, and how likely it was among those that stayed. */
export interface TokenProbability {
  /** Its index. */
  readonly token: number;
  /** Its probability. */
  readonly probability: number;
}

/**
 * The tokens that may be drawn, the likeliest first, with probabilities that sum to 1.
 * @param logits One for each token; -∞ rules one out.
 * @throws {RangeError} If an option is out of range, a logit is NaN or ∞, or all tokens are ruled out.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { candidates } from "./sampling.ts";
 * const logits = [1, 3, 2, -Infinity].map((x) => x * Math.LN2); // probabilities 1/7, 4/7, 2/7, 0
 * assertEquals(candidates(logits, { topP: 0.6 }).map(({ token }) => token), [1, 2]);
 * assertEquals(candidates(logits, { topK: 1 }), [{ token: 1, probability: 1 }]);
 * ```
 */
export function candidates(logits: ArrayLike<number>, options: SamplingOptions = {}): TokenProbability[] {
  const { temperature = 1, topK, topP = 1, repetitionPenalty = 1, previous = [] } = options;
  const action = "sample a token";
  checkNonNegative(temperature, { action, argument: "temperature" });
  checkPositive(repetitionPenalty, { action, argument: "repetitionPenalty" });
  if (topK !== undefined) checkPositiveInteger(topK, { action, argument: "topK" });
  if (!(topP > 0 && topP <= 1)) {
    throw new RangeError(`Cannot ${action}: topP must be above 0 and at most 1: current value is ${topP}`);
  }
  const own = Float64Array.from(logits);
  for (const token of new Set(previous)) {
    if (token < own.length) own[token]! *= own[token]! < 0 ? repetitionPenalty : 1 / repetitionPenalty;
  }
  const best = checkLogits(own, action);
  if (temperature === 0) return [{ token: best, probability: 1 }];
  const ranked = Array.from(own, (logit, token) => ({ token, weight: Math.exp((logit - own[best]!) / temperature) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.token - b.token)
    .slice(0, topK);
  const total = ranked.reduce((sum, { weight }) => sum + weight, 0);
  let mass = 0;
  const kept = ranked.filter(({ weight }) => {
    const stays = mass < topP * total;
    mass += weight;
    return stays;
  });
  const rest = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map(({ token, weight }) => ({ token, probability: weight / rest }));
}

/** The index of the largest logit. */
function checkLogits(logits: Float64Array, action: string): number {
  let best = 0;
  for (const [token, logit] of logits.entries()) {
    if (Number.isNaN(logit) || logit === Infinity) {
      throw new RangeError(`Cannot ${action}: logits must be numbers below infinity: current value is ${logit}`);
    }
    if (logit > logits[best]!) best = token;
  }
  if (logits.length > 0 && logits[best] !== -Infinity) return best;
  throw new RangeError(`Cannot ${action}: a token must be allowed: current value is ${logits.length} ruled out`);
}

/** One token, drawn; options and errors as for {@linkcode candidates}. */
export function sampleToken(
  logits: ArrayLike<number>,
  { draw, ...options }: SamplingOptions & { readonly draw: Random },
): number {
  const own = candidates(logits, options);
  let left = draw.next();
  for (const { token, probability } of own) {
    left -= probability;
    if (left < 0) return token;
  }
  return own.at(-1)!.token;
}
