/**
 * A pipeline: transformers and, at its end, an estimator, fitted together on the training rows alone.
 *
 * What a scaler learns from test rows makes a test score too good. Here nothing can: `fit` fits each step on what the
 * step before made of the *training* rows, and `predict` only applies them. A resampler (SMOTE) changes the rows of the
 * fit and is never applied to rows that are asked about.
 *
 * **Invariant.** A prediction for a row depends on the training rows and on that row. A pipeline is an estimator
 * itself, so cross-validation fits all of it on each fold.
 *
 * Cost: the sum of its steps.
 *
 * Not here on purpose: columns that take different ways (encode, then put matrices side by side).
 *
 * @module
 */
import type { Matrix } from "../../math/linalg/matrix.ts";
import type { Awaitable, Transformer } from "../features/estimator.ts";

/** Changes the rows of a fit, and only those. */
export interface Resampler {
  /** The rows and labels to learn from instead. */
  resample(x: Matrix, y: ArrayLike<number>): Awaitable<{ readonly x: Matrix; readonly y: ArrayLike<number> }>;
}

/** What stands at the end: anything that learns and answers. */
export interface FinalEstimator<Model, Answer> {
  /** Learns. */
  fit(x: Matrix, y: ArrayLike<number>): Awaitable<Model>;
  /** Answers. */
  predict(model: Model, x: Matrix): Awaitable<Answer>;
}

/** What all steps learnt. */
export interface PipelineModel<Model> {
  /** What each step learnt; null for a resampler, which learns nothing. */
  readonly steps: readonly unknown[];
  /** What the last estimator learnt. */
  readonly model: Model;
}

/** A pipeline: an estimator made of estimators. */
export interface Pipeline<Model, Answer> {
  /** Fits all steps, one after the other. */
  fit(x: Matrix, y: ArrayLike<number>): Promise<PipelineModel<Model>>;
  /** Transforms by what was learnt, and asks the last estimator. */
  predict(fitted: PipelineModel<Model>, x: Matrix): Promise<Answer>;
  /** What the last estimator would be asked about. */
  transform(fitted: PipelineModel<Model>, x: Matrix): Promise<Matrix>;
}

/**
 * The pipeline of `steps`, then `estimator`.
 * @param steps Transformers and resamplers, first to last; may be empty.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { pipeline } from "./pipeline.ts";
 * import { fitStandardScaler, transform } from "./standard_scaler.ts";
 * const sign = { fit: () => 0, predict: (_: number, x: { data: Float64Array }) => [...x.data].map(Math.sign) };
 * const { fit, predict } = pipeline([{ fit: fitStandardScaler, transform }], sign);
 * const fitted = await fit(matrixOf([[1], [3]]), [0, 1]);
 * assertEquals(await predict(fitted, matrixOf([[2.5], [2.5], [0]])), [1, 1, -1]); // by the mean of the fit, 2
 * ```
 */
export function pipeline<Model, Answer>(
  // deno-lint-ignore no-explicit-any -- each step's model is its own affair: it is handed back to the step that made it
  steps: readonly (Transformer<any> | Resampler)[],
  estimator: FinalEstimator<Model, Answer>,
): Pipeline<Model, Answer> {
  const transform = async (fitted: PipelineModel<Model>, x: Matrix): Promise<Matrix> => {
    let rows = x;
    for (const [place, step] of steps.entries()) {
      if ("transform" in step) rows = await step.transform(fitted.steps[place], rows);
    }
    return rows;
  };
  return {
    async fit(x, y) {
      let rows: { readonly x: Matrix; readonly y: ArrayLike<number> } = { x, y };
      const learnt: unknown[] = [];
      for (const step of steps) {
        if ("resample" in step) {
          learnt.push(null);
          rows = await step.resample(rows.x, rows.y);
        } else {
          const model: unknown = await step.fit(rows.x);
          learnt.push(model);
          rows = { x: await step.transform(model, rows.x), y: rows.y };
        }
      }
      return { steps: learnt, model: await estimator.fit(rows.x, rows.y) };
    },
    async predict(fitted, x) {
      return await estimator.predict(fitted.model, await transform(fitted, x));
    },
    transform,
  };
}
