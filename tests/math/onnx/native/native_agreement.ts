/**
 * Native results against the meaning of the language: random feeds, both ways, close.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { type Dimension, lengthOf as knownLength } from "@lib/math/onnx/expressions/dimension.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { type Expression, inOrder, isOperation } from "@lib/math/onnx/expressions/expression.ts";
import { ARRAY_OF, type DType, type Tensor, type Values } from "@lib/math/onnx/expressions/tensor_type.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

/** What graphs are tried with. */
export interface Trial {
  /** What symbols stand for. */
  readonly lengths?: Readonly<Record<string, number>>;
  /** Whole numbers are drawn below it. */
  readonly below?: number;
  /** Of the feeds. */
  readonly seed?: number;
}

/** The length that a dimension has. */
function lengthOf(dimension: Dimension, lengths: Readonly<Record<string, number>>): number {
  return knownLength(dimension, new Map(Object.entries(lengths)))!;
}

/** A tensor for every input that the outputs need: normal floats, whole numbers below a bound, truth values. */
export function randomFeeds(
  outputs: readonly Expression[],
  { lengths = {}, below = 3, seed = 1 }: Trial = {},
): Record<string, Tensor> {
  const draw = random(seed);
  const next: Record<DType, () => number | bigint> = {
    float32: () => draw.normal(),
    float64: () => draw.normal(),
    int32: () => draw.integer(below),
    int64: () => BigInt(draw.integer(below)),
    bool: () => draw.integer(2),
  };
  const feeds: Record<string, Tensor> = {};
  for (const node of inOrder(outputs)) {
    if (!isOperation(node, "Input")) continue;
    const shape = node.shape.map((dimension) => lengthOf(dimension, lengths));
    const count = shape.reduce((product, length) => product * length, 1);
    const elements = Array.from({ length: count }, next[node.dtype]);
    const values = (ARRAY_OF[node.dtype] as typeof Float64Array).from(elements as number[]) as Values;
    feeds[node.attributes.name] = { dtype: node.dtype, shape, values };
  }
  return feeds;
}

/** Whole numbers and shapes exactly, floats to a few roundings of their type. */
export function assertSameTensor(actual: Tensor, expected: Tensor): void {
  assertEquals({ dtype: actual.dtype, shape: actual.shape }, { dtype: expected.dtype, shape: expected.shape });
  if (expected.dtype !== "float32" && expected.dtype !== "float64") return assertEquals(actual.values, expected.values);
  const marked = ({ values }: Tensor) =>
    Array.from(values as Float64Array, (value) => Number.isNaN(value) ? 54321 : value);
  const tolerance = expected.dtype === "float32" ? 5e-6 : 1e-13;
  assertAllClose(marked(actual), marked(expected), { relative: tolerance, absolute: tolerance });
}

/** Compiles, runs and compares with `evaluate`. */
export async function assertAgrees(outputs: Readonly<Record<string, Expression>>, trial: Trial = {}): Promise<void> {
  const feeds = randomFeeds(Object.values(outputs), trial);
  const expected = evaluate(Object.values(outputs), feeds);
  await using graph = await compile(outputs);
  const actual = await graph.run(feeds);
  for (const [place, name] of Object.keys(outputs).entries()) assertSameTensor(actual[name]!, expected[place]!);
}
