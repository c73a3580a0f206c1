/**
 * Models as they are published: a BERT encoder with the weights of a file, and a Llama-style decoder; PyTorch's values
 * and gradients, and a cache that changes nothing.
 *
 * @module
 */
import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { input } from "@lib/math/onnx/expressions/expression.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { gradientCheck } from "@lib/math/onnx/gradients/gradient_check.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { l2Normalize } from "@lib/math/onnx/layers/l2_normalize.ts";
import { bertEncoder } from "@lib/math/onnx/models/bert_encoder.ts";
import { cacheInputs, llamaDecoder } from "@lib/math/onnx/models/llama_decoder.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { divide, multiply } from "@lib/math/onnx/operations/arithmetic.ts";
import { cast } from "@lib/math/onnx/operations/elementwise.ts";
import { mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import { slice, unsqueeze } from "@lib/math/onnx/operations/shape_ops.ts";
import { square } from "@lib/math/onnx/operations/arithmetic.ts";
import { model } from "@lib/math/onnx/training/model.ts";
import { fromSafetensors } from "@lib/math/onnx/training/safetensors.ts";
import { sampleToken } from "@lib/math/onnx/generation/sampling.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./models_vectors.json" with { type: "json" };

const MODELS = Deno.env.get("LAB_MODELS");

function whole(rows: readonly (readonly number[])[]): Tensor {
  return { dtype: "int32", shape: [rows.length, rows[0]!.length], values: Int32Array.from(rows.flat()) };
}

const MINILM = { vocabularySize: 30522, width: 384, layers: 6, heads: 12, dropoutRate: 0.1 };

Deno.test({
  name: "oracle: all-MiniLM-L6-v2 from its half-precision file gives PyTorch's vectors (needs LAB_MODELS)",
  ignore: MODELS === undefined,
  async fn() {
    const file = `${MODELS}/minilm-l6-v2-fp16/model.safetensors`;
    const select = ({ storedType }: { readonly storedType: string }) => storedType === "F16";
    const { tensors } = fromSafetensors(await Deno.readFile(file), { select });
    const encoder = model((scope) => {
      const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
      const mask = input("mask", { dtype: "bool", shape: ["batch", "tokens"] });
      const hidden = bertEncoder(scope, { tokens, mask, config: MINILM });
      const kept = cast(mask, "float32");
      const total = sum(multiply(hidden, unsqueeze(kept, 2)), { axes: [1] });
      return { hidden, pooled: l2Normalize(divide(total, sum(kept, { axes: [1], keepDimensions: true }))) };
    });
    const names = Object.keys(encoder.parameters);
    assertEquals(names.filter((name) => tensors[name] === undefined), []);
    const weights = Object.fromEntries(names.map((name) => [name, tensors[name]!]));
    await using graph = await compile(encoder.inference);
    const tokens = whole(vectors.bert.tokens);
    const mask: Tensor = {
      dtype: "bool",
      shape: tokens.shape,
      values: Uint8Array.from(tokens.values as Int32Array, (id) => id === 0 ? 0 : 1),
    };
    const { hidden, pooled } = await graph.run({ ...weights, tokens, mask });
    assertAllClose(Array.from(pooled!.values as Float32Array), vectors.bert.pooled.flat(), { absolute: 1e-5 });
    assertAllClose(Array.from(hidden!.values.slice(0, 384) as Float32Array), vectors.bert.firstHidden, {
      absolute: 1e-5,
    });
  },
});

Deno.test("oracle: differences, for the gradients of a small encoder", () => {
  const config = {
    vocabularySize: 7,
    width: 4,
    layers: 1,
    heads: 2,
    positions: 5,
    dtype: "float64",
    epsilon: 1e-5,
  } as const;
  const encoder = model((scope) => {
    const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
    const mask = input("mask", { dtype: "bool", shape: ["batch", "tokens"] });
    const hidden = bertEncoder(scope, { tokens, mask, config });
    return { loss: mean(square(multiply(hidden, slice(hidden, [{ axis: 2, step: -1 }])))) };
  });
  const dice = random(2);
  const weights = Object.fromEntries(
    Object.entries(encoder.initial({ seed: 1 })).map(([name, tensor]) => [name, {
      ...tensor,
      values: Float64Array.from(tensor.values as Float64Array, (value) => value + 0.3 * dice.normal()),
    }]),
  );
  const feeds = {
    ...weights,
    tokens: whole([[1, 2, 3], [4, 6, 0]]),
    mask: { dtype: "bool", shape: [2, 3], values: Uint8Array.of(1, 1, 1, 1, 1, 0) },
  } as const;
  const parameters = Object.entries(encoder.parameters).map(([name, type]) => input(name, type));
  // the same inputs by name: a graph's parameters are told apart by their nodes
  const own = new Map(parameters.map((one) => [one.attributes.name, one]));
  const again = model((scope) => {
    const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
    const mask = input("mask", { dtype: "bool", shape: ["batch", "tokens"] });
    const bound = (prefix: string): typeof scope => ({
      ...scope,
      parameter: (name) => own.get(prefix + name)!,
      within: (name) => bound(`${prefix}${name}.`),
      dropout: (x) => x,
    });
    const hidden = bertEncoder(bound(""), { tokens, mask, config });
    return { loss: mean(square(multiply(hidden, slice(hidden, [{ axis: 2, step: -1 }])))) };
  });
  const comparisons = gradientCheck(again.inference.loss, { parameters, feeds });
  assert(comparisons.length > 200);
  for (const comparison of comparisons) assertLess(comparison.error, 2e-6, JSON.stringify(comparison));
});

const LLAMA = { ...vectors.llama.config, dtype: "float64" } as const;

function weightsOf(): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(vectors.llama.weights).map((
      [name, { shape, values }],
    ) => [name, { dtype: "float64", shape, values: Float64Array.from(values) }]),
  );
}

