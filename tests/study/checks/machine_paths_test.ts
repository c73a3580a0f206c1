import { assertEquals } from "@std/assert";
import { checkMachinePaths, machinePathIn } from "@lib/study/checks/machine_paths.ts";
import { type Tree, treeOf } from "@lib/study/checks/tree.ts";

const HOST = ["registry", "npmjs", "org"].join(".");

Deno.test("machinePathIn finds this checkout, homes, temporary folders and registries", () => {
  const found: [string, string][] = [
    ["error in /src/lab/lib/a.ts", "/src/lab"],
    ["file:///src/lab/lib/a.ts:3", "/src/lab"],
    ["'/home/ada/x'", "/home/ada/"],
    ["file:///Users/ada/x", "/Users/ada/"],
    ["/root/.cache/deno", "/root/"],
    ["C:\\\\Users\\\\ada\\\\x", "C:\\\\Users\\\\ada"],
    ["C:\\Users\\ada", "C:\\Users\\ada"],
    ["/tmp/abc123/x", "/tmp/abc123"],
    ["/private/tmp/abc", "/private/tmp/abc"],
    [`https://${HOST}/a`, HOST],
    ["first /tmp/a then /home/b/", "/tmp/a"],
  ];
  for (const [text, expected] of found) assertEquals(machinePathIn(text, "/src/lab")?.text, expected, text);
});

Deno.test("machinePathIn leaves addresses and longer paths alone", () => {
  const clean = [
    "https://x.org/home/ada/",
    "a/root/b",
    "~/home/x/",
    "/src/laboratory",
    "lib/tmp/a",
    "/rooted/",
    "./tmp/x",
  ];
  for (const text of clean) assertEquals(machinePathIn(text, "/src/lab"), undefined, text);
});

Deno.test("checkMachinePaths gives file and line, and lets tests use made-up homes", () => {
  const tree: Tree = {
    ...treeOf({
      "lib/a.ts": "\nconst home = '/home/ada/x';",
      "tests/a_test.ts": "const home = '/home/ada/x';",
      "tests/b_test.ts": "const place = '/src/lab/x';",
      "deno.lock": `{ "tarball": "https://${HOST}/a" }`,
      "models/a.onnx": "/home/ada/x",
      "README.md": "cd lab",
    }),
    root: "/src/lab",
  };
  assertEquals(checkMachinePaths(tree).map(({ path, line }) => `${path}:${line}`), [
    "deno.lock:1",
    "lib/a.ts:2",
    "tests/b_test.ts:1",
  ]);
});
