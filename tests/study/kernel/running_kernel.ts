/** A kernel for the length of a test, and what its cells have shown. */
import { assert, assertEquals } from "@std/assert";
import { type CellError, KernelSession, type KernelSessionOptions } from "@lib/study/kernel/kernel_session.ts";

/** Folder in which the cells run. */
export const here = new URL(".", import.meta.url).pathname;

/** Starts a kernel, hands it to `use`, and proves that it is gone afterwards. */
export async function withKernel(
  use: (session: KernelSession) => Promise<void>,
  options: Partial<KernelSessionOptions> = {},
): Promise<void> {
  const session = await KernelSession.start({ cwd: here, ...options });
  try {
    await use(session);
  } finally {
    await session.close();
    assert(!isAlive(session.pid), "the kernel outlived its session");
  }
}

/** Whether the process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

/** Runs a cell that must succeed; its texts in order. */
export async function run(session: KernelSession, source: string, cell: number): Promise<string[]> {
  const error = await session.run(source, { cell, limitMs: 20_000 });
  assertEquals(error, undefined, source);
  return texts(session, cell);
}

/** Runs a cell that must fail; its error. */
export async function fail(session: KernelSession, source: string, limitMs = 20_000): Promise<CellError> {
  const error = await session.run(source, { cell: 1, limitMs });
  assert(error, `no error from ${source}`);
  return error;
}

/** What a cell has shown, as texts. */
export function texts(session: KernelSession, cell: number): string[] {
  return session.outputs.of(cell).map((output) => {
    if (output.output_type === "stream") return output.text;
    return output.output_type === "error" ? `${output.ename}: ${output.evalue}` : String(output.data["text/plain"]);
  });
}
