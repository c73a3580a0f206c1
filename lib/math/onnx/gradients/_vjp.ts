/**
 * What a gradient rule is: how much each input of a node counts, given how much the node counts.
 *
 * @module
 */
import type { Expression, OperationName } from "../expressions/expression.ts";

/**
 * For a node and the derivative of the loss with respect to it (`upstream`, of the node's type): the derivative with
 * respect to each input, of that input's type; undefined for an input through which nothing flows (an index, a
 * condition).
 */
export type Vjp<Name extends OperationName> = (
  node: Expression<Name>,
  upstream: Expression,
) => readonly (Expression | undefined)[];

/** A rule for each operation; `"none"` where nothing flows through. */
export type Vjps = { readonly [Name in OperationName]: Vjp<Name> | "none" };
