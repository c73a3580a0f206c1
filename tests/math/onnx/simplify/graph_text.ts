/**
 * Graphs as text, and checks of their types, for tests that compare them.
 *
 * @module
 */
import { dimensionDifference, dimensionSum } from "@lib/math/onnx/expressions/dimension.ts";
import { type Expression, inOrder, isOperation, type OperationName } from "@lib/math/onnx/expressions/expression.ts";
import {
  broadcastShapes,
  elementCount,
  type Shape,
  showShape,
  showType,
} from "@lib/math/onnx/expressions/tensor_type.ts";

/** An expression as one writes it; a constant that is no scalar with its shape behind. */
export function textOf(expression: Expression): string {
  if (isOperation(expression, "Input")) return expression.attributes.name;
  if (isOperation(expression, "Constant")) {
    const values = Array.from(
      expression.attributes.values as Float64Array,
      (value) => Object.is(value, -0) ? 0 : value,
    );
    return `${values}${expression.shape.length === 0 ? "" : showShape(expression.shape)}`;
  }
  const attributes = Object.keys(expression.attributes).length === 0 ? "" : JSON.stringify(expression.attributes);
  return `${expression.operation}${attributes.replaceAll('"', "")}(${expression.inputs.map(textOf).join(", ")})`;
}

/** Every node in one line, inputs first, by number: equal texts are equal graphs, shared nodes included. */
export function listingOf(outputs: readonly Expression[]): string {
  const order = inOrder(outputs);
  const numbers = new Map(order.map((node, place) => [node, place]));
  const lines = order.map((node) => {
    const attributes = JSON.stringify(node.attributes, (_, value) => ArrayBuffer.isView(value) ? `${value}` : value);
    return `${node.operation} ${node.inputs.map((operand) => numbers.get(operand))} ${attributes} ${showType(node)}`;
  });
  return [...lines, outputs.map((output) => numbers.get(output))].join("\n");
}

/** How many operations there are; leaves and `Expand` are not counted. */
export function operationsOf(outputs: readonly Expression[]): number {
  return inOrder(outputs).filter(({ inputs, operation }) => inputs.length > 0 && operation !== "Expand").length;
}

const BROADCASTING: ReadonlySet<OperationName> = new Set<OperationName>([
  ...["Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Where", "And", "Or"] as const,
  ...["Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"] as const,
]);

/** Throws if a node's shape is not what its operation gives for its inputs, as far as that is quickly said. */
export function assertShapes(outputs: readonly Expression[]): void {
  for (const node of inOrder(outputs)) {
    const expected = shapeFor(node);
    if (expected !== undefined && showShape(expected) !== showShape(node.shape)) {
      throw new Error(`${textOf(node)} must have shape ${showShape(expected)}: it says ${showShape(node.shape)}`);
    }
  }
}

function shapeFor(node: Expression): Shape | undefined {
  const [x] = node.inputs;
  if (x === undefined) return undefined;
  if (BROADCASTING.has(node.operation)) {
    return node.inputs.reduce<Shape>((shape, operand) => broadcastShapes([shape, operand.shape], node.operation), []);
  }
  if (isOperation(node, "Reshape")) {
    return elementCount(x.shape) === elementCount(node.shape) ? node.attributes.shape : [];
  }
  if (isOperation(node, "Expand")) return broadcastShapes([x.shape, node.attributes.shape], "Expand");
  if (isOperation(node, "Transpose")) return node.attributes.permutation.map((axis) => x.shape[axis]!);
  if (isOperation(node, "Concat")) {
    const { axis } = node.attributes;
    if (node.inputs.length === 1) return x.shape;
    return x.shape.with(axis, dimensionSum(node.inputs.map((part) => part.shape[axis]!)));
  }
  if (isOperation(node, "Pad")) {
    const { before, after } = node.attributes;
    return x.shape.map((length, axis) => dimensionSum([length, before[axis]!, after[axis]!]));
  }
  if (isOperation(node, "Slice")) {
    const { starts, ends, steps } = node.attributes;
    return x.shape.map((length, axis) => {
      const [start, end, step] = [starts[axis]!, ends[axis] ?? length, steps[axis]!];
      if (typeof start === "number" && typeof end === "number") return Math.max(0, Math.ceil((end - start) / step));
      if (step === 1) return dimensionDifference(end, start) ?? 0;
      return end === -1 ? dimensionSum([start, 1]) : dimensionDifference(start, end) ?? 0;
    });
  }
  if (isOperation(node, "ReduceSum") || isOperation(node, "ReduceMean") || isOperation(node, "ReduceMax")) {
    const { axes, keepDimensions } = node.attributes;
    if (keepDimensions) return x.shape.map((length, axis) => axes.includes(axis) ? 1 : length);
    return x.shape.filter((_, axis) => !axes.includes(axis));
  }
  return ["Neg", "Abs", "Relu", "Cast", "Not", "StopGradient", "Tanh"].includes(node.operation) ? x.shape : undefined;
}
