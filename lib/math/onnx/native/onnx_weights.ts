/**
 * The weights of a saved model, read back as tensors: what a network has learnt, without the network.
 *
 * Elements lie in the tensor's bytes, in typed lists, or in a file beside the model (models beyond 2 GB, which one
 * message cannot hold). Narrow types are widened without loss, as `safetensors.ts` widens them: float16 and bfloat16 to
 * float32, integers of 8 and 16 bits to int32, uint32 and uint64 to int64.
 *
 * **Invariant.** A tensor has as many elements as its shape says. A tensor that is not selected is not looked at, so a
 * file with types that are not read gives its others.
 *
 * Cost: O(bytes); selected elements are copied once.
 *
 * Not here on purpose: the graph as expressions (`load_graph.ts` runs it), constants inside subgraphs, sparse tensors.
 *
 * Source: onnx.proto, TensorProto, of ONNX 1.16.
 *
 * @module
 */
import { checkFunction } from "../../../base/argument.ts";
import { bfloat16ToFloat32, float16ToFloat32 } from "../expressions/_half_floats.ts";
import { ARRAY_OF, type DType, showShape, type Tensor, type Values } from "../expressions/tensor_type.ts";
import { decodeTensors, type TensorMessage } from "./_model_schema.ts";

/** A tensor in a model, before its elements are read. */
export interface ModelTensor {
  /** Its name. */
  readonly name: string;
  /** Its element type in ONNX's words: `"float16"`. */
  readonly storedType: string;
  /** Its shape. */
  readonly shape: readonly number[];
}

/** What is read. */
export interface WeightOptions {
  /** Which tensors. @default {all} */
  readonly select?: (tensor: ModelTensor) => boolean;
  /** The bytes of a file beside the model, by the location that the model names. @default {there is none} */
  readonly external?: (location: string) => Uint8Array;
}

/** How elements of a stored type become a tensor's. */
interface Reading {
  readonly name: string;
  readonly dtype: DType;
  /** Bytes of one stored element. */
  readonly bytes: number;
  /** From bytes that start with the first element. */
  readonly convert: (buffer: ArrayBuffer) => Values;
  /** The typed list that may hold the elements instead. */
  readonly list: "floatData" | "int32Data" | "int64Data" | "doubleData" | "uint64Data";
}

/** By TensorProto.DataType. */
const READINGS: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [1, reading("float32", 4, { list: "floatData", convert: (buffer) => new Float32Array(buffer) })],
  [2, reading("uint8", 1, { dtype: "int32", convert: (buffer) => Int32Array.from(new Uint8Array(buffer)) })],
  [3, reading("int8", 1, { dtype: "int32", convert: (buffer) => Int32Array.from(new Int8Array(buffer)) })],
  [4, reading("uint16", 2, { dtype: "int32", convert: (buffer) => Int32Array.from(new Uint16Array(buffer)) })],
  [5, reading("int16", 2, { dtype: "int32", convert: (buffer) => Int32Array.from(new Int16Array(buffer)) })],
  [6, reading("int32", 4, { convert: (buffer) => new Int32Array(buffer) })],
  [7, reading("int64", 8, { list: "int64Data", convert: (buffer) => new BigInt64Array(buffer) })],
  [9, reading("bool", 1, { convert: (buffer) => new Uint8Array(buffer).map((byte) => byte === 0 ? 0 : 1) })],
  [10, reading("float16", 2, { dtype: "float32", convert: (buffer) => float16ToFloat32(new Uint16Array(buffer)) })],
  [11, reading("float64", 8, { list: "doubleData", convert: (buffer) => new Float64Array(buffer) })],
  [
    12,
    reading("uint32", 4, {
      dtype: "int64",
      list: "uint64Data",
      convert: (buffer) => BigInt64Array.from(new Uint32Array(buffer), BigInt),
    }),
  ],
  [13, reading("uint64", 8, { dtype: "int64", list: "uint64Data", convert: (buffer) => new BigInt64Array(buffer) })],
  [16, reading("bfloat16", 2, { dtype: "float32", convert: (buffer) => bfloat16ToFloat32(new Uint16Array(buffer)) })],
]);

function reading(
  name: string,
  bytes: number,
  { dtype = name as DType, list = "int32Data", convert }:
    & Pick<Reading, "convert">
    & Partial<Pick<Reading, "dtype" | "list">>,
): Reading {
  return { name, bytes, dtype, list, convert };
}

