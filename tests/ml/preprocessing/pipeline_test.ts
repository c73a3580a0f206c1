import { assertEquals } from "@std/assert";
import { type Matrix, matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { pipeline } from "@lib/ml/preprocessing/pipeline.ts";
import { smote } from "@lib/ml/preprocessing/smote.ts";
import { fitStandardScaler, transform } from "@lib/ml/preprocessing/standard_scaler.ts";

const scaler = { fit: fitStandardScaler, transform };
/** Remembers what it was fitted on, and answers with the rows that it was asked about. */
const witness = {
  fit: (x: Matrix, y: ArrayLike<number>) => ({ rows: rowsOf(x), y: Array.from(y) }),
  predict: (model: { rows: number[][]; y: number[] }, x: Matrix) => ({ ...model, asked: rowsOf(x) }),
};

Deno.test("each step is fitted on what the step before made, and asked rows only go through", async () => {
  const double = {
    fit: (x: Matrix) => ({ rows: x.rows }),
    transform: (_: unknown, x: Matrix) => ({ ...x, data: x.data.map((v) => 2 * v) }),
  };
  const { fit, predict } = pipeline([double, scaler], witness);
  const fitted = await fit(matrixOf([[1], [3]]), [0, 1]);
  assertEquals(fitted.steps, [{ rows: 2 }, { centers: [4], scales: [2] }]);
  const { rows, asked } = await predict(fitted, matrixOf([[5]]));
  assertEquals([rows, asked], [[[-1], [1]], [[3]]]); // (2 · 5 − 4) / 2
});

Deno.test("a resampler changes the rows of the fit and no others", async () => {
  const oversample = { resample: (x: Matrix, y: ArrayLike<number>) => smote(x, y) };
  const { fit, predict } = pipeline([oversample, scaler], witness);
  const fitted = await fit(matrixOf([[0], [2], [4], [7], [7]]), [0, 0, 0, 1, 1]);
  const { rows, y, asked } = await predict(fitted, matrixOf([[7]]));
  assertEquals([rows.length, y, asked.length], [6, [0, 0, 0, 1, 1, 1], 1]);
  assertEquals((fitted.steps[1] as { centers: number[] }).centers, [27 / 6]); // of the six rows, not of the five
});

Deno.test("a fitted pipeline is JSON", async () => {
  const { fit, predict, transform } = pipeline([scaler], witness);
  const fitted = await fit(matrixOf([[1], [3]]), [0, 1]);
  const revived = JSON.parse(JSON.stringify(fitted)) as typeof fitted;
  assertEquals(await predict(revived, matrixOf([[5]])), await predict(fitted, matrixOf([[5]])));
  assertEquals(rowsOf(await transform(fitted, matrixOf([[5]]))), [[3]]);
});
