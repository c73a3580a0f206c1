/**
 * An expression graph as a drawing: what is fed on the left, what comes out on the right, an arrow from every operand
 * to the operation that takes it; with values in the nodes and derivatives on the arrows where the inputs are given.
 *
 * Inputs and constants look the same in every figure, and so does the k-th group.
 *
 * **Invariant.** Every node that the outputs need is drawn once, and every arrow leads from an operand to its
 * operation; an operation that takes the same operand twice has two arrows from it.
 *
 * Not here on purpose: graphs with more than 40 nodes (draw a part, or count), shapes of tensors (hover has them).
 *
 * @module
 */
import { evaluate } from "../../math/onnx/evaluate/evaluate.ts";
import {
  constant,
  type Expression,
  inOrder,
  input,
  isOperation,
  node as rebuild,
} from "../../math/onnx/expressions/expression.ts";
import { type DType, isFloat, showType, type Tensor } from "../../math/onnx/expressions/tensor_type.ts";
import { gradient } from "../../math/onnx/gradients/gradient.ts";
import { type Drawing, drawingFigure, type DrawingRoom, textAt } from "./_drawing.ts";
import type { Figure, GivenWords } from "./figure.ts";
import { formatCount, formatNumber } from "./_format_number.ts";
import { drawGraph, type GraphNode } from "./_graph_drawing.ts";
import { nodeShapes } from "./_node_shapes.ts";
import { SERIES, TINTS } from "./palette.ts";
import { textWidthPx } from "./_wrap_text.ts";

/** What an expression graph shows beside its nodes. */
export interface ExpressionGraphOptions extends GivenWords {
  /** A number for each input, all of them scalars: every node then shows its value. */
  readonly feeds?: Readonly<Record<string, number>>;
  /**
   * Whether each arrow shows the derivative of its operation with respect to the operand.
   * @default {true for a single group with feeds}
   */
  readonly hasDerivatives?: boolean;
}

/** Outputs in order, or by the names that the drawing gives them. */
export type GraphOutputs = readonly Expression[] | Readonly<Record<string, Expression>>;

/** More nodes cannot be followed by eye. */
const MAX_NODES = 40;
const MAX_GROUPS = 4;
/** Colours of the groups, by index into the palette: green and near-black are left to stores and actors of diagrams. */
const GROUP_COLOURS = [0, 1, 3, 5];
const KEY_HEIGHT_PX = 26;
const KEY_SIZE_PX = 12;

/** Signs that are shorter than the names of their operations. */
const SIGNS: Readonly<Record<string, string>> = {
  Add: "+",
  Sub: "−",
  Mul: "×",
  Div: "÷",
  Neg: "−( )",
  Pow: "^",
  MatMul: "matmul",
  ReduceSum: "Σ",
  ReduceMean: "mean",
  Greater: ">",
  Equal: "=",
};

/**
 * Draws what the outputs need, each group in its colour.
 * @param groups Name of a group, and the outputs that it needs; a node that several groups need belongs to the first of
 *   them. At most four.
 * @throws {RangeError} If there is nothing to draw, there are more than four groups or 40 nodes, or the graph does not
 *   fit.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { input } from "../../math/onnx/expressions/expression.ts";
 * import { square, subtract } from "../../math/onnx/operations/arithmetic.ts";
 * import { expressionGraph } from "./expression_graph.ts";
 * const error = subtract(input("guess", { shape: [] }), input("truth", { shape: [] }));
 * const feeds = { guess: 7, truth: 5 };
 * const drawing = expressionGraph({ loss: { loss: square(error) } }, { title: "A squared error", feeds });
 * assertStringIncludes(drawing.alt, "loss = ( )² of − and −, 4");
 * ```
 */
