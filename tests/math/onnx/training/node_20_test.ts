/**
 * The compiler and its training on Node 20, which many servers run: what JavaScript got later is not there.
 *
 * The methods are taken away here, for one test, so that no Node is needed to notice that one is used.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { input } from "@lib/math/onnx/expressions/expression.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { embedding } from "@lib/math/onnx/layers/embedding.ts";
import { layerNorm } from "@lib/math/onnx/layers/layer_norm.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { loadGraph } from "@lib/math/onnx/native/load_graph.ts";
import { concat, slice } from "@lib/math/onnx/operations/shape_ops.ts";
import { adamW } from "@lib/math/onnx/training/adam.ts";
import { fromBytes, toBytes } from "@lib/math/onnx/training/checkpoint.ts";
import { trainer } from "@lib/math/onnx/training/trainer.ts";

/** What came with Node 21, 22 and 24. */
const LATER: readonly (readonly [object, readonly string[]])[] = [
  [Set.prototype, ["difference", "union", "intersection", "isSubsetOf", "isSupersetOf", "isDisjointFrom"]],
  [Map, ["groupBy"]],
  [Object, ["groupBy"]],
  [Array, ["fromAsync"]],
  [Promise, ["withResolvers", "try"]],
  [Iterator.prototype, [
    "map",
    "filter",
    "take",
    "drop",
    "flatMap",
    "reduce",
    "toArray",
    "forEach",
    "some",
    "every",
    "find",
  ]],
  [Uint8Array, ["fromBase64", "fromHex"]],
  [Uint8Array.prototype, ["toBase64", "toHex"]],
];

async function asOnNode20(run: () => Promise<void>): Promise<void> {
  const taken = LATER.flatMap(([owner, names]) =>
    names.map((name) => ({ owner, name, descriptor: Object.getOwnPropertyDescriptor(owner, name) }))
  );
  for (const { owner, name } of taken) Reflect.deleteProperty(owner, name);
  try {
    await run();
  } finally {
    for (const { owner, name, descriptor } of taken) {
      if (descriptor !== undefined) Object.defineProperty(owner, name, descriptor);
    }
  }
}

Deno.test("invariant: built, trained, saved and loaded without what came after Node 20", () =>
  asOnNode20(async () => {
    const table = input("table", { shape: [5, 4] });
    const rows = embedding(table, input("i", { dtype: "int32", shape: ["n"] }));
    const halves = [slice(rows, [{ axis: 1, end: 2 }]), slice(rows, [{ axis: 1, start: 2 }])];
    const logits = layerNorm(concat(halves, { axis: 1 }));
    const loss = crossEntropy(logits, { targets: input("t", { dtype: "int32", shape: ["n"] }) });
    const values = Float32Array.from({ length: 20 }, (_, i) => Math.sin(i));
    const parameters = { table: { dtype: "float32", shape: [5, 4], values } } as const;
    await using training = await trainer({ loss, parameters, optimizer: adamW(), clipNorm: 1, stepsPerCall: 2 });
    const batch = { i: Int32Array.of(0, 3, 4), t: Int32Array.of(0, 1, 2) };
    const told = await training.steps([batch, batch, batch], { learningRate: 0.1 });
    assertEquals(told.map((step) => Number.isFinite(step.loss)), [true, true, true]);
    training.resume(fromBytes(toBytes(training.checkpoint())));
    await using graph = await compile({ loss, slope: gradient(loss, [table])[0]! });
    await using again = await loadGraph(graph.toBytes());
    const into = { slope: new Float32Array(20) };
    const results = await again.run({ ...batch, ...training.parameters() }, { into });
    assertEquals(results.slope?.values, into.slope);
  }));
