import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { mutantsCommand } from "@lib/study/commands/mutants.ts";
import { readMutantFiles } from "@lib/study/checks/mutants.ts";
import { mutantKeys, sampleOf } from "@lib/study/checks/mutant_sample.ts";
import { runMutants } from "@lib/study/checks/mutation_testing.ts";
import { readTree } from "@lib/study/checks/tree.ts";

const MODULE = `export function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
`;
const TEST = `import { factorial } from "../../lib/math/factorial.ts";
Deno.test("factorial", () => {
  if (factorial(3) !== 6) throw new Error("3! is 6");
});
`;
const MUTANTS = [
  { what: "the last factor is left out", find: "k <= n", replace: "k < n" },
  { what: "the loop never ends", find: "k++", replace: "k--" },
  { what: "one factor more, of one", find: "let k = 2", replace: "let k = 1" },
  { what: "no factor at all", find: "product *= k", replace: "product += 0" },
];

/** A small project on disk for as long as `use` takes. */
async function withProject(files: Record<string, string>, use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "lab_project_" });
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${root}/${path.slice(0, path.lastIndexOf("/") + 1)}`, { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function project(mutants: unknown = MUTANTS, test = TEST): Record<string, string> {
  const tests = ["tests/math/factorial_test.ts"];
  return {
    "deno.json": "{}",
    "lib/math/factorial.ts": MODULE,
    "tests/math/factorial_test.ts": test,
    "tests/math/factorial_mutants.json": JSON.stringify({ module: "lib/math/factorial.ts", tests, mutants }),
  };
}

Deno.test("runMutants gives tests that failed beside others a second try alone, and then tests their mutants", async () => {
  const marker = await Deno.makeTempFile();
  const failsOnce = `import { factorial } from "../../lib/math/factorial.ts";
Deno.test("factorial", () => {
  if (factorial(3) !== 6) throw new Error("3! is 6");
  if (Deno.readTextFileSync("${marker}") === "tried") return;
  Deno.writeTextFileSync("${marker}", "tried");
  throw new Error("the machine was busy");
});
`;
  const mutants = MUTANTS.filter(({ what }) => what !== "the loop never ends");
  const { "deno.json": config, ...other } = project(mutants);
  const calm = Object.entries(other).map(([path, text]) => [
    path.replace("factorial", "product"),
    text.replaceAll("lib/math/factorial", "lib/math/product").replaceAll("tests/math/factorial", "tests/math/product"),
  ]);
  const busy = { "deno.json": config!, ...project(mutants, failsOnce), ...Object.fromEntries(calm) };
  await withProject(busy, async (root) => {
    const tree = await readTree(root);
    const { outcomes, broken } = await runMutants(tree, readMutantFiles(tree).files, { jobs: 2 });
    assertEquals(broken.map(({ output }) => output), []);
    const each = ["killed", "survived", "killed"];
    assertEquals(outcomes.map((one) => one.outcome), [...each, ...each]);
  });
  await Deno.remove(marker);
});

Deno.test("runMutants kills, finds survivors, ends what hangs, and leaves the tree as it was", async () => {
  await withProject(project(), async (root) => {
    const scratch = await Deno.makeTempDir();
    const tree = await readTree(root);
    const { files } = readMutantFiles(tree);
    const { outcomes, broken } = await runMutants(tree, files, { jobs: 1, graceMs: 500, scratch });
    assertEquals(outcomes.map((one) => one.outcome), ["killed", "slow", "survived", "killed"]);
    assertEquals(broken, []);
    assertEquals(await Deno.readTextFile(`${root}/lib/math/factorial.ts`), MODULE);
    assertEquals((await readTree(root)).paths, tree.paths);
    await Deno.remove(scratch); // fails unless it is empty
  });
});

Deno.test("runMutants tells of tests that fail without any mutant, and runs none of that module's", async () => {
  await withProject(project(MUTANTS, TEST.replace("!== 6", "!== 7")), async (root) => {
    const tree = await readTree(root);
    const { outcomes, broken } = await runMutants(tree, readMutantFiles(tree).files);
    assertEquals(outcomes, []);
    assertStringIncludes(broken[0]!.output, "3! is 6");
  });
});

Deno.test("runMutants puts a module back before it turns to the next", async () => {
  const [first] = MUTANTS;
  const mutants = JSON.stringify({
    module: "lib/math/least.ts",
    tests: ["tests/math/factorial_test.ts"],
    mutants: [1, 2, 3].map((k) => ({ what: "more", find: "a < b", replace: `a < b + ${k}` })),
  });
  const more = { "lib/math/least.ts": "export const least = (a: number, b: number) => a < b ? a : b;" };
  const files = { ...project([MUTANTS[2], MUTANTS[2], first]), ...more, "tests/math/least_mutants.json": mutants };
  await withProject(files, async (root) => {
    const tree = await readTree(root);
    const { outcomes, broken } = await runMutants(tree, readMutantFiles(tree).files, { jobs: 1 });
    assertEquals(broken, []);
    const survived = Array(5).fill("survived");
    assertEquals(outcomes.map((one) => one.outcome), [...survived.slice(3), "killed", ...survived.slice(2)]);
  });
});

Deno.test("runMutants stops at once when it is told to", async () => {
  await withProject(project(), async (root) => {
    const tree = await readTree(root);
    const stop = new AbortController();
    const report = () => stop.abort();
    await assertRejects(
      () => runMutants(tree, readMutantFiles(tree).files, { report, signal: stop.signal }),
      DOMException,
    );
  });
});

Deno.test("The command's exit status says whether all mutants were killed", async () => {
  const run = async (root: string, ...args: string[]) => {
    const lines: string[] = [];
    const add = (line: string) => void lines.push(line);
    return { code: await mutantsCommand(args, { root, say: add, complain: add }), text: lines.join("\n") };
  };
  const first = { what: "the first factor is doubled", find: "let product = 1", replace: "let product = 2" };
  await withProject(project([MUTANTS[0], first, { ...first, replace: "let product = 0" }]), async (root) => {
    const good = await run(root, "--jobs", "1");
    assertEquals(good, { code: 0, text: good.text });
    assertStringIncludes(good.text, "3 killed, 0 survived");
    await Deno.writeTextFile(`${root}/lib/math/sum.ts`, "export const sum = (a: number, b: number) => a + b;");
    const missing = await run(root);
    assertEquals(missing.code, 1);
    assertStringIncludes(
      missing.text,
      "lib/math/sum.ts: mutants: write at least 3 mutants in tests/math/sum_mutants.json",
    );
    assertEquals(
      (await run(root, "--changed", "factorial").catch((error) => ({ code: error.message }))).code.slice?.(0, 28),
      "Cannot tell what has changed",
    );
  });
  await withProject(project([MUTANTS[0], MUTANTS[2], first]), async (root) => {
    const bad = await run(root, "factorial");
    assertEquals(bad.code, 1);
    assertStringIncludes(bad.text, "SURVIVED in lib/math/factorial.ts: one factor more, of one");
    assertStringIncludes(bad.text, "2 killed, 1 survived");
    for (const wrong of [["--job"], ["--jobs", "0"], ["nothing_like_it"]]) {
      assertEquals((await run(root, ...wrong)).code, 2);
    }
    const git = (...args: string[]) => new Deno.Command("git", { args, cwd: root }).output();
    await git("init", "--quiet");
    await git("add", ".");
    await git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a");
    assertEquals(await run(root, "--changed"), { code: 0, text: "Nothing has changed" });
    await Deno.writeTextFile(`${root}/tests/math/factorial_test.ts`, TEST + "\n");
    assertStringIncludes((await run(root, "--changed")).text, "2 killed, 1 survived");
  });
});

Deno.test("The command runs what is new or changed, goes on where it was, and its check notices a lock that lies", async () => {
  const said: string[] = [];
  const run = async (root: string, ...args: string[]) => {
    said.length = 0;
    const add = (line: string) => void said.push(line);
    const code = await mutantsCommand([...args, "--jobs", "1"], { root, say: add, complain: add });
    return [code, said.at(-1)];
  };
  const least = "export const least = (a: number, b: number) => a < b ? a : b;\n";
  const test = `import { least } from "../../lib/math/least.ts";
