/**
 * The answers of the exercise `thread-pool`: the stub, three right ones that differ in kind, and the wrong ones.
 *
 * @module
 */
import type { Answers } from "../suite.ts";
import type { ThreadPoolClass } from "./exercise.ts";
import { naiveAnswer, wrongAnswers } from "./wrong_answers.ts";

const right = (file: string) => ({ file: new URL(`./right/${file}`, import.meta.url) });

/** Must say the same as `task` in `suite.ts`; typed, so that a stub that breaks the exercise's own contract does not compile. */
const ThreadPool: ThreadPoolClass = class ThreadPool {
  constructor(_size: number) {
    throw new Error("Not written yet");
  }
  submit<Args extends unknown[], Result>(
    _fn: (...args: Args) => Result,
    ..._args: Args
  ): { result(): Promise<Awaited<Result>>; cancel(): boolean } {
    throw new Error("Not written yet");
  }
  shutdown(_options?: { wait?: boolean }): Promise<void> {
    throw new Error("Not written yet");
  }
};

/** The answers. */
export const answers: Answers = {
  stub: { given: { ThreadPool } },
  right: {
    "the library's, behind the exercise's names": right("library.ts"),
    "one queue, at most one task a thread": right("one_task_a_thread.ts"),
    "a loop for each thread": right("loop_a_thread.ts"),
  },
  wrong: wrongAnswers,
  ours: right("library.ts"),
  naive: { what: "a new thread for each task", answer: naiveAnswer },
};
