/**
 * An expression graph as a drawing: what is fed on the left, what comes out on the right, one mark for each node.
 *
 * Where things stand is the business of `layered_layout.ts`; here they get their signs, colours and words.
 *
 * **Invariant.** Every node that the outputs need is drawn once, and every line runs from left to right.
 *
 * Not here on purpose: graphs with more than 60 nodes (nobody reads them: draw a part, or count), shapes at the marks (hover has them).
 *
 * @module
 */
import { type Expression, inOrder, isOperation } from "../../math/onnx/expressions/expression.ts";
import { showType } from "../../math/onnx/expressions/tensor_type.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { layeredLayout } from "./layered_layout.ts";
import { formatCount, formatNumber } from "./format_number.ts";
import { LIGHT } from "./palette.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./series_style.ts";
import { plainText } from "./theme.ts";

/** A drawing of more nodes is a ball of wool. */
const MOST_NODES = 60;

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
 * import { input } from "../../math/onnx/expressions/expression.ts";
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
  const number = new Map(nodes.map((node, place) => [node, place]));
  const layout = layeredLayout(nodes.map(({ inputs }) => inputs.map((input) => number.get(input)!)));
  const isLeaf = (node: Expression) => node.inputs.length === 0;
  const kindOf = (node: Expression) =>
    isLeaf(node) ? (isOperation(node, "Input") ? "fed" : "constant") : group.get(node)!;
  const kinds = [...names, "fed", "constant"].filter((kind) => nodes.some((node) => kindOf(node) === kind));
  const place = (node: Expression) => layout.nodes[number.get(node)!]!;
  const lines: PlotlyTrace = {
    x: layout.lines.flatMap((way) => [...way.map(({ x }) => x), null]),
    y: layout.lines.flatMap((way) => [...way.map(({ y }) => y), null]),
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
      textfont: { size: 13 },
      customdata: mine.map((node) => plainText(showType(node))),
      hovertemplate: `%{text}: %{customdata}<extra>${plainText(kind)}</extra>`,
    };
  });
  const operations = nodes.filter((node) => !isLeaf(node));
  const last = Math.max(...layout.nodes.map(({ x }) => x));
  const top = Math.max(...layout.lines.flat().map(({ y }) => y), 0);
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
      `${formatCount(operations.length, "operation")} on ${
        formatCount(nodes.length - operations.length, "leaf node")
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
    return values.length === 1 ? formatNumber(Number(values[0])) : showType(node);
  }
  if (isOperation(node, "Mul") && node.inputs[0] === node.inputs[1]) return "( )²";
  return SIGNS[node.operation] ?? node.operation.toLowerCase();
}
