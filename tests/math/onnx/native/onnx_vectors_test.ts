/**
 * Our models as Python sees them (`onnx_vectors.py`): the files are those that `onnx.checker` accepted, and the results
 * those of Python's onnxruntime.
 */
import { assertEquals } from "@std/assert";
import type { CompiledGraph } from "@lib/math/onnx/native/compiled_graph.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { inOrder } from "@lib/math/onnx/expressions/expression.ts";
import { loadGraph } from "@lib/math/onnx/native/load_graph.ts";
import { LOWERINGS } from "@lib/math/onnx/native/_lowerings.ts";
import { ARRAY_OF, type DType, type Tensor, type Values } from "@lib/math/onnx/expressions/tensor_type.ts";
import { assertSameTensor } from "./native_agreement.ts";
import { bytesOf, GRAPHS } from "./onnx_models.ts";
import vectors from "./onnx_vectors.json" with { type: "json" };

/** A tensor as Python wrote it. */
interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** One file. */
interface Case {
  readonly name: string;
  readonly sha256: string;
  readonly feeds: Readonly<Record<string, Written>>;
  readonly results: Readonly<Record<string, Written>>;
}

function tensorsOf(written: Readonly<Record<string, Written>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(written).map(([name, { dtype: type, shape, values }]) => {
      const dtype = type as DType;
      const elements = dtype === "int64"
        ? BigInt64Array.from(values, BigInt)
        : (ARRAY_OF[dtype] as typeof Float64Array).from(values);
      return [name, { dtype, shape, values: elements as Values }];
    }),
  );
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))).toHex();
}

function assertSame(actual: Readonly<Record<string, Tensor>>, expected: Readonly<Record<string, Tensor>>): void {
  assertEquals(Object.keys(actual), Object.keys(expected));
  for (const [name, tensor] of Object.entries(expected)) assertSameTensor(actual[name]!, tensor);
}

const cases: readonly Case[] = vectors.cases as unknown as Case[];

for (const { name, sha256: frozen, feeds, results } of cases) {
  const graph = GRAPHS[name]!;

  Deno.test(`${name}: the file is the one that Python accepted`, async () => {
    assertEquals(await sha256(bytesOf(graph)), frozen);
  });

  Deno.test(`${name}: Python's results, from the file, simplified, and evaluated`, async () => {
    const expected = tensorsOf(results);
    const open: readonly (() => Promise<CompiledGraph>)[] = [
      () => loadGraph(bytesOf(graph)),
      () => compile(graph.outputs),
      () => compile(graph.outputs, { simplify: false }),
    ];
    for (const opened of open) {
      await using native = await opened();
      assertSame(await native.run(tensorsOf(feeds)), expected);
    }
    const evaluated = evaluate(Object.values(graph.outputs), tensorsOf(feeds));
    assertSame(
      Object.fromEntries(Object.keys(graph.outputs).map((output, place) => [output, evaluated[place]!])),
      expected,
    );
  });
}

Deno.test("all graphs were frozen, and together they have every operation", () => {
  assertEquals(cases.map(({ name }) => name), Object.keys(GRAPHS).sort());
  const met = new Set<string>();
  for (const { outputs } of Object.values(GRAPHS)) {
    for (const { operation } of inOrder(Object.values(outputs))) met.add(operation);
  }
  assertEquals([...met].filter((name) => name !== "Input").sort(), Object.keys(LOWERINGS).sort());
});
