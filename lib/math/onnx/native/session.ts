/**
 * Opens a session of ONNX Runtime for the bytes of a model, on the provider that was asked for or not at all.
 *
 * The runtime fails in one way for a wrong model and for a provider that the machine lacks. A second attempt tells
 * which it was: if the same model opens on the processor, the provider is missing, else the model is wrong.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import { checkNonNegativeInteger, checkPositiveInteger } from "../../../base/argument.ts";
import type { DType, Tensor, Values } from "../expressions/tensor_type.ts";

/** Where a graph computes: the processor, a graphics processor through WebGPU, or one of NVIDIA's. */
export type Provider = "cpu" | "webgpu" | "cuda";

const PROVIDERS: readonly Provider[] = ["cpu", "webgpu", "cuda"];

/** The runtime's log keeps still: what it has to say is in the errors that it throws. */
const SILENT = 4;

/**
 * Long enough for the gaps between the operations of a graph. Measured on 2 cores with a training step of 79
 * operations: undisturbed 1.42 ms, against 1.38 ms with the runtime's own setting (it spins on for milliseconds) and
 * 1.81 ms without spinning; while other processes want the cores, 3.7 ms against 6.2 ms in the median. The runtime's
 * other settings are left as they are: none of less optimisation, no memory arena, no memory pattern and parallel
 * execution of nodes was faster beyond the noise.
 */
const SPIN_US = 50;

/** How a graph is to run. */
export interface SessionOptions {
  /** Where. What a graphics processor has no kernel for, runs on the processor. @default {"cpu"} */
  readonly provider?: Provider;
  /** On how many threads one operation may run; as many as there are cores if it is left out. */
  readonly threads?: number;
  /**
   * For how many microseconds idle threads watch for more work before they sleep; 0 if they sleep at once.
   * @default {50}
   */
  readonly spinUs?: number;
}

/** What a model says about one of its inputs or outputs. */
export interface DeclaredValue {
  /** Its name. */
  readonly name: string;
  /** The type of its elements as the runtime calls it; undefined if it is no tensor. */
  readonly elements: string | undefined;
  /** Its lengths; a name, or nothing, for one that is open. */
  readonly lengths: readonly (number | string)[];
}

/** A model that the runtime has opened. */
export interface Session {
  /** Where it computes. */
  readonly provider: Provider;
  /** What it is fed. */
  readonly inputs: readonly DeclaredValue[];
  /** What it gives. */
  readonly outputs: readonly DeclaredValue[];
  /**
   * Computes outputs of those element types, the ones in `into` into those arrays. Feeds are read while it computes,
   * which begins at the next turn of the event loop, and occupies the thread.
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    options: { readonly outputs: Readonly<Record<string, DType>>; readonly into: Readonly<Record<string, Tensor>> },
  ): Promise<Record<string, Tensor>>;
  /** Gives its memory back; once. */
  release(): Promise<void>;
}

/** A provider that this machine lacks; who catches it may ask for `"cpu"`. */
export class ProviderUnavailableError extends Error {
  /** What was asked for. */
  readonly provider: Provider;

  /** From what was asked for and what the runtime says about it. */
  constructor(provider: Provider, { reason, cause }: { readonly reason: string; readonly cause: unknown }) {
    super(
      `Cannot run on ${provider}: this machine must have what it takes: current value is ${JSON.stringify(reason)}`,
      { cause },
    );
    this.name = "ProviderUnavailableError";
    this.provider = provider;
  }
}

/**
 * A session that runs a model.
 * @throws {ProviderUnavailableError} If the model is sound and the machine has no such provider.
 * @throws {RangeError} If the provider is unknown, threads is no positive integer, or the runtime does not open the
 * model.
 */
export async function openSession(
  bytes: Uint8Array,
  { provider = "cpu", threads, spinUs = SPIN_US }: SessionOptions,
): Promise<Session> {
  if (!PROVIDERS.includes(provider)) {
    throw new RangeError(
      `Cannot open a session: provider must be one of ${PROVIDERS.join(", ")}: current value is ${provider}`,
    );
  }
  const options: ort.InferenceSession.SessionOptions = {
    logSeverityLevel: SILENT,
    extra: {
      session: {
        intra_op: spinning(checkNonNegativeInteger(spinUs, { action: "open a session", argument: "spinUs" })),
      },
    },
    ...threads === undefined
      ? {}
      : { intraOpNumThreads: checkPositiveInteger(threads, { action: "open a session", argument: "threads" }) },
  };
  if (provider === "cpu") return sessionOf(await opened(bytes, options), "cpu");
  try {
    return sessionOf(
      await ort.InferenceSession.create(bytes, { ...options, executionProviders: [provider] }),
      provider,
    );
  } catch (cause) {
    const onProcessor = await opened(bytes, options);
    await onProcessor.release();
    throw new ProviderUnavailableError(provider, { reason: reasonOf(cause), cause });
  }
}

/** What the runtime says, on one line and without the names of its source files. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.trim().replaceAll(/\s+/g, " ").replace(/\/\S+\.(?:cc|h):\d+ (?:.* was (?:true|false)\. )?/, "");
}

/** The runtime's settings for a time of spinning. */
function spinning(us: number): Readonly<Record<string, string>> {
  return us === 0 ? { allow_spinning: "0" } : { spin_duration_us: String(us) };
}

async function opened(bytes: Uint8Array, options: ort.InferenceSession.SessionOptions): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, options);
  } catch (cause) {
    throw new RangeError(
      `Cannot open a session: bytes must be a model that the runtime opens: current value is ${
        JSON.stringify(reasonOf(cause))
      }`,
      { cause },
    );
  }
}

function sessionOf(native: ort.InferenceSession, provider: Provider): Session {
  return {
    provider,
    inputs: native.inputMetadata.map(declared),
    outputs: native.outputMetadata.map(declared),
    release: () => native.release(),
    async run(feeds, { outputs, into }) {
      const results = await called(native, { feeds: tensorsOf(feeds), fetches: fetchesOf(Object.keys(outputs), into) });
      return Object.fromEntries(
        Object.entries(outputs).map(([name, dtype]) => {
          const { dims, data } = results[name]!;
          return [name, Object.hasOwn(into, name) ? into[name]! : { dtype, shape: dims, values: data as Values }];
        }),
      );
    },
  };
}

function declared(value: ort.InferenceSession.ValueMetadata): DeclaredValue {
  const { name } = value;
  return value.isTensor
    ? { name, elements: value.type, lengths: value.shape }
    : { name, elements: undefined, lengths: [] };
}

async function called(
  native: ort.InferenceSession,
  { feeds, fetches }: {
    readonly feeds: Record<string, ort.Tensor>;
    readonly fetches: Record<string, ort.Tensor | null>;
  },
): Promise<ort.InferenceSession.ReturnType> {
  try {
    return await native.run(feeds, fetches);
  } catch (cause) {
    throw new Error(
      `Cannot run a graph: the runtime must be able to: current value is ${JSON.stringify(reasonOf(cause))}`,
      { cause },
    );
  }
}

/** The same arrays in the runtime's words. */
function tensorsOf(tensors: Readonly<Record<string, Tensor>>): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map((
      [name, { dtype, shape, values }],
    ) => [name, new ort.Tensor(dtype, values as Float32Array, shape)]),
  );
}

function fetchesOf(
  names: readonly string[],
  into: Readonly<Record<string, Tensor>>,
): Record<string, ort.Tensor | null> {
  return { ...Object.fromEntries(names.map((name) => [name, null])), ...tensorsOf(into) };
}
