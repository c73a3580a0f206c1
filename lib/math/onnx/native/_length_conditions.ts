/**
 * What must hold of symbolic lengths for a graph to mean something: conditions that are checked before each run.
 *
 * A part that is cut out of an axis must lie inside, and a length such as `n-1` must not be negative. With numbers that
 * is seen when the slice is built; with symbols only when they have values. The runtime would not say: it takes what
 * there is.
 *
 * Cost: O(conditions) for a run; a graph without symbolic parts has none.
 *
 * @module
 */
import { type Dimension, lengthOf } from "../expressions/dimension.ts";
import { type Expression, inOrder, isOperation } from "../expressions/expression.ts";

/** One dimension is at most another. */
export interface LengthCondition {
  /** The smaller. */
  readonly least: Dimension;
  /** The larger. */
  readonly most: Dimension;
}

/** The conditions of a graph, each once. */
export function lengthConditions(outputs: readonly Expression[]): LengthCondition[] {
  const conditions = new Map<string, LengthCondition>();
  const demand = (least: Dimension, most: Dimension) => {
    if (least === most || (typeof least === "number" && typeof most === "number")) return;
    const isSure = least === 0 && !String(most).includes("-");
    if (!isSure) conditions.set(`${least} ${most}`, { least, most });
  };
  for (const node of inOrder(outputs)) {
    for (const dimension of node.shape) demand(0, dimension);
    if (isOperation(node, "TopK")) demand(node.attributes.k, node.inputs[0]!.shape[node.attributes.axis]!);
    if (!isOperation(node, "Slice")) continue;
    const { starts, ends, steps } = node.attributes;
    for (const [axis, length] of node.inputs[0]!.shape.entries()) {
      const [start, end, step] = [starts[axis]!, ends[axis], steps[axis]!];
      if (end === null || end === undefined) continue;
      demand(0, start);
      if (step > 0) demand(end, length);
    }
  }
  return [...conditions.values()];
}

/** Refuses lengths that break a condition. @throws {RangeError} Naming both lengths. */
export function checkConditions(
  conditions: readonly LengthCondition[],
  lengths: ReadonlyMap<string, number>,
): void {
  for (const { least, most } of conditions) {
    const [low, high] = [lengthOf(least, lengths), lengthOf(most, lengths)];
    if (low === undefined || high === undefined || low <= high) continue;
    throw new RangeError(
      `Cannot run a graph: ${most} must be at least ${least}${
        typeof least === "number" ? "" : ` = ${low}`
      }: current value is ${high}`,
    );
  }
}
