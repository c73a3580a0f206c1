/**
 * Every operation on the ends of its range, natively and by the interpreter: ±∞, NaN, both zeros, the largest and the
 * smallest numbers, and nothing at all. What differs is on the list that `compile` publishes, and differs indeed.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { ARRAY_OF, type DType, isFloat, type Tensor, type Values } from "@lib/math/onnx/expressions/tensor_type.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import * as arithmetic from "@lib/math/onnx/operations/arithmetic.ts";
import * as logic from "@lib/math/onnx/operations/logic.ts";
import * as activations from "@lib/math/onnx/operations/activations.ts";
import * as elementwise from "@lib/math/onnx/operations/elementwise.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { averagePool, maxPool } from "@lib/math/onnx/operations/pooling.ts";
import { concat, transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import * as reductions from "@lib/math/onnx/operations/reductions.ts";
import { logSoftmax, softmax } from "@lib/math/onnx/operations/softmax.ts";

const FLOATS = [Infinity, -Infinity, NaN, 0, -0, 3e38, -3e38, 1e-45, 1e-38, 1, -1, .5, 88.8, -104, 15.9, -5.5, -14];
const WHOLE = [0, 1, -1, 2, -2, 2147483647, -2147483648, 7];
const ELEMENTS: Readonly<Record<Exclude<DType, "bool">, readonly number[]>> = {
  float32: FLOATS,
  float64: [...FLOATS, 1.7e308, -1.7e308, 5e-324, 709.9, -746],
  int32: WHOLE,
  int64: [...WHOLE, Number.MAX_SAFE_INTEGER],
};
type Numeric = keyof typeof ELEMENTS;

/**
 * A difference that is on the list: for this operation and operands, the native result instead of the interpreter's.
 */
type Listed = (operands: readonly number[], results: { readonly native: number; readonly own: number }) => boolean;

const hasNaN: Listed = (operands) => operands.some(Number.isNaN);
const overflows: Listed = (operands) => {
  const finite = operands.filter(Number.isFinite).map(Math.abs);
  return Math.max(...finite) >= 1e38 || finite.length === 0;
};
const nothing: Listed = () => true;

const LISTED: Readonly<Record<string, Listed>> = {
  max: hasNaN,
  "max of all": hasNaN,
  argMax: hasNaN,
  maxPool: () => true,
  gelu: ([x]) => x === -Infinity,
  "gelu by tanh": ([x]) => x === -Infinity,
  mean: overflows,
  sum: overflows,
  matmul: overflows,
  power: (_, { native }) => native === -(2 ** 31) || native === -(2 ** 63),
  "sum of whole numbers": (_, { native }) => native === 2 ** 31 - 1 || native === -(2 ** 31),
  "mean of nothing": nothing,
};

function tensor(dtype: DType, elements: readonly number[], shape: readonly number[] = [elements.length]): Tensor {
  const values = dtype === "int64"
    ? BigInt64Array.from(elements, BigInt)
    : (ARRAY_OF[dtype] as typeof Float64Array).from(elements) as Values;
  return { dtype, shape, values };
}

/** Equal but for the sign of zero and roundings, also those of results near 0. */
function agree(own: number, native: number, dtype: DType): boolean {
  if (own === native || Object.is(own, native)) return true;
  const tolerance = dtype === "float64" ? 1e-12 : dtype === "float32" ? 4e-6 : 0;
  return Math.abs(own - native) <= tolerance * Math.max(1, Math.abs(own));
}

interface Trial {
  readonly label: string;
  readonly dtype: Numeric;
  readonly build: () => Expression;
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** What the i-th result depends on. */
  readonly operandsOf: (index: number) => readonly number[];
}

/** The labels of listed differences that were met. */
async function differences({ label, dtype, build, feeds, operandsOf }: Trial): Promise<number> {
  let out: Expression;
  try {
    out = build();
  } catch (error) {
    assert(error instanceof TypeError, `${label} of ${dtype}`); // the language has it not for this type
    return 0;
  }
  const [own] = evaluate([out], feeds) as [Tensor];
  await using graph = await compile({ out }, { threads: 1 });
  const { out: native } = await graph.run(feeds);
  assertEquals(native!.shape, own.shape, label);
  let met = 0;
  for (let i = 0; i < own.values.length; i++) {
    const results = { own: Number(own.values[i]), native: Number(native!.values[i]) };
    if (agree(results.own, results.native, out.dtype)) continue;
    const operands = operandsOf(i);
    const isListed = LISTED[label]?.(operands, results) ?? false;
    assert(isListed, `${label} of ${dtype} ${operands}: ${results.own}, natively ${results.native}`);
    met++;
  }
  return met;
}

