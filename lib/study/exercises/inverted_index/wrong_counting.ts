/**
 * Wrong answers that score, cut or count wrongly: in the order of the results, and in an index that changes. Each is the textbook's
 * answer but for one step.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import { Textbook } from "./textbook.ts";

const answer = (InvertedIndex: unknown): Answer => ({ given: { InvertedIndex, Textbook } });

/** Every word is worth the same. */
export const noIdf: Answer = answer(
  class InvertedIndex extends Textbook {
    override idf(): number {
      return 1;
    }
  },
);

/** Scores are there, and nobody sorts by them. */
export const orderOfAdding: Answer = answer(
  class InvertedIndex extends Textbook {
    override best(hits: { id: string; score: number }[], limit: number) {
      return hits.slice(0, limit);
    }
  },
);

/** Once is as good as ten times. */
export const presenceOnly: Answer = answer(
  class InvertedIndex extends Textbook {
    override score(words: readonly string[], count: number): number {
      return super.score(words, Math.min(1, count));
    }
  },
);

/** The best of the first few. */
export const cutsBeforeSorting: Answer = answer(
  class InvertedIndex extends Textbook {
    override best(hits: { id: string; score: number }[], limit: number) {
      return hits.slice(0, limit).sort((a, b) => b.score - a.score);
    }
  },
);

/** `limit` is not read. */
export const noLimit: Answer = answer(
  class InvertedIndex extends Textbook {
    override best(hits: { id: string; score: number }[]) {
      return super.best(hits, Infinity);
    }
  },
);

/** The document goes, its postings stay. */
export const postingsStay: Answer = answer(
  class InvertedIndex extends Textbook {
    override remove(id: string): void {
      this.documents.delete(id);
    }
  },
);

/** The new words come to the old ones. */
export const addsToTheOld: Answer = answer(
  class InvertedIndex extends Textbook {
    override add(id: string, text: string): void {
      const words = [...this.documents.get(id) ?? [], ...this.words(text)];
      this.documents.set(id, words);
      this.words(text).forEach((word, place) => this.post(word, id, place));
    }
  },
);

/** A document that comes back is one more. */
export const countsTwice: Answer = answer(
  class InvertedIndex extends Textbook {
    count = 0;
    override add(id: string, text: string): void {
      const wasThere = this.documents.has(id);
      super.add(id, text);
      this.count += wasThere ? 2 : 1; // the removal inside super.add took one off
    }
    override remove(id: string): void {
      if (this.documents.has(id)) this.count--;
      super.remove(id);
    }
    override idf(word: string): number {
      return Math.log(1 + this.count / Math.max(1, this.list(word).size));
    }
  },
);

/** The number of documents only grows. */
export const countOnlyGrows: Answer = answer(
  class InvertedIndex extends Textbook {
    count = 0;
    override add(id: string, text: string): void {
      if (!this.documents.has(id)) this.count++;
      super.add(id, text);
    }
    override idf(word: string): number {
      return Math.log(1 + this.count / Math.max(1, this.list(word).size));
    }
  },
);

/** What was removed is swept up when a search comes across it, after it has been counted. */
export const sweepsLate: Answer = answer(
  class InvertedIndex extends Textbook {
    override remove(id: string): void {
      this.documents.delete(id);
    }
    override add(id: string, text: string): void {
      for (const list of this.lists.values()) list.delete(id);
      super.add(id, text);
    }
    override search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}) {
      const hits = super.search(query, { ...options, limit: Infinity }).filter(({ id }) => this.documents.has(id));
      for (const word of this.conditions(query).flat()) {
        for (const id of this.list(word).keys()) if (!this.documents.has(id)) this.list(word).delete(id);
      }
      return hits.slice(0, options.limit ?? Infinity);
    }
  },
);
