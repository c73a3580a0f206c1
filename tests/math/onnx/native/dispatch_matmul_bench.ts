/**
 * Matrix products against NumPy, and against the naive floor where that takes less than a second.
 *
 * Short products are repeated within a run, on both sides: threads sleep when a run begins
 * (`lib/study/bench/python_peer.ts`), and waking them is not what is measured. Ours and NumPy's are written into memory
 * that is there.
 *
 * What bounds them, measured on 2 cores (Xeon, AVX-512), one core, 1024² of float32: OpenBLAS 152 GFLOP/s; the runtime
 * 136, and 155 for a `b` that is a constant of the model. It copies and blocks a `b` that is fed anew at every call, in
 * blocks half as deep. So at 1024² the kernels alone stand at 0.9. At 64² the call is what takes the time: 16 µs at
 * best, 25 in a long row of calls, beside 2 µs of arithmetic; 11 of them are the runtime's JavaScript and its binding,
 * 5 the check of the feeds. NumPy's whole product takes 4. A second thread gains nothing there, and on a busy machine
 * has to be waited for: that row runs on one. Options tried without gain: spinning off, three threads, no memory arena,
 * results without `into`, `Gemm` for `MatMul`. On that machine, idle, one run of this file: 0.73 at 1024², 0.59 at
 * 256², 0.14 at 64², 0.66 for float64 at 512²; of the fastest runs of both sides 0.80, 0.77, 0.16 and 0.76. The binding
 * also copies every result once more. The target of 64² is ours, the others are what the lab set out for on a processor
 * of AMD, where NumPy was slower.
 */
import { random } from "@lib/base/random.ts";
import { type Matrix, zeros } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import type { CompiledGraph } from "@lib/math/onnx/native/compiled_graph.ts";
import { input } from "@lib/math/onnx/expressions/expression.ts";
import { matmul as product } from "@lib/math/onnx/operations/matmul.ts";
import { matmul } from "@lib/math/onnx/native/dispatch_matmul.ts";
import { nativeMatmul } from "@lib/math/onnx/native/onnx_matmul.ts";
import type { AsyncContestant, BenchRow } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";

/** How a product of 32-bit floats is measured. */
interface Work {
  /** Products in a run. */
  readonly repeats: number;
  /** Threads of ours; as many as there are cores if left out. */
  readonly threads?: number;
}

/** The factors of all rounds of a size: the peer gets them once. */
function factorsOf(size: number): { readonly a: Matrix; readonly b: Matrix } {
  const dice = random(size);
  const draw = () => {
    const matrix = zeros(size, size);
    for (let at = 0; at < matrix.data.length; at++) matrix.data[at] = Math.fround(dice.normal());
    return matrix;
  };
  return { a: draw(), b: draw() };
}

/** A few hundred entries of the result, the same as in `matmul_peer.py`. */
function sampleOf(values: Float32Array | Float64Array, size: number): number[] {
  const step = Math.max(1, Math.floor(size / 8));
  const rows = Array.from(
    { length: Math.ceil(size / step) },
    (_, row) => [...values.subarray(row * step * size, (row * step + 1) * size)],
  );
  return rows.flat().filter((_, at) => at % 7 === 0);
}

function numpy(size: number, { repeats, isSingle }: { repeats: number; isSingle: boolean }): AsyncContestant {
  const factors = factorsOf(size);
  const shape = [size, size];
  const [a, b] = [factors.a, factors.b].map(({ data }) => ({
    values: isSingle ? Float32Array.from(data) : data,
    shape,
  }));
  return pythonPeer({
    name: "NumPy",
    source: new URL("./matmul_peer.py", import.meta.url),
    prepare: "product",
    packages: ["numpy"],
    input: () => ({ a: a!, b: b!, repeats }),
  });
}

/** Our product of 32-bit floats: a compiled expression with free dimensions. */
function single(size: number, { repeats, threads }: Work): AsyncContestant {
  const factors = factorsOf(size);
  const [a, b] = [factors.a, factors.b].map(({ data }) => ({
    dtype: "float32" as const,
    shape: [size, size],
    values: Float32Array.from(data),
  }));
  const into = { c: { dtype: "float32" as const, shape: [size, size], values: new Float32Array(size * size) } };
  let graph: CompiledGraph | undefined;
  return {
    name: "a compiled expression",
    async open() {
      graph = await compile({
        c: product(input("a", { shape: ["m", "k"] }), input("b", { shape: ["k", "n"] })),
      }, threads === undefined ? {} : { threads });
    },
    async close() {
      await graph?.dispose();
    },
    prepare: () => async () => {
      for (let repeat = 0; repeat < repeats; repeat++) await graph!.run({ a: a!, b: b! }, { into });
      return sampleOf(into.c.values, size);
    },
  };
}

/** A product in JavaScript, and ours by size: both in 64 bits. */
function double(
  { size, repeats }: { size: number; repeats: number },
  [name, multiply]: readonly [string, (a: Matrix, b: Matrix) => Matrix | Promise<Matrix>],
): AsyncContestant {
  const { a, b } = factorsOf(size);
  return {
    name,
    prepare: () => async () => {
      let result = a;
      for (let repeat = 0; repeat < repeats; repeat++) result = await multiply(a, b);
      return sampleOf(result.data, size);
    },
  };
}

/** One call against the definition. */
async function checkSmall(): Promise<void> {
  const { a, b } = factorsOf(31);
  const [expected, got] = [naiveMatmul(a, b), await matmul(a, b)];
  const isClose = closeWithin(1e-14);
  if (!isClose(got.data, expected.data)) throw new Error("Cannot time the product: it must be the naive one");
}

function singleRow(size: number, { target, ...work }: Work & { target: number }): BenchRow {
  return {
    row: `matmul: float32, ${size} × ${size}`,
    target,
    check: checkSmall,
    agree: closeWithin(1e-5),
    ours: single(size, work),
    peers: [numpy(size, { repeats: work.repeats, isSingle: true })],
  };
}

const into = zeros(512, 512);

/** The rows. */
export const rows: readonly BenchRow[] = [
  singleRow(1024, { target: 1, repeats: 4 }),
  singleRow(256, { target: 0.75, repeats: 100 }),
  singleRow(64, { target: 0.1, repeats: 500, threads: 1 }),
  {
    row: "matmul: float64, 512 × 512",
    target: 0.8,
    check: checkSmall,
    agree: closeWithin(1e-12),
    ours: double({ size: 512, repeats: 12 }, ["the native product", (a, b) => nativeMatmul(a, b, { into })]),
    peers: [numpy(512, { repeats: 12, isSingle: false })],
  },
  {
    row: "matmul: float64, 256 × 256, against our own in JavaScript",
    target: 10,
    check: checkSmall,
    agree: closeWithin(1e-12),
    ours: double({ size: 256, repeats: 4 }, ["matmul by size", matmul]),
    peers: [
      double({ size: 256, repeats: 4 }, ["blocks", blockedMatmul]),
      double({ size: 256, repeats: 4 }, ["the naive floor", naiveMatmul]),
    ],
  },
];
