/**
 * The answers of the exercise `inverted-index`: the stub, four right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { InvertedIndexClass } from "./exercise.ts";
import type { Answers } from "../suite.ts";
import { Textbook } from "./textbook.ts";
import { naiveAnswer, wrongAnswers } from "./wrong_answers.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const InvertedIndex: InvertedIndexClass = class InvertedIndex {
  add(_id: string, _text: string): void {
    throw new Error("Not written yet");
  }
  remove(_id: string): void {
    throw new Error("Not written yet");
  }
  search(_query: string): { id: string; score: number }[] {
    throw new Error("Not written yet");
  }
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { InvertedIndex } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "Maps in a Map": right("map_of_maps.ts"),
    "sorted lists, searched by halving": right("sorted_lists.ts"),
    "every step a method": { given: { InvertedIndex: class InvertedIndex extends Textbook {}, Textbook } },
  },
  wrong: wrongAnswers,
  ours: right("library.ts"),
  naive: { what: "every document read at every search", answer: naiveAnswer },
};
