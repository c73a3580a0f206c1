/**
 * Tests of `layers/pooled_convolution.ts`: it is the convolution and the pooling that it replaces, in values, gradients
 * and refusals.
 */
import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { type Expression, inOrder, input } from "@lib/math/onnx/expressions/expression.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { pooledConvolution } from "@lib/math/onnx/layers/pooled_convolution.ts";
import { square } from "@lib/math/onnx/operations/arithmetic.ts";
import { convolution } from "@lib/math/onnx/operations/convolution.ts";
import { maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { sum } from "@lib/math/onnx/operations/reductions.ts";
import type { Shape, Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";

const parameter = (name: string, shape: Shape) => input(name, { dtype: "float64", shape });

Deno.test("by hand: two taps, two places", () => {
  const [x, w] = [parameter("x", [1, 1, 5]), parameter("w", [1, 1, 2])];
  const feeds: Record<string, Tensor> = {
    x: { dtype: "float64", shape: [1, 1, 5], values: new Float64Array([1, 5, 2, 0, 3]) },
    w: { dtype: "float64", shape: [1, 1, 2], values: new Float64Array([1, 10]) },
  };
  // 1 + 50, 5 + 20, 2 + 0, 0 + 30; the larger of two each
  assertEquals([...evaluate([pooledConvolution(x, w, { pool: 2 })], feeds)[0]!.values], [51, 30]);
});

Deno.test("oracle: values and gradients of the two operations, also where elements are equal", () => {
  const dice = random(1);
  const trials = [
    { x: [2, 1, 6, 6], w: [3, 1, 3, 3], options: { padding: "same", pool: 2 } },
    { x: [2, 3, 7, 8], w: [2, 3, 3, 2], options: { padding: [[1, 0], [2, 1]], pool: [2, 3] } },
    { x: [2, 2, 11, 9], w: [2, 2, 2, 3], options: { strides: [2, 1], pool: [2, 1], padding: 1 } },
    { x: [3, 2, 12], w: [4, 2, 3], options: { pool: 3 } },
    { x: [1, 2, 5, 4, 4], w: [2, 2, 2, 1, 2], options: { pool: [2, 2, 1] } },
  ] as const;
  for (const { x: xShape, w: wShape, options } of trials) {
    for (const levels of [1e9, 2]) { // so few different values that most windows have several largest
      const draw = (shape: Shape): Tensor => ({
        dtype: "float64",
        shape: shape as number[],
        values: Float64Array.from(
          { length: (shape as number[]).reduce((a, b) => a * b, 1) },
          () => dice.integer(levels) / levels - .3,
        ),
      });
      const [x, w, bias] = [parameter("x", xShape), parameter("w", wShape), parameter("bias", [wShape[0]])];
      const feeds = { x: draw(x.shape), w: draw(w.shape), bias: draw(bias.shape) };
      const { pool, ...rest } = options;
      const forms = [
        pooledConvolution(x, w, { ...options, bias }),
        maxPool(convolution(x, w, { ...rest, bias }), { kernel: pool }),
      ].map((result): Expression[] => [result, ...gradient(sum(square(result)), [x, w, bias])]);
      const [own, two] = forms.map((outputs) => evaluate(outputs, feeds));
      for (const [place, { shape, values }] of own!.entries()) {
        assertEquals(shape, two![place]!.shape);
        assertAllClose(values as Float64Array, two![place]!.values as Float64Array, {
          relative: 1e-11,
          absolute: 1e-11,
        });
      }
    }
  }
});

Deno.test("by hand: the plain form is a convolution and a pooling that every tool knows", () => {
  const [x, w] = [input("x", { shape: ["batch", 1, 4, 4] }), input("w", { shape: [2, 1, 3, 3] })];
  const plain = pooledConvolution(x, w, { padding: "same", pool: 2, isPlain: true });
  assertEquals(inOrder([plain]).map(({ operation }) => operation as string), ["Input", "Input", "Conv", "MaxPool"]);
  const columns = pooledConvolution(x, w, { padding: "same", pool: 2 });
  const feeds = {
    x: { dtype: "float32", shape: [1, 1, 4, 4], values: Float32Array.from({ length: 16 }, (_, i) => Math.sin(i)) },
    w: { dtype: "float32", shape: [2, 1, 3, 3], values: Float32Array.from({ length: 18 }, (_, i) => Math.cos(i)) },
  } as const;
  const [one, other] = evaluate([plain, columns], feeds);
  assertAllClose(one!.values as Float32Array, other!.values as Float32Array, { absolute: 1e-6 });
});

Deno.test("refused: what the two operations refuse, in their words", () => {
  const x = input("x", { shape: ["n", 2, 6, 6] });
  const w = input("w", { shape: [4, 2, 3, 3] });
  assertThrows(() => pooledConvolution(x, w, { pool: 5 }), RangeError, "Cannot build MaxPool: the window must fit");
  assertThrows(() => pooledConvolution(x, w, { pool: [2] }), RangeError, "one for each of 2 axes");
  assertThrows(
    () => pooledConvolution(x, input("w", { shape: [4, 1, 3, 3] }), { pool: 2 }),
    RangeError,
    "Cannot build Conv",
  );
  assertEquals(pooledConvolution(x, w, { pool: 2 }).shape, ["n", 4, 2, 2]);
});
