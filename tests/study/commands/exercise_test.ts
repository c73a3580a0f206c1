import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exerciseCommand } from "@lib/study/commands/exercise.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** A checkout with the exercises' own modules, two modules to make exercises of, and no exercise. */
async function inCheckout(use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "exercise-" });
  try {
    for (const folder of ["lib/study/exercises", "lib/structures", "tests"]) {
      await Deno.mkdir(join(root, folder), { recursive: true });
    }
    for (const { name, isFile } of Deno.readDirSync(join(ROOT, "lib/study/exercises"))) {
      if (isFile) await Deno.copyFile(join(ROOT, "lib/study/exercises", name), join(root, "lib/study/exercises", name));
    }
    await Deno.symlink(join(ROOT, "lib/base"), join(root, "lib/base"));
    const { compilerOptions, fmt: { lineWidth } } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
    await Deno.writeTextFile(join(root, "deno.json"), JSON.stringify({ compilerOptions, fmt: { lineWidth } }));
    await Deno.writeTextFile(
      join(root, "lib/structures/token_ring.ts"),
      "export class TokenRing {\n  constructor(readonly size: number) {}\n  method(value: number): number {\n    return value % this.size;\n  }\n}\n",
    );
    await Deno.writeTextFile(
      join(root, "lib/structures/sums.ts"),
      "export function total(values: readonly number[]): number {\n  return values.reduce((sum, value) => sum + value, 0);\n}\nexport function mean(): void {}\n",
    );
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
async function run(root: string, ...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await exerciseCommand(args, {
    root,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}
async function deno(root: string, ...args: string[]): Promise<string> {
  const { success, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { NO_COLOR: "1" },
  })
    .output();
  return success ? "" : new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}
const exercise = (root: string, name: string) => join(root, "lib/study/exercises", name);

Deno.test("a new exercise of a class or of a function type-checks, is formatted, and is in the types", async () => {
  await inCheckout(async (root) => {
    const ring = await run(root, "new", "token-ring", "--module", "structures/token_ring", "--title", "Token ring");
    assertEquals([ring.code, ring.complained], [0, ""]);
    assertStringIncludes(ring.said, "written: lib/study/exercises/token_ring/script.ts");
    assertStringIncludes(ring.said, "deno task notebook new structures/token_ring --exercise token-ring");
    const total = await run(
      root,
      "new",
      "total",
      "--module",
      "lib/structures/sums.ts",
      "--names",
      "total",
      "--level",
      "easy",
    );
    assertEquals([total.code, total.complained], [0, ""]);
    assert(!total.said.includes("script.ts"), "a function has no life");
    const types = await Deno.readTextFile(exercise(root, "exercise_types.ts"));
    assertStringIncludes(
      types,
      '  /** Token ring. */\n  "token-ring": TokenRingGiven;\n  /** Total. */\n  total: TotalGiven;',
    );
    const proof = await Deno.readTextFile(join(root, "tests/proofs/token_ring_test.ts"));
    assertStringIncludes(proof, 'proven("token-ring")');
    const files = ["token_ring", "total"].map((name) => exercise(root, name));
    assertEquals(await deno(root, "fmt", "--check", "--quiet", ...files, exercise(root, "exercise_types.ts")), "");
    const modules = files.flatMap((folder) =>
      [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => join(folder, name))
    );
    assertEquals(await deno(root, "check", "--quiet", "--no-lock", ...modules), "");
    await Deno.mkdir(exercise(root, "notes")); // a folder without a card is no exercise
    const again = await run(root, "index");
    assertStringIncludes(again.said, "is up to date");
  });
});
Deno.test("the proof of a new exercise says what is left to write", async () => {
  await inCheckout(async (root) => {
    await run(root, "new", "token-ring", "--module", "structures/token_ring");
    const { openExercise } = await import(`file://${exercise(root, "catalogue.ts")}`);
    const { prove } = await import("@lib/study/practice/prove.ts");
    const entry = openExercise("token-ring");
    const faults = await prove(await entry.suite(), await entry.answers(), { seeds: [1] });
    for (
      const missing of [
        "at least 4 wrong answers",
        "names no misconception",
        "needs three different hints",
        "another way",
      ]
    ) {
      assert(faults.some((fault) => fault.includes(missing)), `${missing}: ${faults.join("; ")}`);
    }
    assert(!faults.some((fault) => fault.includes('"library"') || fault.includes("the stub")), faults.join("; "));
  });
});
Deno.test("nothing is overwritten, and nothing is half written", async () => {
  await inCheckout(async (root) => {
    await Deno.mkdir(join(root, "tests/proofs"), { recursive: true });
    await Deno.writeTextFile(join(root, "tests/proofs/token_ring_test.ts"), "mine");
    const { code, complained } = await run(root, "new", "token-ring", "--module", "structures/token_ring");
    assertEquals([code, complained], [1, "Cannot write tests/proofs/token_ring_test.ts: it is there already"]);
    assertEquals([...Deno.readDirSync(join(root, "lib/study/exercises"))].filter(({ isDirectory }) => isDirectory), []);
  });
});
Deno.test("what can't be done is refused with the reason", async () => {
  await inCheckout(async (root) => {
    const cases: readonly (readonly [args: readonly string[], code: number, message: string])[] = [
      [[], 2, "there is no action named"],
      [["delete", "x"], 2, "there is no action delete"],
      [["new"], 2, "new needs one name"],
      [["new", "a", "b", "--module", "m"], 2, "new needs one name"],
      [["new", "Token_Ring", "--module", "structures/token_ring"], 2, "small letters, digits and hyphens"],
      [["new", "token-ring"], 2, "--module names the library's own answer"],
      [["new", "token-ring", "--module", "structures/gone"], 1, "there is no such module"],
      [["new", "sums", "--module", "structures/sums"], 2, "exports total, mean; name one with --names"],
      [["new", "sums", "--module", "structures/sums", "--names", "median"], 2, "exports total, mean"],
      [["new", "token-ring", "--module", "structures/token_ring", "--level", "mild"], 2, "must be easy, medium, hard"],
      [["new", "token-ring", "--module", "structures/token_ring", "--minutes", "0"], 2, "from 1 to 999"],
      [["new", "token-ring", "--fast"], 2, "Cannot read the command"],
    ];
    for (const [args, code, message] of cases) {
      const result = await run(root, ...args);
      assertEquals(result.code, code, args.join(" "));
      assertStringIncludes(result.complained, message);
    }
    assertEquals((await run(root, "--help")).code, 0);
  });
});
