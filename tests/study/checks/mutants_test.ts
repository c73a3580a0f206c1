import { assertEquals, assertStringIncludes } from "@std/assert";
import { modulesWithoutMutants, readMutantFiles } from "@lib/study/checks/mutants.ts";
import { treeOf } from "@lib/study/checks/tree.ts";

const MODULE = "export function least(a: number, b: number) {\n  return a < b ? a : b;\n}\n";
const MUTANTS = [
  { what: "the greatest", find: "a < b", replace: "a > b" },
  { what: "always the first", find: "? a : b", replace: "? a : a" },
  { what: "the first if they are equal", find: "a < b", replace: "a <= b" },
];
const GOOD = { module: "lib/math/least.ts", tests: ["tests/math/least_test.ts"], mutants: MUTANTS };

function read(file: unknown, path = "tests/math/least_mutants.json") {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  return readMutantFiles(treeOf({ "lib/math/least.ts": MODULE, "tests/math/least_test.ts": "", [path]: text }));
}

Deno.test("readMutantFiles reads a file that is in order", () => {
  const { files, diagnostics } = read(GOOD);
  assertEquals(diagnostics, []);
  assertEquals(files, [{ path: "tests/math/least_mutants.json", ...GOOD }]);
});

Deno.test("readMutantFiles refuses what proves nothing, and says why", () => {
  const withMutant = (mutant: Record<string, unknown>) => ({ ...GOOD, mutants: [MUTANTS[0], MUTANTS[1], mutant] });
  const refused: [unknown, string][] = [
    ["{", "not JSON"],
    ["null", "module must be a path"],
    [{ ...GOOD, module: "lib/math/most.ts" }, 'current value is "lib/math/most.ts"'],
    [{ ...GOOD, tests: [] }, "tests must be paths"],
    [{ ...GOOD, tests: "tests/math/least_test.ts" }, "tests must be paths"],
    [{ ...GOOD, tests: ["tests/math/most_test.ts"] }, "most_test.ts"],
    [{ ...GOOD, mutants: MUTANTS.slice(1) }, "at least 3 mutants: current value is 2"],
    [{ ...GOOD, mutants: undefined }, "at least 3 mutants"],
    [withMutant({ find: "a < b", replace: "" }), "mutant 3: what must say"],
    [withMutant({ what: "x", find: "a < b" }), "must be texts"],
    [withMutant({ what: "x", find: "a < b", replace: "a < b" }), "the same"],
    [withMutant({ what: "x", find: "number", replace: "" }), "current value is 2 times"],
    [withMutant({ what: "x", find: "a > b", replace: "" }), "current value is 0 times"],
    [withMutant({ what: "x", find: "", replace: "y" }), "current value is 0 times"],
    [withMutant({ what: "x", find: "a < b", replace: "a <" }), "no longer parses"],
    [withMutant({ what: "x", find: "a < b", replace: "1", timeout: 3 }), "no such field: timeout"],
    [withMutant(null as never), "what must say"],
  ];
  for (const [file, why] of refused) {
    const { files, diagnostics } = read(file);
    assertEquals(files, [], why);
    assertEquals(diagnostics.length, 1, why);
    assertStringIncludes(diagnostics[0]!.message, why);
  }
  assertStringIncludes(
    read(GOOD, "tests/math/other_mutants.json").diagnostics[0]!.message,
    "belong in tests/math/least_mutants.json",
  );
});

Deno.test("modulesWithoutMutants names modules with logic without mutants", () => {
  const tree = treeOf({
    "lib/math/least.ts": MODULE,
    "lib/math/most.ts": "export const most = (a: number) => a;",
    "lib/math/ring.ts": "export class Ring {}",
    "lib/math/point.ts": "export interface Point { readonly x: number }\nexport const ORIGIN = { x: 0 };",
    "lib/study/commands/a.ts": MODULE,
    "lib/study/exercises/a/suite.ts": MODULE,
    "tests/math/a_test.ts": MODULE,
  });
  const covered = [{ path: "tests/math/least_mutants.json", ...GOOD }];
  assertEquals(modulesWithoutMutants(tree, covered).map((diagnostic) => diagnostic.path), [
    "lib/math/most.ts",
    "lib/math/ring.ts",
  ]);
  assertStringIncludes(modulesWithoutMutants(tree, covered)[0]!.message, "in tests/math/most_mutants.json");
});
