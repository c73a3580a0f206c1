/**
 * The writer of ONNX models: expressions become the nodes and tensors of one graph.
 *
 * Every node that the outputs need is lowered once, after its operands (`_lowerings.ts`). Shapes with symbols become
 * vectors that the graph computes from the inputs that carry the symbols, once for each symbol.
 *
 * **Invariant.** The message depends on the expressions alone: nodes in the order of `inOrder`, names by counting.
 * Equal expressions give equal bytes. Names are unique: inputs and outputs keep theirs, everything between is called
 * after its operation and a number.
 *
 * Cost: O(nodes + elements of constants).
 *
 * Not here on purpose: simplification (`simplify.ts`), models of 2 GiB and more (a message has a 32-bit length),
 * elements outside the file.
 *
 * @module
 */
import { solvableSymbol } from "../expressions/_symbolic_dims.ts";
import { type Dimension, type Monomial, termsOf } from "../expressions/dimension.ts";
import { type Expression, inOrder, isOperation } from "../expressions/expression.ts";
import type { NodeAttributes, NodeSink } from "./_lowering.ts";
import { loweringOf } from "./_lowerings.ts";
import {
  ATTRIBUTE_TYPES,
  type AttributeMessage,
  ELEMENT_TYPES,
  type ModelMessage,
  type NodeMessage,
  type TensorMessage,
  type ValueMessage,
} from "./_model_schema.ts";
import { type DType, type Shape, showShape, type TensorType, type Values } from "../expressions/tensor_type.ts";

/** The set of operators that models are written in. */
const OPERATOR_SET = 20;

/** The version of the format that came with it. */
const IR_VERSION = 9;

/** Who writes these models. */
const PRODUCER = "ml-systems-lab";

/** What a model is written from. */
export interface Graph {
  /** Tensors that are fed; those that no output needs are inputs of the model all the same. */
  readonly inputs: readonly Expression<"Input">[];
  /** Results by their names. */
  readonly outputs: Readonly<Record<string, Expression>>;
}

/**
 * The inputs that expressions need, in the order in which they are met.
 * @throws {RangeError} If two of them have one name.
 */
export function inputsOf(outputs: readonly Expression[]): Expression<"Input">[] {
  const inputs = inOrder(outputs).filter((node) => isOperation(node, "Input"));
  const names = new Set<string>();
  for (const { attributes: { name } } of inputs) {
    if (names.has(name)) {
      throw new RangeError(`Cannot write a model: names of inputs must be unique: current value is ${name} twice`);
    }
    names.add(name);
  }
  return inputs;
}

/**
 * The model that computes the outputs of a graph.
 * @throws {RangeError} If an output is called like an input, or a symbol is not the length of any input's axis.
 */
export function writeModel({ inputs, outputs }: Graph): ModelMessage {
  const writer = new ModelWriter(inputs, Object.keys(outputs));
  for (const node of inOrder(Object.values(outputs))) writer.lower(node);
  for (const [name, expression] of Object.entries(outputs)) writer.output(name, expression);
  return {
    irVersion: IR_VERSION,
    producerName: PRODUCER,
    graph: { name: "graph", ...writer.graph },
    opsetImport: [{ domain: "", version: OPERATOR_SET }],
  };
}

class ModelWriter implements NodeSink {
  readonly #inputs: readonly Expression<"Input">[];
  readonly #nodes: (NodeMessage & { readonly output: string[] })[] = [];
  readonly #initializers: TensorMessage[] = [];
  readonly #outputs: ValueMessage[] = [];
  readonly #names = new Map<Expression, string>();
  readonly #taken: Set<string>;
  readonly #shared = new Map<string, string[]>();
  readonly #tensors = new Map<string, string>();
  readonly #lengths = new Map<Dimension, string>();
  readonly #renamed = new Map<string, string>();
  #sources: ReadonlyMap<string, SymbolSource> | undefined;

  constructor(inputs: readonly Expression<"Input">[], outputNames: readonly string[]) {
    if (outputNames.includes("")) {
      throw new RangeError('Cannot write a model: an output must have a name: current value is ""');
    }
    this.#inputs = inputs;
    this.#taken = new Set(outputNames);
    for (const node of inputs) {
      const { name } = node.attributes;
      if (this.#taken.has(name)) {
        throw new RangeError(
          `Cannot write a model: an output must not be called like an input: current value is ${name}`,
        );
      }
    }
    for (const { attributes: { name } } of inputs) this.#taken.add(name);
  }

