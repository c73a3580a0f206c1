/**
 * The lexer of queries: their words and marks, each with its position.
 *
 * A lexeme ends at white space, at a parenthesis or at a quotation mark; a phrase ends at the next quotation mark. What
 * stands at the end of a word decides on its kind: `lin*`, `linaer~2`. What stands before a colon is a field if it
 * looks like a name and something follows at once: `title:wing` has one; `12:30`, `https://wing` and `note: wing` have
 * none.
 *
 * @module
 */
import { checkString } from "../../base/argument.ts";

/** A word or mark. */
export interface Lexeme {
  /** What it is. */
  readonly kind: "(" | ")" | "and" | "or" | "not" | "field" | "word" | "prefix" | "fuzzy" | "phrase";
  /** Its text without marks. */
  readonly text: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly position: number;
  /** A phrase's slop, a fuzzy word's distance; else 0. */
  readonly number: number;
}

const MAX_DISTANCE = 2;
const MAX_SLOP = 1_000_000;
const OPERATORS = new Map([["AND", "and"], ["OR", "or"], ["NOT", "not"]] as const);
const LEXEME = /[()]|"[^"]*"(?:~\d*)?|"|[^\s()"]+/g;
/** A field before a word; or at the end of a piece, when a phrase or a parenthesis follows at once. */
const FIELD = /^([\p{L}_][\p{L}\p{N}_.-]*):(?!\/)/u;

/**
 * Cuts a query.
 * @throws {TypeError} If `query` is no string.
 * @throws {SyntaxError} If a quotation mark is alone, a distance or slop is out of range, or an asterisk stands inside
 *   a word.
 */
export function lexemes(query: string): Lexeme[] {
  checkString(query, { action: "parse a query", argument: "query" });
  const found: Lexeme[] = [];
  for (const { 0: text, index: position } of query.matchAll(LEXEME)) {
    if (text === "(" || text === ")") found.push({ kind: text, text, position, number: 0 });
    else if (text.startsWith('"')) found.push(phrase(text, position, query));
    else found.push(...pieces(text, position, query));
  }
  return found;
}

/** What the lexer and the parser throw: the rule that was broken, and the whole query. */
export function querySyntaxError(rule: string, query: string): SyntaxError {
  return new SyntaxError(`Cannot parse a query: ${rule}: current value is ${JSON.stringify(query)}`);
}

function phrase(text: string, position: number, query: string): Lexeme {
  const end = text.indexOf('"', 1);
  if (end < 0) throw querySyntaxError(`the quotation mark at position ${position} is never closed`, query);
  const slop = Number(text.slice(end + 2) || (end + 1 < text.length ? NaN : 0));
  if (slop <= MAX_SLOP) return { kind: "phrase", text: text.slice(1, end), position, number: slop };
  const start = position + end + 1;
  throw querySyntaxError(`the slop at position ${start} must be a number up to ${MAX_SLOP}`, query);
}

/** A word, with its field before it if it has one; an operator. */
function pieces(text: string, position: number, query: string): Lexeme[] {
  const operator = OPERATORS.get(text as "AND");
  if (operator !== undefined) return [{ kind: operator, text, position, number: 0 }];
  const field = FIELD.exec(text);
  if (field === null) return [word(text, position, query)];
  const [{ length }, name] = field as unknown as [string, string];
  const begun: Lexeme = { kind: "field", text: name, position, number: 0 };
  if (length < text.length) return [begun, word(text.slice(length), position + length, query)];
  const next = query[position + length];
  return next === '"' || next === "(" ? [begun] : [word(text, position, query)];
}

function word(text: string, position: number, query: string): Lexeme {
  const asterisk = text.indexOf("*");
  if (asterisk >= 0 && asterisk < text.length - 1) {
    throw querySyntaxError(`the asterisk at position ${position + asterisk} must end its word`, query);
  }
  if (text.endsWith("*")) return { kind: "prefix", text: text.slice(0, -1), position, number: 0 };
  const fuzzy = /~(\d*)$/.exec(text);
  if (fuzzy === null) return { kind: "word", text, position, number: 0 };
  const number = fuzzy[1] === "" ? 1 : Number(fuzzy[1]);
  if (number <= MAX_DISTANCE) return { kind: "fuzzy", text: text.slice(0, fuzzy.index), position, number };
  const start = position + fuzzy.index;
  throw querySyntaxError(`the distance at position ${start} must be a number up to ${MAX_DISTANCE}`, query);
}
