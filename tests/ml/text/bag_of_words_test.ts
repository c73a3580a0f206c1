import { assertEquals, assertThrows } from "@std/assert";
import { csrRow, csrToDense } from "@lib/math/linalg/csr_matrix.ts";
import { rowsOf } from "@lib/math/linalg/matrix.ts";
import { countTerms, fitVocabulary } from "@lib/ml/text/bag_of_words.ts";

const TEXTS = [["b", "a", "b"], ["c", "a"], ["constructor", "b"]];

Deno.test("the vocabulary is in order of first appearance, and rare terms can be left out", () => {
  assertEquals(fitVocabulary(TEXTS).terms, ["b", "a", "c", "constructor"]);
  assertEquals(fitVocabulary(TEXTS, { minTexts: 2 }).terms, ["b", "a"], "b is twice in one text and in two of them");
  assertEquals(fitVocabulary([["x", "x", "y"], ["y"]], { minTexts: 2 }).terms, ["y"], "x is twice in one text");
});

Deno.test("texts are counted term by term, unknown ones not at all", () => {
  const vocabulary = fitVocabulary(TEXTS);
  const counts = countTerms(vocabulary, [["a", "b", "a", "new"], [], ["constructor", "toString"]]);
  assertEquals(rowsOf(csrToDense(counts)), [[1, 2, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]);
  assertEquals([...csrRow(counts, 0).indices], [0, 1], "columns rise, whatever order the text has");
  assertEquals(JSON.parse(JSON.stringify(vocabulary)), vocabulary);
});

Deno.test("a vocabulary without a term is refused", () => {
  const refused: [() => unknown, string][] = [
    [() => fitVocabulary([]), "texts must have a term in at least 1 of them: current value is none"],
    [() => fitVocabulary(TEXTS, { minTexts: 4 }), "texts must have a term in at least 4 of them"],
    [() => fitVocabulary(TEXTS, { minTexts: 0 }), "minTexts must be a positive integer"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
