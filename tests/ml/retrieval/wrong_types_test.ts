/** What a notebook or a JSON file can hand in by mistake: cells are not type-checked. */
import { assertEquals, assertThrows } from "@std/assert";
import { averagePrecision, ndcgAt, precisionAt } from "@lib/ml/metrics/ranking_metrics.ts";
import { InvertedIndex } from "@lib/ml/retrieval/inverted_index.ts";
import { parseQuery, plainQuery } from "@lib/ml/retrieval/query.ts";
import { analyzer } from "@lib/ml/text/analyzer.ts";

Deno.test("values of the wrong type are refused in the words of the house, and nothing changes", () => {
  const index = new InvertedIndex();
  index.add("a", "wing");
  const refusals: [() => unknown, string][] = [
    [
      () => index.add("b", 5 as never),
      "Cannot add a document: texts must be a string, or texts by field: current value is 5",
    ],
    [() => index.add("b", undefined as never), "texts must be a string, or texts by field: current value is undefined"],
    [() => index.add("b", null as never), "current value is null"],
    [() => index.add("b", ["wing"] as never), "current value is an array"],
    [() => index.add("b", { text: 5 } as never), "the text of text must be a string: current value is 5"],
    [() => index.add(7 as never, "wing"), "id must be a string: current value is 7"],
    [() => index.remove(7 as never), "Cannot remove a document: id must be a string: current value is 7"],
    [
      () => index.has(undefined as never),
      "Cannot look for a document: id must be a string: current value is undefined",
    ],
    [() => index.search(7 as never), "Cannot parse a query: query must be a string: current value is 7"],
    [() => index.search(undefined as never), "query must be a string: current value is undefined"],
    [() => index.search(["wing"] as never, { syntax: "words" }), "query must be a string: current value is an array"],
    [() => index.search("wing", 5 as never), "options must be an object: current value is 5"],
    [() => index.search("wing", { limit: "5" as never }), 'limit must be a non-negative integer: current value is "5"'],
    [() => index.search("wing", { fuzzy: "1" as never }), 'fuzzy must be 0, 1 or 2: current value is "1"'],
    [() => index.search("wing", { operator: true as never }), 'operator must be "or" or "and": current value is true'],
    [() => index.explain("wing", 5 as never), "Cannot explain a score: id must be a string: current value is 5"],
    [() => index.highlight("wing", 5 as never), "Cannot highlight a text: text must be a string: current value is 5"],
    [
      () => new InvertedIndex({ analyzer: "porter" as never }),
      'analyzer must be an object: current value is "porter"',
    ],
    [
      () => new InvertedIndex({ analyzer: {} as never }),
      "analyzer.analyze must be a function: current value is undefined",
    ],
    [() => new InvertedIndex({ similarity: {} as never }), "similarity.scorer must be a function"],
    [() => new InvertedIndex({ fields: ["title"] as never }), "fields must be an object"],
    [
      () => new InvertedIndex({ fields: { title: 2 } as never }),
      "fields.title must be an object: current value is 2",
    ],
    [() => parseQuery(null as never, { fields: [] }), "query must be a string: current value is null"],
    [() => plainQuery(3 as never), "query must be a string: current value is 3"],
    [() => analyzer().analyze(3 as never), "Cannot analyze a text: text must be a string: current value is 3"],
    [() => analyzer({ stopWords: ["the"] as never }), "stopWords must be a set of words: current value is an array"],
    [() => analyzer({ stem: 5 as never }), "its name must be one of none, porter, snowball: current value is 5"],
    [
      () => precisionAt("ab" as never, new Set(["a"]), { k: 1 }),
      'ranking must be a list of items: current value is "ab"',
    ],
    [
      () => averagePrecision(["a"], ["a"] as never),
      "judgements must be a set, or a map of gains: current value is an array",
    ],
    [() => ndcgAt(["a"], { a: 1 } as never, { k: 1 }), "judgements must be a set, or a map of gains"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, TypeError, message);
  const outOfRange: [() => unknown, string][] = [
    [() => index.search("wing", { fuzzy: 3 as never }), "fuzzy must be 0, 1 or 2: current value is 3"],
    [
      () => index.search("wing", { prefix: "first" as never }),
      'prefix must be "none", "last" or "all": current value is "first"',
    ],
    [
      () => index.search("wing", { operator: "xor" as never }),
      'operator must be "or" or "and": current value is "xor"',
    ],
    [() => index.search("wing", { syntax: "lucene" as never }), 'syntax must be "marks" or "words"'],
  ];
  for (const [attempt, message] of outOfRange) assertThrows(attempt, RangeError, message);
  assertEquals([index.size, index.search("wing").length], [1, 1]);
});
Deno.test("nDCG of huge and of tiny gains is that of any other unit", () => {
  const of = (unit: number) => ndcgAt(["a", "b", "c"], new Map([["a", unit], ["c", unit]]), { k: 3 });
  assertEquals([of(1e308), of(5e-324)], [of(1), of(1)]);
});
