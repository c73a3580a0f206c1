import type { MimeBundle, Output } from "../notebook/nbformat.ts";

/**
 * Normalizes outputs for a commit: the same on every machine and in every run of the same code.
 *
 * Machine paths are replaced in every text, also inside JSON and HTML; stack lines of the kernel itself and of the
 * runner go; `execute_result` carries the number of its cell among those that ran.
 *
 * **Invariant.** Pictures and other base64 data pass untouched; applying it twice changes nothing more.
 *
 * Not here on purpose: what a notebook prints itself, such as the time or a random number (a notebook should hand seeds
 * and clocks to what it runs).
 *
 * @param outputs What the kernel sent for one cell.
 * @param options.executionCount Number to write into results.
 * @param options.portable Replaces machine paths, see `redact_paths.ts`.
 */
export function normalizeOutputs(
  outputs: readonly Output[],
  options: { executionCount: number; portable: (text: string) => string },
): Output[] {
  const { executionCount, portable } = options;
  return outputs.map((output): Output => {
    switch (output.output_type) {
      case "stream":
        return { ...output, text: portable(output.text) };
      case "error": {
        const traceback = output.traceback.filter((line) => !isKernelFrame(line)).map(portable);
        return { ...output, evalue: portable(output.evalue), traceback };
      }
      case "execute_result":
        return { ...output, execution_count: executionCount, ...portableBundle(output, portable) };
      case "display_data":
        return { ...output, ...portableBundle(output, portable) };
    }
  });
}

/** Whether a stack line points into the kernel or its prelude, and so says nothing about the notebook. */
export function isKernelFrame(line: string): boolean {
  return /^\s+at .*(\bext:|\bnode:|kernel_prelude\.ts)/.test(line);
}

function portableBundle(
  output: { data: MimeBundle; metadata: Record<string, unknown> },
  portable: (text: string) => string,
): { data: MimeBundle; metadata: Record<string, unknown> } {
  const entries = Object.entries(output.data).map(([mime, value]) => {
    const isBase64 = /^(image|audio|video|application\/pdf)/.test(mime) && mime !== "image/svg+xml";
    return [mime, isBase64 ? value : portableValue(value, portable)];
  });
  return {
    data: Object.fromEntries(entries),
    metadata: portableValue(output.metadata, portable) as Record<string, unknown>,
  };
}

function portableValue(value: unknown, portable: (text: string) => string): unknown {
  if (typeof value === "string") return portable(value);
  if (Array.isArray(value)) {
    // long lists of numbers are the bulk of a figure
    return value.every((item) => typeof item === "number") ? value : value.map((item) => portableValue(item, portable));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, portableValue(field, portable)]));
}
