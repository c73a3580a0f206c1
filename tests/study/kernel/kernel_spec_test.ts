import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { jupyterPath, kernelSpec, userDataFolder, writeKernelSpec } from "@lib/study/kernel/kernel_spec.ts";

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const PROGRAM = file("lib/study/kernel/interruptible_kernel.ts");
const CONNECTION = ["run", "-A", "--quiet", "--config", file("deno.json"), PROGRAM, "{connection_file}"];

Deno.test("kernelSpec starts the given Deno, or npx when it lies in npx's cache", () => {
  assertEquals(kernelSpec({ execPath: "/opt/my_npx/deno" }).argv, ["/opt/my_npx/deno", ...CONNECTION]);
  for (const execPath of ["/a/.npm/_npx/1f/node_modules/@deno/x/deno", "C:\\a\\_npx\\1f\\deno.exe"]) {
    assertEquals(kernelSpec({ execPath, version: "9.8.7" }).argv, ["npx", "--yes", "deno@9.8.7", ...CONNECTION]);
  }
});

Deno.test("kernelSpec takes the running Deno, wherever it lies", () => {
  const running = { execPath: Deno.execPath(), version: Deno.version.deno };
  assertEquals(kernelSpec(), kernelSpec(running));
  assertEquals(kernelSpec({ execPath: "/opt/_npx/deno" }).argv[2], `deno@${running.version}`);
});

Deno.test("kernelSpec is interrupted by messages and prints without colours", () => {
  const { interrupt_mode, env, language, display_name } = kernelSpec();
  assertEquals([interrupt_mode, env.NO_COLOR, language, display_name], ["message", "1", "typescript", "Deno"]);
});

Deno.test("writeKernelSpec writes where Jupyter looks below a data folder, again and again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const spec of [kernelSpec({ execPath: "/a/deno" }), kernelSpec()]) {
      const path = await writeKernelSpec(folder, { spec });
      assertEquals(path, `${folder}/kernels/deno/kernel.json`);
      assertEquals(JSON.parse(await Deno.readTextFile(path)), spec);
    }
    assertEquals([...Deno.readDirSync(`${folder}/kernels/deno`)].map((entry) => entry.name), ["kernel.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("userDataFolder is where Jupyter looks on each system", () => {
  const env = { HOME: "/h", APPDATA: "C:\\u" };
  assertEquals(userDataFolder(env, "darwin"), "/h/Library/Jupyter");
  assertEquals(userDataFolder(env, "windows"), "C:\\u\\jupyter");
  assertEquals(userDataFolder({ ...env, XDG_DATA_HOME: "/x" }, "linux"), "/x/jupyter");
  assertEquals(userDataFolder({ ...env, JUPYTER_DATA_DIR: "/d" }, "linux"), "/d");
});

Deno.test("jupyterPath puts the folder in front of what is there", () => {
  const separator = Deno.build.os === "windows" ? ";" : ":";
  assertEquals(jupyterPath("/a", "/b:/c"), `/a${separator}/b:/c`);
  assertEquals([jupyterPath("/a", undefined), jupyterPath("/a", "")], ["/a", "/a"]);
});
