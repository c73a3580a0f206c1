import { assert, assertEquals, assertRejects } from "@std/assert";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { input } from "@lib/math/onnx/expressions/expression.ts";
import { relu } from "@lib/math/onnx/operations/activations.ts";
import { type Provider, ProviderUnavailableError } from "@lib/math/onnx/native/session.ts";

const outputs = { y: relu(input("x", { shape: ["n"] })) };

async function runOn(provider: Provider): Promise<readonly number[]> {
  await using graph = await compile(outputs, { provider });
  assertEquals(graph.provider, provider);
  const { y } = await graph.run({ x: Float32Array.of(-1, 2) });
  return Array.from(y!.values, Number);
}

Deno.test("the processor is there", async () => assertEquals(await runOn("cpu"), [0, 2]));

for (const provider of ["webgpu", "cuda"] as const) {
  Deno.test(`${provider} computes the same, or is refused by name`, async () => {
    let answer: readonly number[];
    try {
      answer = await runOn(provider);
    } catch (error) {
      assert(error instanceof ProviderUnavailableError, String(error));
      assertEquals(error.provider, provider);
      assert(
        error.message.startsWith(`Cannot run on ${provider}: this machine must have what it takes: current value is "`),
      );
      console.log(`not run: ${error.message}`);
      return;
    }
    assertEquals(answer, [0, 2]);
    console.log(`ran on ${provider}`);
  });
}

Deno.test("any number of threads, and any time of spinning, gives the same", async () => {
  for (const options of [{ threads: 1 }, { threads: 2 }, { threads: 3 }, { spinUs: 0 }, { spinUs: 2000 }]) {
    await using graph = await compile(outputs, options);
    assertEquals([...(await graph.run({ x: Float32Array.of(-3, 3) })).y!.values], [0, 3]);
  }
});

// Refusals

Deno.test("an unknown provider, a wrong number of threads and a wrong time are refused", async () => {
  const unknown = { provider: "tpu" as unknown as Provider };
  await assertRejects(
    () => compile(outputs, unknown),
    RangeError,
    "provider must be one of cpu, webgpu, cuda: current value is tpu",
  );
  for (const threads of [0, 1.5, -1]) {
    await assertRejects(() => compile(outputs, { threads }), RangeError, "threads must be a positive integer");
  }
  await assertRejects(() => compile(outputs, { spinUs: -1 }), RangeError, "spinUs must be a non-negative integer");
});
