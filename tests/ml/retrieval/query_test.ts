import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { parseQuery, plainQuery, type Query } from "@lib/ml/retrieval/query.ts";

const parse = (query: string) => parseQuery(query, { fields: ["title", "body"] });
const word = (text: string, more: object = {}): Query => ({ kind: "word", text, ...more });

// By hand
Deno.test("parseQuery() reads words, phrases, prefixes, fuzzy words and fields", () => {
  const cases: [string, Query | undefined][] = [
    ["", undefined],
    [" \n", undefined],
    ["wing", word("wing")],
    ["lin*", word("lin", { isPrefix: true })],
    ["wing~", word("wing", { maxDistance: 1 })],
    ["wing~2", word("wing", { maxDistance: 2 })],
    ["wing~0", word("wing", { maxDistance: 0 })],
    ['"a b"', { kind: "phrase", text: "a b", slop: 0 }],
    ['"a b"~12', { kind: "phrase", text: "a b", slop: 12 }],
    ["title:wing", word("wing", { field: "title" })],
    ["title:lin*", word("lin", { field: "title", isPrefix: true })],
    ['body:"a b"~1', { kind: "phrase", text: "a b", slop: 1, field: "body" }],
    ["title:(a OR b)", {
      kind: "or",
      parts: [word("a", { field: "title" }), word("b", { field: "title" })],
    }],
    ["title:(a body:b)", {
      kind: "side by side",
      parts: [word("a", { field: "title" }), word("b", { field: "body" })],
    }],
    ["12:30", word("12:30")],
    ["https://wing", word("https://wing")],
    ["note: wing", { kind: "side by side", parts: [word("note:"), word("wing")] }],
    ["and or not", { kind: "side by side", parts: [word("and"), word("or"), word("not")] }],
    ["a c~x", { kind: "side by side", parts: [word("a"), word("c~x")] }],
    ['wing"a b"lift', {
      kind: "side by side",
      parts: [word("wing"), { kind: "phrase", text: "a b", slop: 0 }, word("lift")],
    }],
  ];
  for (const [query, expected] of cases) assertEquals(parse(query), expected, query);
});

Deno.test("NOT binds before AND, AND before OR, OR before standing side by side", () => {
  const [a, b, c] = [word("a"), word("b"), word("c")];
  const cases: [string, Query][] = [
    ["a OR b AND c", { kind: "or", parts: [a, { kind: "and", parts: [b, c] }] }],
    ["(a OR b) AND c", { kind: "and", parts: [{ kind: "or", parts: [a, b] }, c] }],
    ["a b OR c", { kind: "side by side", parts: [a, { kind: "or", parts: [b, c] }] }],
    ["NOT a AND b", { kind: "and", parts: [{ kind: "not", part: a }, b] }],
    ["NOT (a AND b)", { kind: "not", part: { kind: "and", parts: [a, b] } }],
    ["a AND b AND c", { kind: "and", parts: [a, b, c] }],
    ["NOT NOT a", { kind: "not", part: { kind: "not", part: a } }],
    ["((a))", a],
  ];
  for (const [query, expected] of cases) assertEquals(parse(query), expected, query);
});

Deno.test("plainQuery() sees words and no marks", () => {
  assertEquals(plainQuery(' (a AND "b~9 '), {
    kind: "side by side",
    parts: [word("(a"), word("AND"), word('"b~9')],
  });
  assertEquals([plainQuery("a"), plainQuery("  ")], [word("a"), undefined]);
});

// Invariants
Deno.test("any text is a query or a SyntaxError that names a position", () => {
  const pieces = ["a", "AND", "OR", "NOT", "(", ")", '"', "~", "1", "*", ":", "title:", " ", " ", "🎉", "é"];
  for (let seed = 0; seed < 5000; seed++) {
    const source = random(seed);
    const query = Array.from({ length: source.integer(9) }, () => pieces[source.integer(pieces.length)]).join("");
    try {
      parse(query);
    } catch (error) {
      const message = (error as Error).message;
      assertEquals((error as Error).name, "SyntaxError", query);
      const position = Number(/position (\d+)/.exec(message)?.[1]);
      assertEquals(position >= 0 && position < query.length, true, message);
    }
  }
});

// Refusals
Deno.test("what cannot be read is refused with its position", () => {
  const cases: [string, string][] = [
    ["(a OR b", "the parenthesis at position 0 is never closed"],
    ["a (", "the parenthesis at position 2 is never closed"],
    ["a ()", "the parenthesis at position 2 holds nothing"],
    ["a) b", "the parenthesis at position 1 closes nothing"],
    ['a "b', "the quotation mark at position 2 is never closed"],
    ["a AND", "something must follow AND at position 2"],
    ["a NOT", "something must follow NOT at position 2"],
    ["OR a", "OR at position 0 has nothing before it"],
    ["a AND OR b", "OR at position 6 has nothing before it"],
    ["(a OR )", ") at position 6 has nothing before it"],
    ["fo*x", "the asterisk at position 2 must end its word"],
    ["a title:*ing", "the asterisk at position 8 must end its word"],
    ["fo**", "the asterisk at position 2 must end its word"],
    ["a~3", "the distance at position 1 must be a number up to 2"],
    ['x "a b"~', "the slop at position 7 must be a number up to 1000000"],
    ["a author:b", "the field at position 2, author, must be one of title, body"],
  ];
  for (const [query, message] of cases) {
    const error = assertThrows(() => parse(query), SyntaxError);
    assertEquals(error.message, `Cannot parse a query: ${message}: current value is ${JSON.stringify(query)}`);
  }
});
