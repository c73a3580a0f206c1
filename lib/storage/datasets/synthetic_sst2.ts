/**
 * A generated stand-in for SST-2 whose truth is known: made-up words, some of which carry a feeling.
 *
 * A text is a row of words drawn by a Zipf law. {@linkcode POLAR_WORDS} of them have a weight, positive or negative; a
 * word directly after {@linkcode NEGATION} counts with the opposite sign. The label is 1 with probability 1 / (1 +
 * e^−score), the score being the sum of the weights: so the best possible accuracy is known, and a model without word
 * order cannot reach it.
 *
 * Texts are made as they are asked for: the training part holds no memory, and every pass yields the same.
 * Cost: about 0.1 s a pass. Not here on purpose: grammar, phrases that are parts of each other.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { random } from "../../base/random.ts";
import { pseudoWord } from "./_pseudo_words.ts";
import type { LabelledSentence, Sst2, Sst2Truth } from "./sst2_records.ts";
import { weightedChoice } from "./_weighted_choice.ts";

export type { Sst2Truth };

/** Words in use. */
export const VOCABULARY = 2000;
/** How many of them carry a feeling. */
export const POLAR_WORDS = 400;
/** Turns the next word's weight around. */
export const NEGATION = "not";

/** Options of {@linkcode syntheticSst2}. */
export interface SyntheticSst2Options {
  /** Decides everything. @default {1} */
  readonly seed?: number;
  /** How many training phrases. @default {67349} */
  readonly train?: number;
  /** How many sentences to evaluate on. @default {872} */
  readonly dev?: number;
}

/**
 * The generated set.
 * @throws {RangeError} If a size is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { syntheticSst2 } from "./synthetic_sst2.ts";
 *
 * const { train } = syntheticSst2({ train: 10, dev: 2 });
 * assertEquals(await Array.fromAsync(train), await Array.fromAsync(train)); // each pass is the same
 * ```
 */
export function syntheticSst2(options: SyntheticSst2Options = {}): Sst2 {
  const { seed = 1, train: trainLength = 67_349, dev: devLength = 872 } = options;
  checkPositiveInteger(trainLength, { action: "generate sentences", argument: "train" });
  checkPositiveInteger(devLength, { action: "generate sentences", argument: "dev" });
  const draw = random(seed);
  const weights = new Map<string, number>();
  while (weights.size < POLAR_WORDS) {
    const weight = 1.2 * draw.normal();
    weights.set(pseudoWord(20 + draw.integer(VOCABULARY - 20)), weight); // the commonest words carry none, like "the"
  }
  const truth: Sst2Truth = { weights, score: (text) => scoreOf(text, weights) };
  const trainSeed = draw.integer(2 ** 32), devSeed = draw.integer(2 ** 32);
  const train = {
    async *[Symbol.asyncIterator](): AsyncGenerator<LabelledSentence, void> {
      yield* sentences({ seed: trainSeed, count: trainLength, words: { fewest: 1, mean: 9 } }, truth);
    },
  };
  const dev = [...sentences({ seed: devSeed, count: devLength, words: { fewest: 6, mean: 19 } }, truth)];
  return { origin: "synthetic", train, trainLength, dev, truth };
}

interface SentencePlan {
  readonly seed: number;
  readonly count: number;
  readonly words: { readonly fewest: number; readonly mean: number };
}

function* sentences({ seed, count, words }: SentencePlan, truth: Sst2Truth): Generator<LabelledSentence, void> {
  const draw = random(seed);
  const choose = weightedChoice(Array.from({ length: VOCABULARY }, (_, rank) => 1 / (rank + 3)));
  for (let made = 0; made < count; made++) {
    const spread = -Math.log(1 - draw.next()) * (words.mean - words.fewest);
    const length = Math.min(50, words.fewest + Math.floor(spread));
    const texts: string[] = [];
    while (texts.length < length) {
      if (draw.next() < 0.05) texts.push(NEGATION); // a word follows always
      texts.push(pseudoWord(choose(draw.next())));
    }
    const text = texts.join(" ");
    yield { text, label: draw.next() < 1 / (1 + Math.exp(-truth.score(text))) ? 1 : 0 };
  }
}

function scoreOf(text: string, weights: ReadonlyMap<string, number>): number {
  let score = 0, sign = 1;
  for (const word of text.split(" ")) {
    score += sign * (weights.get(word) ?? 0);
    sign = word === NEGATION ? -1 : 1;
  }
  return score;
}
