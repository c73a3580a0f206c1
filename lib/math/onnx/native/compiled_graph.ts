/**
 * A graph that runs natively: a session of ONNX Runtime behind checks of what it is fed.
 *
 * The runtime would refuse wrong feeds too, but late, in its own words, and not an output that lies over an input. So
 * names, element types, shapes, counts and memory are checked here first. Symbols get their values from the shapes of
 * the feeds, and have to agree.
 *
 * **Invariant.** Whatever is refused is refused before the native call, and nothing has changed. Feeds are read, never
 * written; an output goes into a new array or into the caller's (`into`), which may share no memory with any feed; if
 * the runtime itself fails, what is in those is undefined. A graph that is disposed runs no more; one that is running
 * is disposed when it is done.
 *
 * Cost: of a call about 12 µs beside the arithmetic, and 3 µs for each further array that is fed or written. Feeds are
 * not copied; the runtime's binding copies each result once, also one that is in `into`. The native call occupies the
 * thread that makes it: other promises wait meanwhile.
 *
 * Not here on purpose: a queue of calls, calls on another thread, batches made of several callers' rows.
 *
 * @module
 */
import { checkConditions, type LengthCondition } from "./_length_conditions.ts";
import { type FeedTypes, resolveFeeds } from "./feeds.ts";
import type { Provider, Session } from "./session.ts";
import type { DType, Tensor, Values } from "../expressions/tensor_type.ts";

export type { LengthCondition } from "./_length_conditions.ts";

/** What a compiled graph consists of. */
export interface CompiledParts {
  /** The runtime's session, which the graph owns from now on. */
  readonly session: Session;
  /** The model that the session was made of. */
  readonly bytes: Uint8Array;
  /** Types of what is fed. */
  readonly inputs: FeedTypes;
  /** Types of the results. */
  readonly outputs: FeedTypes;
  /** What must hold of symbolic lengths. @default {nothing} */
  readonly conditions?: readonly LengthCondition[];
}

/** A graph that is ready to run; made by `compile` or `loadGraph`, disposed by who asked for it. */
export class CompiledGraph {
  /** Types of what is fed, by name. */
  readonly inputs: FeedTypes;
  /** Types of the results, by name. */
  readonly outputs: FeedTypes;
  /** Where it runs. */
  readonly provider: Provider;
  readonly #session: Session;
  readonly #dtypes: Readonly<Record<string, DType>>;
  readonly #bytes: Uint8Array;
  readonly #conditions: readonly LengthCondition[];
  readonly #running = new Set<Promise<unknown>>();
  #disposal: Promise<void> | undefined;

  /** For `compile` and `loadGraph`. */
  constructor({ session, bytes, inputs, outputs, conditions = [] }: CompiledParts) {
    this.#conditions = conditions;
    this.#session = session;
    this.#dtypes = Object.fromEntries(Object.entries(outputs).map(([name, { dtype }]) => [name, dtype]));
    this.#bytes = bytes;
    this.inputs = Object.freeze({ ...inputs });
    this.outputs = Object.freeze({ ...outputs });
    this.provider = session.provider;
  }

  /**
   * Computes all outputs.
   * @param feeds A tensor for each input. A plain array takes its shape from the input's type, if at most one symbol in
   * it is not known from other feeds. The arrays are read during the call: they must not change before it is done.
   * @param options.into Arrays that outputs are written to; they may share no memory with a feed or with each other.
   * @returns The outputs by name; those in `into` hold the caller's array.
   * @throws {TypeError} If an input is missing or unknown, or element types differ.
   * @throws {RangeError} If a shape or a count does not fit, a symbolic part does not lie inside its axis, or memory is
   * shared.
   * @throws {Error} If the graph is disposed, or the runtime fails.
   */
  async run(
    feeds: Readonly<Record<string, Tensor | Values>>,
    { into = {} }: { readonly into?: Readonly<Record<string, Tensor | Values>> } = {},
  ): Promise<Record<string, Tensor>> {
    if (this.#disposal !== undefined) {
      throw new Error("Cannot run a graph: it must not be disposed: current value is a disposed graph");
    }
    const { fed, targets, lengths } = resolveFeeds({ inputs: this.inputs, outputs: this.outputs, feeds, into });
    checkConditions(this.#conditions, lengths);
    const call = this.#session.run(fed, { outputs: this.#dtypes, into: targets });
    this.#running.add(call);
    try {
      return await call;
    } finally {
      this.#running.delete(call);
    }
  }

  /**
   * The model as it is saved under a name that ends in `.onnx`; `loadGraph` and everything else that reads ONNX takes
   * it.
   */
  toBytes(): Uint8Array {
    return new Uint8Array(this.#bytes);
  }

  /** Gives back the native memory as soon as no call runs; once more does nothing. */
  dispose(): Promise<void> {
    this.#disposal ??= Promise.allSettled(this.#running).then(() => this.#session.release());
    return this.#disposal;
  }

  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