export function expressionGraph(
  groups: Readonly<Record<string, GraphOutputs>>,
  options: ExpressionGraphOptions,
): Figure {
  const names = Object.keys(groups);
  const outputs = names.map((name) => Object.values(groups[name]!) as Expression[]);
  const nodes = inOrder(outputs.flat());
  if (nodes.length === 0 || nodes.length > MAX_NODES || names.length > MAX_GROUPS) {
    throw new RangeError(
      `Cannot draw an expression graph: it takes 1 to ${MAX_NODES} nodes in at most ${MAX_GROUPS} groups: ` +
        `current value is ${nodes.length} in ${names.length}`,
    );
  }
  const group = new Map<Expression, number>();
  for (const [index, own] of outputs.entries()) {
    for (const node of inOrder(own)) if (!group.has(node)) group.set(node, index);
  }
  const outputNames = new Map(names.flatMap((name) => {
    const own = groups[name]!;
    return Array.isArray(own) ? [] : Object.entries(own).map(([called, node]) => [node as Expression, called] as const);
  }));
  const values = options.feeds ? valuesOf(nodes, options.feeds) : new Map<Expression, number>();
  const hasDerivatives = options.hasDerivatives ?? (options.feeds !== undefined && names.length === 1);
  const number = new Map(nodes.map((node, index) => [node, index]));
  const isLeaf = (node: Expression) => node.inputs.length === 0;
  const wordsOf = (node: Expression) => {
    const value = values.get(node);
    const shown = value === undefined || isOperation(node, "Constant") ? undefined : formatNumber(value);
    return [outputNames.get(node), shown].filter((word) => word !== undefined).join(" = ");
  };
  const drawn = nodes.map((node): GraphNode => {
    const detail = wordsOf(node);
    const kind = isOperation(node, "Input") ? "circle" : isLeaf(node) ? "external" : "service";
    const colour = GROUP_COLOURS[group.get(node)!]!;
    return {
      text: signOf(node),
      kind,
      ...(detail === "" ? {} : { detail }),
      ...(kind === "service" ? { fill: TINTS[colour]!, line: SERIES[colour]! } : {}),
      hint: `${signOf(node)}: ${showType(node)}`,
    };
  });
  const edges = nodes.flatMap((node) => {
    const slopes = hasDerivatives ? derivativesOf(node, values) : [];
    return node.inputs.map((operand, index) => ({
      from: number.get(operand)!,
      to: number.get(node)!,
      ...(slopes[index] === undefined ? {} : { text: formatNumber(slopes[index]) }),
    }));
  });
  const graph = { what: "an expression graph", nodes: drawn, edges, groups: [], direction: "right" } as const;
  const operations = nodes.filter((node) => !isLeaf(node));
  const fed = nodes.filter((node) => isOperation(node, "Input")).map((node) =>
    `${signOf(node)}${ofValue(wordsOf(node))}`
  );
  const said = names.map((name, index) => {
    const own = operations.filter((node) => group.get(node) === index).map((node) => {
      const called = outputNames.get(node);
      const value = values.get(node);
      return `${called ? `${called} = ` : ""}${signOf(node)} of ${node.inputs.map(signOf).join(" and ")}` +
        (value === undefined ? "" : `, ${formatNumber(value)}`);
    });
    return `${name}: ${own.join("; ") || "no operation of its own"}`;
  });
  const shown = [
    ...(options.feeds ? ["nodes hold their values"] : []),
    ...(hasDerivatives ? ["arrows the derivative of the operation with respect to the operand"] : []),
  ].join(", ");
  return drawingFigure((room) => withKey(names, { room, draw: (rest) => drawGraph(graph, rest) }), {
    title: options.title,
    caption: options.caption ??
      `${formatCount(operations.length, "operation")} on ${
        formatCount(nodes.length - operations.length, "leaf node")
      }; arrows lead from operands to operations${shown === "" ? "" : `; ${shown}`}.`,
    alt: options.alt ?? `Graph from left to right. Fed: ${fed.join(", ") || "nothing"}. ${said.join(". ")}.`,
  });
}

function ofValue(value: string): string {
  return value === "" ? "" : ` = ${value}`;
}

/** The graph above a line that says which colour is which group. */
function withKey(
  names: readonly string[],
  { room, draw }: { readonly room: DrawingRoom; readonly draw: (room: DrawingRoom) => Drawing },
): Drawing {
  if (names.length < 2) return draw(room);
  const drawing = draw({ ...room, height: room.height - KEY_HEIGHT_PX });
  const shapes = [...drawing.shapes], annotations = [...drawing.annotations];
  const y = drawing.height + KEY_HEIGHT_PX - 8;
  let left = 0;
  for (const [index, name] of names.entries()) {
    const [fill, line] = [TINTS[GROUP_COLOURS[index]!]!, SERIES[GROUP_COLOURS[index]!]!];
    shapes.push(...nodeShapes({ kind: "service", at: { x: left + 10, y }, width: 18, height: 14, fill, line }));
    annotations.push(textAt({ x: left + 25, y }, { lines: [name], sizePx: KEY_SIZE_PX, anchor: "left" }));
    left += 40 + textWidthPx(name, { sizePx: KEY_SIZE_PX });
  }
  const size = { width: Math.max(drawing.width, left), height: drawing.height + KEY_HEIGHT_PX };
  return { ...size, shapes, annotations, hints: drawing.hints };
}

/** The value of every node. */
function valuesOf(nodes: readonly Expression[], feeds: Readonly<Record<string, number>>): Map<Expression, number> {
  const tensors: Record<string, Tensor> = {};
  for (const node of nodes) {
    if (!isOperation(node, "Input")) continue;
    const { name } = node.attributes;
    const value = feeds[name];
    if (typeof value !== "number") {
      throw new TypeError(
        `Cannot draw an expression graph: feeds must have a number for ${name}: current value is ${value}`,
      );
    }
    tensors[name] = scalar(node.dtype, value);
  }
  return new Map(evaluate(nodes, tensors).map(({ values }, index) => [nodes[index]!, Number(values[0])]));
}

function scalar(dtype: DType, value: number): Tensor {
  return { dtype, shape: [], values: evaluate([constant(value, { dtype })], {})[0]!.values };
}

/** The derivative of one operation with respect to each operand: the operation alone, on fresh inputs. */
function derivativesOf(node: Expression, values: ReadonlyMap<Expression, number>): (number | undefined)[] {
  if (node.inputs.length === 0 || node.shape.length > 0 || !isFloat(node.dtype)) return [];
  const { dtype } = node;
  const operands = node.inputs.map((_, index) => input(`operand ${index}`, { dtype, shape: [] }));
  const alone = rebuild(node.operation, operands, { attributes: node.attributes, dtype, shape: [] });
  const feeds = Object.fromEntries(node.inputs.map((operand, index) => {
    return [`operand ${index}`, scalar(dtype, values.get(operand)!)];
  }));
  return evaluate(gradient(alone, operands), feeds).map((slope) => Number(slope.values[0]));
}

/** A name that fits into a node. */
function signOf(node: Expression): string {
  if (isOperation(node, "Input")) return node.attributes.name;
  if (isOperation(node, "Constant")) {
    const { values } = node.attributes;
    return values.length === 1 ? formatNumber(Number(values[0])) : showType(node);
  }
  if (isOperation(node, "Mul") && node.inputs[0] === node.inputs[1]) return "( )²";
  return SIGNS[node.operation] ?? node.operation.toLowerCase();
}
