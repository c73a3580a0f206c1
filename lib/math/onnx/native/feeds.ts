/**
 * Feeds of a graph, checked: every tensor that a native call is about to read or write has the type that it is taken
 * for.
 *
 * Shapes of tensors are compared with the types axis by axis. A symbol stands for the length that it meets first; from
 * then on it has to be that. Plain arrays follow: one of which a single symbol is unknown tells it by how many elements
 * it has.
 *
 * **Invariant.** What comes out has numbers for all lengths, as many elements as they say, and nothing that is written
 * shares memory with anything else.
 *
 * Cost: O(fed · rank), about half a microsecond for each array; elements are not looked at. Arrays that share a buffer
 * are compared in pairs.
 *
 * @module
 */
import { checkOptions, showValue } from "../../../base/argument.ts";
import { bindDimension, solvableSymbol } from "../expressions/_symbolic_dims.ts";
import { type Dimension, lengthOf } from "../expressions/dimension.ts";
import {
  ARRAY_OF,
  elementCount,
  type Shape,
  showArray,
  showShape,
  showType,
  type Tensor,
  type TensorType,
  type Values,
} from "../expressions/tensor_type.ts";

/** Types by name. */
export type FeedTypes = Readonly<Record<string, TensorType>>;

/** Tensors, or arrays whose shape follows from the type, by name. */
export type Feeds = Readonly<Record<string, Tensor | Values>>;

/** What a graph is called with, and what it says about that. */
export interface FeedRequest {
  /** Types of the inputs. */
  readonly inputs: FeedTypes;
  /** Types of the outputs. */
  readonly outputs: FeedTypes;
  /** What is fed. */
  readonly feeds: Feeds;
  /** Where outputs go. */
  readonly into: Feeds;
}

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** One array on its way to become a tensor. */
interface Feed {
  /** Its name. */
  readonly name: string;
  /** `input` or `output`. */
  readonly role: string;
  /** What it should be. */
  readonly type: TensorType;
  /** Its elements. */
  readonly values: Values;
  /** Its shape, as soon as that is known. */
  shape: readonly number[] | undefined;
}

/** Lengths by symbol. */
type Lengths = Map<string, number>;

/**
 * The tensor of each input, and of each output that has a place to go.
 * @throws {TypeError} If an input is missing, a name unknown, or an array of another element type.
 * @throws {RangeError} If a shape or a count does not fit, a shape cannot be told, or what is written shares memory.
 */
export function resolveFeeds(
  { inputs, outputs, feeds, into }: FeedRequest,
): { readonly fed: Tensors; readonly targets: Tensors; readonly lengths: ReadonlyMap<string, number> } {
  const lengths: Lengths = new Map();
  const read = feedsOf(feeds, { types: inputs, role: "input" });
  for (const name of Object.keys(inputs)) {
    if (!Object.hasOwn(feeds, name)) {
      throw new TypeError(`Cannot run a graph: input ${name} must be fed: current value is undefined`);
    }
  }
  const written = feedsOf(into, { types: outputs, role: "output" });
  settle(read, lengths);
  settle(written, lengths);
  checkMemory(read, written);
  return { fed: tensorsOf(read), targets: tensorsOf(written), lengths };
}

/**
 * What symbols stand for, as far as some of the feeds tell.
 * @throws {TypeError | RangeError} If a feed does not fit its type.
 */
export function lengthsFrom(feeds: Feeds, { inputs }: { readonly inputs: FeedTypes }): ReadonlyMap<string, number> {
  const lengths: Lengths = new Map();
  settle(feedsOf(feeds, { types: inputs, role: "input" }), lengths);
  return lengths;
}

function feedsOf(given: Feeds, { types, role }: { readonly types: FeedTypes; readonly role: string }): Feed[] {
  checkOptions(given, { action: "run a graph", argument: role === "input" ? "feeds" : "into" });
  return Object.entries(given).map(([name, value]) => {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) {
      const names = Object.keys(types).join(", ");
      throw new TypeError(
        `Cannot run a graph: every ${role} must be one of ${names}: current value is ${showValue(name)}`,
      );
    }
    const tensor = isTensor(value) ? value : undefined;
    const values = tensor === undefined ? value as Values : tensor.values;
    const hasType = values instanceof ARRAY_OF[type.dtype] && (tensor === undefined || tensor.dtype === type.dtype);
    if (!hasType) {
      throw new TypeError(
        `Cannot run a graph: ${role} ${name} must be ${showType(type)} in a ${
          ARRAY_OF[type.dtype].name
        }: current value is ${tensor === undefined ? "" : `${tensor.dtype} in `}${showArray(values)}`,
      );
    }
    if (tensor !== undefined && !Array.isArray(tensor.shape)) {
      throw new TypeError(
        `Cannot run a graph: shape of ${role} ${name} must be a list of lengths: current value is ${
          showValue(tensor.shape)
        }`,
      );
    }
    if (!(values.buffer instanceof ArrayBuffer)) {
      throw new TypeError(
        `Cannot run a graph: ${role} ${name} must not be in shared memory, which the runtime does not take: current value is a ${values.buffer.constructor.name}`,
      );
    }
    return { name, role, type, values, shape: tensor?.shape };
  });
}

/** Whether what is fed has a type of its own, and is not only an array. */
function isTensor(value: Tensor | Values): value is Tensor {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && Object.hasOwn(value, "dtype");
}

