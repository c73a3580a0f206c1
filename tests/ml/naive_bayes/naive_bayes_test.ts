import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Matrix, matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { csrFromDense } from "@lib/math/linalg/csr_matrix.ts";
import * as counting from "@lib/ml/naive_bayes/count_naive_bayes.ts";
import * as gaussian from "@lib/ml/naive_bayes/gaussian_naive_bayes.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";
import vectors from "./naive_bayes_vectors.json" with { type: "json" };

// By hand
Deno.test("a Gaussian class has the population's variance, and a little of the largest column's", () => {
  const { means, variances, logPriors } = gaussian.fitGaussianNaiveBayes(matrixOf([[0], [2], [7]]), [1, 1, 5], {
    smoothing: 0.5,
  });
  assertEquals([means, logPriors], [[[1], [7]], [Math.log(2 / 3), Math.log(1 / 3)]]);
  const all = (9 + 1 + 16) / 3; // of the whole column, whose mean is 3
  assertAllClose(variances.flat(), [1 + all / 2, 0 + all / 2]);
});

Deno.test("likelihoods are ln of prior times densities", () => {
  const model = gaussian.fitGaussianNaiveBayes(matrixOf([[0], [2], [9], [11]]), [0, 0, 1, 1], { smoothing: 0 });
  const [first] = gaussian.logLikelihoods(model, matrixOf([[2]])).data;
  assertAlmostEquals(first!, Math.log(0.5) - 0.5 - 0.5 * Math.log(2 * Math.PI), 1e-12);
  assertEquals(gaussian.score(model, { x: matrixOf([[0], [10]]), y: [0, 0] }), 0.5);
});

Deno.test("words get one occurrence more, and texts that lack a word count for Bernoulli", () => {
  // Class 0: 3 and 1 of two words, with one more each 4/6 and 2/6; in both of its texts the first occurs, in one the
  // second.
  const [x, y] = [matrixOf([[2, 0], [1, 1], [0, 4]]), [0, 0, 1]];
  const multinomial = counting.fitCountNaiveBayes(x, y);
  assertAllClose(multinomial.scores[0]!.coefficients.map(Math.exp), [4 / 6, 2 / 6]);
  assertAlmostEquals(multinomial.scores[0]!.intercept, Math.log(2 / 3));
  const bernoulli = counting.fitCountNaiveBayes(x, y, { kind: "bernoulli" });
  assertAllClose(bernoulli.scores[0]!.coefficients, [Math.log(3 / 4) - Math.log(1 / 4), 0], { absolute: 1e-12 });
  assertAlmostEquals(bernoulli.scores[0]!.intercept, Math.log(2 / 3) + Math.log(1 / 4) + Math.log(1 / 2), 1e-12);
  assertEquals(counting.score(multinomial, { x, y }), 1);
});

// Oracle: scikit-learn (naive_bayes_vectors.py)
Deno.test("all probabilities agree with scikit-learn, a constant feature and an unseen word included", () => {
  for (const one of vectors) {
    const [x, counts] = [matrixOf(one.x), matrixOf(one.counts)];
    const close = { relative: 1e-6, absolute: 1e-12 };
    const plain = gaussian.fitGaussianNaiveBayes(x, one.y);
    assertAllClose(gaussian.predictProbability(plain, x).data, one.gaussian.flat(), close);
    const smoothed = gaussian.fitGaussianNaiveBayes(x, one.y, { smoothing: 0.1 });
    assertAllClose(gaussian.predictProbability(smoothed, x).data, one.smoothed.flat(), close);
    for (const kind of ["multinomial", "bernoulli"] as const) {
      for (const smoothing of [1, 0.2] as const) {
        const model = counting.fitCountNaiveBayes(counts, one.y, { kind, smoothing });
        assertAllClose(counting.predictProbability(model, counts).data, one[`${kind} ${smoothing}`].flat(), close);
      }
    }
  }
});

