import { assert, assertEquals, assertThrows } from "@std/assert";
import { type FeedRequest, resolveFeeds } from "@lib/math/onnx/native/feeds.ts";
import type { TensorType } from "@lib/math/onnx/expressions/tensor_type.ts";

const INPUTS: Record<string, TensorType> = {
  x: { dtype: "float32", shape: ["batch", 3] },
  labels: { dtype: "int64", shape: ["batch"] },
  pairs: { dtype: "float32", shape: ["2*batch", "seq"] },
};
const OUTPUTS: Record<string, TensorType> = {
  y: { dtype: "float32", shape: ["batch", 2] },
  loss: { dtype: "float64", shape: [] },
};

function request(overrides: Partial<FeedRequest> = {}): FeedRequest {
  const feeds = { x: new Float32Array(6), labels: new BigInt64Array(2), pairs: new Float32Array(20) };
  return { inputs: INPUTS, outputs: OUTPUTS, feeds, into: {}, ...overrides };
}

// By hand

Deno.test("arrays take their shapes from the types, one unknown symbol after the other", () => {
  const { fed } = resolveFeeds(request());
  assertEquals(Object.values(fed).map(({ shape }) => shape), [[2, 3], [2], [4, 5]]);
  const early = { pairs: new Float32Array(20), labels: new BigInt64Array(2), x: new Float32Array(6) };
  assertEquals(resolveFeeds(request({ feeds: early })).fed.pairs?.shape, [4, 5]);
});

Deno.test("tensors tell symbols to arrays, also to those that come before them", () => {
  const inputs = {
    flat: { dtype: "float32", shape: ["batch", "seq", 2] },
    mask: { dtype: "bool", shape: ["batch", "seq"] },
  } as const;
  const feeds = {
    flat: new Float32Array(24),
    mask: { dtype: "bool", shape: [3, 4], values: new Uint8Array(12) },
  } as const;
  assertEquals(resolveFeeds(request({ inputs, feeds })).fed.flat?.shape, [3, 4, 2]);
});

Deno.test("a symbol of a square is the root of a count only if another feed tells it", () => {
  const inputs = { x: { dtype: "float32", shape: ["n"] }, square: { dtype: "float32", shape: ["n", "n"] } } as const;
  const feeds = { x: new Float32Array(3), square: new Float32Array(9) };
  assertEquals(resolveFeeds(request({ inputs, feeds })).fed.square?.shape, [3, 3]);
  assertThrows(
    () => resolveFeeds(request({ inputs, feeds: { ...feeds, square: new Float32Array(10) } })),
    RangeError,
    "n = 3",
  );
});

Deno.test("outputs go into arrays of the caller's; the same array comes back", () => {
  const y = new Float32Array(4);
  const loss = new Float64Array(1);
  const { targets } = resolveFeeds(request({ into: { y, loss } }));
  assert(targets.y?.values === y);
  assertEquals([targets.y.shape, targets.loss?.shape], [[2, 2], []]);
});

Deno.test("two parts of one buffer are memory of their own", () => {
  const buffer = new ArrayBuffer(40);
  const feeds = { ...request().feeds, x: new Float32Array(buffer, 0, 6) };
  resolveFeeds(request({ feeds, into: { y: new Float32Array(buffer, 24, 4) } }));
});

Deno.test("no elements are an array like any other", () => {
  const feeds = {
    x: new Float32Array(0),
    labels: new BigInt64Array(0),
    pairs: { dtype: "float32", shape: [0, 7], values: new Float32Array(0) },
  } as const;
  assertEquals(resolveFeeds(request({ feeds })).fed.x?.shape, [0, 3]);
});

// Refusals