/** What says that elements lie in another file. */
const EXTERNAL = 1;

/**
 * The tensors that a model holds, by name.
 * @param bytes An `.onnx` file.
 * @throws {RangeError} If the bytes are no model, or a selected tensor is of a type that is not read, has more or fewer
 * elements than its shape, or lies in a file that is not there or too short.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compile } from "./compile.ts";
 * import { constant, input } from "../expressions/expression.ts";
 * import { add } from "../operations/arithmetic.ts";
 * import { weightsFrom } from "./onnx_weights.ts";
 * await using graph = await compile({ y: add(input("x", { shape: [2] }), constant([1, 2])) });
 * const [weight] = Object.values(weightsFrom(graph.toBytes()));
 * assertEquals(weight, { dtype: "float32", shape: [2], values: new Float32Array([1, 2]) });
 * ```
 */
export function weightsFrom(bytes: Uint8Array, options: WeightOptions = {}): Record<string, Tensor> {
  const { select = () => true } = options;
  checkFunction(select, { action: "read weights", argument: "select" });
  const tensors = decodeTensors(bytes);
  const chosen = tensors.map((tensor) => ({ tensor, own: describe(tensor) })).filter(({ own }) => select(own));
  return Object.fromEntries(chosen.map(({ tensor, own }) => [own.name, tensorOf(tensor, own, options)]));
}

function describe({ name = "", dataType, dims = [] }: TensorMessage): ModelTensor {
  return { name, storedType: READINGS.get(dataType)?.name ?? `type ${dataType}`, shape: dims };
}

function tensorOf(tensor: TensorMessage, { name, storedType, shape }: ModelTensor, options: WeightOptions): Tensor {
  const own = READINGS.get(tensor.dataType);
  if (own === undefined) {
    const known = [...READINGS.values()].map((one) => one.name).join(", ");
    throw refusal(`${name} must be one of ${known}, or left out by select`, storedType);
  }
  const count = shape.reduce((product, length) => product * length, 1);
  const values = tensor.dataLocation === EXTERNAL
    ? own.convert(externalBytes(tensor, { name, size: count * own.bytes, options }))
    : tensor.rawData !== undefined && tensor.rawData.length > 0
    ? own.convert(ownBytes(tensor.rawData, { name, size: count * own.bytes }))
    : listed(tensor[own.list] ?? [], own);
  if (values.length !== count) {
    throw refusal(`${name} must have as many elements as its shape ${showShape(shape)} says`, values.length);
  }
  return { dtype: own.dtype, shape, values };
}

/** Elements of a typed list: numbers, but bits for 16-bit floats. */
function listed(elements: ArrayLike<number | string>, { name, dtype, convert }: Reading): Values {
  if (name === "float16" || name === "bfloat16") {
    return convert(Uint16Array.from(elements as ArrayLike<number>).buffer);
  }
  const list = Array.from(elements);
  return dtype === "int64"
    ? BigInt64Array.from(list, BigInt)
    : (ARRAY_OF[dtype] as typeof Float64Array).from(list, Number) as Values;
}

function ownBytes(data: Uint8Array, { name, size }: { readonly name: string; readonly size: number }): ArrayBuffer {
  if (data.length !== size) throw refusal(`${name} must have ${size} bytes, as its shape says`, data.length);
  return data.slice().buffer;
}

interface ExternalTensor {
  readonly name: string;
  readonly size: number;
  readonly options: WeightOptions;
}

function externalBytes({ externalData = [] }: TensorMessage, { name, size, options }: ExternalTensor): ArrayBuffer {
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = entries.get("location");
  if (location === undefined || options.external === undefined) {
    throw refusal(`${name} lies in another file, which external must give`, JSON.stringify(location));
  }
  const file = options.external(location);
  const start = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? size);
  if (!Number.isSafeInteger(start) || start < 0 || length !== size || start + size > file.length) {
    throw refusal(
      `${name} must be ${size} bytes inside ${location}, which has ${file.length}`,
      `${entries.get("length") ?? "none"} from ${start}`,
    );
  }
  return file.slice(start, start + size).buffer as ArrayBuffer;
}

function refusal(rule: string, value: unknown): RangeError {
  return new RangeError(`Cannot read weights: ${rule}: current value is ${value}`);
}
