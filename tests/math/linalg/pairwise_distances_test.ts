import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Matrix, matrixOf, zeros } from "@lib/math/linalg/matrix.ts";
import { type DistanceMetric, type Float32Matrix, pairwiseDistances } from "@lib/math/linalg/pairwise_distances.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./array_vectors.json" with { type: "json" };
import { randomMatrix } from "./vectors.ts";

const METRICS = Object.keys(vectors.distances) as DistanceMetric[];
const float32 = ({ rows, columns, data }: Matrix): Float32Matrix => ({ rows, columns, data: Float32Array.from(data) });

Deno.test("by hand: a right angle of 3 and 4", () => {
  const [x, y] = [matrixOf([[0, 0]]), matrixOf([[3, 4]])];
  const taken = METRICS.filter((metric) => metric !== "cosine").map((metric) =>
    pairwiseDistances(x, y, { metric }).data[0]
  );
  assertEquals(taken, [5, 25, 7, 4]);
  assertEquals(pairwiseDistances(x, y).data[0], 5);
  const cosines = pairwiseDistances(matrixOf([[2, 0]]), matrixOf([[1, 0], [0, 5], [-3, 0]]), { metric: "cosine" });
  assertAllClose(cosines.data, [0, 1, 2], { relative: 1e-15, absolute: 1e-16 });
});
Deno.test("oracle: SciPy's cdist, for doubles and 32-bit floats", () => {
  const [x, y] = [matrixOf(vectors.x), matrixOf(vectors.y)];
  for (const metric of METRICS) {
    const expected = vectors.distances[metric as keyof typeof vectors.distances].flat();
    assertAllClose(pairwiseDistances(x, y, { metric }).data, expected, { relative: 1e-13 });
    const narrow = pairwiseDistances(float32(x), float32(y), { metric });
    assert(narrow.data instanceof Float32Array);
    assertAllClose(narrow.data, expected, { relative: 1e-5, absolute: 1e-6 });
  }
});
Deno.test("blocks of rows and odd counts give what two loops give", () => {
  const dice = random(3);
  for (
    const [n, m, k] of [[1, 1, 1], [5, 3, 2], [33, 8, 1], [300, 7, 90], [9, 1, 3000], [3, 4, 0], [0, 4, 2]] as const
  ) {
    const [x, y] = [randomMatrix(dice, [n, k]), randomMatrix(dice, [m, k])];
    const { rows, columns, data } = pairwiseDistances(x, y);
    assertEquals([rows, columns], [n, m]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++) {
        let square = 0;
        for (let c = 0; c < k; c++) square += (x.data[i * k + c]! - y.data[j * k + c]!) ** 2;
        assertAllClose([data[i * m + j]!], [Math.sqrt(square)], { relative: 1e-13 });
      }
    }
  }
});
Deno.test("near points far from the origin keep their distance, equal ones have exactly 0", () => {
  const x = matrixOf([[1e8, 1e8], [1e8 + 1e-3, 1e8]]);
  const { data } = pairwiseDistances(x, x);
  assertEquals([data[0], data[3]], [0, 0]);
  assertAllClose([data[1]!, data[2]!], [1e8 + 1e-3 - 1e8, 1e8 + 1e-3 - 1e8], { relative: 1e-15 });
});
Deno.test("distances at the ends of the range are finite", () => {
  for (const unit of [1e-200, 1e200, 2 ** 1020, 2 ** -1070]) {
    const [x, y] = [matrixOf([[0, 0]]), matrixOf([[3 * unit, 4 * unit], [0, unit]])];
    assertEquals([...pairwiseDistances(x, y).data], [5 * unit, unit]);
    assertEquals([...pairwiseDistances(y, x).data], [5 * unit, unit]);
    const cosine = pairwiseDistances(y, y, { metric: "cosine" }).data;
    assertAllClose([cosine[1]!, cosine[0]!], [0.2, 0], { relative: 1e-14, absolute: 1e-16 });
  }
});
Deno.test("what does not fit is refused", () => {
  const x = matrixOf([[1, 2]]);
  const refusals: [() => unknown, string][] = [
    [() => pairwiseDistances(x, matrixOf([[1]])), "y must have 2 columns, as x has: current value is 1"],
    [() => pairwiseDistances(x, matrixOf([[1, NaN]])), "y[0, 1] must be finite: current value is NaN"],
    [() => pairwiseDistances(x, x, { metric: "l2" as never }), "metric must be"],
    [() => pairwiseDistances(x, zeros(1, 2), { metric: "cosine" }), "row 0 of y must not be all zeros"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(() => pairwiseDistances(x, float32(x) as never), TypeError, "y must have the floats of x");
  assertThrows(() => pairwiseDistances([[1, 2]] as never, x), TypeError, "x must be a matrix of doubles");
});
