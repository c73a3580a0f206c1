/**
 * The failure drill of the search page: the score of one document that is never touched, while other documents leave.
 *
 * Two engines get the same calls. Ours changes every count in the call that removes a document; MiniSearch with
 * `autoVacuum: false` leaves the posting lists to be cleaned up later, by searches among others.
 *
 * **Invariant.** Both engines hold the same documents at every tick.
 *
 * Not here on purpose: how good the rankings are.
 *
 * @module
 */
import MiniSearch from "minisearch";
import { InvertedIndex } from "../../ml/retrieval/inverted_index.ts";
import { type Drill, drill } from "../drill.ts";

const TICKS = 40;
const LEAVING_TICKS: readonly number[] = [10, 20, 30];

/** A document to be searched. */
export interface SearchedText {
  /** Names the document. */
  readonly id: string;
  /** What is searched. */
  readonly text: string;
}

/** What {@linkcode withdrawalDrill} does. */
export interface WithdrawalDrillOptions {
  /** The question that is asked at every tick: words. */
  readonly query: string;
  /** Matching documents that leave before each of the ticks 10, 20 and 30. @default {60} */
  readonly leaving?: number;
  /** Decides the labels. */
  readonly seed: number;
}

/**
 * The score of the best match after each of 40 ticks, divided by its first score.
 *
 * Cost: 80 searches, and `3 * leaving` removals in each engine.
 *
 * @throws {RangeError} If fewer than `3 * leaving + 1` texts match the query.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { withdrawalDrill } from "./withdrawal_drill.ts";
 *
 * const texts = Array.from({ length: 9 }, (_, n) => ({ id: `${n}`, text: n < 6 ? "wind ".repeat(6 - n) : "water" }));
 * const { atOnce } = withdrawalDrill(texts, { query: "wind", leaving: 1, seed: 1 }).reveal();
 * assert(atOnce.run[10]! > atOnce.run[9]!); // fewer texts have the word, so it says more
 * ```
 */
export function withdrawalDrill(
  texts: readonly SearchedText[],
  options: WithdrawalDrillOptions,
): Drill<"atOnce" | "later", readonly number[]> {
  const { query, leaving = 60 } = options;
  const ours = new InvertedIndex();
  for (const { id, text } of texts) ours.add(id, text);
  const theirs = new MiniSearch({ fields: ["text"], autoVacuum: false });
  theirs.addAll(texts);
  const matching = ours.search(query).map(({ id }) => id);
  const least = leaving * LEAVING_TICKS.length + 1;
  if (matching.length < least) {
    throw new RangeError(
      `Cannot watch a score: the texts that match ${JSON.stringify(query)} must be ${least} or more: ` +
        `current value is ${matching.length}`,
    );
  }
  const [watched, ...others] = matching as [string, ...string[]];
  const scoreIn = (hits: readonly { readonly id: string; readonly score: number }[]) =>
    hits.find(({ id }) => id === watched)!.score;
  const play = (remove: (id: string) => unknown, score: () => number) => {
    const scores: number[] = [];
    for (let tick = 0; tick < TICKS; tick++) {
      const batch = LEAVING_TICKS.indexOf(tick);
      if (batch !== -1) others.slice(batch * leaving, (batch + 1) * leaving).forEach(remove);
      scores.push(score());
    }
    return scores.map((value) => value / scores[0]!);
  };
  return drill({
    atOnce: play((id) => ours.remove(id), () => scoreIn(ours.search(query))),
    later: play((id) => theirs.discard(id), () => scoreIn(theirs.search(query))),
  }, options);
}
