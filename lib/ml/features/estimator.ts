/**
 * The verbs of an estimator: what classifiers, regressors, clusterers and transformers can be asked, whatever they are
 * inside.
 *
 * A module such as `lib/ml/trees/decision_tree.ts` has these verbs as its exports, so the module itself is the
 * estimator: `{ fit: decisionTree.fitDecisionTree, ...decisionTree }`. Pipelines, cross-validation and the contract
 * suites are written against these types.
 *
 * **Invariant.** A model is a plain record: `JSON.parse(JSON.stringify(model))` answers the same. No verb changes what
 * it is handed.
 *
 * @module
 */
import type { Matrix } from "../../math/linalg/matrix.ts";

/** A value, or a promise of it where native work may be involved. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Learns labels. */
export interface Classifier<Model> {
  /** Learns from (n, d) rows and their integer labels. */
  fit(x: Matrix, y: ArrayLike<number>): Awaitable<Model>;
  /** (m): the label of each row. */
  predict(model: Model, x: Matrix): Awaitable<Int32Array>;
  /** (m, classes): rows sum to 1, columns by rising label. */
  predictProbability?(model: Model, x: Matrix): Awaitable<Matrix>;
}

/** Learns numbers. */
export interface Regressor<Model> {
  /** Learns from (n, d) rows and their targets. */
  fit(x: Matrix, y: ArrayLike<number>): Awaitable<Model>;
  /** (m): the value of each row. */
  predict(model: Model, x: Matrix): Awaitable<Float64Array>;
}

/** Finds groups. */
export interface Clusterer<Model> {
  /** Learns from (n, d) rows. */
  fit(x: Matrix): Awaitable<Model>;
  /** (m): the cluster of each row, from 0. */
  predict(model: Model, x: Matrix): Awaitable<Int32Array>;
}

/** Learns to turn rows into other rows. */
export interface Transformer<Model> {
  /** Learns from (n, d) rows. */
  fit(x: Matrix): Awaitable<Model>;
  /** (m, e): the new rows. */
  transform(model: Model, x: Matrix): Awaitable<Matrix>;
  /** (m, d): the rows that `transform` would turn into these, as far as it kept them. */
  inverseTransform?(model: Model, x: Matrix): Awaitable<Matrix>;
}

/**
 * Runs the steps of a method to their end and returns what they return: the model.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runSteps } from "./estimator.ts";
 * function* countdown() {
 *   yield 2;
 *   yield 1;
 *   return "start";
 * }
 * assertEquals(runSteps(countdown()), "start");
 * ```
 */
export function runSteps<State, Model>(steps: Iterator<State, Model>): Model {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** As {@linkcode runSteps}, of steps that have to be waited for. */
export async function runAsyncSteps<State, Model>(steps: AsyncIterator<State, Model>): Promise<Model> {
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  return step.value;
}
