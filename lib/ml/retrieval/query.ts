/**
 * The language of queries.
 *
 *     lift drag                  words: by default one of them must occur
 *     lift AND drag, lift OR drag, NOT drag, (…)
 *     "boundary layer"           a phrase; "boundary layer"~2 allows two steps of disorder
 *     lin*                       words that begin so
 *     linaer~1                   words at most so many changes away: ~0 to ~2, and ~ alone is ~1
 *     title:wing, title:"a b", title:(a b)
 *
 * NOT binds more tightly than AND, AND than OR, and words that only stand side by side least: `new york OR boston` is
 * `new (york OR boston)`. Operators are in capitals; `and` is a word. Among words side by side, NOT takes away:
 * `lift drag NOT wing` are the documents with lift or drag, without those with wing.
 *
 * What the analyser makes nothing of (punctuation, stop words) asks for nothing: `the AND wing` is `wing`.
 *
 *     query  = item, item, …          item = group, "OR", group, …       group = part, "AND", part, …
 *     part   = "NOT" part | field ":" part | "(" query ")" | phrase | word
 *
 * Cost: O(length).
 *
 * Not here on purpose: wildcards inside a word (a SyntaxError), ranges, boosts in the query, escapes (leave the
 * character out: it would not be indexed either).
 *
 * Source: the notation is that of Lucene's classic query parser, without its precedence, where AND and OR are no
 * Boolean operators.
 *
 * @module
 */
import { checkString } from "../../base/argument.ts";
import { type Lexeme, lexemes, querySyntaxError } from "./_query_lexer.ts";

/** What one piece of a query asks for. */
export type Query =
  | WordQuery
  | PhraseQuery
  | { readonly kind: "and" | "or" | "side by side"; readonly parts: readonly Query[] }
  | { readonly kind: "not"; readonly part: Query };

/** Text to be found. */
export interface Leaf {
  /** As it was written, without marks. */
  readonly text: string;
  /** The only field to look in; left out: all. */
  readonly field?: string;
}

/** A word, or what the analyser makes of it. */
export interface WordQuery extends Leaf {
  /** Tells it from other pieces. */
  readonly kind: "word";
  /** It also stands for words at most so many changes away; left out: nothing was said about it. */
  readonly maxDistance?: number;
  /** It also stands for words that begin with it. */
  readonly isPrefix?: true;
}

/** Words in order. */
export interface PhraseQuery extends Leaf {
  /** Tells it from other pieces. */
  readonly kind: "phrase";
  /** The greatest cost of a match, as `_phrase_frequency.ts` counts it. */
  readonly slop: number;
}

/** What the parser must know of the index. */
export interface ParseQueryOptions {
  /** The fields that a query may name. */
  readonly fields: readonly string[];
}

/**
 * Parses a query; an empty one is `undefined`.
 *
 * @throws {TypeError} If `query` is no string.
 * @throws {SyntaxError} If it cannot be read; the message names the position, counted from 0 in UTF-16 units.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { parseQuery } from "./query.ts";
 *
 * assertEquals(parseQuery("lin* AND title:wing", { fields: ["title"] }), {
 *   kind: "and",
 *   parts: [{ kind: "word", text: "lin", isPrefix: true }, { kind: "word", text: "wing", field: "title" }],
 * });
 * assertThrows(() => parseQuery("(a OR b", { fields: [] }), SyntaxError, "the parenthesis at position 0 is never closed");
 * ```
 */
export function parseQuery(query: string, { fields }: ParseQueryOptions): Query | undefined {
  const parser = new Parser(query, fields);
  return parser.parse();
}

/** The words of a text as a query, without any marks; `undefined` if it has none. */
export function plainQuery(text: string): Query | undefined {
  checkString(text, { action: "read a query", argument: "query" });
  const parts = text.split(/\s+/).filter((word) => word !== "").map((word): Query => ({ kind: "word", text: word }));
  return parts.length <= 1 ? parts[0] : { kind: "side by side", parts };
}

class Parser {
  readonly #query: string;
  readonly #fields: readonly string[];
  readonly #lexemes: readonly Lexeme[];
  #at = 0;

  constructor(query: string, fields: readonly string[]) {
    this.#query = query;
    this.#fields = fields;
    this.#lexemes = lexemes(query);
  }

  parse(): Query | undefined {
    if (this.#lexemes.length === 0) return undefined;
    const parsed = this.#sideBySide(undefined);
    const rest = this.#lexemes[this.#at];
    if (rest !== undefined) throw this.#error(`the parenthesis at position ${rest.position} closes nothing`);
    return parsed;
  }

  #sideBySide(field: string | undefined): Query {
    const parts = [this.#chain("or", field)];
    for (let next = this.#lexemes[this.#at]; next !== undefined && next.kind !== ")"; next = this.#lexemes[this.#at]) {
      parts.push(this.#chain("or", field));
    }
    return parts.length === 1 ? parts[0]! : { kind: "side by side", parts };
  }

  /** Parts joined by the operator of `kind`. */
  #chain(kind: "or" | "and", field: string | undefined): Query {
    const part = () => kind === "or" ? this.#chain("and", field) : this.#part(field);
    const parts = [part()];
    while (this.#lexemes[this.#at]?.kind === kind) {
      this.#at++;
      parts.push(part());
    }
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  #part(field: string | undefined): Query {
    const lexeme = this.#lexemes[this.#at];
    if (lexeme === undefined) {
      const before = this.#lexemes[this.#at - 1]!;
      throw this.#error(`something must follow ${shown(before)} at position ${before.position}`);
    }
    this.#at++;
    const within = field === undefined ? {} : { field };
    switch (lexeme.kind) {
      case "(":
        return this.#parenthesis(lexeme, field);
      case "not":
        return { kind: "not", part: this.#part(field) };
      case "field":
        return this.#part(this.#known(lexeme));
      case "word":
        return { kind: "word", text: lexeme.text, ...within };
      case "prefix":
        return { kind: "word", text: lexeme.text, isPrefix: true, ...within };
      case "fuzzy":
        return { kind: "word", text: lexeme.text, maxDistance: lexeme.number, ...within };
      case "phrase":
        return { kind: "phrase", text: lexeme.text, slop: lexeme.number, ...within };
      default:
        throw this.#error(`${shown(lexeme)} at position ${lexeme.position} has nothing before it`);
    }
  }

  #parenthesis(opening: Lexeme, field: string | undefined): Query {
    const next = this.#lexemes[this.#at];
    if (next?.kind === ")") throw this.#error(`the parenthesis at position ${opening.position} holds nothing`);
    if (next === undefined) throw this.#unclosed(opening);
    const inside = this.#sideBySide(field);
    if (this.#lexemes[this.#at]?.kind !== ")") throw this.#unclosed(opening);
    this.#at++;
    return inside;
  }

  #known({ text, position }: Lexeme): string {
    if (this.#fields.includes(text)) return text;
    const names = this.#fields.join(", ");
    throw this.#error(`the field at position ${position}, ${text}, must be one of ${names}`);
  }

  #unclosed({ position }: Lexeme): SyntaxError {
    return this.#error(`the parenthesis at position ${position} is never closed`);
  }

  #error(rule: string): SyntaxError {
    return querySyntaxError(rule, this.#query);
  }
}

function shown({ kind, text }: Lexeme): string {
  return kind === "field" ? `${text}:` : text;
}
