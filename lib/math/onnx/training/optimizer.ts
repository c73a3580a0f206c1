/**
 * What an optimizer is: how a parameter moves, given its gradient. It is written in expressions, so that a whole
 * training step is one graph.
 *
 * An optimizer remembers tensors between steps, its slots: for each parameter one of the parameter's type for each name
 * in `slots`, zero before the first step. What is the same for all parameters of a step (a rate corrected for the
 * step's number) is computed once, in `at`.
 *
 * **Invariant.** Types stay: the new parameter and the new slots have the parameter's type, whatever the rate's.
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import type { DType } from "../expressions/tensor_type.ts";
import { cast } from "../operations/elementwise.ts";

/** Remembered tensors of one parameter, by slot. */
export type Slots = Readonly<Record<string, Expression>>;

/**
 * What all parameters of one step share: float64 scalars, so that a rate rounds once and not at each operation on the
 * way.
 */
export interface StepScalars {
  /** The learning rate. */
  readonly learningRate: Expression;
  /** The number of the step, 1 for the first. */
  readonly step: Expression;
}

/** A parameter and its slots after a step. */
export interface Update {
  /** The new value. */
  readonly parameter: Expression;
  /** What is remembered until the next step. */
  readonly slots: Slots;
}

/** How one parameter moves. */
export type UpdateRule = (
  parameter: Expression,
  options: { readonly gradient: Expression; readonly slots: Slots },
) => Update;

/** How parameters move. */
export interface Optimizer {
  /** Which kind; a checkpoint of another kind is refused. */
  readonly name: string;
  /** What is remembered of each parameter. */
  readonly slots: readonly string[];
  /** The rule of one step. */
  at(scalars: StepScalars): UpdateRule;
}

/** A scalar in the element type that a tensor has. */
export function scalarAs(scalar: Expression, dtype: DType): Expression {
  return scalar.dtype === dtype ? scalar : cast(scalar, dtype);
}
