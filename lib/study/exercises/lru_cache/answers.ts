/**
 * The answers of the exercise `lru-cache`: the stub, four right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { LruCacheClass } from "./exercise.ts";
import type { Answers } from "../suite.ts";
import { naiveAnswer, wrongAnswers } from "./wrong_answers.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const LRUCache: LruCacheClass = class LRUCache<Key, Value> {
  constructor(_capacity: number) {
    throw new Error("Not written yet");
  }
  get(_key: Key): Value | undefined {
    throw new Error("Not written yet");
  }
  put(_key: Key, _value: Value): void {
    throw new Error("Not written yet");
  }
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { LRUCache } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "a Map in the order of insertion": right("insertion_order.ts"),
    "linked nodes": right("linked_nodes.ts"),
    "a log of uses, cleaned up late": right("log_of_uses.ts"),
  },
  wrong: wrongAnswers,
  ours: right("library.ts"),
  naive: { what: "an array that is searched", answer: naiveAnswer },
};
