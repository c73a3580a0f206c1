/**
 * The questions that a page asks before it shows a figure, so that a reader guesses first.
 *
 * A question is a Markdown cell that says "Before you look"; it is about the next figure of its section. What the
 * answer is may stand in the cell's metadata: `{ "guess": { "choices": ["A", "B"], "answer": "B" } }` or
 * `{ "guess": { "answer": 26, "unit": "%" } }`; without it a guess is any text.
 *
 * Not here on purpose: asking (`assets/guess.js`; without scripts, and on paper, every figure is shown).
 *
 * @module
 */
import type { Notebook } from "../notebook/nbformat.ts";
import { outputKind } from "./_output_kind.ts";

/** What a reader is asked before a cell is shown. */
export interface Guess {
  /** Answers to choose from. */
  readonly choices?: readonly string[];
  /** The right one. */
  readonly answer?: string | number;
  /** Unit of an answer that is a number. */
  readonly unit?: string;
}

/** How many cells behind its question a figure may stand. */
const MAX_DISTANCE = 3;

/**
 * The questions of a notebook, by the id of the code cell that answers them.
 * @throws {TypeError} If a cell's `guess` is none, naming the cell.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { guessesOf } from "./_guesses.ts";
 * assertEquals(guessesOf({ nbformat: 4, nbformat_minor: 5, metadata: {} as never, cells: [] }).size, 0);
 * ```
 */
export function guessesOf({ cells }: Notebook): Map<string, Guess> {
  const guesses = new Map<string, Guess>();
  for (const [index, cell] of cells.entries()) {
    if (cell.cell_type !== "markdown" || !/before you look/i.test(cell.source)) continue;
    const next = cells.slice(index + 1, index + 1 + MAX_DISTANCE);
    const end = next.findIndex((other) => other.cell_type === "markdown" && /^#/.test(other.source));
    const figure = next.slice(0, end < 0 ? undefined : end).find((other) =>
      other.cell_type === "code" && other.outputs.some((output) => outputKind(output).kind === "figure")
    );
    if (figure) guesses.set(figure.id, checkGuess(cell.metadata.guess ?? {}, cell.id));
  }
  return guesses;
}

function checkGuess(value: unknown, cell: string): Guess {
  const refuse = (rule: string): never => {
    throw new TypeError(
      `Cannot ask for a guess in cell ${cell}: metadata.guess ${rule}: current value is ${JSON.stringify(value)}`,
    );
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("must be an object");
  const { choices, answer, unit, ...rest } = value as Record<string, unknown>;
  if (Object.keys(rest).length > 0) refuse("has choices, answer and unit only");
  if (choices !== undefined) {
    const isList = Array.isArray(choices) && choices.length >= 2 && choices.every((one) => typeof one === "string");
    if (!isList || !(choices as unknown[]).includes(answer)) refuse("must have two choices and an answer among them");
    return { choices: choices as string[], answer: answer as string };
  }
  if (answer === undefined) return {};
  if (typeof answer !== "number" || !Number.isFinite(answer)) refuse("must have a number as its answer, or choices");
  return { answer: answer as number, ...(typeof unit === "string" ? { unit } : {}) };
}