/** Gives every feed its shape: first those that come with one, as the others learn from them. */
function settle(feeds: readonly Feed[], lengths: Lengths): void {
  const arrays: Feed[] = [];
  let hasLearnt = false;
  for (const feed of feeds) {
    if (feed.shape !== undefined) hasLearnt = bindShape(feed, lengths) || hasLearnt;
    else if (isNumeric(feed.type.shape)) feed.shape = feed.type.shape;
    else arrays.push(feed);
  }
  while (hasLearnt) hasLearnt = feeds.filter((feed) => bindShape(feed, lengths)).length > 0;
  for (const feed of feeds) {
    if (feed.shape !== undefined) checkShape(feed, lengths);
  }
  if (arrays.length === 0) return;
  bindCounts(arrays, lengths);
  for (const feed of feeds) checkShape(feed, lengths);
}

/** Learns from a shape what the symbols of its type stand for; says whether it learnt something. */
function bindShape(feed: Feed, lengths: Lengths): boolean {
  const { type, shape } = feed;
  if (shape === undefined) return false;
  if (shape.length !== type.shape.length) throw misfit(feed, lengths);
  let hasLearnt = false;
  for (let axis = 0; axis < shape.length; axis++) {
    if (bindDimension(type.shape[axis]!, { length: shape[axis]!, lengths })) hasLearnt = true;
  }
  return hasLearnt;
}

/** Gives shapes to arrays, as long as there is one whose number of elements tells its last unknown symbol. */
function bindCounts(waiting: readonly Feed[], lengths: Lengths): void {
  let left = waiting;
  while (left.length > 0) {
    const rest = left.filter((feed) => !bindCount(feed, lengths));
    if (rest.length === left.length) throw untold(rest[0]!, lengths);
    left = rest;
  }
}

/** Gives an array its shape; says whether it could. */
function bindCount(feed: Feed, lengths: Lengths): boolean {
  const { type, values } = feed;
  const count = elementCount(type.shape);
  if (solvableSymbol(count, (symbol) => lengths.has(symbol)) !== undefined && !isHidden(count, lengths)) {
    if (!bindDimension(count, { length: values.length, lengths })) throw misfit(feed, lengths);
  }
  const shape = type.shape.map((dimension) => lengthOf(dimension, lengths)).filter((length) => length !== undefined);
  if (shape.length < type.shape.length) return false;
  feed.shape = shape;
  return true;
}

/** Whether a length of 0 makes the number of elements the same whatever the unknown symbol is. */
function isHidden(count: Dimension, lengths: Lengths): boolean {
  const [one, two] = [1, 2].map((length) => {
    const symbol = solvableSymbol(count, (known) => lengths.has(known))!;
    return lengthOf(count, new Map([...lengths, [symbol, length]]));
  });
  return one === two;
}

function isNumeric(shape: Shape): shape is readonly number[] {
  for (const length of shape) if (typeof length !== "number") return false;
  return true;
}

/** Compares the shape with the type, as far as symbols are known, and with the number of elements. */
function checkShape(feed: Feed, lengths: Lengths): void {
  const { type, values } = feed;
  const shape = feed.shape ?? [];
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis]!;
    const wanted = lengthOf(type.shape[axis]!, lengths) ?? unknownLength(type.shape[axis]!, { length, lengths });
    if (length !== wanted || !(length >= 0) || !Number.isInteger(length)) throw misfit(feed, lengths);
    count *= length;
  }
  if (count !== values.length) throw misfit(feed, lengths);
}

/** Any length where several symbols are unknown; none where the last one would be negative or a fraction. */
function unknownLength(
  dimension: Dimension,
  { length, lengths }: { readonly length: number; readonly lengths: Lengths },
): number | undefined {
  return solvableSymbol(dimension, (symbol) => lengths.has(symbol)) === undefined ? length : undefined;
}

/** The runtime reads feeds while it writes outputs. */
function checkMemory(read: readonly Feed[], written: readonly Feed[]): void {
  if (written.length === 0) return;
  const feeds = [...read, ...written];
  if (new Set(feeds.map(({ values }) => values.buffer)).size === feeds.length) return;
  const sharers = new Map<ArrayBufferLike, Feed[]>();
  for (const feed of feeds) sharers.set(feed.values.buffer, [...sharers.get(feed.values.buffer) ?? [], feed]);
  for (const ofOneBuffer of sharers.values()) checkBuffer(ofOneBuffer);
}

/** Among feeds of one buffer, which come before outputs. */
function checkBuffer(feeds: readonly Feed[]): void {
  for (const [index, target] of feeds.entries()) {
    if (target.role === "input") continue;
    const other = feeds.slice(0, index).find(({ values }) => overlap(values, target.values));
    if (other === undefined) continue;
    throw new RangeError(
      `Cannot run a graph: output ${target.name} must have memory of its own: current value is that of ${other.role} ${other.name}`,
    );
  }
}

function overlap(a: Values, b: Values): boolean {
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

function tensorsOf(feeds: readonly Feed[]): Tensors {
  return Object.fromEntries(
    feeds.map(({ name, type: { dtype }, shape, values }) => [name, { dtype, shape: shape ?? [], values }]),
  );
}

function misfit({ name, role, type, shape, values }: Feed, lengths: Lengths): RangeError {
  const symbols = [...lengths].map(([symbol, length]) => `${symbol} = ${length}`).join(", ");
  return new RangeError(
    `Cannot run a graph: ${role} ${name} must be ${showType(type)}${
      symbols === "" ? "" : ` (${symbols})`
    }: current value is ${shape === undefined ? "" : `${showShape(shape)} in `}an array of ${values.length}`,
  );
}

function untold({ name, role, type, values }: Feed, lengths: Lengths): RangeError {
  return new RangeError(
    `Cannot run a graph: ${role} ${name}, ${showType(type)}, must be given with its shape where ${
      lengths.size === 0 ? "nothing" : [...lengths.keys()].join(", ")
    } is known from other feeds: current value is an array of ${values.length}`,
  );
}
