import { assert, assertEquals, assertRejects } from "@std/assert";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { constant, input } from "@lib/math/onnx/expressions/expression.ts";
import { add, multiply, square } from "@lib/math/onnx/operations/arithmetic.ts";
import { gather } from "@lib/math/onnx/operations/indexing.ts";
import { sum } from "@lib/math/onnx/operations/reductions.ts";

const x = input("x", { shape: ["n"] });
const outputs = { next: add(x, 1), total: sum(x) };

// By hand

Deno.test("outputs go into the caller's arrays; the others into new ones", async () => {
  await using graph = await compile(outputs);
  const place = new Float32Array(3);
  const { next, total } = await graph.run({ x: Float32Array.of(1, 2, 3) }, { into: { next: place } });
  assert(next?.values === place);
  assertEquals([...place], [2, 3, 4]);
  assertEquals(total, { dtype: "float32", shape: [], values: Float32Array.of(6) });
});

Deno.test("two sets of buffers change places: ten steps without a copy", async () => {
  await using graph = await compile(outputs);
  let [from, to] = [Float32Array.of(0, 10), new Float32Array(2)];
  for (let step = 0; step < 10; step++) {
    await graph.run({ x: from }, { into: { next: to } });
    [from, to] = [to, from];
  }
  assertEquals([...from], [10, 20]);
});

Deno.test("an output that is an input or a constant goes into the caller's array too", async () => {
  await using graph = await compile({ same: x, known: constant([1, 2]) });
  const [same, known] = [new Float32Array(2), new Float32Array(2)];
  const feed = Float32Array.of(3, 4);
  await graph.run({ x: feed }, { into: { same, known } });
  assertEquals([[...same], [...known]], [[3, 4], [1, 2]]);
  same[0] = 9;
  assertEquals([...feed], [3, 4]);
  assertEquals([...(await graph.run({ x: feed })).known!.values], [1, 2]);
});

// Invariants

Deno.test("results belong to the caller: a later call does not touch them", async () => {
  await using graph = await compile(outputs);
  const first = await graph.run({ x: Float32Array.of(1) });
  const second = await graph.run({ x: Float32Array.of(5) });
  assertEquals([[...first.next!.values], [...second.next!.values]], [[2], [6]]);
});

Deno.test("feeds are not changed, and a feed may be fed twice", async () => {
  const y = input("y", { shape: ["n"] });
  await using graph = await compile({ product: multiply(x, y) });
  const feed = Float32Array.of(2, 3);
  const { product } = await graph.run({ x: feed, y: feed });
  assertEquals([[...feed], [...product!.values]], [[2, 3], [4, 9]]);
});

Deno.test("calls that overlap give each their own results", async () => {
  await using graph = await compile(outputs);
  const calls = Array.from({ length: 20 }, (_, call) => graph.run({ x: new Float32Array(call).fill(1) }));
  const totals = (await Promise.all(calls)).map(({ total }) => total!.values[0]);
  assertEquals(totals, Array.from({ length: 20 }, (_, call) => call));
});

Deno.test("a graph that is disposed waits for the calls that run", async () => {
  const graph = await compile(outputs);
  const call = graph.run({ x: Float32Array.of(1, 2) });
  const disposal = graph.dispose();
  assertEquals([...(await call).next!.values], [2, 3]);
  await disposal;
});

Deno.test("disposing twice is once; a disposed graph runs no more, but its bytes are there", async () => {
  const graph = await compile(outputs);
  assert(graph.dispose() === graph.dispose());
  await graph.dispose();
  await graph[Symbol.asyncDispose]();
  await assertRejects(() => graph.run({ x: Float32Array.of(1) }), Error, "Cannot run a graph: it must not be disposed");
  assert(graph.toBytes().length > 0);
});

Deno.test("a hundred graphs come and go", async () => {
  for (let round = 0; round < 100; round++) {
    await using graph = await compile(outputs);
    await graph.run({ x: Float32Array.of(round) });
  }
});

Deno.test("bytes are the caller's: changing them changes nothing", async () => {
  await using graph = await compile(outputs);
  const bytes = graph.toBytes();
  bytes.fill(0);
  assert(graph.toBytes().some((byte) => byte !== 0));
});

// Refusals

Deno.test("after a refusal or a failure the graph runs as before", async () => {
  const indices = input("indices", { dtype: "int64", shape: [1] });
  await using graph = await compile({ row: gather(x, indices) });
  const feeds = { x: Float32Array.of(4, 5), indices: BigInt64Array.of(1n) };
  await assertRejects(
    () => graph.run({ ...feeds, x: new Float64Array(2) }),
    TypeError,
    "Cannot run a graph: input x must be",
  );
  const place = Float32Array.of(7);
  const far = { ...feeds, indices: BigInt64Array.of(2n) };
  const failure = await assertRejects(
    () => graph.run(far, { into: { row: place } }),
    Error,
    "Cannot run a graph: the runtime must",
  );
  assert(failure.message.includes("indices element out of data bounds, idx=2"), failure.message);
  assertEquals([...place], [7]);
  assertEquals([...(await graph.run(feeds)).row!.values], [5]);
});

Deno.test("an output may have the name of what every object has", async () => {
  const x = input("x", { shape: [1] });
  await using graph = await compile({ constructor: square(x), toString: square(x) });
  const results = await graph.run({ x: new Float32Array([3]) });
  assertEquals(Object.entries(results).map(([name, { values }]) => [name, values[0]]), [["constructor", 9], [
    "toString",
    9,
  ]]);
});
