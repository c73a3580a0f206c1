/**
 * Convolution, pooling and layers as the runtime computes them, in float32: PyTorch's values and gradients, and the
 * pooled convolution of a real size.
 */
import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { pooledConvolution } from "@lib/math/onnx/layers/pooled_convolution.ts";
import { multiply } from "@lib/math/onnx/operations/arithmetic.ts";
import { convolution } from "@lib/math/onnx/operations/convolution.ts";
import { maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { sum } from "@lib/math/onnx/operations/reductions.ts";
import { built, CASES, weighted } from "./vectors.ts";

for (const one of CASES) {
  if (one.name === "far from zero") continue; // float32 rounds 1000.123 to four decimals before anything is computed
  Deno.test(`native: ${one.layer}, ${one.name}`, async () => {
    const { operands, outputs, feeds } = built(one, "float32");
    const parameters = Object.keys(one.gradients);
    const names = Object.keys(one.outputs);
    const loss = weighted(names.map((name) => outputs[name]!));
    const slopes = gradient(loss, parameters.map((name) => operands[name]!));
    const wanted: Record<string, Expression> = {};
    for (const name of names) wanted[`value ${name}`] = outputs[name]!;
    for (const [place, name] of parameters.entries()) wanted[`slope ${name}`] = slopes[place]!;
    await using graph = await compile(wanted);
    const results = await graph.run(feeds);
    const expected = [
      ...names.map((name) => [`value ${name}`, one.outputs[name]!.values] as const),
      ...parameters.map((name) => [`slope ${name}`, one.gradients[name]!] as const),
    ];
    for (const [name, values] of expected) {
      const scale = Math.max(...values.map(Math.abs));
      assertAllClose(Array.from(results[name]!.values as Float32Array), values, {
        relative: 1e-4,
        absolute: 2e-6 * scale + 1e-7,
      });
    }
  });
}

Deno.test("native: a pooled convolution has the values and gradients of the two operations, for a batch that only the feeds know", async () => {
  const dice = random(8);
  const x = input("x", { shape: ["batch", 4, 14, 14] });
  const [w, bias] = [input("w", { shape: [8, 4, 3, 3] }), input("bias", { shape: [8] })];
  const forms = {
    own: pooledConvolution(x, w, { padding: "same", pool: 2, bias }),
    two: maxPool(convolution(x, w, { padding: "same", bias }), { kernel: 2 }),
  };
  const wanted: Record<string, Expression> = {};
  for (const [form, result] of Object.entries(forms)) {
    const weights = Array.from({ length: 8 * 49 }, (_, place) => Math.sin(1 + 2 * place));
    const loss = sum(multiply(result, constant(weights, { shape: [8, 7, 7] })));
    wanted[`${form} 0`] = result;
    for (const [place, slope] of gradient(loss, [x, w, bias]).entries()) wanted[`${form} ${place + 1}`] = slope;
  }
  await using graph = await compile(wanted);
  for (const batch of [1, 5]) {
    // with ties, and exact in float32
    const draw = (count: number) => Float32Array.from({ length: count }, () => dice.integer(4));
    const results = await graph.run({ x: draw(batch * 4 * 196), w: draw(8 * 36), bias: draw(8) });
    for (const place of [0, 1, 2, 3]) {
      const [own, two] = [results[`own ${place}`]!, results[`two ${place}`]!];
      assertEquals(own.shape, two.shape);
      assertAllClose(own.values as Float32Array, two.values as Float32Array, { relative: 1e-4, absolute: 1e-3 });
    }
  }
});
