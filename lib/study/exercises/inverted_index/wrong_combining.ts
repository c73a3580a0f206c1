/**
 * Wrong answers that combine lists otherwise than asked, or at too high a price. Each is the textbook's answer but for one step.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import { Textbook } from "./textbook.ts";

const answer = (InvertedIndex: unknown): Answer => ({ given: { InvertedIndex, Textbook } });

/** And unless told otherwise. */
export const andByDefault: Answer = answer(
  class InvertedIndex extends Textbook {
    override search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}) {
      return super.search(query, { operator: "and", ...options });
    }
  },
);

/** The operator is not read. */
export const andIsOr: Answer = answer(
  class InvertedIndex extends Textbook {
    override search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}) {
      return super.search(query, { ...options, operator: "or" });
    }
  },
);

/** As many occurrences as there are words. */
export const countsOccurrences: Answer = answer(
  class InvertedIndex extends Textbook {
    override candidates(conditions: readonly string[][]): string[] {
      return super.candidates(conditions, "or");
    }
    override answers(counts: readonly number[], operator: "and" | "or"): boolean {
      const occurrences = counts.reduce((sum, count) => sum + count, 0);
      return operator === "and" ? occurrences >= counts.length : occurrences > 0;
    }
  },
);

/** A word without a list is passed over. */
export const skipsUnknownWords: Answer = answer(
  class InvertedIndex extends Textbook {
    override conditions(query: string): string[][] {
      return super.conditions(query).filter((words) => words.some((word) => this.lists.has(word)));
    }
  },
);

/** Two sorted lists are merged; but a document that comes back keeps its number, and its postings stand at the end. */
export const mergesUnsorted: Answer = answer(
  class InvertedIndex extends Textbook {
    numbers: string[] = [];
    override add(id: string, text: string): void {
      if (!this.numbers.includes(id)) this.numbers.push(id);
      super.add(id, text);
    }
    override having(words: readonly string[]): string[] {
      const lists = words.map((word) => Array.from(this.list(word).keys(), (id) => this.numbers.indexOf(id)));
      const merged = lists.reduce((one, other) => {
        const both: number[] = [];
        for (let i = 0, j = 0; i < one.length && j < other.length;) {
          if (one[i] === other[j]) both.push(one[i]!);
          if (one[i]! <= other[j]!) i++;
          else j++;
        }
        return both;
      });
      return merged.map((number) => this.numbers[number]!);
    }
  },
);

/** Right in what it returns, but the index is not used. */
export const readsEveryDocument: Answer = answer(
  class InvertedIndex extends Textbook {
    override candidates(): string[] {
      return [...this.documents.keys()];
    }
  },
);

/** Right in what it returns, but every search adds up all lengths. */
export const averagesEveryTime: Answer = answer(
  class InvertedIndex extends Textbook {
    override search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}) {
      let lengths = 0;
      for (const words of this.documents.values()) lengths += words.length;
      const average = lengths / this.documents.size;
      return super.search(query, options).map(({ id, score }) => ({ id, score: score / (1 + average) }));
    }
  },
);

/** Right in what it returns, but the longest list leads. */
export const longestListFirst: Answer = answer(
  class InvertedIndex extends Textbook {
    override having(words: readonly string[]): string[] {
      const [longest, ...others] = words.map((word) => this.list(word)).sort((a, b) => b.size - a.size);
      return [...longest?.keys() ?? []].filter((id) => others.every((list) => list.has(id)));
    }
  },
);

/** Right in what it returns, but an and is an or that strikes off most of what it found. */
export const unionThenFilter: Answer = answer(
  class InvertedIndex extends Textbook {
    override candidates(conditions: readonly string[][]): string[] {
      return super.candidates(conditions, "or");
    }
  },
);
