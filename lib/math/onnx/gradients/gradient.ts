/**
 * Reverse-mode differentiation as a transformation of graphs: the gradient of an expression is an expression.
 *
 * The nodes between the parameters and the loss are visited from the loss backwards. When a node's turn comes, all who
 * use it have been visited, so its upstream derivative is complete; the rule of its operation turns that into
 * contributions to its inputs, which are added up.
 *
 * **Invariant.** Every derivative has exactly the type of the node that it belongs to: an axis that was broadcast is
 * summed again. The result is an expression like any other, so it can be simplified, compiled together with the loss,
 * and differentiated once more.
 *
 * Cost: O(nodes) rules, each a handful of nodes. The values that a gradient needs from the forward pass are the same
 * nodes, so one graph computes both.
 *
 * Not here on purpose: forward mode, Jacobians of vectors, recomputation to save memory.
 *
 * Source: A. Griewank, A. Walther, Evaluating Derivatives (2008), section 3.2 (reverse mode).
 *
 * @module
 */
import { checkExpressions, constant, type Expression, inOrder, type OperationName } from "../expressions/expression.ts";
import { isFloat, showType } from "../expressions/tensor_type.ts";
import { add } from "../operations/arithmetic.ts";
import type { Vjp, Vjps } from "./_vjp.ts";
import { VJPS } from "./_vjps.ts";

/**
 * The derivatives of a scalar with respect to parameters.
 * @param loss A float of shape `[]`.
 * @param parameters Any nodes of floats; one on which the loss does not depend has the gradient zero.
 * @returns One expression for each parameter, of its type.
 * @throws {TypeError} If the loss is no scalar float or a parameter holds no floats.
 */
export function gradient(loss: Expression, parameters: readonly Expression[]): Expression[] {
  checkExpressions([loss], { action: "differentiate", argument: "loss" });
  checkExpressions(parameters, { action: "differentiate", argument: "parameters" });
  if (loss.shape.length > 0 || !isFloat(loss.dtype)) {
    throw new TypeError(`Cannot differentiate: loss must be a float of shape []: current value is ${showType(loss)}`);
  }
  for (const parameter of parameters) {
    if (!isFloat(parameter.dtype)) {
      throw new TypeError(`Cannot differentiate: parameters must hold floats: current value is ${showType(parameter)}`);
    }
  }
  const upstream = backwards(loss, parameters);
  return parameters.map((parameter) =>
    upstream.get(parameter) ?? constant(0, { dtype: parameter.dtype, shape: parameter.shape })
  );
}

/** The derivative of the loss with respect to every node between it and the parameters. */
function backwards(loss: Expression, parameters: readonly Expression[]): Map<Expression, Expression> {
  const order = inOrder([loss]);
  const between = dependents(order, parameters);
  const upstream = new Map<Expression, Expression>([[loss, constant(1, { dtype: loss.dtype })]]);
  for (const node of order.toReversed()) {
    const own = upstream.get(node);
    if (own === undefined || !between.has(node)) continue;
    for (const [index, part] of contributions(VJPS, { node, upstream: own }).entries()) {
      const operand = node.inputs[index]!;
      if (part === undefined || !between.has(operand)) continue;
      const others = upstream.get(operand);
      upstream.set(operand, others === undefined ? part : add(others, part));
    }
  }
  return upstream;
}

/** The parameters, and every node that depends on one. */
function dependents(order: readonly Expression[], parameters: readonly Expression[]): Set<Expression> {
  const found = new Set(parameters);
  for (const node of order) {
    if (node.inputs.some((operand) => found.has(operand))) found.add(node);
  }
  return found;
}

function contributions(
  rules: Vjps,
  { node, upstream }: { readonly node: Expression; readonly upstream: Expression },
): readonly (Expression | undefined)[] {
  const rule = rules[node.operation] as Vjp<OperationName> | "none";
  return rule === "none" ? [] : rule(node, upstream);
}
