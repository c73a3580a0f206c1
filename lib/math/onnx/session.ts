/**
 * Opens a session of ONNX Runtime for the bytes of a model, on the provider that was asked for or not at all.
 *
 * The runtime fails in one way for a wrong model and for a provider that the machine lacks. A second attempt tells which it was: if the same model opens on
 * the processor, the provider is missing, else the model is wrong.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import { positiveInteger } from "../../base/argument.ts";

/** Where a graph computes: the processor, a graphics processor through WebGPU, or one of NVIDIA's. */
export type Provider = "cpu" | "webgpu" | "cuda";

const PROVIDERS: readonly Provider[] = ["cpu", "webgpu", "cuda"];

/** The runtime's log keeps still: what it has to say is in the errors that it throws. */
const SILENT = 4;

/** How a graph is to run. */
export interface SessionOptions {
  /** Where. What a graphics processor has no kernel for, runs on the processor. @default {"cpu"} */
  readonly provider?: Provider;
  /** On how many threads one operation may run; as many as there are cores if it is left out. */
  readonly threads?: number;
}

/** A provider that this machine lacks; who catches it may ask for `"cpu"`. */
export class ProviderUnavailableError extends Error {
  /** What was asked for. */
  readonly provider: Provider;

  /** @param reason What the runtime says about it. */
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
 * @throws {RangeError} If the provider is unknown, threads is no positive integer, or the runtime does not open the model.
 */
export async function openSession(
  bytes: Uint8Array,
  { provider = "cpu", threads }: SessionOptions,
): Promise<ort.InferenceSession> {
  if (!PROVIDERS.includes(provider)) {
    throw new RangeError(
      `Cannot open a session: provider must be one of ${PROVIDERS.join(", ")}: current value is ${provider}`,
    );
  }
  const options: ort.InferenceSession.SessionOptions = {
    logSeverityLevel: SILENT,
    ...threads === undefined
      ? {}
      : { intraOpNumThreads: positiveInteger(threads, { action: "open a session", argument: "threads" }) },
  };
  if (provider === "cpu") return await opened(bytes, options);
  try {
    return await ort.InferenceSession.create(bytes, { ...options, executionProviders: [provider] });
  } catch (cause) {
    const onProcessor = await opened(bytes, options);
    await onProcessor.release();
    throw new ProviderUnavailableError(provider, { reason: reasonOf(cause), cause });
  }
}

/** What the runtime says, on one line and without the names of its source files. */
export function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.trim().replaceAll(/\s+/g, " ").replace(/\/\S+\.(?:cc|h):\d+ (?:.* was (?:true|false)\. )?/, "");
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