Deno.test("least", () => {
  if (least(1, 2) !== 1 || least(3, 2) !== 2) throw new Error("not the least");
});
`;
  const mutants = ["a > b", "true", "false"].map((replace) => ({ what: replace, find: "a < b", replace }));
  const second = { module: "lib/math/least.ts", tests: ["tests/math/least_test.ts"], mutants };
  const killed = [MUTANTS[0], MUTANTS[3], { ...MUTANTS[0]!, replace: "k < 3" }];
  const files = {
    ...project(killed),
    "lib/math/least.ts": least,
    "tests/math/least_test.ts": test,
    "tests/math/least_mutants.json": JSON.stringify(second),
  };
  await withProject(files, async (root) => {
    const lock = `${root}/tests/mutants.lock`;
    assertEquals((await run(root, "--check"))[0], 1, "nothing has a verdict yet");
    assertStringIncludes(said.join("\n"), "no verdict for lib/math/least.ts as it is now");
    assertEquals(await run(root, "--check", "--allow-missing"), [
      0,
      "0 killed, 0 survived (2 modules without a verdict)",
    ]);
    assertEquals(await run(root, "--shard", "2/2"), [0, "3 killed, 0 survived"]); // the second module alone
    assertEquals((await Deno.readTextFile(lock)).split("\n").map((line) => line.split(" ")[0]), [
      "lib/math/least.ts",
      "",
    ]);
    assertEquals(await run(root), [0, "3 killed, 0 survived (besides 1 modules with a verdict)"]);
    assertEquals(await run(root), [0, "0 killed, 0 survived (besides 2 modules with a verdict)"]);
    assertEquals((await run(root, "--check", "--seed", "x"))[0], 0);

    // the tests get worse: both the key and the verdict change
    await Deno.writeTextFile(`${root}/tests/math/least_test.ts`, test.replace(" || least(3, 2) !== 2", ""));
    assertEquals(await run(root), [1, "2 killed, 1 survived (besides 1 modules with a verdict)"]);
    assertEquals((await Deno.readTextFile(lock)).includes("least"), false, "a module with a survivor has no verdict");

    // a lock that lies: somebody writes the key by hand, and the sample draws every mutant sooner or later
    const [key] = await mutantKeys(await readTree(root), readMutantFiles(await readTree(root)).files.slice(1));
    await Deno.writeTextFile(lock, `${await Deno.readTextFile(lock)}lib/math/least.ts ${key}\n`);
    const seed = Array.from({ length: 500 }, (_, k) => `${k}`).find((seed) =>
      sampleOf([second as never], { seed }).some(({ mutants }) => mutants.some(({ replace }) => replace === "true"))
    );
    assertEquals((await run(root, "--check", "--seed", seed!))[0], 1);
    assertEquals(said.at(-1), "tests/mutants.lock says that all of them were killed");
    assertEquals((await run(root, "--shard", "3/2"))[0], 2);
  });
});
