import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Matrix, matrixFrom } from "@lib/math/linalg/matrix.ts";
import type { Classifier, Clusterer, Regressor, Transformer } from "@lib/ml/features/estimator.ts";
import { checkFeatures, checkTargets } from "@lib/ml/features/feature_matrix.ts";
import { encodeLabels } from "@lib/ml/features/labels.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";
import { clustererContract } from "@lib/testing/clusterer_contract.ts";
import type { ContractCase } from "@lib/testing/estimator_cases.ts";
import { regressorContract } from "@lib/testing/regressor_contract.ts";
import { transformerContract } from "@lib/testing/transformer_contract.ts";

/** Demands that are not met, by the beginnings of their names. */
async function broken(cases: readonly ContractCase[]): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of cases) await run().catch(() => names.push(name.split(" ").slice(0, 3).join(" ")));
  return names;
}

// A classifier that meets every demand: the class of the nearest mean
interface Means {
  readonly classes: readonly number[];
  readonly means: readonly (readonly number[])[];
}
function meansOf(x: Matrix, indices: Int32Array, k: number): number[][] {
  return Array.from({ length: k }, (_, c) => {
    const mine = Array.from(indices.keys()).filter((i) => indices[i] === c);
    return Array.from(
      { length: x.columns },
      (_, j) => mine.reduce((sum, i) => sum + x.data[i * x.columns + j]!, 0) / mine.length,
    );
  });
}
function shares({ means }: Means, x: Matrix): Matrix {
  checkFeatures(x, { action: "predict", columns: means[0]!.length });
  const k = means.length;
  const data = new Float64Array(x.rows * k);
  for (let i = 0; i < x.rows; i++) {
    const near = means.map((mean) =>
      1 / (1 + mean.reduce((sum, one, j) => sum + (x.data[i * x.columns + j]! - one) ** 2, 0))
    );
    data.set(near.map((one) => one / near.reduce((a, b) => a + b)), i * k);
  }
  return { rows: x.rows, columns: k, data };
}
const classifier = {
  fit(x: Matrix, y: ArrayLike<number>): Means {
    checkFeatures(x, { action: "fit" });
    const { classes, indices } = encodeLabels(y, { action: "fit", rows: x.rows, atLeast: 2 });
    return { classes, means: meansOf(x, indices, classes.length) };
  },
  predict(model: Means, x: Matrix): Int32Array {
    const { data, columns } = shares(model, x);
    return Int32Array.from({ length: x.rows }, (_, i) => {
      const row = data.subarray(i * columns, (i + 1) * columns);
      return model.classes[row.indexOf(Math.max(...row))]!;
    });
  },
  predictProbability: shares,
} satisfies Classifier<Means>;

Deno.test("a right classifier meets every demand of its contract", async () => {
  assertEquals(await broken(classifierContract(classifier)), []);
  const single = {
    ...classifier,
    fit: (x: Matrix, y: ArrayLike<number>) => new Set(Array.from(y)).size === 1 ? alone(x, y) : classifier.fit(x, y),
  };
  const alone = (x: Matrix, y: ArrayLike<number>): Means => ({
    classes: [y[0]!],
    means: meansOf(x, new Int32Array(x.rows), 1),
  });
  assertEquals(await broken(classifierContract(single, { singleClass: "predicted" })), []);
  assertEquals(await broken(classifierContract(single)), ["a single class"]);
});

