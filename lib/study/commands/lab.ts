/**
 * `deno task lab [notebook] [jupyter's own options]`: opens JupyterLab in this checkout with a kernel that is this very
 * Deno.
 *
 * `--register` writes the kernel where Jupyter and VS Code look for the user's kernels, as "Deno (ML Systems Lab)", and
 * opens nothing. Exit status: JupyterLab's own; 1 if there is no Jupyter or no such notebook. Nothing is installed and
 * none of the user's other kernels is touched.
 *
 * @module
 */
import { jupyterPath, kernelSpec, userDataFolder, writeKernelSpec } from "../kernel/kernel_spec.ts";

/** What the command needs of the outside world. */
export interface LabCommandOptions {
  /** The checkout, as an absolute path. @default {the current folder} */
  readonly root?: string;
  /** Environment to find Jupyter in. @default {that of this process} */
  readonly env?: Readonly<Record<string, string>>;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
}

const USAGE = `Usage: deno task lab [notebook.ipynb] [options of jupyter lab]
       deno task lab --register    for VS Code: adds the kernel "Deno (ML Systems Lab)" to yours
  options that begin with a dash go to JupyterLab, as --no-browser or --port=8899`;

/** How to get what is missing, with the renderer of interactive figures; the kernel is already there by then. */
const MISSING =
  `JupyterLab is not installed. Without installing it: JUPYTER_PATH="$PWD/.cache/jupyter" uvx --with plotly --from jupyterlab jupyter-lab
Or install it, then call this again: pip install jupyterlab plotly`;

/**
 * Runs the command, until JupyterLab ends.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function labCommand(args: readonly string[], options: LabCommandOptions = {}): Promise<number> {
  const { root = Deno.cwd(), env = Deno.env.toObject(), say = console.log, complain = console.error } = options;
  if (args.includes("--help") || args.includes("-h")) {
    say(USAGE);
    return 0;
  }
  if (args.includes("--register")) {
    const spec = { ...kernelSpec(), display_name: "Deno (ML Systems Lab)" };
    const path = await writeKernelSpec(userDataFolder(env), { name: "ml-systems-lab", spec });
    say(`The kernel "${spec.display_name}" is in ${path}`);
    return 0;
  }
  const isFile = (arg: string) => !arg.startsWith("-");
  const files = args.filter(isFile);
  if (files.length > 1) {
    complain(`Cannot open JupyterLab: one notebook at a time: current value is ${files.join(" ")}\n${USAGE}`);
    return 2;
  }
  const [notebook] = files;
  if (notebook !== undefined && !exists(notebook.startsWith("/") ? notebook : `${root}/${notebook}`)) {
    complain(`Cannot open a notebook: there is no such file: current value is ${notebook}`);
    return 1;
  }
  const folder = `${root}/.cache/jupyter`;
  const path = jupyterPath(folder, env.JUPYTER_PATH);
  try {
    const spec = await writeKernelSpec(folder);
    const lab = new Deno.Command("jupyter-lab", {
      args: [
        ...args.filter((arg) => !isFile(arg)),
        `--notebook-dir=${root}`, // also for one notebook: its links lead into lib/
        ...notebook === undefined ? [] : [notebook],
      ],
      cwd: root,
      env: { ...env, JUPYTER_PATH: path },
      clearEnv: true,
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    say(`JupyterLab starts; its kernel Deno is that of ${spec.replace(`${root}/`, "")}. Ctrl-C ends it.`);
    const pass = (signal: Deno.Signal) => () => lab.kill(signal);
    const [interrupt, terminate] = [() => {}, pass("SIGTERM")]; // the terminal sends Ctrl-C to JupyterLab itself
    Deno.addSignalListener("SIGINT", interrupt);
    if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", terminate);
    const { code } = await lab.status;
    Deno.removeSignalListener("SIGINT", interrupt);
    if (Deno.build.os !== "windows") Deno.removeSignalListener("SIGTERM", terminate);
    return code;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      if (!(error instanceof Error && error.name in Deno.errors)) throw error;
      complain(`Cannot open JupyterLab: ${error.message}`);
      return 1;
    }
    complain(MISSING);
    return 1;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) Deno.exit(await labCommand(Deno.args));
