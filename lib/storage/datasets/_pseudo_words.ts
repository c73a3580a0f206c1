/**
 * Words that can be said aloud and mean nothing, for generated texts: they cannot be taken for public rows.
 *
 * Every index has its own word: the first 3,600 have two syllables, the next 216,000 have three. Neighbouring indices
 * get words that do not look alike.
 *
 * @param index 0 to 219,599.
 * @throws {RangeError} If `index` is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pseudoWord } from "./_pseudo_words.ts";
 * assertEquals([0, 1, 2].map(pseudoWord), ["baba", "legu", "tino"]);
 * ```
 */
export function pseudoWord(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= PAIRS + TRIPLES) {
    throw new RangeError(
      `Cannot make a word: index must be an integer from 0 to ${PAIRS + TRIPLES - 1}: current value is ${index}`,
    );
  }
  if (index < PAIRS) {
    const permuted = index * STEP % PAIRS;
    return syllable(Math.floor(permuted / SYLLABLES)) + syllable(permuted % SYLLABLES);
  }
  const permuted = (index - PAIRS) * STEP % TRIPLES;
  return syllable(Math.floor(permuted / PAIRS)) + syllable(Math.floor(permuted / SYLLABLES) % SYLLABLES) +
    syllable(permuted % SYLLABLES);
}

const CONSONANTS = "bdfgklmnrstv";
const VOWELS = "aeiou";
const SYLLABLES = CONSONANTS.length * VOWELS.length; // 60
const PAIRS = SYLLABLES ** 2;
const TRIPLES = SYLLABLES ** 3;
/** Prime, and no divisor of 60: multiples of it visit every place once before they repeat. */
const STEP = 1579;

function syllable(number: number): string {
  return CONSONANTS[Math.floor(number / VOWELS.length)]! + VOWELS[number % VOWELS.length]!;
}