let fits = 0;
const wrongClassifiers: [string, Partial<Classifier<Means>>, string[]][] = [
  ["labels as indices", { predict: (m, x) => classifier.predict({ ...m, classes: m.classes.map((_, c) => c) }, x) }, [
    "far-apart groups are",
    "probabilities sum to",
  ]],
  ["another model each time", { fit: (x, y) => ({ ...classifier.fit(x, y), extra: fits++ }) as Means }, [
    "the same rows",
  ]],
  ["a model that JSON cannot carry", {
    fit: (x, y) => ({ ...classifier.fit(x, y), extra: new Float64Array(1) }) as Means,
  }, ["a model that"]],
  ["the rows are changed", {
    predict: (m, x) => {
      const labels = classifier.predict(m, x);
      x.data[0] = 0;
      return labels;
    },
    predictProbability: (m, x) => {
      const p = shares(m, x);
      x.data[0] = 0;
      return p;
    },
  }, ["what it is", "a model that", "a row is"]],
  ["the batch decides", {
    predictProbability: (m, x) => {
      const p = shares(m, x);
      const flip = x.rows === 1 ? p.data.map((one) => one * 0.5 + 0.5 / p.columns) : p.data;
      return { ...p, data: flip };
    },
  }, ["a row is"]],
  ["NaN passes", {
    fit: (x, y) => classifier.fit({ ...x, data: x.data.map((one) => Number.isFinite(one) ? one : 0) }, y),
  }, ["NaN and infinities"]],
  ["other columns pass", {
    predictProbability(m, x) {
      const d = m.means[0]!.length;
      return shares(m, x.columns <= d ? x : { rows: x.rows, columns: d, data: x.data.slice(0, d * x.rows) });
    },
  }, ["shapes that do"]],
  ["fractions pass", { fit: (x, y) => classifier.fit(x, Array.from(y, (one) => Math.trunc(one) || 0)) }, [
    "labels that are",
  ]],
  ["shares do not sum to 1", {
    predictProbability: (m, x) => {
      const p = shares(m, x);
      return { ...p, data: p.data.map((one) => one / 2) };
    },
  }, ["probabilities sum to"]],
  ["only the first column counts", {
    predict: (m, x) => classifier.predict(m, matrixFrom(x.data.map((one, at) => at % 2 === 0 ? one : 0), x)),
  }, ["far-apart groups are", "the order of", "probabilities sum to"]],
];
for (const [what, wrong, demands] of wrongClassifiers) {
  Deno.test(`a classifier with a fault does not pass: ${what}`, async () => {
    assertEquals(await broken(classifierContract({ ...classifier, ...wrong })), demands);
  });
}

// A regressor: the mean target of the five nearest rows
interface Rows {
  readonly rows: readonly (readonly number[])[];
  readonly y: readonly number[];
}
const regressor = {
  fit(x: Matrix, y: ArrayLike<number>): Rows {
    checkFeatures(x, { action: "fit" });
    const targets = checkTargets(y, { action: "fit", rows: x.rows });
    const rows = Array.from(
      { length: x.rows },
      (_, i) => Array.from(x.data.subarray(i * x.columns, (i + 1) * x.columns)),
    );
    return { rows, y: Array.from(targets) };
  },
  predict({ rows, y }: Rows, x: Matrix): Float64Array {
    checkFeatures(x, { action: "predict", columns: rows[0]!.length });
    return Float64Array.from({ length: x.rows }, (_, i) => {
      const apart = rows.map((row) => row.reduce((sum, one, j) => sum + (x.data[i * x.columns + j]! - one) ** 2, 0));
      const near = [...apart.keys()].sort((a, b) => apart[a]! - apart[b]!).slice(0, 5);
      return near.reduce((sum, one) => sum + y[one]!, 0) / 5;
    });
  },
} satisfies Regressor<Rows>;

Deno.test("a right regressor meets every demand, a wrong one does not", async () => {
  assertEquals(await broken(regressorContract(regressor)), []);
  const wrong: [Partial<Regressor<Rows>>, string[]][] = [
    [{ predict: (m, x) => regressor.predict(m, x).map((one) => one + 1) }, ["constant targets are"]],
    [{ predict: (m, x) => regressor.predict(m, x).map(() => m.y.reduce((a, b) => a + b) / m.y.length) }, [
      "a plane is",
    ]],
    [{ fit: (x, y) => regressor.fit(x, Array.from(y, (one) => Number.isFinite(one) ? one : 0)) }, ["targets that are"]],
    [{ predict: (m, x) => regressor.predict(m, x).map((one, i) => one + 1e-3 * x.data[x.columns * i]!) }, [
      "constant targets are",
      "the order of",
    ]],
  ];
  for (const [one, demands] of wrong) assertEquals(await broken(regressorContract({ ...regressor, ...one })), demands);
  assertEquals(await broken(regressorContract(regressor, { leastR2: 0.99999 })), ["a plane is"]);
});

