import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  maxAlong,
  meanAlong,
  minAlong,
  standardDeviationAlong,
  sumAlong,
  varianceAlong,
} from "@lib/math/linalg/axis_statistics.ts";
import { correlationMatrix, covarianceMatrix } from "@lib/math/linalg/covariance.ts";
import { matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import type { Axis } from "@lib/math/linalg/rows_and_columns.ts";
import { centre, standardise } from "@lib/math/linalg/standardise.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./array_vectors.json" with { type: "json" };

const MAX = Number.MAX_VALUE;
const A = matrixOf(vectors.a);
const AXES: Axis[] = [0, 1];

Deno.test("by hand: axis 0 gives one number a column, axis 1 one a row", () => {
  const a = matrixOf([[1, 2, 3], [3, 6, 3]]);
  assertEquals([[...sumAlong(a, { axis: 0 })], [...sumAlong(a, { axis: 1 })]], [[4, 8, 6], [6, 12]]);
  assertEquals([[...meanAlong(a, { axis: 0 })], [...meanAlong(a, { axis: 1 })]], [[2, 4, 3], [2, 4]]);
  assertEquals([...varianceAlong(a, { axis: 0 })], [1, 4, 0]);
  assertEquals([...varianceAlong(a, { axis: 1, ddof: 1 })], [1, 3]);
  assertEquals([[...minAlong(a, { axis: 0 })], [...maxAlong(a, { axis: 1 })]], [[1, 2, 3], [3, 6]]);
  assertEquals([sumAlong(zeros(0, 2), { axis: 0 }), sumAlong(zeros(0, 2), { axis: 1 })], [
    new Float64Array(2),
    new Float64Array(0),
  ]);
});
Deno.test("oracle: NumPy", () => {
  for (const axis of AXES) {
    assertAllClose(sumAlong(A, { axis }), vectors.sums[axis]!, { relative: 1e-14 });
    assertAllClose(meanAlong(A, { axis }), vectors.means[axis]!, { relative: 1e-14 });
    assertAllClose(varianceAlong(A, { axis, ddof: axis }), vectors.variances[axis]!, { relative: 1e-13 });
    assertAllClose(standardDeviationAlong(A, { axis, ddof: 1 - axis }), vectors.deviations[axis]!, {
      relative: 1e-13,
    });
    assertEquals([...minAlong(A, { axis })], vectors.minima[axis]);
    assertEquals([...maxAlong(A, { axis })], vectors.maxima[axis]);
  }
  assertAllClose(covarianceMatrix(A).data, vectors.covariance.flat(), { relative: 1e-12 });
  assertAllClose(covarianceMatrix(A, { ddof: 0 }).data, vectors.covariance0.flat(), { relative: 1e-12 });
  assertAllClose(correlationMatrix(A).data, vectors.correlation.flat(), { relative: 1e-12 });
  assertAllClose(standardise(A).data.data, vectors.standardised.flat(), { relative: 1e-12 });
});
Deno.test("either axis of a matrix is the other of its transpose", () => {
  for (const along of [sumAlong, meanAlong, varianceAlong, standardDeviationAlong, minAlong, maxAlong]) {
    assertEquals(along(A, { axis: 0 }), along(transpose(A), { axis: 1 }));
  }
});
Deno.test("numbers at the ends of the range have means and deviations", () => {
  const a = matrixOf([[MAX, 1e-200, 1e200, 5], [MAX, 3e-200, 3e200, 7]]);
  assertEquals([...meanAlong(a, { axis: 0 })], [MAX, 2e-200, 2e200, 6]);
  assertAllClose(standardDeviationAlong(a, { axis: 0 }), [0, 1e-200, 1e200, 1], { relative: 1e-14 });
  assertAllClose(standardDeviationAlong(matrixOf([[MAX], [-MAX]]), { axis: 0 }), [MAX], { relative: 1e-15 });
  assertAllClose(standardise(matrixOf([[MAX], [-MAX], [-MAX]])).data.data, [Math.SQRT2, -Math.SQRT1_2, -Math.SQRT1_2], {
    relative: 1e-14,
  });
  const tiny = matrixOf([[1e-200, 1], [2e-200, 2], [4e-200, 4]]);
  assertAllClose(correlationMatrix(tiny).data, [1, 1, 1, 1], { relative: 1e-14 });
  const bent = matrixOf([[1e-200, 1], [2e-200, 3], [4e-200, 2]]);
  const plain = matrixOf([[1, 1], [2, 3], [4, 2]]);
  assertAllClose(correlationMatrix(bent).data, correlationMatrix(plain).data, { relative: 1e-13 });
});
Deno.test("what varies by rounding only is constant: it is not blown up", () => {
  const noisy = [0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2];
  const { data, scale } = standardise(matrixOf(noisy.map((value) => [value, 5, 0])));
  assertEquals([[...scale], data.data.every((value) => value === 0)], [[1, 1, 1], true]);
  assertThrows(
    () => correlationMatrix(matrixOf(noisy.map((value, i) => [value, i]))),
    RangeError,
    "column 0 must vary",
  );
  assert(standardise(matrixOf([[1], [1 + 1e-12]])).scale[0]! < 1e-11); // small, but no rounding
});
Deno.test("centred columns have mean 0, standardised ones deviation 1, covariances mirror each other", () => {
  const { data, mean } = centre(A);
  assertAllClose(meanAlong(data, { axis: 0 }), [0, 0, 0, 0], { relative: 0, absolute: 1e-9 });
  assertEquals(mean, meanAlong(A, { axis: 0 }));
  assertAllClose(standardDeviationAlong(standardise(A, { ddof: 1 }).data, { axis: 0, ddof: 1 }), [1, 1, 1, 1]);
  for (const rows of [covarianceMatrix(A), correlationMatrix(A)].map(rowsOf)) {
    for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) assertEquals(rows[i]![j], rows[j]![i]);
  }
});
Deno.test("what has no answer is refused", () => {
  const refusals: [() => unknown, string][] = [
    [() => meanAlong(zeros(0, 2), { axis: 0 }), "axis 0 must have at least one entry: current value is 0"],
    [() => minAlong(zeros(2, 0), { axis: 1 }), "axis 1 must have at least one entry"],
    [() => varianceAlong(zeros(1, 2), { axis: 0, ddof: 1 }), "axis 0 must have more entries than ddof (1)"],
    [() => varianceAlong(A, { axis: 0, ddof: -1 }), "ddof must be a non-negative finite number"],
    [() => sumAlong(A, { axis: 2 as never }), "axis must be 0 or 1: current value is 2"],
    [() => maxAlong(matrixOf([[NaN]]), { axis: 0 }), "a[0, 0] must be finite"],
    [() => covarianceMatrix(zeros(1, 2)), "a must have more rows than ddof (1): current value is 1"],
    [() => correlationMatrix(zeros(1, 2)), "a must have at least two rows: current value is 1"],
    [() => correlationMatrix(matrixOf([[1, 2], [1, 3]])), "column 0 must vary"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(() => sumAlong(A, { axis: "0" as never }), TypeError, 'axis must be 0 or 1: current value is "0"');
  assertThrows(() => centre([[1]] as never), TypeError, "a must be a matrix");
});
