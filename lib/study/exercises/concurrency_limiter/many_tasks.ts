/**
 * Very many tasks at once: what recursion does to the stack.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { Given } from "./scene.ts";

/** As many tasks as may run: all must be started from one place. */
export const manyTasks: Case<Given, number> = {
  name: "20,000 tasks may start at once",
  misconception:
    "A function that starts one task and calls itself for the next takes a frame of the stack for each: after some ten thousand it is full.",
  hints: [
    "How deep is your stack when the 10,000th task starts?",
    "Starting is a loop: while there is room and there are tasks, start one.",
    "while (inFlight < maxConcurrency && next < tasks.length) start(next++);",
  ],
  input: () => 20_000,
  show: (count) => `runConcurrently(${count} tasks, ${count})`,
  async drive({ runConcurrently }, count) {
    const tasks = Array.from({ length: count }, (_, n) => () => Promise.resolve(n));
    try {
      const results = await runConcurrently(tasks, count) as number[];
      let inOrder = 0;
      while (results[inOrder] === inOrder) inOrder++;
      return inOrder;
    } catch (error) {
      return String(error);
    }
  },
  judge: (count, evidence) =>
    evidence === count ? undefined : {
      expected: `${count} results`,
      got: typeof evidence === "number" ? `${evidence} results in order` : shownValue(evidence),
    },
};