const GAPS = new Set(["erf float64", "gelu float64", "averagePool float64"]);

const UNARY: Readonly<Record<string, (x: Expression) => Expression>> = {
  ...activations,
  exp: elementwise.exp,
  log: elementwise.log,
  sqrt: elementwise.sqrt,
  erf: elementwise.erf,
  stopGradient: elementwise.stopGradient,
  "gelu by tanh": (x) => activations.gelu(x, { approximate: "tanh" }),
  negate: arithmetic.negate,
  absolute: arithmetic.absolute,
  sign: arithmetic.sign,
  reciprocal: arithmetic.reciprocal,
  square: arithmetic.square,
  "cast to bool": (x) => elementwise.cast(x, "bool"),
  "cast to float32": (x) => elementwise.cast(x, "float32"),
};

const BINARY: Readonly<Record<string, (x: Expression, y: Expression) => Expression>> = {
  add: arithmetic.add,
  subtract: arithmetic.subtract,
  multiply: arithmetic.multiply,
  divide: arithmetic.divide,
  power: arithmetic.power,
  maximum: arithmetic.maximum,
  minimum: arithmetic.minimum,
  equal: logic.equal,
  less: logic.less,
  lessOrEqual: logic.lessOrEqual,
  greater: logic.greater,
  greaterOrEqual: logic.greaterOrEqual,
  where: (x, y) => logic.where(logic.less(x, y), [x, y]),
};

const ALONG: Readonly<Record<string, (x: Expression) => Expression>> = {
  sum: (x) => reductions.sum(x, { axes: [1] }),
  "sum of whole numbers": (x) => reductions.sum(x, { axes: [1] }),
  mean: (x) => reductions.mean(x, { axes: [1] }),
  max: (x) => reductions.max(x, { axes: [1] }),
  logSumExp: (x) => reductions.logSumExp(x, { axes: [1] }),
  argMax: (x) => reductions.argMax(x, { axis: 1 }),
};

function trialsOf(dtype: Numeric): Trial[] {
  const elements = ELEMENTS[dtype];
  const [x, y] = [input("x", { dtype, shape: ["n"] }), input("y", { dtype, shape: ["n"] })];
  const rows = input("rows", { dtype, shape: ["n", 3] });
  const isWhole = !isFloat(dtype);
  const trials: Trial[] = Object.entries(UNARY).map(([label, curve]) => ({
    label,
    dtype,
    build: () => curve(x),
    feeds: { x: tensor(dtype, elements) },
    operandsOf: (i) => [elements[i]!],
  }));
  const pairs = elements.flatMap((a) => elements.map((b) => [a, b] as const));
  for (const [label, operation] of Object.entries(BINARY)) {
    // a divisor of 0 and a power below 0 have no whole result
    const own = isWhole && (label === "divide" || label === "power") ? pairs.filter(([, b]) => b > 0) : pairs;
    trials.push({
      label,
      dtype,
      build: () => operation(x, y),
      feeds: { x: tensor(dtype, own.map(([a]) => a)), y: tensor(dtype, own.map(([, b]) => b)) },
      operandsOf: (i) => own[i]!,
    });
  }
  const triples = elements.flatMap((a) =>
    elements.flatMap((b) => [[a, b, elements[3]!], [b, a, elements[0]!], [a, b, b]])
  );
  const table = tensor(dtype, triples.flat(), [triples.length, 3]);
  for (const [label, reduction] of Object.entries(ALONG)) {
    if (label === (isWhole ? "sum" : "sum of whole numbers")) continue;
    trials.push({ label, dtype, build: () => reduction(rows), feeds: { rows: table }, operandsOf: (i) => triples[i]! });
  }
  for (const name of ["sum", "mean", "max", "logSumExp"] as const) {
    for (const triple of triples.slice(0, 40)) {
      if (isWhole) break;
      const all = { label: `${name} of all`, dtype, build: () => reductions[name](rows) };
      trials.push({ ...all, feeds: { rows: tensor(dtype, triple, [1, 3]) }, operandsOf: () => triple });
    }
  }
  for (const [label, along] of Object.entries({ softmax, logSoftmax })) {
    const operandsOf = (i: number) => triples[Math.floor(i / 3)]!;
    trials.push({ label, dtype, build: () => along(rows), feeds: { rows: table }, operandsOf });
  }
  const few = triples.filter((_, i) => i % 23 === 0);
  trials.push({
    label: "matmul",
    dtype,
    build: () => matmul(rows, transpose(rows)),
    feeds: { rows: tensor(dtype, few.flat(), [few.length, 3]) },
    operandsOf: (i) => [...few[Math.floor(i / few.length)]!, ...few[i % few.length]!],
  });
  const line = [-Infinity, -Infinity, -Infinity, NaN, 5, 6, -Infinity, -3e38, 1];
  for (const [label, pool] of Object.entries({ maxPool, averagePool })) {
    if (isWhole) break;
    trials.push({
      label,
      dtype,
      build: () => pool(input("line", { dtype, shape: [1, 1, line.length] }), { kernel: 3, strides: 1 }),
      feeds: { line: tensor(dtype, line, [1, 1, line.length]) },
      operandsOf: (i) => line.slice(i, i + 3),
    });
  }
  return trials.filter(({ label }) => !GAPS.has(`${label} ${dtype}`));
}

