/**
 * What a call of a compiled graph costs beside its arithmetic, against the bare runtime and against Python's; what
 * compiling costs; and what is gained over the interpreter.
 *
 * Measured on 2 cores (Xeon, AVX-512), undisturbed: the bare runtime takes 8 µs for a call with one array in and one
 * out, 78 with 14 each; with names, types, shapes and memory checked it is 13 and 98. Python's takes 5 and 48. What
 * bounds ours is the runtime's binding for Node: a turn of the event loop (1 µs), and 2 to 3 µs for each array, which
 * it looks up, wraps and unwraps; so few large arrays are better than many small ones. Of a compilation most is the
 * runtime's: simplifying, writing and encoding the training step of a small network takes 1 ms, opening it 6; constants
 * are compared by content, 10 ns a number.
 *
 * No target here is a promise to anybody: they are set below what an idle machine showed, to notice when a call becomes
 * dearer.
 */
import * as ort from "onnxruntime-node";
import { random } from "@lib/base/random.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import type { CompiledGraph } from "@lib/math/onnx/native/compiled_graph.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { constant, type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { add } from "@lib/math/onnx/operations/arithmetic.ts";
import { relu } from "@lib/math/onnx/operations/activations.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import type { AsyncContestant, BenchRow } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";

/** A graph of floats, its feeds, and how often it is called in a run. */
interface Work {
  readonly outputs: Readonly<Record<string, Expression>>;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly repeats: number;
  readonly threads: number;
}

function floats(shape: readonly number[], seed: number): Tensor {
  const draw = random(seed);
  const count = shape.reduce((product, length) => product * length, 1);
  return { dtype: "float32", shape, values: Float32Array.from({ length: count }, () => draw.normal() / 8) };
}

/** As many parameters as a small network has with its moments, each moved by 1. */
function parameters(count: number): Work {
  const names = Array.from({ length: count }, (_, place) => `p${place}`);
  return {
    outputs: Object.fromEntries(names.map((name) => [`next_${name}`, add(input(name, { shape: ["n"] }), 1)])),
    feeds: Object.fromEntries(names.map((name, place) => [name, floats([4], place)])),
    repeats: 500,
    threads: 1,
  };
}

function network(): Work {
  const weights = (shape: readonly number[], seed: number) => constant(floats(shape, seed).values, { shape });
  const hidden = relu(add(matmul(input("x", { shape: ["batch", 784] }), weights([784, 256], 1)), weights([256], 2)));
  return {
    outputs: { y: add(matmul(hidden, weights([256, 10], 3)), weights([10], 4)) },
    feeds: { x: floats([128, 784], 5) },
    repeats: 10,
    threads: 2,
  };
}

/** A few numbers of the first output. */
function sampleOf(values: ArrayLike<number | bigint>): number[] {
  return Array.from({ length: 4 }, (_, place) => Number(values[place]));
}

function ours({ outputs, feeds, repeats, threads }: Work): AsyncContestant {
  const into: Record<string, Tensor> = {};
  let graph: CompiledGraph | undefined;
  return {
    name: "a compiled graph",
    async open() {
      graph = await compile(outputs, { threads });
      Object.assign(into, await graph.run(feeds));
    },
    async close() {
      await graph?.dispose();
    },
    prepare: () => async () => {
      for (let repeat = 0; repeat < repeats; repeat++) await graph!.run(feeds, { into });
      return sampleOf(Object.values(into)[0]!.values);
    },
  };
}

async function bytesOf(outputs: Readonly<Record<string, Expression>>): Promise<Uint8Array> {
  await using graph = await compile(outputs);
  return graph.toBytes();
}

function bare({ outputs, feeds, repeats, threads }: Work): AsyncContestant {
  const native = Object.fromEntries(
    Object.entries(feeds).map((
      [name, { values, shape }],
    ) => [name, new ort.Tensor("float32", values as Float32Array, shape)]),
  );
  let session: ort.InferenceSession | undefined;
  return {
    name: "onnxruntime-node, bare",
    async open() {
      session = await ort.InferenceSession.create(await bytesOf(outputs), { intraOpNumThreads: threads });
    },
    async close() {
      await session?.release();
    },
    prepare: () => async () => {
      const fetches = { ...await session!.run(native) };
      for (let repeat = 0; repeat < repeats; repeat++) await session!.run(native, fetches);
      return sampleOf(Object.values(fetches)[0]!.data as Float32Array);
    },
  };
}

async function python({ outputs, feeds, repeats, threads }: Work): Promise<AsyncContestant> {
  const values = await bytesOf(outputs);
  const arrays = Object.fromEntries(
    Object.entries(feeds).map((
      [name, tensor],
    ) => [name, { values: tensor.values as Float32Array, shape: tensor.shape }]),
  );
  return pythonPeer({
    name: "onnxruntime in Python",
    source: new URL("./compiled_graph_peer.py", import.meta.url),
    prepare: "calls",
    packages: ["onnxruntime", "numpy"],
    input: () => ({ model: { values, shape: [values.length] }, repeats, threads, ...arrays }),
  });
}

function interpreter({ outputs, feeds, repeats }: Work): AsyncContestant {
  return {
    name: "the naive floor: evaluate",
    prepare: () => () => {
      let results: Tensor[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) results = evaluate(Object.values(outputs), feeds);
      return sampleOf(results[0]!.values);
    },
  };
}

async function check(): Promise<void> {
  const { outputs, feeds } = parameters(2);
  await using graph = await compile(outputs);
  const { next_p0: moved } = await graph.run(feeds);
  const [expected] = evaluate(Object.values(outputs), feeds);
  if (!closeWithin(1e-6)(sampleOf(moved!.values), sampleOf(expected!.values))) {
    throw new Error("Cannot time a compiled graph: it must give what evaluate gives");
  }
}

const [one, many, whole] = [parameters(1), parameters(14), network()];
const common = { check, agree: closeWithin(1e-4) };
const compiled = await bytesOf(whole.outputs);

/** The rows. */
export const rows: readonly BenchRow[] = [
  {
    ...common,
    row: "compiled graph: 500 calls, 1 array in, 1 out",
    target: 0.25,
    ours: ours(one),
    peers: [bare(one), await python(one)],
  },
  {
    ...common,
    row: "compiled graph: 500 calls, 14 arrays in, 14 out",
    target: 0.3,
    ours: ours(many),
    peers: [bare(many), await python(many)],
  },
  {
    ...common,
    row: "compiled graph: 784-256-10 forward, batch 128",
    target: 0.4,
    ours: ours(whole),
    peers: [await python(whole), bare(whole)],
    rounds: 9,
  },
  {
    ...common,
    row: "compiled graph: 784-256-10 forward, batch 128, evaluate",
    target: 40,
    ours: ours({ ...whole, repeats: 1 }),
    peers: [interpreter({ ...whole, repeats: 1 })],
    rounds: 7,
  },
  {
    row: "compile: 784-256-10, against opening what was written",
    target: 0.2,
    check,
    ours: {
      name: "compile",
      prepare: () => async () => {
        await using graph = await compile(whole.outputs);
        return graph.provider;
      },
    },
    peers: [{
      name: "the runtime alone",
      prepare: () => async () => {
        const session = await ort.InferenceSession.create(compiled);
        await session.release();
        return "cpu";
      },
    }],
  },
];
