/**
 * The answers of the exercise `thread-safe-lru`: the stub, three right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { SharedLruClass } from "./exercise.ts";
import type { Answers } from "../suite.ts";
import { wrongAnswers } from "./wrong_answers.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const SharedLRU: SharedLruClass = class SharedLRU {
  static create(_capacity: number): SharedArrayBuffer {
    throw new Error("Not written yet");
  }
  constructor(_memory: SharedArrayBuffer) {
    throw new Error("Not written yet");
  }
  get(_key: number): number | undefined {
    throw new Error("Not written yet");
  }
  put(_key: number, _value: number): void {
    throw new Error("Not written yet");
  }
  has(_key: number): boolean {
    throw new Error("Not written yet");
  }
  delete(_key: number): boolean {
    throw new Error("Not written yet");
  }
  get size(): number {
    throw new Error("Not written yet");
  }
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { SharedLRU } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "ticks in a row of slots": right("ticks.ts"),
    "a table and a list under a ticket lock": right("linked_slots.ts"),
  },
  wrong: wrongAnswers,
  ours: right("library.ts"),
  naive: { what: "a row of slots, searched for the smallest tick", answer: right("ticks.ts") },
};
