import { assertEquals, assertRejects } from "@std/assert";
import { type Matrix, matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { crossValidate } from "@lib/ml/validation/cross_validate.ts";
import { kFold } from "@lib/ml/validation/k_fold.ts";

const x = matrixOf([[1], [2], [3], [4]]);
const y = [10, 20, 30, 40];

/** Remembers what it was fitted on; scores by adding up what it is asked about. */
const witness = {
  fit: (rows: Matrix, targets: Float64Array) => ({ rows: rowsOf(rows).flat(), targets: [...targets] }),
  score: (model: { rows: number[]; targets: number[] }, rows: { x: Matrix; y: Float64Array }) =>
    Promise.resolve(1000 * model.rows[0]! + 100 * model.targets[0]! + rows.x.data[0]! + rows.y[0]! / 100),
};

Deno.test("crossValidate() fits on train, scores on test, split by split", async () => {
  // Split 0: train rows 2, 3 (3 and 30), test row 0 (1 and 10); split 1 the other way round.
  const scores = await crossValidate(witness, { x, y, splits: kFold(4, { folds: 2 }) });
  assertEquals(scores, [3000 + 3000 + 1 + 0.1, 1000 + 1000 + 3 + 0.3]);
});

Deno.test("crossValidate() refuses rows and targets that do not fit", async () => {
  const splits = kFold(4, { folds: 2 });
  await assertRejects(
    () => crossValidate(witness, { x, y: [1], splits }),
    RangeError,
    "y must have 4 entries, one a row",
  );
  await assertRejects(
    () => crossValidate(witness, { x, y, splits: [] }),
    RangeError,
    "splits must have at least one split",
  );
  const split = { train: Int32Array.of(0), test: Int32Array.of(9) };
  await assertRejects(
    () => crossValidate(witness, { x, y, splits: [split] }),
    RangeError,
    "indices[0]",
  );
});