Deno.test("oracle: a Llama-style decoder has PyTorch's logits, loss and gradients", () => {
  const decoder = model((scope) => {
    const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
    const { logits } = llamaDecoder(scope, { tokens, config: LLAMA });
    const predicted = slice(logits, [{ axis: 1, end: -1 }]);
    return { logits, loss: crossEntropy(predicted, { targets: slice(tokens, [{ axis: 1, start: 1 }]) }), tokens };
  });
  const names = Object.keys(vectors.llama.weights);
  assertEquals(Object.keys(decoder.parameters).sort(), names.toSorted());
  const feeds = { ...weightsOf(), tokens: whole(vectors.llama.tokens) };
  const [logits, loss] = evaluate([decoder.inference.logits, decoder.inference.loss], feeds);
  assertAllClose(logits!.values as Float64Array, vectors.llama.logits, { absolute: 1e-12 });
  assertAllClose(loss!.values as Float64Array, [vectors.llama.loss], { absolute: 1e-12 });
  const inputs = new Map<string, Parameters<typeof gradient>[1][number]>();
  for (const node of parametersOf(decoder.inference.loss)) inputs.set(node.attributes.name, node);
  const slopes = evaluate(gradient(decoder.inference.loss, names.map((name) => inputs.get(name)!)), feeds);
  for (const [i, name] of names.entries()) {
    const expected = (vectors.llama.gradients as Record<string, number[]>)[name]!;
    assertAllClose(slopes[i]!.values as Float64Array, expected, { absolute: 1e-12 });
  }
});

/** The inputs of a graph. */
function parametersOf(loss: Parameters<typeof gradient>[0]) {
  const seen = new Set<unknown>();
  const found: ReturnType<typeof input>[] = [];
  const walk = (node: typeof loss): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.operation === "Input") found.push(node as ReturnType<typeof input>);
    node.inputs.forEach(walk);
  };
  walk(loss);
  return found;
}

