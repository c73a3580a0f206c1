/**
 * RMS norm, rotary embedding, grouped queries, group norm, L2 normalisation, in-batch softmax, resize and the largest
 * elements: what holds by construction, in both engines, and what is refused. PyTorch's values are in `layers_test.ts`.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import type { Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { attention } from "@lib/math/onnx/layers/attention.ts";
import { groupNorm } from "@lib/math/onnx/layers/group_norm.ts";
import { groupedQueryAttention } from "@lib/math/onnx/layers/grouped_query_attention.ts";
import { inBatchSoftmaxLoss } from "@lib/math/onnx/layers/in_batch_softmax_loss.ts";
import { l2Normalize } from "@lib/math/onnx/layers/l2_normalize.ts";
import { rmsNorm } from "@lib/math/onnx/layers/rms_norm.ts";
import { rotaryEmbedding, rotaryTables } from "@lib/math/onnx/layers/rotary_embedding.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { multiply, square } from "@lib/math/onnx/operations/arithmetic.ts";
import { globalAveragePool, globalMaxPool } from "@lib/math/onnx/operations/pooling.ts";
import { cumulativeSum, sum } from "@lib/math/onnx/operations/reductions.ts";
import { resize } from "@lib/math/onnx/operations/resize.ts";
import { slice } from "@lib/math/onnx/operations/shape_ops.ts";
import { topK } from "@lib/math/onnx/operations/top_k.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const of = (name: string, shape: Shape) => input(name, { shape });

function drawn(seed: number, shape: readonly number[]): Tensor {
  const dice = random(seed);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => dice.normal());
  return { dtype: "float32", shape, values };
}

async function both(out: Expression, feeds: Readonly<Record<string, Tensor>>): Promise<number[][]> {
  const [own] = evaluate([out], feeds);
  await using graph = await compile({ out });
  const { out: native } = await graph.run(feeds);
  return [own!, native!].map(({ values }) => Array.from(values as Float32Array, Number));
}

Deno.test("by hand: an RMS norm, also of elements whose squares are infinite", async () => {
  // the mean of 9 and 16 is 12.5, its root 3.5355
  for (const size of [1, 1e25]) {
    const x: Tensor = { dtype: "float32", shape: [2], values: Float32Array.of(3 * size, 4 * size) };
    for (const own of await both(rmsNorm(of("x", [2])), { x })) {
      assertAllClose(own, [3 / Math.sqrt(12.5), 4 / Math.sqrt(12.5)], { relative: 1e-6 });
    }
  }
});

Deno.test("by hand: a resized line, and of two nearest pixels the first", async () => {
  const line = constant([0, 10, 20], { shape: [1, 1, 3] });
  for (const own of await both(resize(line, { size: 6 }), {})) {
    assertAllClose(own, [0, 2.5, 7.5, 12.5, 17.5, 20], { relative: 1e-6 });
  }
  for (const own of await both(resize(line, { size: 2, mode: "nearest" }), {})) assertEquals(own, [0, 20]);
});

Deno.test("by hand: angles of two pairs at three positions", () => {
  const { cos, sin } = rotaryTables({ positions: 3, features: 4, base: 100, dtype: "float64" });
  const angles = [0, 0, 1, 0.1, 2, 0.2]; // 100^(-2/4) is 0.1
  const [cosines, sines] = evaluate([cos, sin], {});
  assertAllClose(cosines!.values as Float64Array, angles.map(Math.cos), { absolute: 1e-15 });
  assertAllClose(sines!.values as Float64Array, angles.map(Math.sin), { absolute: 1e-15 });
});

Deno.test("invariant: turned queries and keys know only how far apart they are, and keep their lengths", async () => {
  const { cos, sin } = rotaryTables({ positions: 32, features: 8 });
  const at = (x: Expression, position: number, interleaved: boolean) => {
    const row = [{ axis: 0, start: position, end: position + 1 }];
    return rotaryEmbedding(x, { cos: slice(cos, row), sin: slice(sin, row), interleaved });
  };
  const [query, key] = [of("q", [1, 8]), of("k", [1, 8])];
  const feeds = { q: drawn(1, [1, 8]), k: drawn(2, [1, 8]) };
  for (const interleaved of [false, true]) {
    const products = [[3, 0], [20, 17], [31, 28]].map(([one, other]) =>
      sum(multiply(at(query, one!, interleaved), at(key, other!, interleaved)))
    );
    const [first, ...rest] = (await Promise.all(products.map((product) => both(product, feeds)))).flat(2);
    assertAllClose(rest, rest.map(() => first!), { absolute: 1e-5 });
    const [norm] = (await both(sum(square(at(query, 9, interleaved))), { q: feeds.q }))[0]!;
    assertAllClose([norm!], [(feeds.q.values as Float32Array).reduce((total, x) => total + x * x, 0)], {
      relative: 1e-5,
    });
  }
});

Deno.test("invariant: with as many heads of keys as of queries, grouped-query attention is attention", async () => {
  const [q, k, v] = [of("q", [2, 4, 3, 5]), of("k", [2, 4, 6, 5]), of("v", [2, 4, 6, 2])];
  const feeds = { q: drawn(1, [2, 4, 3, 5]), k: drawn(2, [2, 4, 6, 5]), v: drawn(3, [2, 4, 6, 2]) };
  const [own] = await both(groupedQueryAttention(q, { key: k, value: v }), feeds);
  const [plain] = await both(attention(q, { key: k, value: v }), feeds);
  assertAllClose(own!, plain!, { absolute: 1e-6 });
});

Deno.test("invariant: groups as channels and one group are norms of their own", async () => {
  const x = of("x", ["batch", 4, "height", 3]);
  const feeds = { x: drawn(5, [2, 4, 2, 3]) };
  for (const own of await both(groupNorm(x, { groups: 4 }), feeds)) {
    for (let channel = 0; channel < 8; channel++) {
      const part = own.slice(6 * channel, 6 * channel + 6);
      assertAllClose([part.reduce((total, one) => total + one, 0)], [0], { absolute: 1e-4 });
      assertAllClose([part.reduce((total, one) => total + one * one, 0) / 6], [1], { absolute: 1e-3 });
    }
  }
});

Deno.test("invariant: an item that comes twice is no negative of itself", async () => {
  const [queries, items] = [of("q", ["n", 2]), of("i", ["n", 2])];
  const ids = input("ids", { dtype: "int32", shape: ["n"] });
  const loss = inBatchSoftmaxLoss(queries, { items, ids });
  const same: Tensor = { dtype: "float32", shape: [2, 2], values: Float32Array.of(1, 0, 1, 0) };
  const one = { q: same, i: same, ids: { dtype: "int32", shape: [2], values: Int32Array.of(7, 7) } } as const;
  for (const [own] of await both(loss, one) as [number][]) assertAllClose([own], [0], { absolute: 1e-6 });
  const two = { ...one, ids: { dtype: "int32", shape: [2], values: Int32Array.of(7, 8) } } as const;
  for (const [own] of await both(loss, two) as [number][]) assertAllClose([own], [Math.LN2], { absolute: 1e-6 });
});

Deno.test("property: the largest elements are those of a stable sort", async () => {
  const dice = random(8);
  const values = Float32Array.from({ length: 60 }, () => dice.integer(7));
  const x: Tensor = { dtype: "float32", shape: [5, 12], values };
  const { values: largest, indices } = topK(of("x", ["rows", 12]), { k: 5 });
  const [own, where] = [await both(largest, { x }), await both(indices, { x })];
  for (let row = 0; row < 5; row++) {
    const ranked = [...values.slice(12 * row, 12 * row + 12).entries()].sort(([i, a], [j, b]) => b - a || i - j).slice(
      0,
      5,
    );
    for (const list of own) assertEquals(list.slice(5 * row, 5 * row + 5), ranked.map(([, value]) => value));
    for (const list of where) assertEquals(list.slice(5 * row, 5 * row + 5), ranked.map(([index]) => index));
  }
});

Deno.test("refusals: shapes, types and ranges, in words that name them", () => {
  const x = of("x", ["batch", 6]);
  const flags = input("flags", { dtype: "bool", shape: [4] });
  const whole = input("whole", { dtype: "int32", shape: [4] });
  const [cos, sin] = [of("cos", [5, 2]), of("sin", [5, 2])];
  const heads = (count: number) => of("h", [1, count, 3, 4]);
  const table: readonly (readonly [() => unknown, ErrorConstructor, string])[] = [
    [() => rmsNorm(x, { epsilon: 0 }), RangeError, "Cannot build an RMS norm: epsilon"],
    [
      () => rmsNorm(x, { scale: of("s", [5]) }),
      RangeError,
      "scale must have the shape [6] of the normalised axes: current value is [5]",
    ],
    [() => rmsNorm(whole), TypeError, "floats"],
    [() => groupNorm(x, { groups: 4 }), RangeError, "a multiple of 4 channels, …): current value is [batch, 6]"],
    [() => groupNorm(x, { groups: 0 }), RangeError, "groups must be a positive integer"],
    [() => groupNorm(x, { groups: 2, bias: of("b", [5]) }), RangeError, "bias must have the shape of x's channels"],
    [() => l2Normalize(x, { epsilon: -1 }), RangeError, "epsilon"],
    [
      () => rotaryEmbedding(of("x", [5, 3]), { cos, sin }),
      RangeError,
      "an even number of features): current value is [5, 3]",
    ],
    [() => rotaryEmbedding(of("x", [7, 4]), { cos, sin }), RangeError, "[5, 2]"],
    [
      () => rotaryTables({ positions: 4, features: 3 }),
      RangeError,
      "features / 2 must be a positive integer: current value is 1.5",
    ],
    [() => groupedQueryAttention(heads(4), { key: heads(2), value: heads(1) }), RangeError, "a divisor of heads"],
    [
      () => groupedQueryAttention(heads(6), { key: heads(4), value: heads(4) }),
      RangeError,
      "a divisor of heads, keys, …): current value is [1, 6, 3, 4], [1, 4, 3, 4]",
    ],
    [
      () =>
        groupedQueryAttention(heads(4), {
          key: heads(2),
          value: heads(2),
          mask: input("m", { dtype: "bool", shape: [1, 3, 3, 3] }),
        }),
      RangeError,
      "mask must broadcast",
    ],
    [() => inBatchSoftmaxLoss(x, { items: of("i", ["batch", 5]) }), RangeError, "[batch, 6], [batch, 5]"],
    [() => inBatchSoftmaxLoss(x, { items: x, ids: of("ids", ["batch"]) }), TypeError, "ids must be int32 or int64"],
    [() => inBatchSoftmaxLoss(x, { items: x, temperature: 0 }), RangeError, "temperature"],
    [() => topK(x, { k: 7 }), RangeError, "k must be at most the length of axis 1 of [batch, 6]: current value is 7"],
    [() => topK(x, { k: 0 }), RangeError, "Cannot build TopK: k must be a positive integer"],
    [() => topK(flags, { k: 1 }), TypeError, "the operand must hold numbers"],
    [() => cumulativeSum(flags), TypeError, "Cannot build CumSum"],
    [() => resize(of("x", ["n", 1, 4]), { size: 0 }), RangeError, "size"],
    [() => resize(of("x", ["n", 1, 4]), { size: [2, 2] }), RangeError, "size"],
    [
      () => resize(of("x", ["n", 1, 4]), { size: 2, mode: "cubic" as never }),
      RangeError,
      'mode must be "nearest" or "bilinear"',
    ],
    [() => globalAveragePool(x), RangeError, "(batch, channels, spatial …): current value is [batch, 6]"],
    [() => globalMaxPool(whole), TypeError, "floats"],
  ];
  for (const [attempt, kind, message] of table) assertThrows(attempt, kind, message);
  assert(table.length > 20);
});