// Invariants
Deno.test("sparse counts give what the same dense ones give, and are refused by row and column", () => {
  for (const { counts, y } of vectors) {
    const [dense, sparse] = [matrixOf(counts), csrFromDense(matrixOf(counts))];
    for (const kind of ["multinomial", "bernoulli"] as const) {
      const model = counting.fitCountNaiveBayes(sparse, y, { kind });
      assertEquals(model, counting.fitCountNaiveBayes(dense, y, { kind }));
      assertEquals(counting.predictProbability(model, sparse), counting.predictProbability(model, dense));
      assertEquals(counting.predict(model, sparse), counting.predict(model, dense));
    }
  }
  const sparse = csrFromDense(matrixOf([[1, 0, 2], [0, 0, 0], [0, 3, 1]]));
  const broken = { ...sparse, data: sparse.data.map((count) => count === 3 ? -3 : count) };
  const why = "x (row 2, column 1) must be a count of at least 0: current value is -3";
  assertThrows(() => counting.fitCountNaiveBayes(broken, [0, 1, 1]), RangeError, why);
  const model = counting.fitCountNaiveBayes(sparse, [0, 1, 1]);
  assertEquals(counting.predict(model, sparse).length, 3);
  assertThrows(() => counting.predict(model, csrFromDense(matrixOf([[1]]))), RangeError, "x must have 3 columns");
  assertThrows(
    () => counting.predict(model, csrFromDense(matrixOf([]))),
    RangeError,
    "at least one row and one column",
  );
});

Deno.test("thousands of features neither underflow nor overflow", () => {
  const x = matrixFrom(Float64Array.from({ length: 4 * 5000 }, (_, at) => Number(at >= 10_000) + at % 3), {
    rows: 4,
    columns: 5000,
  });
  const p = gaussian.predictProbability(gaussian.fitGaussianNaiveBayes(x, [0, 0, 1, 1]), x);
  assertEquals([...p.data], [1, 0, 1, 0, 0, 1, 0, 1]);
  const far = gaussian.predictProbability(
    gaussian.fitGaussianNaiveBayes(matrixOf([[0], [0], [5], [5]]), [0, 0, 1, 1]),
    matrixOf([[1e160]]),
  );
  assert(far.data.every(Number.isFinite));
});

// Contract
const countsOf = (x: Matrix) =>
  matrixFrom(x.data.map((value) => value > 5 ? 9 : value < 5 ? Math.max(0, Math.round(value)) : value), x);
for (
  const { name, run } of classifierContract(
    {
      fit: (x, y) => gaussian.fitGaussianNaiveBayes(x, y),
      predict: gaussian.predict,
      predictProbability: gaussian.predictProbability,
    },
    { singleClass: "predicted" },
  )
) Deno.test(`Gaussian naive Bayes: ${name}`, run);
const guarded = (x: Matrix) => x.data.every(Number.isFinite) ? countsOf(x) : x;
for (
  const { name, run } of classifierContract({
    fit: (x, y) => counting.fitCountNaiveBayes(guarded(x), y),
    predict: (model, x) => counting.predict(model, guarded(x)),
    predictProbability: (model, x) => counting.predictProbability(model, guarded(x)),
  }, { singleClass: "predicted", leastAccuracy: 0.6 })
) Deno.test(`naive Bayes of counts: ${name}`, run);

// Refusals
Deno.test("counts below 0 and options that do not fit are refused", () => {
  const [x, y] = [matrixOf([[1, 0], [0, -2]]), [0, 1]];
  const refused: [() => unknown, string][] = [
    [() => counting.fitCountNaiveBayes(x, y), "x (row 1, column 1) must be a count of at least 0: current value is -2"],
    [
      () => counting.fitCountNaiveBayes(matrixOf([[1]]), [0], { smoothing: 0 }),
      "smoothing must be a positive finite number",
    ],
    [
      () => counting.fitCountNaiveBayes(matrixOf([[1]]), [0], { kind: "poisson" as "bernoulli" }),
      'kind must be "multinomial" or "bernoulli"',
    ],
    [() => gaussian.fitGaussianNaiveBayes(x, y, { smoothing: -1 }), "smoothing must be a non-negative finite number"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
