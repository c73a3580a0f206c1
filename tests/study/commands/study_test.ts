import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
import { absentDatasets } from "@lib/study/runner/data_needs.ts";
import { notebookOf, withRepository } from "../runner/scratch_repository.ts";

const project = new URL("../../../", import.meta.url).pathname;
const forever = `await new Promise(() => {})`;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function start(
  root: string,
  args: readonly string[],
  { prefix = [], environment = {} }: { prefix?: readonly string[]; environment?: Record<string, string> } = {},
): Deno.ChildProcess {
  const deno = [
    Deno.execPath(),
    "run",
    "-A",
    "--config",
    `${project}deno.json`,
    `${project}lib/study/commands/study.ts`,
  ];
  const [program, ...rest] = [...prefix, ...deno, ...args];
  return new Deno.Command(program!, {
    args: rest,
    cwd: root,
    env: { NO_COLOR: "1", ...environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function outcomeOf(child: Deno.ChildProcess): Promise<Outcome> {
  const { code, stdout, stderr } = await child.output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

async function study(root: string, ...args: string[]): Promise<Outcome> {
  return await outcomeOf(start(root, args));
}

/** Whether any kernel or child that was started with `root` as a part of its folder is alive. */
function leftovers(root: string): string[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/${name}/cwd`).startsWith(root) ? [name] : [];
    } catch {
      return []; // not a process, or gone
    }
  });
}

// By hand

Deno.test("study runs, saves with --save only, exports the site, and a second run is quick", () =>
  withRepository(async ({ root, notebook, read }) => {
    const path = await notebook("s/a", [`console.log("hello")`, `2 + 2`]);
    const before = await read(path);
    const first = await study(root);
    assertEquals([first.code, first.err], [0, ""]);
    assertMatch(first.out, /s\/a: ran in/);
    assertMatch(first.out, /1 run, 0 unchanged, 0 failed; site\/index.html/);
    assert((await Deno.stat(`${root}/site/index.html`)).isFile);
    assertEquals(await read(path), before, "without --save the notebook stays");
    const startMs = performance.now();
    const second = await study(root, "--save");
    assertLess(performance.now() - startMs, 3000);
    assertMatch(second.out, /0 run, 1 unchanged, 0 failed/);
    assertStringIncludes(await read(path), `"hello\\n"`);
    assertEquals(leftovers(root), []);
  }));

// Refusals

Deno.test("study answers wrong options and missing notebooks with usage or a list, and status 2", () =>
  withRepository(async ({ root, notebook }) => {
    await notebook("s/a", ["1"]);
    const wrong = await study(root, "--onyl", "a");
    assertEquals(wrong.code, 2);
    assertMatch(wrong.err, /^There is no option --onyl\n\nUsage: deno task study/);
    const missing = await study(root, "--only", "b");
    assertEquals(missing.code, 2);
    assertStringIncludes(missing.err, "Cannot find a notebook: there are notebooks/s/a.ipynb: current value is b");
    const help = await study(root, "--help");
    assertEquals(help.code, 0);
    assertStringIncludes(help.out, "--fail-fast");
  }));

Deno.test("study names notebook, cell and error of a failure, saves the others, keeps the site, and ends with status 1", () =>
  withRepository(async ({ root, notebook, file, read }) => {
    await file("lib/boom.ts", `export function boom() {\n  throw new RangeError("boom");\n}\n`);
    const bad = await notebook("s/bad", [`"fine"`, `import { boom } from "@own/boom.ts";\nboom();`]);
    const good = await notebook("s/good", [`"good"`]);
    await file("notebooks/s/broken.ipynb", "{");
    await file("site/index.html", "the old site");
    const before = await read(bad);
    const { code, out, err } = await study(root, "--save");
    assertEquals(code, 1);
    assertStringIncludes(
      out,
      `notebooks/s/bad.ipynb, cell 2: import { boom } from "@own/boom.ts";
  RangeError: boom
    at boom (lib/boom.ts:2:9)
    at the cell`,
    );
    assertStringIncludes(
      err,
      "notebooks/s/broken.ipynb\n  SyntaxError: Cannot read notebooks/s/broken.ipynb: it is not JSON",
    );
    assertStringIncludes(err, "2 run, 0 unchanged, 2 failed");
    assertEquals([await read(bad), await read("site/index.html")], [before, "the old site"]);
    assertStringIncludes(await read(good), `"'good'"`.replaceAll("'", '\\"'));
  }));

Deno.test("study stops its kernels and their children on Ctrl-C, leaves notebooks alone, and ends with status 130", () =>
  withRepository(async ({ root, notebook, read }) => {
    const child =
      `new Deno.Command("sleep", { args: ["60"], stdout: "null", stderr: "null" }).spawn(); console.log("on");`;
    const path = await notebook("s/a", [child, `await Deno.writeTextFile("../../started", ""); ${forever}`]);
    const before = await read(path);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const running = start(root, ["--save"]);
      const done = outcomeOf(running);
      while (!await Deno.stat(`${root}/started`).then(() => true, () => false)) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      running.kill(signal);
      const { code, err } = await done;
      assertEquals(code, 130);
      assertStringIncludes(err, "Interrupted: all kernels are stopped");
      assertEquals(leftovers(root), []);
      assertEquals(await read(path), before);
      await Deno.remove(`${root}/started`);
    }
  }));

Deno.test("two runs at once do not disturb each other", () =>
  withRepository(async ({ root, notebook, read }) => {
    const paths = [await notebook("s/a", [`"a"`]), await notebook("s/b", [`"b"`])];
    const outcomes = await Promise.all([study(root, "--save"), study(root, "--save")]);
    for (const { code, err } of outcomes) assertEquals([code, err], [0, ""]);
    for (const path of paths) assertStringIncludes(await read(path), `"execution_count": 1`);
    assertEquals([...Deno.readDirSync(`${root}/notebooks/s`)].length, 2, "no temporary file is left");
  }));

Deno.test({
  name:
    "study says which notebook it cannot save when the folder is read-only or the disk is full (needs root and mount)",
  ignore: Deno.build.os !== "linux" || Deno.uid() !== 0 || !canMount(),
  async fn() {
    await withRepository(async ({ root, notebook, read }) => {
      const path = await notebook("s/a", [`console.log("x".repeat(100_000))`]);
      const before = await read(path);
      // study with --save in a mount namespace of its own, where notebooks/s is a small disk; 99 if the notebook
      // changed
      const script = (remount: string) => `
        mount -t tmpfs -o size=64k none "$0/notebooks/s" && printf %s "$LAB_TEST_TEXT" > "$0/notebooks/s/a.ipynb" || exit 98
        ${remount}
        "$@"; status=$?
        printf %s "$LAB_TEST_TEXT" | cmp - "$0/notebooks/s/a.ipynb" && exit $status; exit 99`;
      const saveOn = async (remount: string): Promise<Outcome> => {
        const environment = { LAB_TEST_TEXT: before };
        return await outcomeOf(
          start(root, ["--save"], { prefix: ["unshare", "--mount", "bash", "-c", script(remount), root], environment }),
        );
      };
      const full = await saveOn("");
      assertStringIncludes(full.err, "Cannot save notebooks/s/a.ipynb: No space left on device");
      assertEquals(full.code, 1);
      const readOnly = await saveOn(`mount -o remount,ro "$0/notebooks/s"`);
      assertStringIncludes(readOnly.err, "Cannot save notebooks/s/a.ipynb: Read-only file system");
      assertEquals(readOnly.code, 1);
    });
  },
});

function canMount(): boolean {
  try {
    const script = "mount -t tmpfs none /mnt";
    return new Deno.Command("unshare", { args: ["--mount", "bash", "-c", script], stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}

Deno.test({
  name:
    "study --offline shows a page whose data are not here as committed, says so, and never saves it (needs SST-2 to be absent)",
  ignore: (await absentDatasets(["sst-2"])).length === 0,
  fn: () =>
    withRepository(async ({ root, file }) => {
      const source = `import { loadSst2 } from "@own/reader.ts";\nconst { origin } = await loadSst2();\norigin`;
      await file("lib/reader.ts", `export { loadSst2 } from "@lib/storage/datasets/sst2.ts";`);
      const notebook = notebookOf([source]);
      const data = { "text/plain": '"a public number"' };
      const [cell] = notebook.cells;
      if (cell?.cell_type === "code") {
        cell.outputs = [{ output_type: "execute_result", execution_count: 1, data, metadata: {} }];
      }
      const text = formatNotebook(notebook);
      await file("notebooks/a/b.ipynb", text);
      const { code, out, err } = await study(root, "--offline", "--save");
      assertEquals(code, 0, err);
      assertStringIncludes(out, "notebooks/a/b.ipynb: not saved: it ran on generated data, because sst-2 is not here");
      assertStringIncludes(out, "1 page is shown as committed, on the public data; not on this machine: sst-2");
      assertEquals(await Deno.readTextFile(`${root}/notebooks/a/b.ipynb`), text);
      const page = await Deno.readTextFile(`${root}/site/a/b.html`);
      assertStringIncludes(page, "a public number");
      assertStringIncludes(page, "Shown as committed.");
    }),
});

Deno.test("study --only shows the other pages as they ran last, not as they are committed", () =>
  withRepository(async ({ root, file }) => {
    for (const name of ["a", "b"]) {
      await file(`notebooks/x/${name}.ipynb`, formatNotebook(notebookOf([`"fresh " + "${name}"`])));
    }
    assertEquals((await study(root)).code, 0);
    assertEquals((await study(root, "--only", "a")).code, 0);
    assertStringIncludes(await Deno.readTextFile(`${root}/site/x/b.html`), "fresh b");
  }));