/** Operations on a tensor of no rows. */
function emptyTrials(dtype: Numeric): Trial[] {
  const rows = input("rows", { dtype, shape: ["n", 3] });
  const builds: Readonly<Record<string, () => Expression>> = {
    ...Object.fromEntries(Object.entries(UNARY).map(([label, curve]) => [label, () => curve(rows)])),
    ...Object.fromEntries(Object.entries(BINARY).map(([label, operation]) => [label, () => operation(rows, rows)])),
    ...Object.fromEntries(Object.entries(ALONG).map(([label, reduction]) => [label, () => reduction(rows)])),
    "sum of nothing": () => reductions.sum(rows),
    "sum of nothing along an axis": () => reductions.sum(rows, { axes: [0] }),
    "mean of nothing": () => reductions.mean(rows),
    "max of nothing": () => reductions.max(rows, { axes: [0] }),
    "logSumExp of nothing": () => reductions.logSumExp(rows),
    softmax: () => softmax(rows),
    "softmax of nothing": () => softmax(rows, { axis: 0 }),
    "logSoftmax of nothing": () => logSoftmax(rows, { axis: 0 }),
    "product over nothing": () => matmul(transpose(rows), rows),
    "product of nothing": () => matmul(rows, transpose(rows)),
    concat: () => concat([rows, rows], { axis: 1 }),
  };
  return Object.entries(builds).filter(([label]) => !GAPS.has(`${label} ${dtype}`)).map(([label, build]) => ({
    label,
    dtype,
    build,
    feeds: { rows: tensor(dtype, [], [0, 3]) },
    operandsOf: () => [],
  }));
}

const met = new Map<string, number>();

for (const dtype of Object.keys(ELEMENTS) as Numeric[]) {
  Deno.test(`oracle: the interpreter, on the ends of ${dtype} and on nothing`, async () => {
    const trials = [...trialsOf(dtype), ...emptyTrials(dtype)];
    for (const trial of trials) {
      met.set(trial.label, (met.get(trial.label) ?? 0) + await differences(trial));
    }
    assert(trials.length > 50);
  });
}

Deno.test("invariant: every difference on the list was met, so that one that is gone is noticed", () => {
  const gone = Object.keys(LISTED).filter((label) => (met.get(label) ?? 0) === 0);
  assertEquals(gone, []);
});

Deno.test("by hand: log-sum-exp of a line that begins with -∞, natively", async () => {
  const x = input("x", { shape: ["n", 2] });
  await using graph = await compile({ all: reductions.logSumExp(x), rows: reductions.logSumExp(x, { axes: [1] }) });
  const { all, rows } = await graph.run({ x: new Float32Array([-Infinity, -200, -Infinity, -Infinity]) });
  assertEquals([...rows!.values], [-200, -Infinity]);
  assertEquals([...all!.values], [-200]);
});
