/**
 * The file format of ONNX models: a schema of the messages that we write and read, declared once, encoded by
 * protobufjs.
 *
 * A model is a Protocol Buffers message. Each field is known by its number, so what is declared here is enough to write
 * models that every reader of ONNX opens, and to read those of others: fields that are not declared are skipped. Names
 * are the specification's, in camel case.
 *
 * **Invariant.** `encodeModel` writes the fields of a message by ascending number and the elements of a list in their
 * order: equal models give equal bytes.
 *
 * Cost: linear in the size of the model; the elements of large tensors are copied once.
 *
 * Not here on purpose: subgraphs, functions, sparse and external tensors, everything else that a model of ours never
 * has.
 *
 * Source: onnx.proto of ONNX 1.16 (intermediate representation 9),
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 *
 * @module
 */
import protobuf from "protobufjs/light.js";
import type { DType } from "../expressions/tensor_type.ts";

/** A named tensor with elements. */
export interface TensorMessage {
  /** Lengths of the axes. */
  readonly dims?: readonly number[];
  /** A number of {@linkcode ELEMENT_TYPES}. */
  readonly dataType: number;
  /** How the graph calls it. */
  readonly name?: string;
  /** Its elements, little-endian, row after row. */
  readonly rawData?: Uint8Array;
  /** Its elements as floats, if they are not raw; we write them raw. */
  readonly floatData?: readonly number[];
  /** … as integers of 32 bits, into which narrower ones and truth values are put, and the bits of 16-bit floats. */
  readonly int32Data?: readonly number[];
  /** … as integers of 64 bits, in digits. */
  readonly int64Data?: readonly string[];
  /** … in double precision. */
  readonly doubleData?: readonly number[];
  /** … as unsigned integers of 64 bits, in digits. */
  readonly uint64Data?: readonly string[];
  /** Where they lie if in another file: `location`, `offset`, `length`. */
  readonly externalData?: readonly { readonly key: string; readonly value: string }[];
  /** 1 if they lie in another file. */
  readonly dataLocation?: number;
}

/** One attribute of a node; which of the fields is set, `type` says. */
export interface AttributeMessage {
  /** Its name. */
  readonly name: string;
  /** A number of {@linkcode ATTRIBUTE_TYPES}. */
  readonly type: number;
  /** A float. */
  readonly f?: number;
  /** An integer. */
  readonly i?: number;
  /** A text in UTF-8. */
  readonly s?: Uint8Array;
  /** A tensor. */
  readonly t?: TensorMessage;
  /** Floats. */
  readonly floats?: readonly number[];
  /** Integers. */
  readonly ints?: readonly number[];
  /** Texts in UTF-8. */
  readonly strings?: readonly Uint8Array[];
}

/** One operation of a graph. */
export interface NodeMessage {
  /** Names of its operands; empty for one that is left out. */
  readonly input?: readonly string[];
  /** Names of its results. */
  readonly output?: readonly string[];
  /** Its own name. */
  readonly name?: string;
  /** What it does. */
  readonly opType: string;
  /** How. */
  readonly attribute?: readonly AttributeMessage[];
  /** Whose operation it is; ONNX's own if it is left out. */
  readonly domain?: string;
}

/** One length: a number or a symbol. */
export interface DimensionMessage {
  /** A known length. */
  readonly dimValue?: number;
  /** The name of an unknown one. */
  readonly dimParam?: string;
}

/** The type of an input or output. */
export interface ValueMessage {
  /** Its name. */
  readonly name: string;
  /** What it is; only tensors are declared here. */
  readonly type?: {
    /** The type of a tensor. */
    readonly tensorType?: {
      /** A number of {@linkcode ELEMENT_TYPES}. */
      readonly elemType: number;
      /** Its shape. */
      readonly shape?: { readonly dim?: readonly DimensionMessage[] };
    };
  };
}

/** The operations and the tensors between them. */
export interface GraphMessage {
  /** Operations, each behind those that it needs. */
  readonly node?: readonly NodeMessage[];
  /** Its name. */
  readonly name?: string;
  /** Tensors that are known. */
  readonly initializer?: readonly TensorMessage[];
  /** Tensors that are fed. */
  readonly input?: readonly ValueMessage[];
  /** Results. */
  readonly output?: readonly ValueMessage[];
}

/** A whole file. */
export interface ModelMessage {
  /** Version of the format. */
  readonly irVersion: number;
  /** Who wrote it. */
  readonly producerName?: string;
  /** Which version of that. */
  readonly producerVersion?: string;
  /** The graph. */
  readonly graph: GraphMessage;
  /** Which set of operators, by domain; the empty domain is ONNX's own. */
  readonly opsetImport?: readonly { readonly domain?: string; readonly version: number }[];
}

/** TensorProto.DataType of our element types. */
export const ELEMENT_TYPES: Readonly<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 };

/** AttributeProto.AttributeType of those attributes that we write. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;

/** Numbers of a list written one behind the other. */
const PACKED = { packed: true };

