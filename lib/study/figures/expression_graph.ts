/**
 * An expression graph as a drawing: what is fed on the left, what comes out on the right, one mark for each node.
 *
 * A node stands right of everything that it is made from; what is fed stands just left of its first user, so that no line is longer than it must be. Within a
 * column, nodes are sorted a few times by the mean height of their neighbours, which takes most crossings out (K. Sugiyama's method, in short).
 *
 * **Invariant.** Every node that the outputs need is drawn once, and every line runs from left to right.
 *
 * Cost: O(sweeps · edges log nodes).
 *
 * Not here on purpose: graphs with more than 60 nodes (nobody reads them: draw a part, or count), shapes at the marks (hover has them).
 *
 * Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for Visual Understanding of Hierarchical System Structures, IEEE SMC 11 (1981).
 *
 * @module
 */
import { type Expression, inOrder, isOperation } from "../../math/onnx/expression.ts";
import { showType } from "../../math/onnx/tensor_type.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { countText, numberText } from "./number_text.ts";
import { LIGHT } from "./palette.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./series_style.ts";
import { plainText } from "./theme.ts";

/** A drawing of more nodes is a ball of wool. */
const MOST_NODES = 60;
const SWEEPS = 8;

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
 * @param groups Name of a group, and the outputs that it needs; a node that several groups need belongs to the first of them. At most four.
 * @throws {RangeError} If there is nothing to draw, there are more than four groups, or more than 60 nodes.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { input } from "../../math/onnx/expression.ts";
 * import { square, subtract } from "../../math/onnx/operations/arithmetic.ts";
 * import { expressionGraph } from "./expression_graph.ts";
 * const error = subtract(input("guess", { shape: [] }), input("truth", { shape: [] }));
 * const drawing = expressionGraph({ loss: [square(error)] }, { title: "A squared error" });
 * assertStringIncludes(drawing.alt, "guess, truth");
 * ```
 */
export function expressionGraph(groups: Readonly<Record<string, readonly Expression[]>>, options: GivenWords): Figure {
  const names = Object.keys(groups);
  const nodes = inOrder(Object.values(groups).flat());
  if (nodes.length === 0 || nodes.length > MOST_NODES || names.length > 4) {
    throw new RangeError(
      `Cannot draw an expression graph: it takes 1 to ${MOST_NODES} nodes in at most 4 groups: current value is ${nodes.length} in ${names.length}`,
    );
  }
  const group = new Map<Expression, string>();
  for (const name of names) {
    for (const node of inOrder(groups[name]!)) if (!group.has(node)) group.set(node, name);
  }
  const columns = columnsOf(nodes);
  const heights = heightsOf(nodes, columns);
  const isLeaf = (node: Expression) => node.inputs.length === 0;
  const kindOf = (node: Expression) =>
    isLeaf(node) ? (isOperation(node, "Input") ? "fed" : "constant") : group.get(node)!;
  const kinds = [...names, "fed", "constant"].filter((kind) => nodes.some((node) => kindOf(node) === kind));
  const place = (node: Expression) => ({ x: columns.get(node)!, y: heights.get(node)! });
  const edges = nodes.flatMap((node) => node.inputs.map((input) => [place(input), place(node)] as const));
  const lines: PlotlyTrace = {
    x: edges.flatMap(([from, to]) => [from.x, to.x, null]),
    y: edges.flatMap(([from, to]) => [from.y, to.y, null]),
    mode: "lines",
    line: { color: LIGHT.axis, width: 1 },
    hoverinfo: "skip",
    showlegend: false,
  };
  const marks = kinds.map((kind, k): PlotlyTrace => {
    const mine = nodes.filter((node) => kindOf(node) === kind);
    const { color, symbol } = seriesStyle(k);
    return {
      name: plainText(kind),
      x: mine.map((node) => place(node).x),
      y: mine.map((node) => place(node).y),
      mode: "markers+text",
      marker: { color, symbol, size: 13 },
      text: mine.map((node) => plainText(labelOf(node))),
      textposition: "top center",
      customdata: mine.map((node) => plainText(showType(node))),
      hovertemplate: `%{text}: %{customdata}<extra>${plainText(kind)}</extra>`,
    };
  });
  const operations = nodes.filter((node) => !isLeaf(node));
  const last = Math.max(...columns.values());
  const top = Math.max(...heights.values());
  const fed = nodes.filter((node) => isOperation(node, "Input")).map(labelOf).join(", ");
  const said = names.map((name) => {
    const own = operations.filter((node) => group.get(node) === name).map(labelOf);
    return `${name}: ${own.join(" ") || "no operation of its own"}`;
  });
  return figure({
    data: [lines, ...marks],
    layout: {
      showlegend: true,
      xaxis: { visible: false, range: [-0.5, last + 0.5] },
      yaxis: { visible: false, range: [-0.6, top + 0.8] },
    },
    title: options.title,
    caption: options.caption ??
      `${countText(operations.length, "operation")} on ${
        countText(nodes.length - operations.length, "leaf node")
      }; what a node is made from stands left of it.`,
    alt: options.alt ??
      `Graph from left to right in ${last + 1} columns. Fed: ${fed || "nothing"}. ${said.join(". ")}.`,
  });
}

/** A name that fits over a mark. */
function labelOf(node: Expression): string {
  if (isOperation(node, "Input")) return node.attributes.name;
  if (isOperation(node, "Constant")) {
    const { values } = node.attributes;
    return values.length === 1 ? numberText(Number(values[0])) : showType(node);
  }
  return SIGNS[node.operation] ?? node.operation.toLowerCase();
}

/** How far from the left each node stands. */
function columnsOf(nodes: readonly Expression[]): Map<Expression, number> {
  const columns = new Map<Expression, number>();
  for (const node of nodes) columns.set(node, Math.max(-1, ...node.inputs.map((input) => columns.get(input)!)) + 1);
  for (const leaf of nodes.filter(({ inputs }) => inputs.length === 0)) {
    const users = nodes.filter(({ inputs }) => inputs.includes(leaf)).map((user) => columns.get(user)!);
    if (users.length > 0) columns.set(leaf, Math.min(...users) - 1);
  }
  return columns;
}

/** How high each node stands: its place in its column, after sweeps to and fro, columns centred. */
function heightsOf(nodes: readonly Expression[], columns: ReadonlyMap<Expression, number>): Map<Expression, number> {
  const byColumn: Expression[][] = [];
  for (const node of nodes) (byColumn[columns.get(node)!] ??= []).push(node);
  const filled = byColumn.filter((column) => column !== undefined);
  const tallest = Math.max(...filled.map(({ length }) => length));
  const heights = new Map<Expression, number>();
  const settle = (column: readonly Expression[]) => {
    for (const [place, node] of column.entries()) heights.set(node, (tallest - column.length) / 2 + place);
  };
  filled.forEach(settle);
  const neighbours = new Map<Expression, Expression[]>(nodes.map((node) => [node, [...node.inputs]]));
  for (const node of nodes) for (const input of node.inputs) neighbours.get(input)!.push(node);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? filled : filled.toReversed()) {
      const mean = new Map(
        column.map((node) => [node, meanOf(neighbours.get(node)!.map((other) => heights.get(other)!))]),
      );
      column.sort((a, b) => mean.get(a)! - mean.get(b)!);
      settle(column);
    }
  }
  return heights;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
