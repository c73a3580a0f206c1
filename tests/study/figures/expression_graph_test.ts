import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { add, multiply, negate, square, subtract } from "@lib/math/onnx/operations/arithmetic.ts";
import { tanh } from "@lib/math/onnx/operations/activations.ts";
import {
  expressionGraph,
  type ExpressionGraphOptions,
  type GraphOutputs,
} from "@lib/study/figures/expression_graph.ts";
import type { PlotlyAnnotation, PlotlyPathShape } from "@lib/study/figures/plotly_layout.ts";
import { SERIES } from "@lib/study/figures/palette.ts";

const WORDS = { title: "A graph" };
const [a, b] = [input("a", { shape: [] }), input("b", { shape: [] })];
const layoutOf = (groups: Record<string, GraphOutputs>, options: ExpressionGraphOptions = WORDS) =>
  expressionGraph(groups, options).plotly.layout as unknown as {
    shapes: PlotlyPathShape[];
    annotations: PlotlyAnnotation[];
  };
const texts = (groups: Record<string, GraphOutputs>, options?: ExpressionGraphOptions) =>
  layoutOf(groups, options).annotations.map(({ text }) => text);
const outlines = (groups: Record<string, GraphOutputs>, colour: number) =>
  layoutOf(groups).shapes.filter(({ line, fillcolor }) => line!.color === SERIES[colour] && fillcolor).length;

// By hand: tanh(a × b − 0.5) at a = 1, b = 0.5 is tanh(0) = 0, and its slope there is 1.
Deno.test("every node is drawn once, with its sign", () => {
  const loss = tanh(subtract(multiply(a, b), constant(0.5)));
  assertEquals(texts({ loss: [loss] }).toSorted(), ["0.500", "a", "b", "tanh", "×", "−"].toSorted());
});
Deno.test("nodes show values and arrows derivatives where inputs are given", () => {
  const loss = tanh(subtract(multiply(a, b), constant(0.5)));
  const shown = texts({ loss: { out: loss } }, { ...WORDS, feeds: { a: 1, b: 0.5 } });
  assertEquals(
    shown.filter((text) => /\d/.test(text)).toSorted(),
    [
      ...["0.500", "1", "1", "1", "−1"], // on the arrows: b, a and, at the difference, 1 and −1; the slope of tanh at 0
      // in the nodes: a, b, their product, the difference, the constant
      ...["1", "0.500", "0.500", "0", "out = 0", "0.500"],
    ].toSorted(),
  );
});
Deno.test("an operand that is used twice has two arrows, each with its share", () => {
  const shown = texts({ loss: [square(a)] }, { ...WORDS, feeds: { a: 3 } });
  assertEquals(shown.toSorted(), ["( )²", "3", "3", "3", "9", "a"].toSorted());
});
Deno.test("outputs have the names they are given, and each group its colour", () => {
  const shared = add(a, b);
  const groups = { loss: [square(shared)], gradient: { da: negate(shared), db: negate(a) } };
  const shown = texts(groups);
  for (const name of ["da", "db", "loss", "gradient"]) assert(shown.includes(name), name);
  assertEquals([outlines(groups, 0), outlines(groups, 1)], [3, 3]); // two nodes of each, and its place in the key
});
Deno.test("a node that two groups need belongs to the first", () => {
  const shared = add(a, b);
  assertEquals(outlines({ one: [shared], two: [negate(shared)] }, 0), 2);
});
Deno.test("a table of constants is shown by its type", () => {
  assert(texts({ out: [add(b, constant([1, 2, 3]))] }).includes("float32[3]"));
});
Deno.test("words say what is fed and what each group does", () => {
  const { alt, caption } = expressionGraph({ loss: { sum: add(a, b) }, nothing: [a] }, {
    ...WORDS,
    feeds: { a: 1, b: 2 },
  });
  assertEquals(
    alt,
    "Graph from left to right. Fed: a = 1, b = 2. loss: sum = + of a and b, 3. nothing: no operation of its own.",
  );
  assertStringIncludes(caption, "1 operation on 2 leaf nodes");
  assertStringIncludes(caption, "nodes hold their values");
  assert(!caption.includes("derivative")); // two groups: on request only
  assertEquals(expressionGraph({ loss: [a] }, { ...WORDS, alt: "one", caption: "two" }).alt, "one");
});

// Refusals
Deno.test("nothing, too many nodes, too many groups and missing values are refused", () => {
  const long = Array.from({ length: 40 }).reduce<Expression>((node) => negate(node), a);
  const five = Object.fromEntries(["v", "w", "x", "y", "z"].map((name) => [name, [a]]));
  for (const [groups, value] of [[{}, "0 in 0"], [{ out: [long] }, "41 in 1"], [five, "1 in 5"]] as const) {
    assertThrows(
      () => expressionGraph(groups, WORDS),
      RangeError,
      `it takes 1 to 40 nodes in at most 4 groups: current value is ${value}`,
    );
  }
  assertThrows(
    () => expressionGraph({ out: [add(a, b)] }, { ...WORDS, feeds: { a: 1 } }),
    TypeError,
    "feeds must have a number for b: current value is undefined",
  );
});
