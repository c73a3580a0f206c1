/**
 * The kernel specification that tells Jupyter how to start the Deno kernel.
 *
 * It is our own and not the one of `deno jupyter --install`, for two reasons: run through npx that one names a file of
 * npx's cache, which npx may throw away; and it has no `interrupt_mode`, so that the interrupt button of JupyterLab
 * kills the kernel. With messages, and the relay of `interruptible_kernel.ts` in front of the kernel, a loop stops
 * within milliseconds and an `await` ends, and both keep their state.
 *
 * **Invariant.** A specification that was written starts the same Deno that wrote it.
 *
 * Cost: two small files.
 *
 * Not here on purpose: Jupyter itself, VS Code (it has its own way to find Deno), the user's own kernels (nothing of
 * theirs is touched: the folder goes into `JUPYTER_PATH`).
 *
 * Source: Jupyter Client, "Making kernels for Jupyter", section "Kernel specs".
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { writeFileAtomic } from "../../storage/atomic_write.ts";

/** What stands in `kernel.json`. */
export interface KernelSpec {
  /** The program and its arguments; Jupyter puts a file name for `{connection_file}`. */
  readonly argv: readonly string[];
  /** Name that people see. */
  readonly display_name: string;
  /** Language of the cells. */
  readonly language: string;
  /** How a cell is interrupted: by a message on the control channel. */
  readonly interrupt_mode: "message";
  /** Environment of the kernel. */
  readonly env: Readonly<Record<string, string>>;
}

/** How this Deno was started. */
export interface KernelSpecOptions {
  /**
   * Absolute path of the running Deno.
   * @default {Deno.execPath()}
   */
  readonly execPath?: string;
  /**
   * Its version, for npx.
   * @default {Deno.version.deno}
   */
  readonly version?: string;
}

/** The program that Jupyter starts, and the configuration of its imports. */
const PROGRAM = fileURLToPath(new URL("./interruptible_kernel.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));

/** Name of the kernel, as notebooks give it. */
export const KERNEL_NAME = "deno";

/**
 * The specification for the running Deno: by its path, or through npx if it lies in a cache of npx.
 *
 * @example
 * ```ts
 * import { kernelSpec } from "@lib/study/kernel/kernel_spec.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(kernelSpec({ execPath: "/opt/deno" }).argv.slice(0, 3), ["/opt/deno", "run", "-A"]);
 * const cached = kernelSpec({ execPath: "/x/_npx/1/node_modules/@deno/linux/deno", version: "2.9.6" });
 * assertEquals(cached.argv.slice(0, 3), ["npx", "--yes", "deno@2.9.6"]);
 * ```
 */
export function kernelSpec(options: KernelSpecOptions = {}): KernelSpec {
  const { execPath = Deno.execPath(), version = Deno.version.deno } = options;
  const isOfNpx = execPath.split(/[\\/]/).includes("_npx");
  const start = isOfNpx ? ["npx", "--yes", `deno@${version}`] : [execPath];
  return {
    argv: [...start, "run", "-A", "--quiet", "--config", CONFIG, PROGRAM, "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "message",
    env: { NO_COLOR: "1" },
  };
}

/**
 * Writes the specification below a folder that can be put into `JUPYTER_PATH`.
 * @param folder The folder; it is made if need be.
 * @param options.name Name of the kernel. @default {KERNEL_NAME}
 * @param options.spec What is written. @default {kernelSpec()}
 * @returns The path of `kernel.json`.
 * @throws {Error} What the operating system says, if it cannot be written.
 */
export async function writeKernelSpec(
  folder: string,
  { name = KERNEL_NAME, spec = kernelSpec() }: { readonly name?: string; readonly spec?: KernelSpec } = {},
): Promise<string> {
  const path = `${folder}/kernels/${name}/kernel.json`;
  await writeFileAtomic(path, new TextEncoder().encode(JSON.stringify(spec, undefined, 2) + "\n"));
  return path;
}

/**
 * The folder in which Jupyter looks for a user's kernels.
 * @param env Environment of the user.
 * @param os The operating system. @default {Deno.build.os}
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { userDataFolder } from "@lib/study/kernel/kernel_spec.ts";
 * assertEquals(userDataFolder({ HOME: "/h" }, "linux"), "/h/.local/share/jupyter");
 * ```
 */
export function userDataFolder(env: Readonly<Record<string, string>>, os: string = Deno.build.os): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (os === "windows") return `${env.APPDATA}\\jupyter`;
  if (os === "darwin") return `${env.HOME}/Library/Jupyter`;
  return `${env.XDG_DATA_HOME || `${env.HOME}/.local/share`}/jupyter`;
}

/**
 * `JUPYTER_PATH` with a folder in front of what is there.
 * @param folder Absolute path.
 * @param known The value that is there; undefined or empty for none.
 */
export function jupyterPath(folder: string, known: string | undefined): string {
  const separator = Deno.build.os === "windows" ? ";" : ":";
  return known === undefined || known === "" ? folder : `${folder}${separator}${known}`;
}