const MESSAGES: Readonly<Record<string, protobuf.IType>> = {
  ModelProto: {
    fields: {
      irVersion: { type: "int64", id: 1 },
      producerName: { type: "string", id: 2 },
      producerVersion: { type: "string", id: 3 },
      graph: { type: "GraphProto", id: 7 },
      opsetImport: { rule: "repeated", type: "OperatorSetIdProto", id: 8 },
    },
  },
  OperatorSetIdProto: { fields: { domain: { type: "string", id: 1 }, version: { type: "int64", id: 2 } } },
  GraphProto: {
    fields: {
      node: { rule: "repeated", type: "NodeProto", id: 1 },
      name: { type: "string", id: 2 },
      initializer: { rule: "repeated", type: "TensorProto", id: 5 },
      input: { rule: "repeated", type: "ValueInfoProto", id: 11 },
      output: { rule: "repeated", type: "ValueInfoProto", id: 12 },
    },
  },
  NodeProto: {
    fields: {
      input: { rule: "repeated", type: "string", id: 1 },
      output: { rule: "repeated", type: "string", id: 2 },
      name: { type: "string", id: 3 },
      opType: { type: "string", id: 4 },
      attribute: { rule: "repeated", type: "AttributeProto", id: 5 },
      domain: { type: "string", id: 7 },
    },
  },
  AttributeProto: {
    fields: {
      name: { type: "string", id: 1 },
      f: { type: "float", id: 2 },
      i: { type: "int64", id: 3 },
      s: { type: "bytes", id: 4 },
      t: { type: "TensorProto", id: 5 },
      floats: { rule: "repeated", type: "float", id: 7 },
      ints: { rule: "repeated", type: "int64", id: 8 },
      strings: { rule: "repeated", type: "bytes", id: 9 },
      type: { type: "int32", id: 20 },
    },
  },
  TensorProto: {
    fields: {
      dims: { rule: "repeated", type: "int64", id: 1 },
      dataType: { type: "int32", id: 2 },
      name: { type: "string", id: 8 },
      floatData: { rule: "repeated", type: "float", id: 4, options: PACKED },
      int32Data: { rule: "repeated", type: "int32", id: 5, options: PACKED },
      int64Data: { rule: "repeated", type: "int64", id: 7, options: PACKED },
      rawData: { type: "bytes", id: 9 },
      doubleData: { rule: "repeated", type: "double", id: 10, options: PACKED },
      uint64Data: { rule: "repeated", type: "uint64", id: 11, options: PACKED },
      externalData: { rule: "repeated", type: "StringStringEntryProto", id: 13 },
      dataLocation: { type: "int32", id: 14 },
    },
  },
  StringStringEntryProto: { fields: { key: { type: "string", id: 1 }, value: { type: "string", id: 2 } } },
  ValueInfoProto: { fields: { name: { type: "string", id: 1 }, type: { type: "TypeProto", id: 2 } } },
  TypeProto: {
    fields: { tensorType: { type: "Tensor", id: 1 } },
    nested: {
      Tensor: { fields: { elemType: { type: "int32", id: 1 }, shape: { type: "TensorShapeProto", id: 2 } } },
    },
  },
  TensorShapeProto: {
    fields: { dim: { rule: "repeated", type: "Dimension", id: 1 } },
    nested: { Dimension: { fields: { dimValue: { type: "int64", id: 1 }, dimParam: { type: "string", id: 2 } } } },
  },
};

/**
 * The version of the language that the schema is written in: a field that is set to 0 or to nothing is written all the
 * same.
 */
const EDITION = "proto2";

const SCHEMA = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, message]) => [name, { ...message, edition: EDITION }]),
  ),
});

const MODEL = SCHEMA.lookupType("ModelProto");

/** The bytes of a model, as they are saved under a name that ends in `.onnx`. */
export function encodeModel(model: ModelMessage): Uint8Array {
  return new Uint8Array(MODEL.encode(model).finish());
}

/**
 * The model that bytes hold; only what is declared here.
 * @throws {RangeError} If the bytes are no ONNX model, or an incomplete one.
 */
export function decodeModel(bytes: Uint8Array): ModelMessage {
  let model: Partial<ModelMessage>;
  try {
    model = MODEL.toObject(MODEL.decode(bytes), { longs: Number });
  } catch (cause) {
    throw notAModel(bytes, cause instanceof Error ? cause.message : String(cause));
  }
  const { irVersion, graph } = model;
  if (irVersion === undefined || graph === undefined) throw notAModel(bytes, "it has no version or no graph");
  return { ...model, irVersion, graph };
}

/**
 * The tensors of a model, with every digit of 64-bit integers.
 * @throws {RangeError} If the bytes are no ONNX model, or an incomplete one.
 */
export function decodeTensors(bytes: Uint8Array): TensorMessage[] {
  const { graph: { initializer = [] } } = decodeModel(bytes);
  if (!initializer.some(({ int64Data, uint64Data }) => int64Data !== undefined || uint64Data !== undefined)) {
    return [...initializer];
  }
  const { graph } = MODEL.toObject(MODEL.decode(bytes), { longs: String }) as ModelMessage;
  return (graph.initializer ?? []).map((tensor) => ({ ...tensor, dims: (tensor.dims ?? []).map(Number) }));
}

function notAModel(bytes: Uint8Array, reason: string): RangeError {
  return new RangeError(
    `Cannot read a model: bytes must be a whole ONNX model: current value is ${bytes.length} bytes (${reason})`,
  );
}