/** The decoder with a cache, natively, in float32. */
async function generator() {
  const config = { ...vectors.llama.config };
  const decoder = model((scope) => {
    const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
    const { logits, caches } = llamaDecoder(scope, { tokens, caches: cacheInputs(config), config });
    const next = caches.flatMap(({ key, value }, layer) =>
      [[`next.${layer}.key`, key], [`next.${layer}.value`, value]] as const
    );
    return { logits, ...Object.fromEntries(next) };
  });
  const weights = Object.fromEntries(
    Object.entries(weightsOf()).map((
      [name, { shape, values }],
    ) => [name, { dtype: "float32", shape, values: Float32Array.from(values as Float64Array) } as const]),
  );
  const graph = await compile(decoder.frozen(weights));
  const empty = Object.fromEntries(
    [0, 1].flatMap((layer) =>
      ["key", "value"].map((
        kind,
      ) => [`past.${layer}.${kind}`, { dtype: "float32", shape: [1, 2, 0, 2], values: new Float32Array(0) } as Tensor])
    ),
  );
  return { graph, empty };
}

function pastOf(results: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(results).filter(([name]) => name.startsWith("next.")).map((
      [name, tensor],
    ) => [name.replace("next", "past"), tensor]),
  );
}

Deno.test("invariant: token by token with a growing cache, in parts, or all at once: the same logits", async () => {
  const { graph, empty } = await generator();
  await using _ = graph;
  const text = vectors.llama.tokens[0]!;
  const whole_ = await graph.run({ ...empty, tokens: whole([text]) });
  const expected = Array.from(whole_.logits!.values as Float32Array);
  assertAllClose(expected, vectors.llama.logits.slice(0, expected.length), { absolute: 2e-5 });
  for (const parts of [[1, 1, 1, 1, 1, 1], [3, 1, 2], [5, 1]]) {
    let past = empty;
    const logits: number[] = [];
    let start = 0;
    for (const count of parts) {
      const results = await graph.run({ ...past, tokens: whole([text.slice(start, start + count)]) });
      logits.push(...results.logits!.values as Float32Array);
      past = pastOf(results);
      start += count;
      assertEquals(past["past.0.key"]!.shape, [1, 2, start, 2]);
    }
    assertAllClose(logits, expected, { absolute: 1e-5 });
  }
});

Deno.test("invariant: generated text is the same with and without a cache", async () => {
  const { graph, empty } = await generator();
  await using _ = graph;
  const vocabulary = vectors.llama.config.vocabularySize;
  const lastRow = ({ logits }: Record<string, Tensor>) => Array.from(logits!.values.slice(-vocabulary) as Float32Array);
  const generate = async (cached: boolean): Promise<number[]> => {
    const draw = random(5);
    const text = [3];
    let past = empty;
    while (text.length < 12) {
      const results = await graph.run({ ...past, tokens: whole([cached ? text.slice(-1) : text]) });
      if (cached) past = pastOf(results);
      text.push(sampleToken(lastRow(results), { draw, temperature: 0.8, topK: 5 }));
    }
    return text;
  };
  assertEquals(await generate(true), await generate(false));
});

Deno.test("refusals: sizes of models", () => {
  const tokens = input("tokens", { dtype: "int32", shape: ["batch", "tokens"] });
  const config = { vocabularySize: 7, width: 6, layers: 1, heads: 4 };
  assertThrows(() => model((scope) => ({ h: bertEncoder(scope, { tokens, config }) })), RangeError, "a multiple of 4");
  assertThrows(
    () => model((scope) => ({ h: bertEncoder(scope, { tokens, config: { ...config, layers: 0 } }) })),
    RangeError,
    "Cannot build a BERT encoder: layers must be a positive integer",
  );
  const decoder = { ...config, width: 8, heads: 4, keyHeads: 3, innerWidth: 4 };
  assertThrows(
    () => model((scope) => llamaDecoder(scope, { tokens, config: decoder }) as never),
    RangeError,
    "a divisor of heads",
  );
});