  get graph() {
    return {
      node: this.#nodes.map((node) => ({
        ...node,
        input: node.input?.map((name) => this.#renamed.get(name) ?? name) ?? [],
        output: node.output.map((name) => this.#renamed.get(name) ?? name),
      })),
      initializer: this.#initializers,
      input: this.#inputs.map((node) => valueOf(node.attributes.name, node)),
      output: this.#outputs,
    };
  }

  /** Writes a node whose operands are written. */
  lower(node: Expression): void {
    if (isOperation(node, "Input")) return void this.#names.set(node, node.attributes.name);
    const { operation } = node as Expression<Exclude<Expression["operation"], "Input">>;
    const operands = node.inputs.map((operand) => this.#nameOf(operand));
    this.#names.set(node, loweringOf(operation)(node, { operands, sink: this }));
  }

  /** Makes a written expression an output: the result of a node takes its name, anything else is copied. */
  output(name: string, expression: Expression): void {
    const written = this.#nameOf(expression);
    const isResult = this.#nodes.some(({ output }) => output.includes(written));
    if (isResult && !this.#renamed.has(written)) this.#renamed.set(written, name);
    else this.#nodes.push({ name, opType: "Identity", input: [written], output: [name] });
    this.#outputs.push(valueOf(name, expression));
  }

  emit(opType: string, operands: readonly string[], attributes: NodeAttributes = {}): string {
    const result = this.#unused(opType);
    this.#nodes.push({
      name: result,
      opType,
      input: operands,
      output: [result],
      attribute: Object.entries(attributes).map(attributeMessage),
    });
    return result;
  }

  emitShared(
    opType: string,
    operands: readonly string[],
    { attributes, result }: { readonly attributes: NodeAttributes; readonly result: number },
  ): string {
    const key = JSON.stringify([opType, operands, attributes]);
    let results = this.#shared.get(key);
    if (results === undefined) {
      this.emit(opType, operands, attributes);
      results = this.#nodes.at(-1)!.output;
      this.#shared.set(key, results);
    }
    while (results.length <= result) results.push(this.#unused(opType));
    return results[result]!;
  }

  known(values: Values, { dtype, shape }: { readonly dtype: DType; readonly shape: readonly number[] }): string {
    const name = this.#unused("Constant");
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.push({ dims: shape, dataType: ELEMENT_TYPES[dtype], name, rawData });
    return name;
  }

  integers(values: readonly number[]): string {
    return once(
      this.#tensors,
      values.join(),
      () => this.known(BigInt64Array.from(values, BigInt), { dtype: "int64", shape: [values.length] }),
    );
  }

  lengths(shape: Shape): string {
    const parts: string[] = [];
    let numbers: number[] = [];
    for (const length of shape) {
      if (typeof length === "number") {
        numbers.push(length);
        continue;
      }
      if (numbers.length > 0) parts.push(this.integers(numbers));
      numbers = [];
      parts.push(this.#length(length, shape));
    }
    if (numbers.length > 0 || parts.length === 0) parts.push(this.integers(numbers));
    if (parts.length === 1) return parts[0]!;
    return once(this.#tensors, `lengths ${shape.join()}`, () => this.emit("Concat", parts, { axis: 0 }));
  }

  /** The name of a vector of one length, which the graph computes. */
  #length(length: Dimension, shape: Shape): string {
    return once(this.#lengths, length, () => this.#sumOf(termsOf(length), (symbol) => this.#symbol(symbol, shape)));
  }

  /** The name of a vector of a sum of terms, of which the first is positive if there is such a one. */
  #sumOf(terms: readonly Monomial[], nameOf: (symbol: string) => string): string {
    const sorted = terms.toSorted((a, b) => b.factor - a.factor);
    const written = sorted.map(({ factor, symbols }, index) => {
      const factors = symbols.map(nameOf);
      const size = index === 0 ? factor : Math.abs(factor);
      if (size !== 1 || factors.length === 0) factors.push(this.integers([size]));
      return factors.reduce((product, next) => this.emit("Mul", [product, next]));
    });
    return written.reduce((sum, next, index) => this.emit(sorted[index]!.factor < 0 ? "Sub" : "Add", [sum, next]));
  }

  /** The name of a vector of what a symbol stands for: an axis of an input, or what follows from one. */
  #symbol(symbol: string, shape: Shape): string {
    return once(this.#lengths, symbol, () => {
      this.#sources ??= symbolSources(this.#inputs);
      const source = this.#sources.get(symbol);
      if (source === undefined) throw unknownSymbol(symbol, shape);
      const length = this.emit("Shape", [source.name], { start: source.axis, end: source.axis + 1 });
      return source.dimension === symbol ? length : this.#solved(symbol, { ...source, length, shape });
    });
  }

  /** (length - the terms without the symbol) / what multiplies it. */
  #solved(
    symbol: string,
    { dimension, length, shape }: { readonly dimension: Dimension; readonly length: string; readonly shape: Shape },
  ): string {
    const nameOf = (one: string) => this.#symbol(one, shape);
    const terms = termsOf(dimension);
    const others = terms.filter(({ symbols }) => !symbols.includes(symbol));
    const { factor, symbols } = terms.find((term) => term.symbols.includes(symbol))!;
    const rest = others.length === 0 ? length : this.emit("Sub", [length, this.#sumOf(others, nameOf)]);
    const scale = { factor, symbols: symbols.filter((one) => one !== symbol) };
    return scale.factor === 1 && scale.symbols.length === 0
      ? rest
      : this.emit("Div", [rest, this.#sumOf([scale], nameOf)]);
  }

  #nameOf(node: Expression): string {
    return this.#names.get(node)!;
  }

  #unused(stem: string): string {
    for (let number = this.#taken.size;; number++) {
      const name = `${stem}_${number}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

/** An axis of an input that tells a symbol. */
interface SymbolSource {
  /** The input's name. */
  readonly name: string;
  readonly dimension: Dimension;
  readonly axis: number;
}

/** Where each symbol comes from: an axis of its own, or one whose other symbols come from elsewhere before. */
function symbolSources(inputs: readonly Expression<"Input">[]): ReadonlyMap<string, SymbolSource> {
  const axes = inputs.flatMap(({ attributes: { name }, shape }) =>
    shape.map((dimension, axis) => ({ name, dimension, axis }))
  );
  const sources = new Map<string, SymbolSource>();
  for (const source of axes) {
    const symbol = solvableSymbol(source.dimension, () => false);
    if (symbol === source.dimension && !sources.has(symbol)) sources.set(symbol, source);
  }
  for (let before = -1; before !== sources.size;) {
    before = sources.size;
    for (const source of axes) {
      const symbol = solvableSymbol(source.dimension, (one) => sources.has(one));
      if (symbol !== undefined) sources.set(symbol, source);
    }
  }
  return sources;
}

function unknownSymbol(symbol: string, shape: Shape): RangeError {
  return new RangeError(
    `Cannot write a model: a symbol must be the length of an input's axis: current value is ${symbol} in ${
      showShape(shape)
    }`,
  );
}

/** An attribute as it is written. */
export function attributeMessage([name, value]: readonly [string, NodeAttributes[string]]): AttributeMessage {
  if (typeof value === "number") return { name, type: ATTRIBUTE_TYPES.int, i: value };
  if (typeof value === "string") return { name, type: ATTRIBUTE_TYPES.string, s: new TextEncoder().encode(value) };
  if ("floats" in value) return { name, type: ATTRIBUTE_TYPES.floats, floats: value.floats };
  if ("strings" in value) {
    const encoder = new TextEncoder();
    return { name, type: ATTRIBUTE_TYPES.strings, strings: value.strings.map((text) => encoder.encode(text)) };
  }
  if (!("tensor" in value)) return { name, type: ATTRIBUTE_TYPES.ints, ints: value };
  const { dtype, values } = value.tensor;
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, type: ATTRIBUTE_TYPES.tensor, t: { dims: [1], dataType: ELEMENT_TYPES[dtype], rawData } };
}

function valueOf(name: string, { dtype, shape }: TensorType): ValueMessage {
  const dim = shape.map((length) => typeof length === "number" ? { dimValue: length } : { dimParam: length });
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[dtype], shape: { dim } } } };
}

/** What is kept under a key, made when it is first asked for. */
function once<Key>(kept: Map<Key, string>, key: Key, make: () => string): string {
  const found = kept.get(key);
  if (found !== undefined) return found;
  const made = make();
  kept.set(key, made);
  return made;
}
