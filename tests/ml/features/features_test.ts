import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { runAsyncSteps, runSteps } from "@lib/ml/features/estimator.ts";
import { checkFeatures, checkTargets } from "@lib/ml/features/feature_matrix.ts";
import { encodeLabels } from "@lib/ml/features/labels.ts";
import { takeEntries } from "@lib/ml/features/take_entries.ts";

const action = "fit";

Deno.test("checkFeatures() hands back the very matrix, and names the cell that is wrong", () => {
  const x = matrixOf([[1, 2], [3, 4], [5, 6]]);
  assertStrictEquals(checkFeatures(x, { action, columns: 2 }), x);
  for (const [at, cell] of [[0, "row 0, column 0"], [3, "row 1, column 1"], [4, "row 2, column 0"]] as const) {
    for (const value of [NaN, Infinity, -Infinity]) {
      const data = x.data.slice();
      data[at] = value;
      const why = `Cannot fit: x (${cell}) must be a finite number: current value is ${value}`;
      assertThrows(() => checkFeatures(matrixFrom(data, x), { action }), RangeError, why);
    }
  }
  assertStrictEquals(checkFeatures(matrixOf([[1e308, 1e308]]), { action }).rows, 1);
});

Deno.test("encodeLabels() gives classes in rising order and each label's place", () => {
  assertEquals(encodeLabels([10, 9, 10], { action }), { classes: [9, 10], indices: Int32Array.of(1, 0, 1) });
  assertEquals(encodeLabels([2], { action, classes: [1, 2] }), { classes: [1, 2], indices: Int32Array.of(1) });
  assertEquals(Object.is(encodeLabels([-0], { action }).classes[0], 0), true);
});

Deno.test("takeEntries() copies in the given order", () => {
  const y = [7, 8, 9];
  const taken = takeEntries(y, [2, 2, 0]);
  assertEquals([...taken], [9, 9, 7]);
  taken[0] = 99;
  assertEquals(y[2], 9);
});

Deno.test("the checks refuse by name and value", () => {
  const x = matrixOf([[1, 2]]);
  const refused: [() => unknown, string][] = [
    [
      () => checkFeatures(matrixOf([]), { action }),
      "x must have at least one row and one column: current value is 0 × 0",
    ],
    [
      () => checkFeatures(matrixOf([[]]), { action }),
      "x must have at least one row and one column: current value is 1 × 0",
    ],
    [() => checkFeatures(x, { action, columns: 3 }), "x must have 3 columns, as in the fit: current value is 2"],
    [() => checkTargets([1], { action, rows: 2 }), "y must have 2 entries, one a row: current value is 1"],
    [() => checkTargets([1, NaN], { action, rows: 2 }), "y[1] must be a finite number: current value is NaN"],
    [() => encodeLabels([], { action }), "y must have at least one label: current value is 0"],
    [() => encodeLabels([1], { action, rows: 2 }), "y must have 2 labels, one a row: current value is 1"],
    [() => encodeLabels([1.5], { action }), "y[0] must be an integer within 32 bits: current value is 1.5"],
    [() => encodeLabels([1, 1], { action, atLeast: 2 }), "y must have at least 2 distinct labels: current value is 1"],
    [() => encodeLabels([1, 5], { action, classes: [1] }), "y[1] must be one of the classes 1: current value is 5"],
    [() => takeEntries([1], [1]), "indices[0] must be from 0 to 0: current value is 1"],
    [() => takeEntries([1], [-1]), "indices[0] must be from 0 to 0: current value is -1"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
  const wrongTypes: [() => unknown, string][] = [
    [
      () => checkFeatures(null as never, { action }),
      "Cannot fit: x must be a matrix (see matrixOf): current value is null",
    ],
    [
      () => checkFeatures([[1, 2]] as never, { action }),
      "x must be a matrix (see matrixOf): current value is an array",
    ],
    [() => checkTargets(undefined as never, { action, rows: 1 }), "y must be a list: current value is undefined"],
    [() => checkTargets("1" as never, { action, rows: 1 }), 'y must be a list: current value is "1"'],
    [() => checkTargets(["1"] as never, { action, rows: 1 }), 'y[0] must be a finite number: current value is "1"'],
    [() => checkTargets([1n] as never, { action, rows: 1 }), "y[0] must be a finite number: current value is 1n"],
    [() => encodeLabels(undefined as never, { action }), "y must be a list: current value is undefined"],
    [() => encodeLabels(["1"] as never, { action }), 'y[0] must be an integer within 32 bits: current value is "1"'],
    [() => encodeLabels([1n] as never, { action }), "y[0] must be an integer within 32 bits: current value is 1n"],
  ];
  for (const [call, why] of wrongTypes) assertThrows(call, TypeError, why);
});

Deno.test("runSteps() and runAsyncSteps() go through all states and return what the steps return", async () => {
  const seen: number[] = [];
  function* steps() {
    for (const state of [1, 2, 3]) {
      seen.push(state);
      yield state;
    }
    return "model";
  }
  async function* asyncSteps() {
    yield* steps();
    return await Promise.resolve("later");
  }
  assertEquals([runSteps(steps()), seen], ["model", [1, 2, 3]]);
  assertEquals([await runAsyncSteps(asyncSteps()), seen], ["later", [1, 2, 3, 1, 2, 3]]);
});
