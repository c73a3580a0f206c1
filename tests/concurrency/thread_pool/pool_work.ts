/** What the tests' threads run by name. */

/** How often this module was loaded in this thread; more than 1 would mean that a thread pays its start again. */
let calls = 0;

/** The sum. */
export function add(a: number, b: number): number {
  return a + b;
}

/** How many calls this thread's copy of the module has seen. */
export function countCalls(): number {
  return ++calls;
}

/** No function. */
export const notAFunction = 3;