// A clusterer: the nearest of three far-apart rows
const clusterer = {
  fit(x: Matrix): Means {
    checkFeatures(x, { action: "fit" });
    const row = (i: number) => Array.from(x.data.subarray(i * x.columns, (i + 1) * x.columns));
    const apart = (a: number[], b: number[]) => a.reduce((sum, one, j) => sum + (one - b[j]!) ** 2, 0);
    const means = [row(0)];
    while (means.length < 3) {
      const least = Array.from({ length: x.rows }, (_, i) => Math.min(...means.map((mean) => apart(mean, row(i)))));
      means.push(row(least.indexOf(Math.max(...least))));
    }
    return { classes: [0, 1, 2], means };
  },
  predict: classifier.predict,
} satisfies Clusterer<Means>;

Deno.test("a right clusterer meets every demand, a wrong one does not", async () => {
  assertEquals(await broken(clustererContract(clusterer)), []);
  const merged: Clusterer<Means> = {
    ...clusterer,
    predict: (m, x) => clusterer.predict(m, x).map((one) => Math.min(1, one)),
  };
  assertEquals(await broken(clustererContract(merged)), ["three far-apart groups"]);
  const shifted: Clusterer<Means> = { ...clusterer, predict: (m, x) => clusterer.predict(m, x).map((one) => one + 1) };
  assertEquals(await broken(clustererContract(shifted)), ["three far-apart groups"]);
  const mixed: Clusterer<Means> = {
    ...clusterer,
    predict: (m, x) => clusterer.predict(m, x).map((_, i) => Math.abs(Math.round(x.data[i * x.columns]! + 0.5)) % 3),
  };
  assertEquals(await broken(clustererContract(mixed)), ["three far-apart groups"]);
  const lenient: Clusterer<Means> = {
    ...clusterer,
    fit: (x) => clusterer.fit({ ...x, data: x.data.map((one) => Number.isFinite(one) ? one : 0) }),
  };
  assertEquals(await broken(clustererContract(lenient)), ["NaN and infinities"]);
});

// A transformer: less the means
const transformer = {
  fit: (x: Matrix) => meansOf(checkFeatures(x, { action: "fit" }), new Int32Array(x.rows), 1)[0]!,
  transform: (means: readonly number[], x: Matrix) => moved(x, means, -1),
  inverseTransform: (means: readonly number[], x: Matrix) => moved(x, means, 1),
} satisfies Transformer<readonly number[]>;
function moved(x: Matrix, means: readonly number[], sign: number): Matrix {
  checkFeatures(x, { action: "transform", columns: means.length });
  return matrixFrom(x.data.map((one, at) => one + sign * means[at % means.length]!), x);
}

Deno.test("a right transformer meets every demand, a wrong one does not", async () => {
  assertEquals(await broken(transformerContract(transformer)), []);
  const { inverseTransform: _, ...oneWay } = transformer;
  assertEquals(transformerContract(oneWay).length, transformerContract(transformer).length - 1);
  const lossy = { ...transformer, inverseTransform: (means: readonly number[], x: Matrix) => moved(x, means, 0.5) };
  assertEquals(await broken(transformerContract(lossy)), ["the inverse gives"]);
  const shorter: Transformer<readonly number[]> = {
    ...oneWay,
    transform: (means, x) => ({ ...moved(x, means, -1), rows: x.rows - 1 }),
  };
  assertEquals(await broken(transformerContract(shorter)), ["every row becomes"]);
});

Deno.test("a case rejects with what went wrong", async () => {
  const cases = regressorContract({ fit: () => 0, predict: (_, x) => new Float64Array(x.rows) });
  const plane = cases.find(({ name }) => name === "a plane is learnt");
  assert(plane !== undefined);
  await assertRejects(() => plane.run(), Error, "wanted at least 0.9");
});
