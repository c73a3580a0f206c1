/**
 * Results in the order of their inputs, with no more inputs drawn ahead than a given number.
 *
 * **Invariant.** Inputs drawn and results yielded differ by at most `ahead`; when the walk ends, in whatever way,
 * nothing that has not begun will begin.
 *
 * Not here on purpose: results in the order in which they are done (`Promise.race` over a few of them).
 *
 * @module
 */
import type { Future } from "./pool_task.ts";

/** How far a walk runs ahead of its reader. */
export interface MapOptions {
  /** Inputs that may be drawn and not yielded yet. @default {4 × the pool's most threads} */
  readonly ahead?: number;
}

/** Yields the result of `submit` for each input. */
export async function* mapInOrder<Input, Result>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  { ahead, submit }: { ahead: number; submit: (input: Input) => Promise<Future<Result>> },
): AsyncGenerator<Result, void> {
  const futures: Future<Result>[] = [];
  try {
    for await (const input of inputs) {
      const future = await submit(input);
      future.result().catch(() => {}); // it is thrown when its turn comes
      futures.push(future);
      if (futures.length === ahead) {
        yield await futures[0]!.result();
        futures.shift();
      }
    }
    while (futures.length > 0) {
      yield await futures[0]!.result();
      futures.shift();
    }
  } finally {
    for (const future of futures) future.cancel();
  }
}
