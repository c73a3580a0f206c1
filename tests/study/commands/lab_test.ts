import { assertEquals, assertStringIncludes } from "@std/assert";
import { labCommand } from "@lib/study/commands/lab.ts";

/** Runs the command in a folder where `jupyter-lab` is the given shell script, or is not there. */
async function lab(
  script: string | undefined,
  ...args: string[]
): Promise<{ code: number; text: string; told: string }> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(`${root}/bin`);
    await Deno.writeTextFile(`${root}/page.ipynb`, "{}");
    if (script !== undefined) {
      await Deno.writeTextFile(`${root}/bin/jupyter-lab`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    const lines: string[] = [];
    const add = (line: string) => void lines.push(line);
    const env = { PATH: `${root}/bin`, JUPYTER_PATH: "/elsewhere", TOLD: `${root}/told` };
    const code = await labCommand(args, { root, env, say: add, complain: add });
    const told = await Deno.readTextFile(`${root}/told`).catch(() => "");
    return { code, text: lines.join("\n"), told: told.replaceAll(root, "ROOT") };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const TELL = 'echo "$JUPYTER_PATH|$PWD|$*" > "$TOLD"; [ -f .cache/jupyter/kernels/deno/kernel.json ] && exit 7';

Deno.test("lab starts JupyterLab in the checkout with our kernel in front, and passes its options and status on", async () => {
  const plain = await lab(TELL);
  assertEquals(plain.told, "ROOT/.cache/jupyter:/elsewhere|ROOT|--notebook-dir=ROOT\n");
  assertEquals(plain.code, 7);
  const page = await lab(TELL, "page.ipynb", "--no-browser", "--port=8899");
  assertEquals(
    page.told,
    "ROOT/.cache/jupyter:/elsewhere|ROOT|--no-browser --port=8899 --notebook-dir=ROOT page.ipynb\n",
  );
});

Deno.test("lab says in two lines how to get JupyterLab where it is missing", async () => {
  const { code, text } = await lab(undefined);
  assertEquals([code, text.split("\n").length], [1, 2]);
  assertStringIncludes(text, "uvx --with plotly --from jupyterlab jupyter-lab");
  assertStringIncludes(text, "pip install jupyterlab plotly");
});

Deno.test("lab names a notebook that is not there, and takes one at a time", async () => {
  const gone = await lab(TELL, "gone.ipynb");
  assertEquals([gone.code, gone.told], [1, ""]);
  assertStringIncludes(gone.text, "there is no such file: current value is gone.ipynb");
  assertEquals((await lab(TELL, "page.ipynb", "other.ipynb")).code, 2);
  assertStringIncludes((await lab(TELL, "--help")).text, "Usage: deno task lab");
});

Deno.test("lab --register adds a kernel to the user's own, under a name of its own, and opens nothing", async () => {
  const home = await Deno.makeTempDir();
  try {
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    assertEquals(await labCommand(["--register"], { env: { JUPYTER_DATA_DIR: home, PATH: "/nowhere" }, say }), 0);
    const spec = JSON.parse(await Deno.readTextFile(`${home}/kernels/ml-systems-lab/kernel.json`));
    assertEquals([spec.display_name, spec.interrupt_mode], ["Deno (ML Systems Lab)", "message"]);
    assertStringIncludes(said[0]!, "Deno (ML Systems Lab)");
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
