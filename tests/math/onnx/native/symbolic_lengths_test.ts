/**
 * Tensors put together, cut, padded and split along axes of symbolic length: what comes out has the sum or difference
 * of the symbols, both engines agree for many lengths, and gradients are those of differences.
 *
 * @module
 */
import { assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import {
  type Dimension,
  dimensionDifference,
  dimensionProduct,
  dimensionQuotient,
  dimensionSum,
  lengthOf,
  symbolsOf,
} from "@lib/math/onnx/expressions/dimension.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import type { Shape } from "@lib/math/onnx/expressions/tensor_type.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { gradientCheck } from "@lib/math/onnx/gradients/gradient_check.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { loadGraph } from "@lib/math/onnx/native/load_graph.ts";
import { add, multiply, square } from "@lib/math/onnx/operations/arithmetic.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import { concat, expand, pad, reshape, slice, split, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import { random } from "@lib/base/random.ts";
import { assertAgrees, randomFeeds } from "./native_agreement.ts";

const of = (name: string, shape: Shape) => input(name, { shape });

Deno.test("by hand: sums, differences, products and quotients of dimensions have one spelling", () => {
  assertEquals(dimensionSum(["tokens", "past"]), "past+tokens");
  assertEquals(dimensionSum(["n", "n", 2]), "2*n+2");
  assertEquals(dimensionSum([]), 0);
  assertEquals(dimensionSum(["n-1", 1]), "n");
  assertEquals(dimensionDifference("past+tokens", "tokens"), "past");
  assertEquals(dimensionDifference("n", "n"), 0);
  assertEquals(dimensionDifference("n", "m"), "-m+n");
  assertEquals(dimensionDifference(1, 2), undefined);
  assertEquals(dimensionProduct(["n+1", "n-1"]), "n*n-1");
  assertEquals(dimensionQuotient("n*n-1", "n+1"), "n-1");
  assertEquals(dimensionQuotient("n*n+1", "n+1"), undefined);
  assertEquals(dimensionQuotient("64*batch*past+64*batch*tokens", 64), "batch*past+batch*tokens");
  assertEquals(of("x", ["tokens + past", " n - 1 "]).shape, ["past+tokens", "n-1"]);
  assertEquals(lengthOf("past+tokens-1", new Map([["past", 3], ["tokens", 4]])), 6);
});

Deno.test("property: dimensions compute like the polynomials that they are", () => {
  const dice = random(3);
  const some = (): Dimension =>
    dimensionSum(
      Array.from({ length: 1 + dice.integer(3) }, () =>
        dimensionProduct(Array.from({ length: 1 + dice.integer(2) }, () =>
          [1, 2, 3, "a", "b", "c"][dice.integer(6)]!))),
    );
  for (let round = 0; round < 500; round++) {
    const [x, y] = [some(), some()];
    const lengths = new Map(["a", "b", "c"].map((symbol) => [symbol, dice.integer(9)]));
    const at = (dimension: Dimension) => lengthOf(dimension, lengths)!;
    assertEquals(at(dimensionSum([x, y])), at(x) + at(y));
    assertEquals(at(dimensionProduct([x, y])), at(x) * at(y));
    assertEquals(dimensionSum([x, y]), dimensionSum([y, x]));
    assertEquals(dimensionDifference(dimensionSum([x, y]), y), x);
    assertEquals(dimensionQuotient(dimensionProduct([x, y]), y), x);
    assertEquals(symbolsOf(x).every((symbol) => ["a", "b", "c"].includes(symbol)), true);
  }
});

const [past, tokens] = [of("past", ["batch", "past", 4]), of("tokens", ["batch", "tokens", 4])];
const both = concat([past, tokens], { axis: 1 });
const table = constant(Float32Array.from({ length: 60 }, (_, i) => i), { shape: [15, 4] });

/** What models do with free axes, and the shape that comes of it. */
const USES: readonly (readonly [string, Expression, Shape])[] = [
  ["a growing cache", both, ["batch", "past+tokens", 4]],
  ["the last token", slice(tokens, [{ axis: 1, start: -1 }]), ["batch", 1, 4]],
  ["all but the last", slice(tokens, [{ axis: 1, end: -1 }]), ["batch", "tokens-1", 4]],
  ["from the second on", slice(tokens, [{ axis: 1, start: 1 }]), ["batch", "tokens-1", 4]],
  ["the first two", slice(tokens, [{ axis: 1, end: 2 }]), ["batch", 2, 4]],
  ["backwards", slice(both, [{ axis: 1, step: -1 }]), ["batch", "past+tokens", 4]],
  ["backwards from the last but one", slice(tokens, [{ axis: 1, start: -2, step: -1 }]), ["batch", "tokens-1", 4]],
  [
    "a shift to the right",
    concat([constant(0, { shape: ["batch", 1, 4] }), slice(tokens, [{ axis: 1, end: -1 }])], { axis: 1 }),
    ["batch", "tokens", 4],
  ],
  ["positions of the tokens", add(slice(table, [{ axis: 0, end: "tokens" }]), tokens), ["batch", "tokens", 4]],
  [
    "positions behind the past",
    add(slice(table, [{ axis: 0, start: "past", end: "past+tokens" }]), tokens),
    ["batch", "tokens", 4],
  ],
  ["split", add(multiply(split(both, { axis: 1, lengths: ["past", "tokens"] })[1]!, 2), tokens), [
    "batch",
    "tokens",
    4,
  ]],
  ["padding", pad(tokens, { before: [0, 1, 0], after: [0, "past", 0] }), ["batch", "past+tokens+1", 4]],
  ["a slice of a slice", slice(slice(both, [{ axis: 1, start: 1 }]), [{ axis: 1, start: 2, end: -1 }]), [
    "batch",
    "past+tokens-4",
    4,
  ]],
  ["rows of all tokens", reshape(both, [-1, 4]), ["batch*past+batch*tokens", 4]],
  ["scores of a query", matmul(tokens, transpose(both, [0, 2, 1])), ["batch", "tokens", "past+tokens"]],
  ["twice", concat([tokens, tokens, constant(1, { shape: ["batch", 3, 4] })], { axis: 1 }), ["batch", "2*tokens+3", 4]],
  ["expanded", expand(slice(tokens, [{ axis: 1, start: -1 }]), ["batch", "past+tokens", 4]), [
    "batch",
    "past+tokens",
    4,
  ]],
];

Deno.test("by hand: shapes of what models do with free axes", () => {
  for (const [name, expression, shape] of USES) assertEquals(expression.shape, shape, name);
});

Deno.test("oracle: the interpreter, for many lengths, simplified and as it is", async () => {
  for (const [name, out] of USES) {
    // an input keeps each symbol, also where the expression does not need it
    const outputs = { out, kept: add(sum(past), sum(tokens)) };
    for (
      const lengths of [{ batch: 2, past: 3, tokens: 5 }, { batch: 1, past: 1, tokens: 4 }, {
        batch: 3,
        past: 6,
        tokens: 2,
      }]
    ) {
      try {
        await assertAgrees(outputs, { lengths });
      } catch (error) {
        throw new Error(name, { cause: error });
      }
    }
  }
});

Deno.test("oracle: differences, for the gradients of all of them", () => {
  for (const [name, out] of USES) {
    const feeds = randomFeeds([out, past, tokens], { lengths: { batch: 2, past: 3, tokens: 4 } });
    const loss = mean(square(add(multiply(out, 0.5), 0.1)));
    for (const parameter of [past, tokens]) {
      const [slope] = evaluate([...gradient(loss, [parameter]), past, tokens], feeds);
      assertEquals(slope!.shape, feeds[parameter.attributes.name]!.shape, name);
    }
  }
});

Deno.test("oracle: the gradient of a causal language model's shift and cache is that of differences", () => {
  const p = input("p", { dtype: "float64", shape: ["past", 2] });
  const t = input("t", { dtype: "float64", shape: ["tokens", 2] });
  const joined = concat([p, t], { axis: 0 });
  const shifted = concat([slice(joined, [{ axis: 0, start: 1 }]), slice(joined, [{ axis: 0, end: 1 }])], { axis: 0 });
  const last = slice(joined, [{ axis: 0, start: -1 }]);
  const backwards = slice(joined, [{ axis: 0, start: -2, step: -1 }]);
  const padded = pad(slice(joined, [{ axis: 0, end: -2 }]), { before: [2, 0], after: [0, 0] });
  const loss = add(
    add(mean(square(multiply(joined, shifted))), sum(square(multiply(joined, last)))),
    add(
      sum(square(multiply(slice(joined, [{ axis: 0, start: 1 }]), backwards))),
      sum(multiply(square(padded), joined)),
    ),
  );
  const draw = random(9);
  const feed = (rows: number) => ({
    dtype: "float64" as const,
    shape: [rows, 2],
    values: Float64Array.from({ length: 2 * rows }, () => draw.normal()),
  });
  for (const [rows, more] of [[3, 4], [1, 2], [2, 1]] as const) {
    const comparisons = gradientCheck(loss, { parameters: [p, t], feeds: { p: feed(rows), t: feed(more) } });
    assertEquals(comparisons.length, 2 * (rows + more));
    for (const comparison of comparisons) assertLess(comparison.error, 1e-6, JSON.stringify(comparison));
  }
});

Deno.test("invariant: a saved graph keeps its sums, and tells one symbol from the others", async () => {
  const sums = of("sums", ["past+tokens", 2]);
  await using graph = await compile({ rest: slice(sums, [{ axis: 0, end: "past" }]), all: sum(of("t", ["tokens"])) });
  await using again = await loadGraph(graph.toBytes());
  for (const one of [graph, again]) {
    assertEquals(one.inputs.sums!.shape, ["past+tokens", 2]);
    const { rest } = await one.run({ sums: new Float32Array([1, 2, 3, 4, 5, 6]), t: new Float32Array(1) });
    assertEquals([rest!.shape, [...rest!.values]], [[2, 2], [1, 2, 3, 4]]);
  }
});

Deno.test("refusals: a part that does not lie inside its axis, and a length below 0, before anything runs", async () => {
  const positions = slice(table, [{ axis: 0, end: "tokens" }]);
  const shorter = slice(tokens, [{ axis: 1, end: -3 }]);
  await using graph = await compile({ positions: add(positions, tokens), shorter });
  const feed = (count: number) =>
    ({ tokens: { dtype: "float32", shape: [1, count, 4], values: new Float32Array(4 * count) } }) as const;
  await graph.run(feed(15));
  await assertRejects(() => graph.run(feed(16)), RangeError, "Cannot run a graph: 15 must be at least tokens = 16");
  await assertRejects(
    () => graph.run(feed(2)),
    RangeError,
    "Cannot run a graph: tokens-3 must be at least 0: current value is -1",
  );
  assertThrows(
    () => evaluate([positions, tokens], feed(16)),
    RangeError,
    "Cannot evaluate Slice: the part must lie within axis 0",
  );
  assertThrows(
    () => evaluate([shorter], feed(2)),
    RangeError,
    "Cannot evaluate: tokens-3 must be a length: current value is -1",
  );
  await using joined = await compile({ both });
  await assertRejects(
    () => joined.run({ past: new Float32Array(8), tokens: new Float32Array(8) }),
    RangeError,
    "must be given with its shape",
  );
});

Deno.test("invariant: a symbol that one shape tells makes the next one tell another, in any order", async () => {
  const [sums, both] = [of("sums", ["a+b"]), of("both", ["b+c"])];
  const [last, out] = [of("last", ["c"]), slice(of("sums2", ["a+b"]), [{ axis: 0, end: "a" }])];
  await using graph = await compile({ out: add(out, multiply(add(sum(sums), add(sum(both), sum(last))), 0)) });
  const tensor = (length: number) =>
    ({ dtype: "float32", shape: [length], values: new Float32Array(length).fill(1) }) as const;
  // c = 2 tells b = 3, which tells a = 4; the shapes that tell come last
  const { out: cut } = await graph.run({ sums2: tensor(7), sums: tensor(7), both: tensor(5), last: tensor(2) });
  assertEquals(cut!.shape, [4]);
  await assertRejects(
    () => graph.run({ sums2: tensor(2), sums: tensor(2), both: tensor(5), last: tensor(2) }),
    RangeError,
  );
});

Deno.test("refusals: feeds that disagree with a sum", async () => {
  const all = of("all", ["past+tokens"]);
  await using graph = await compile({ out: add(concat([of("p", ["past"]), of("t", ["tokens"])], { axis: 0 }), all) });
  const feed = (count: number) => new Float32Array(count);
  const { out } = await graph.run({ p: feed(2), t: feed(3), all: feed(5) });
  assertEquals(out!.shape, [5]);
  const derived = await graph.run({ p: feed(2), all: feed(5), t: feed(3) });
  assertEquals(derived.out!.shape, [5]);
  await assertRejects(() => graph.run({ p: feed(2), t: feed(3), all: feed(6) }), RangeError, "past+tokens");
});
