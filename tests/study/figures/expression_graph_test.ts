import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { add, multiply, negate, square, subtract } from "@lib/math/onnx/operations/arithmetic.ts";
import { tanh } from "@lib/math/onnx/operations/exponential.ts";
import { expressionGraph } from "@lib/study/figures/expression_graph.ts";
import type { ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "A graph" };
const [a, b] = [input("a", { shape: ["batch"] }), input("b", { shape: [] })];
const marks = (groups: Record<string, Expression[]>) =>
  expressionGraph(groups, WORDS).plotly.data.slice(1) as ScatterTrace[];

// By hand
Deno.test("every node is one mark with its sign, in the colour of what it is", () => {
  const found = marks({ loss: [tanh(subtract(multiply(a, b), constant(0.5)))] });
  assertEquals(found.map(({ name, text }) => [name, text]), [["loss", ["×", "−", "tanh"]], ["fed", ["a", "b"]], [
    "constant",
    ["0.500"],
  ]]);
  assertEquals(found[1]!.customdata, ["float32[batch]", "float32[]"]);
});
Deno.test("a node that two groups need belongs to the first", () => {
  const shared = add(a, b);
  const found = marks({ loss: [square(shared)], gradient: [negate(shared)] });
  assertEquals(found.map(({ name, text }) => [name, text]), [["loss", ["+", "( )²"]], ["gradient", ["−( )"]], ["fed", [
    "a",
    "b",
  ]]]);
});
Deno.test("a table of constants is shown by its type", () => {
  assertEquals(marks({ out: [add(a, constant([1, 2, 3]).shape.length === 1 ? constant([7]) : b)] }).at(-1)!.text, [
    "7",
  ]);
  assertEquals(marks({ out: [add(b, constant([1, 2, 3]))] }).at(-1)!.text, ["float32[3]"]);
});
Deno.test("each line is there: from each operand to its node", () => {
  const [lines] = expressionGraph({ out: [add(a, b)] }, WORDS).plotly.data as ScatterTrace[];
  assertEquals(lines!.x, [0, 1, null, 0, 1, null]);
  assertEquals((lines!.y as number[]).filter((y) => y === 0.5).length, 2);
});
Deno.test("words say what is fed and what each group does", () => {
  const { alt, caption } = expressionGraph({ loss: [add(a, b)], nothing: [a] }, WORDS);
  assertEquals(alt, "Graph from left to right in 2 columns. Fed: a, b. loss: +. nothing: no operation of its own.");
  assertStringIncludes(caption, "1 operation on 2 leaf nodes");
  assertEquals(expressionGraph({ loss: [a] }, { ...WORDS, alt: "one", caption: "two" }).alt, "one");
});

// Refusals
Deno.test("nothing, too many nodes and too many groups are refused", () => {
  const long = Array.from({ length: 60 }).reduce<Expression>((node) => negate(node), a);
  const five = Object.fromEntries(["v", "w", "x", "y", "z"].map((name) => [name, [a]]));
  for (const [groups, value] of [[{}, "0 in 0"], [{ out: [long] }, "61 in 1"], [five, "1 in 5"]] as const) {
    assertThrows(
      () => expressionGraph(groups, WORDS),
      RangeError,
      `it takes 1 to 60 nodes in at most 4 groups: current value is ${value}`,
    );
  }
});
