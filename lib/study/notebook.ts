/**
 * The first import of every notebook: `import "@lib/study/notebook.ts";`. It makes JupyterLab, VS Code and nbconvert
 * lose no output of a Deno kernel.
 *
 * The kernel announces the end of a cell before the cell's outputs are out; front ends then lose the rest or show it
 * under the next cell. Importing this file lets every later cell, before it ends, wait until its outputs have left the
 * kernel (see `notebook/iopub_flush.ts`). Where the kernel listens stands in its connection file, and the name of that
 * on its command line.
 *
 * It also keeps the kernel answering: an error in a timer or a detached promise, which the kernel swallows, or never
 * answers again after if a cell is being awaited, is printed instead. And a cell that ends with an import shows
 * nothing, where the kernel would show `[Module: null prototype]`.
 *
 * Outside a kernel, under the lab's own runner (which needs no help), on a system whose command lines we cannot read,
 * and when imported again, it does nothing.
 *
 * Cost: once about 5 ms, then about 5 ms a cell.
 *
 * Not here on purpose: anything a page could import itself. A cell that throws ends without the wait, so what it
 * printed just before may still be lost; the error itself is not.
 *
 * @module
 */
import { flushIopub } from "./notebook/iopub_flush.ts";

/** The undocumented parts of the kernel that this file hooks into. */
interface KernelInternals {
  jupyter?: {
    broadcastResult?: (...args: unknown[]) => Promise<void>;
    [installed]?: true;
  };
}

interface Kernel {
  readonly internal: symbol;
  readonly jupyter: { broadcast(type: string, content: Record<string, unknown>): Promise<void> };
}

const installed: unique symbol = Symbol.for("lab.flush") as never;

await install();

async function install(): Promise<void> {
  const kernel = Deno as unknown as Kernel;
  const internals = (Deno as unknown as Record<symbol, KernelInternals | undefined>)[kernel.internal]?.jupyter;
  const original = internals?.broadcastResult;
  if (!internals || !original || internals[installed] || Deno.env.has("LAB_RUNNER")) return;
  const address = await iopubAddress();
  if (!address) return;
  const { broadcast } = kernel.jupyter;
  internals[installed] = true;
  printUncaught();
  internals.broadcastResult = async (...args) => {
    if (!isModule(args[1])) await original(...args);
    await flushIopub(address, { jupyter: { broadcast } });
  };
}

/** An error that nobody catches belongs in the notebook, and must not take the kernel with it. */
function printUncaught(): void {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    console.error("Uncaught in a timer or event handler:", event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error("Uncaught in a detached promise:", event.reason);
  });
}

/** A cell that ends with an import has no value of its own, but the kernel would show the module. */
function isModule(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object Module]";
}

/** Where this kernel sends its outputs; undefined when that cannot be found out. */
async function iopubAddress(): Promise<{ hostname: string; port: number } | undefined> {
  try {
    const file = /--conn[\s=]+(.+?\.json)/.exec(await commandLine())?.[1];
    if (file === undefined) return undefined;
    const { ip, iopub_port } = JSON.parse(await Deno.readTextFile(file));
    return { hostname: ip, port: iopub_port };
  } catch {
    return undefined; // an output may come late, but the notebook works
  }
}

async function commandLine(): Promise<string> {
  if (Deno.build.os === "linux") return (await Deno.readTextFile("/proc/self/cmdline")).replaceAll("\0", "\n");
  if (Deno.build.os !== "darwin") return "";
  const ps = new Deno.Command("ps", { args: ["-ww", "-o", "args=", "-p", `${Deno.pid}`] });
  return new TextDecoder().decode((await ps.output()).stdout);
}
