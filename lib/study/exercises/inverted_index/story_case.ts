/**
 * A case that plays stories, judged by which documents its searches find.
 *
 * @module
 */
import type { Case, HintLadder } from "../suite.ts";
import { type Given, judgeFound, play, showStories, type Step, type Story } from "./story.ts";

/** Shorthand for the three calls. */
export const add = (id: string, text: string): Step => ["add", id, text];
/** Takes a document out. */
export const remove = (id: string): Step => ["remove", id];
/** Asks; an `operator` only where the case is about it. */
export const search = (query: string, operator?: "and" | "or"): Step =>
  operator === undefined ? ["search", query] : ["search", query, { operator }];

/** What a case says and plays. */
export interface StoryCaseSpec {
  /** What someone most likely believes who fails here. */
  readonly misconception: string;
  /** Each says more than the one before. */
  readonly hints: HintLadder;
  /** The same for everyone. */
  readonly stories: readonly Story[];
}

/** A case whose stories are the same for everyone, judged by what is found. */
export function storyCase(name: string, spec: StoryCaseSpec): Case<Given, readonly Story[]> {
  const { misconception, hints, stories } = spec;
  return { name, misconception, hints, input: () => stories, show: showStories, drive: play, judge: judgeFound };
}
