import { assertEquals } from "@std/assert";
import { runProcess } from "@lib/study/process/run_process.ts";
import { slowestFiles } from "@lib/study/checks/slowest_files.ts";

Deno.test("the slowest files come first, ten of them, each with the sum of its tests", () => {
  const suites = Array.from(
    { length: 12 },
    (_, k) =>
      `<testsuite name="./tests/t${k}_test.ts" time="9"><testcase name="a" time="${k}.25"/><testcase name="b" time="1"/></testsuite>`,
  );
  const slowest = slowestFiles(suites.join(""));
  assertEquals(slowest.length, 10);
  assertEquals(slowest.slice(0, 2), [{ path: "tests/t11_test.ts", seconds: 12.25 }, {
    path: "tests/t10_test.ts",
    seconds: 11.25,
  }]);
});

Deno.test("what Deno itself writes is read", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${root}/a_test.ts`, `Deno.test("x", () => new Promise((go) => setTimeout(go, 60)));`);
    await runProcess(Deno.execPath(), { args: ["test", "--no-check", "--junit-path=r.xml", "a_test.ts"], cwd: root });
    const [file] = slowestFiles(await Deno.readTextFile(`${root}/r.xml`));
    assertEquals([file!.path.endsWith("a_test.ts"), file!.seconds >= 0.05], [true, true]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
