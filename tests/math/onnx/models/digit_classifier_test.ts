/**
 * A convolutional network for digits: both its forms agree, the exported one is plain, and it learns real digits.
 *
 * @module
 */
import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { input } from "@lib/math/onnx/expressions/expression.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { digitClassifier } from "@lib/math/onnx/models/digit_classifier.ts";
import { decodeModel } from "@lib/math/onnx/native/_model_schema.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { adamW } from "@lib/math/onnx/training/adam.ts";
import { cosineRate, linearWarmUp } from "@lib/math/onnx/training/learning_rate.ts";
import { model } from "@lib/math/onnx/training/model.ts";
import { isVector } from "@lib/math/onnx/training/parameter_groups.ts";
import { trainer } from "@lib/math/onnx/training/trainer.ts";
import { loadMnist, TRAINING_DIGITS } from "@lib/storage/datasets/mnist.ts";
import { random } from "@lib/base/random.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const PIXELS = 784;

function networkOf(
  config: { readonly filters?: readonly [number, number]; readonly hidden?: number; readonly dropoutRate?: number } =
    {},
) {
  return model((scope) => {
    const logits = digitClassifier(scope, { images: input("images", { shape: ["batch", 1, 28, 28] }), config });
    return { logits, loss: crossEntropy(logits, { targets: input("labels", { dtype: "int32", shape: ["batch"] }) }) };
  });
}

Deno.test("invariant: without dropout, training and inference have the same logits", () => {
  const network = networkOf({ filters: [2, 3], hidden: 5, dropoutRate: 0 });
  const dice = random(4);
  const values = Float32Array.from({ length: 2 * PIXELS }, () => dice.next());
  const images: Tensor = { dtype: "float32", shape: [2, 1, 28, 28], values };
  const feeds = { ...network.initial({ seed: 3 }), images };
  const [training, inference] = evaluate([network.training.logits, network.inference.logits], feeds);
  assertAllClose(Array.from(training!.values as Float32Array), Array.from(inference!.values as Float32Array), {
    absolute: 1e-5,
  });
});

Deno.test("by hand: the exported network is convolutions, poolings and products", async () => {
  const network = networkOf();
  const dice = random(2);
  const weights = Object.fromEntries(
    Object.entries(network.initial({ seed: 1 })).map(([name, tensor]) => [name, {
      ...tensor,
      values: Float32Array.from(tensor.values as Float32Array, (value) => value + 0.01 * dice.normal()),
    }]),
  );
  await using graph = await compile({ logits: network.frozen(weights).logits });
  const operations = decodeModel(graph.toBytes()).graph.node!.map(({ opType }) => opType);
  const layer = ["Conv", "MaxPool", "Relu"];
  assertEquals(operations, [...layer, ...layer, "Reshape", "MatMul", "Add", "Relu", "MatMul", "Add"]);
});

Deno.test({
  name:
    "oracle: of 2,000 real digits it knows at least .985 after six epochs (needs LAB_DATA, and LAB_TEST_ROUNDS for its time)",
  ignore: Deno.env.get("LAB_DATA") === undefined || Deno.env.get("LAB_TEST_ROUNDS") === undefined,
  async fn() {
    const { images, labels } = await loadMnist({ synthetic: "never" });
    const pictures = Float32Array.from(images, (grey) => grey / 255);
    const network = networkOf();
    const { training: { loss }, dropouts } = network;
    const groups = [{ parameters: isVector, optimizer: adamW({ weightDecay: 0 }) }];
    await using training = await trainer({
      loss,
      dropouts,
      groups,
      parameters: network.initial({ seed: 1 }),
      optimizer: adamW(),
      threads: 1,
      seed: 2,
    });
    const [size, epochs] = [64, 6];
    const steps = TRAINING_DIGITS / size;
    const learningRate = linearWarmUp(cosineRate({ from: 2e-3, steps: epochs * steps }), { steps: 50 });
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = Array.from({ length: TRAINING_DIGITS }, (_, index) => index);
      training.random.shuffle(order);
      for (let start = 0; start < TRAINING_DIGITS; start += size) {
        const rows = order.slice(start, start + size);
        const x = new Float32Array(size * PIXELS);
        for (const [i, row] of rows.entries()) x.set(pictures.subarray(row * PIXELS, (row + 1) * PIXELS), i * PIXELS);
        await training.step({ images: x, labels: Int32Array.from(rows, (row) => labels[row]!) }, { learningRate });
      }
    }
    await using live = await training.evaluator({ logits: network.inference.logits });
    const { logits } = await live.run({ images: pictures.subarray(TRAINING_DIGITS * PIXELS) });
    const right = Array.from(labels.subarray(TRAINING_DIGITS)).filter((label, i) => {
      const row = Array.from(logits!.values.subarray(10 * i, 10 * i + 10) as Float32Array);
      return row.indexOf(Math.max(...row)) === label;
    });
    assertGreaterOrEqual(right.length / 2000, 0.985);
  },
});
