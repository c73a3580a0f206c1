/** A stock Jupyter with our kernel, for tests: the executable that the environment variable JUPYTER names. */

import { writeKernelSpec } from "@lib/study/kernel/kernel_spec.ts";

/** Path of the `jupyter` executable; absent where there is none, and then tests are ignored by name. */
export const jupyter: string | undefined = Deno.env.get("JUPYTER") || undefined;

/** The checkout. */
export const ROOT: string = decodeURIComponent(new URL("../../", import.meta.url).pathname).replace(/\/$/, "");

/** What a run of a program gave. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Jupyter with a home of its own, in which our kernel is registered the way `deno task lab` does it. */
export class StockJupyter {
  readonly #home: string;
  readonly #executable: string;

  private constructor(executable: string, home: string) {
    this.#executable = executable;
    this.#home = home;
  }

  static async start(executable: string): Promise<StockJupyter> {
    const home = await Deno.makeTempDir();
    await writeKernelSpec(`${home}/data`);
    await Deno.mkdir(`${home}/work`);
    return new StockJupyter(executable, home);
  }

  /** A folder for a test's files. */
  get folder(): string {
    return `${this.#home}/work`;
  }

  /** Runs `jupyter` with `args`. */
  run(...args: string[]): Promise<Ran> {
    return this.#spawn(this.#executable, args);
  }

  /** Runs a Python program with the packages that this Jupyter has. */
  python(program: string, ...args: string[]): Promise<Ran> {
    return this.#spawn(this.#executable.replace(/[^/]+$/, "python"), ["-c", program, ...args]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#home, { recursive: true });
  }

  async #spawn(program: string, args: readonly string[]): Promise<Ran> {
    const env = {
      JUPYTER_PATH: `${this.#home}/data`,
      JUPYTER_CONFIG_DIR: `${this.#home}/config`,
      JUPYTER_RUNTIME_DIR: `${this.#home}/runtime`,
      IPYTHONDIR: `${this.#home}/ipython`,
      LAB_HOME: `${this.#home}/lab`,
      NO_COLOR: "1",
    };
    const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], env }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }
}

/** The committed notebooks, in order. */
export function committedNotebooks(folder = `${ROOT}/notebooks`): string[] {
  const found: string[] = [];
  let entries: Deno.DirEntry[] = [];
  try {
    entries = [...Deno.readDirSync(folder)];
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  for (const { name, isDirectory } of entries) {
    if (name.startsWith(".")) continue; // checkpoints
    if (isDirectory) found.push(...committedNotebooks(`${folder}/${name}`));
    else if (name.endsWith(".ipynb")) found.push(`${folder}/${name}`);
  }
  return found.sort();
}