const good = request().feeds;
const buffer = new ArrayBuffer(64);
const REFUSALS: readonly [what: string, Partial<FeedRequest>, string][] = [
  ["dtype beside the right array", {
    feeds: { ...good, x: { dtype: "float64", shape: [2, 3], values: new Float32Array(6) } },
  }, "current value is float64 in Float32Array"],
  ["the second of two that disagree", {
    feeds: {
      ...good,
      x: { dtype: "float32", shape: [2, 3], values: new Float32Array(6) },
      labels: { dtype: "int64", shape: [3], values: new BigInt64Array(3) },
    },
  }, "input labels must be int64[batch] (batch = 2): current value is [3]"],
  [
    "output of another batch",
    { into: { y: new Float32Array(6) } },
    "output y must be float32[batch, 2] (batch = 2, seq = 5)",
  ],
  ["missing", { feeds: { x: good.x!, pairs: good.pairs! } }, "input labels must be fed: current value is undefined"],
  [
    "unknown",
    { feeds: { ...good, z: new Float32Array(1) } },
    'every input must be one of x, labels, pairs: current value is "z"',
  ],
  [
    "inherited name",
    { feeds: { ...good, toString: new Float32Array(1) } },
    'every input must be one of x, labels, pairs: current value is "toString"',
  ],
  [
    "array type",
    { feeds: { ...good, x: new Float64Array(6) } },
    "input x must be float32[batch, 3] in a Float32Array: current value is Float64Array",
  ],
  [
    "dtype",
    { feeds: { ...good, x: { dtype: "float64", shape: [2, 3], values: new Float64Array(6) } } },
    "current value is float64 in Float64Array",
  ],
  ["dtype that is not the array's", {
    feeds: { ...good, x: { dtype: "float32", shape: [2, 3], values: new Float64Array(6) } },
  }, "current value is float32 in Float64Array"],
  [
    "no array",
    { feeds: { ...good, x: { dtype: "float32", shape: [2, 3], values: [1] as unknown as Float32Array } } },
    "current value is float32 in an array",
  ],
  [
    "shared memory",
    { feeds: { ...good, x: new Float32Array(new SharedArrayBuffer(24)) } },
    "input x must not be in shared memory",
  ],
  [
    "rank",
    { feeds: { ...good, x: { dtype: "float32", shape: [6], values: new Float32Array(6) } } },
    "input x must be float32[batch, 3]: current value is [6] in an array of 6",
  ],
  [
    "length",
    { feeds: { ...good, x: { dtype: "float32", shape: [3, 2], values: new Float32Array(6) } } },
    "input x must be float32[batch, 3] (batch = 3): current value is [3, 2] in an array of 6",
  ],
  [
    "count",
    { feeds: { ...good, x: { dtype: "float32", shape: [2, 3], values: new Float32Array(7) } } },
    "current value is [2, 3] in an array of 7",
  ],
  [
    "count that is no multiple",
    { feeds: { ...good, x: new Float32Array(7) } },
    "input x must be float32[batch, 3]: current value is an array of 7",
  ],
  [
    "symbols that disagree",
    { feeds: { ...good, labels: new BigInt64Array(3) } },
    "input labels must be int64[batch] (batch = 2",
  ],
  ["product that disagrees", {
    feeds: { ...good, pairs: { dtype: "float32", shape: [3, 1], values: new Float32Array(3) } },
  }, "input pairs must be float32[2*batch, seq]"],
  [
    "two unknown symbols",
    { inputs: { x: { dtype: "float32", shape: ["a", "b"] } }, feeds: { x: new Float32Array(6) } },
    "input x, float32[a, b], must be given with its shape where nothing is known",
  ],
  ["a symbol beside a length of 0", {
    inputs: { x: { dtype: "float32", shape: ["a", 0] } },
    feeds: { x: new Float32Array(0) },
  }, "input x, float32[a, 0], must be given with its shape"],
  ["unknown output", { into: { z: new Float32Array(1) } }, 'every output must be one of y, loss: current value is "z"'],
  ["output of another count", { into: { y: new Float32Array(5) } }, "output y must be float32[batch, 2]"],
  [
    "output of another shape",
    { into: { y: { dtype: "float32", shape: [1, 4], values: new Float32Array(4) } } },
    "output y must be float32[batch, 2]",
  ],
  [
    "output of another type",
    { into: { loss: new Float32Array(1) } },
    "output loss must be float64[] in a Float64Array",
  ],
  ["output over an input", {
    feeds: { ...good, x: new Float32Array(buffer, 0, 6) },
    into: { y: new Float32Array(buffer, 20, 4) },
  }, "output y must have memory of its own: current value is that of input x"],
  [
    "output over an output",
    { into: { y: new Float32Array(buffer, 0, 4), loss: new Float64Array(buffer, 8, 1) } },
    "output loss must have memory of its own: current value is that of output y",
  ],
];

for (const [what, overrides, message] of REFUSALS) {
  Deno.test(`refused: ${what}`, () => {
    const { message: actual } = assertThrows(() => resolveFeeds(request(overrides)), Error);
    assert(actual.startsWith("Cannot run a graph: "), actual);
    assert(actual.includes(message), actual);
  });
}

Deno.test("refused: negative lengths, although their product is right", () => {
  const inputs = { x: { dtype: "float32", shape: ["a", "b"] } } as const;
  const x = { dtype: "float32", shape: [-2, -3], values: new Float32Array(6) } as const;
  assertThrows(
    () => resolveFeeds(request({ inputs, feeds: { x } })),
    RangeError,
    "current value is [-2, -3] in an array of 6",
  );
});
