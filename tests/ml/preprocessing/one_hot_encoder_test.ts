import { assertEquals, assertThrows } from "@std/assert";
import { matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { fitOneHotEncoder, inverseTransform, transform } from "@lib/ml/preprocessing/one_hot_encoder.ts";

const ROWS = [["b", 1], ["a", 2], ["b", "1"]] as const;

Deno.test("categories come in order of first appearance, and 1 is not the text 1", () => {
  const encoder = fitOneHotEncoder(ROWS);
  assertEquals(encoder.categories, [["b", "a"], [1, 2, "1"]]);
  assertEquals(rowsOf(transform(encoder, ROWS)), [[1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 0, 0, 1]]);
  assertEquals(inverseTransform(encoder, transform(encoder, ROWS)), ROWS.map((row) => [...row]));
});

Deno.test("an unknown category is refused or a row of zeros, as the fit chose", () => {
  const why = 'row 0, column 1 must be a category of the fit: current value is "z"';
  assertThrows(() => transform(fitOneHotEncoder(ROWS), [["a", "z"]]), RangeError, why);
  const lenient = fitOneHotEncoder(ROWS, { unknown: "zeros" });
  assertEquals(rowsOf(transform(lenient, [["a", "z"]])), [[0, 1, 0, 0, 0]]);
  assertEquals(inverseTransform(lenient, transform(lenient, [["a", "z"]])), [["a", undefined]]);
});

Deno.test("dropFirst leaves out each column's first category and still decodes", () => {
  const encoder = fitOneHotEncoder(ROWS, { dropFirst: true });
  assertEquals(rowsOf(transform(encoder, ROWS)), [[0, 0, 0], [1, 1, 0], [0, 0, 1]]);
  assertEquals(inverseTransform(encoder, transform(encoder, ROWS)), ROWS.map((row) => [...row]));
});

Deno.test("an encoder is JSON, and refuses what does not fit", () => {
  const encoder = fitOneHotEncoder(ROWS);
  assertEquals(JSON.parse(JSON.stringify(encoder)), encoder);
  const refused: [() => unknown, string][] = [
    [() => fitOneHotEncoder([]), "rows must have at least one row and one column: current value is 0 × 0"],
    [() => fitOneHotEncoder([[]]), "rows must have at least one row and one column: current value is 1 × 0"],
    [() => fitOneHotEncoder([["a"], ["a", "b"]]), "row 1 must have 1 categories: current value is 2"],
    [() => fitOneHotEncoder([["a"]], { unknown: "drop" as "zeros" }), 'unknown must be "refuse" or "zeros"'],
    [() => transform(encoder, [["a"]]), "row 0 must have 2 categories: current value is 1"],
    [() => inverseTransform(encoder, matrixOf([[1]])), "encoded must have 5 columns: current value is 1"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
