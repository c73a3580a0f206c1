/**
 * Opens a saved model: one of ours or anybody's.
 *
 * **Invariant.** A graph that is loaded asks for the types that the file declares. Lengths that the file leaves open
 * become symbols: a name that is no symbol of ours (`past + 1`) is rewritten as one (`past___1`), a length without a
 * name gets one of its own.
 *
 * Cost: that of reading the file once more than the runtime does.
 *
 * Not here on purpose: reading a model back as expressions; inputs and outputs of other element types, of unknown rank,
 * or that are no tensors.
 *
 * @module
 */
import { CompiledGraph } from "./compiled_graph.ts";
import { type Dimension, symbolsOf } from "../expressions/dimension.ts";
import { decodeModel, type ValueMessage } from "./_model_schema.ts";
import { type DeclaredValue, openSession, type SessionOptions } from "./session.ts";
import { ARRAY_OF, checkShape, type DType, type TensorType } from "../expressions/tensor_type.ts";

/**
 * A graph that computes what the model in a file says.
 * @param bytes What `toBytes` gave, or an `.onnx` file.
 * @throws {RangeError} If the bytes are no model, or one that the runtime does not open.
 * @throws {TypeError} If an input or output is of a type that {@linkcode TensorType} has no words for.
 * @throws {ProviderUnavailableError} If this machine has no such provider.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compile } from "./compile.ts";
 * import { input } from "../expressions/expression.ts";
 * import { loadGraph } from "./load_graph.ts";
 * import { square } from "../operations/arithmetic.ts";
 * await using graph = await compile({ y: square(input("x", { shape: ["n"] })) });
 * await using again = await loadGraph(graph.toBytes());
 * assertEquals((await again.run({ x: new Float32Array([3]) })).y?.values, new Float32Array([9]));
 * ```
 */
export async function loadGraph(bytes: Uint8Array, options: SessionOptions = {}): Promise<CompiledGraph> {
  const { graph } = decodeModel(bytes);
  const session = await openSession(bytes, options);
  try {
    const symbols = new OpenLengths([...session.inputs, ...session.outputs]);
    return new CompiledGraph({
      session,
      bytes: new Uint8Array(bytes),
      inputs: typesOf(session.inputs, { role: "input", declared: graph.input, symbols }),
      outputs: typesOf(session.outputs, { role: "output", declared: graph.output, symbols }),
    });
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** The types that the runtime found, which knows more than the file where that leaves shapes of outputs open. */
function typesOf(
  values: readonly DeclaredValue[],
  { role, declared = [], symbols }: {
    readonly role: string;
    readonly declared: readonly ValueMessage[] | undefined;
    readonly symbols: OpenLengths;
  },
): Record<string, TensorType> {
  return Object.fromEntries(values.map(({ name, elements, lengths }) => {
    const label = `${role} ${name}`;
    if (elements === undefined) {
      throw new TypeError(`Cannot load a graph: ${label} must be a tensor: current value is something else`);
    }
    if (!isDType(elements)) {
      const known = Object.keys(ARRAY_OF).join(", ");
      throw new TypeError(`Cannot load a graph: ${label} must hold ${known}: current value is ${elements}`);
    }
    const isOpen = declared.find((message) => message.name === name)?.type?.tensorType?.shape === undefined;
    if (isOpen && lengths.length === 0) {
      throw new TypeError(`Cannot load a graph: ${label} must have a known number of axes: current value is unknown`);
    }
    return [name, { dtype: elements, shape: checkShape(lengths.map((length) => symbols.dimension(length))) }];
  }));
}

function isDType(type: string): type is DType {
  return Object.hasOwn(ARRAY_OF, type);
}

/** Symbols for the names of lengths in a file. */
class OpenLengths {
  readonly #symbols = new Map<string, Dimension>();
  readonly #taken: Set<string>;

  /** Those names that are symbols or products of them stay what they are. */
  constructor(values: readonly DeclaredValue[]) {
    this.#taken = new Set(values.flatMap(({ lengths }) => lengths.flatMap((length) => String(length).split(/[*+-]/))));
  }

  /** The same name gives the same symbol; no name gives a new one. */
  dimension(length: number | string): Dimension {
    if (typeof length === "number" || isDimension(length)) return length;
    if (length === "") return this.#unused("any");
    const known = this.#symbols.get(length);
    if (known !== undefined) return known;
    const symbol = this.#unused(length.replaceAll(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_"));
    this.#symbols.set(length, symbol);
    return symbol;
  }

  #unused(stem: string): string {
    let symbol = stem;
    for (let number = 2; this.#taken.has(symbol); number++) symbol = `${stem}_${number}`;
    this.#taken.add(symbol);
    return symbol;
  }
}

function isDimension(name: string): boolean {
  try {
    return !/\s/.test(name) && symbolsOf(name).length > 0;
  } catch {
    return false;
  }
}
