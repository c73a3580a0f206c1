/**
 * Wrong answers that read texts, queries and phrases otherwise than they mean. Each is the textbook's answer but for one step.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import { Textbook } from "./textbook.ts";

const answer = (InvertedIndex: unknown): Answer => ({ given: { InvertedIndex, Textbook } });

/** Reads the texts at every search, and finds letters. */
export const lettersNotWords: Answer = answer(
  class InvertedIndex extends Textbook {
    texts = new Map<string, string>();
    override add(id: string, text: string): void {
      super.add(id, text);
      this.texts.set(id, text.toLowerCase());
    }
    override having(words: readonly string[]): string[] {
      return [...this.texts.keys()].filter((id) => words.every((word) => this.texts.get(id)!.includes(word)));
    }
    override occurrences(words: readonly string[], id: string): number {
      return this.texts.get(id)!.split(words.join(" ")).length - 1;
    }
  },
);

/** Copper is not copper. */
export const caseMatters: Answer = answer(
  class InvertedIndex extends Textbook {
    override words(text: string): string[] {
      return text.match(/[\p{L}\p{N}]+/gu) ?? [];
    }
  },
);

/** `Copper,` is a word. */
export const splitsAtSpaces: Answer = answer(
  class InvertedIndex extends Textbook {
    override words(text: string): string[] {
      return text.toLowerCase().split(/\s+/).filter(Boolean);
    }
  },
);

/** There are 26 letters. */
export const onlyLatinLetters: Answer = answer(
  class InvertedIndex extends Textbook {
    override words(text: string): string[] {
      return text.toLowerCase().match(/\w+/g) ?? [];
    }
  },
);

/** Words become names of properties, and some are there from birth. */
export const plainObject: Answer = answer(
  class InvertedIndex extends Textbook {
    byName: Record<string, Map<string, number[]>> = {};
    override list(word: string): Map<string, number[]> {
      return this.byName[word] ?? new Map();
    }
    override post(word: string, id: string, place: number): void {
      this.byName[word] ??= new Map();
      this.byName[word].set(id, [...this.byName[word].get(id) ?? [], place]);
    }
  },
);

/** All words are there: that will do. */
export const bagOfWords: Answer = answer(
  class InvertedIndex extends Textbook {
    override occurrences(words: readonly string[], id: string): number {
      return Math.min(...words.map((word) => this.list(word).get(id)?.length ?? 0));
    }
  },
);

/** Side by side, either way round. */
export const anyOrder: Answer = answer(
  class InvertedIndex extends Textbook {
    override occurrences(words: readonly string[], id: string): number {
      const [first, ...later] = words.map((word) => this.list(word).get(id) ?? []);
      return first!.filter((start) =>
        later.every((places, k) => places.includes(start + k + 1) || places.includes(start - k - 1))
      ).length;
    }
  },
);

/** In order, with anything in between. */
export const withGaps: Answer = answer(
  class InvertedIndex extends Textbook {
    override occurrences(words: readonly string[], id: string): number {
      let after = -1;
      for (const word of words) {
        const next = (this.list(word).get(id) ?? []).find((place) => place > after);
        if (next === undefined) return 0;
        after = next;
      }
      return 1;
    }
  },
);

/** `hundred foxglove` has `red fox`. */
export const substring: Answer = answer(
  class InvertedIndex extends Textbook {
    texts = new Map<string, string>();
    override add(id: string, text: string): void {
      super.add(id, text);
      this.texts.set(id, text.toLowerCase());
    }
    override candidates(conditions: readonly string[][], operator: "and" | "or"): string[] {
      return conditions.some((words) => words.length > 1)
        ? [...this.texts.keys()]
        : super.candidates(conditions, operator);
    }
    override occurrences(words: readonly string[], id: string): number {
      if (words.length === 1) return super.occurrences(words, id);
      return this.texts.get(id)!.split(words.join(" ")).length - 1;
    }
  },
);

/** Later places are forgotten. */
export const firstPlaceOnly: Answer = answer(
  class InvertedIndex extends Textbook {
    override occurrences(words: readonly string[], id: string): number {
      const [first, ...later] = words.map((word) => this.list(word).get(id) ?? []);
      return first!.slice(0, 1).filter((start) => later.every((places, k) => places.includes(start + k + 1))).length;
    }
  },
);

/** A word has one place in a document. */
export const lastPlaceOnly: Answer = answer(
  class InvertedIndex extends Textbook {
    override post(word: string, id: string, place: number): void {
      super.post(word, id, place);
      this.list(word).set(id, [place]);
    }
  },
);

/** Quotes anywhere: only what is between them counts. */
export const onlyThePhrase: Answer = answer(
  class InvertedIndex extends Textbook {
    override conditions(query: string): string[][] {
      const phrases = [...query.matchAll(/"([^"]*)"/g)].map(([, phrase]) => this.words(phrase!));
      return phrases.length > 0 ? phrases : super.conditions(query);
    }
  },
);

/** A word that is asked for twice is asked for once, in a phrase as well. */
export const noWordTwice: Answer = answer(
  class InvertedIndex extends Textbook {
    override conditions(query: string): string[][] {
      return super.conditions(query).map((words) => [...new Set(words)]);
    }
  },
);
