import { assertEquals, assertStringIncludes } from "@std/assert";
import { modulesWithoutFaults, readFaultFiles } from "@lib/study/house/fault_files.ts";
import { treeOf } from "@lib/study/house/tree.ts";

const MODULE = "export function least(a: number, b: number) {\n  return a < b ? a : b;\n}\n";
const FAULTS = [
  { what: "the greatest", find: "a < b", replace: "a > b" },
  { what: "always the first", find: "? a : b", replace: "? a : a" },
  { what: "the first if they are equal", find: "a < b", replace: "a <= b" },
];
const GOOD = { module: "lib/math/least.ts", tests: ["tests/math/least_test.ts"], faults: FAULTS };

function read(file: unknown, path = "tests/math/least_faults.json") {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  return readFaultFiles(treeOf({ "lib/math/least.ts": MODULE, "tests/math/least_test.ts": "", [path]: text }));
}

Deno.test("readFaultFiles reads a file that is in order", () => {
  const { files, findings } = read(GOOD);
  assertEquals(findings, []);
  assertEquals(files, [{ path: "tests/math/least_faults.json", ...GOOD }]);
});

Deno.test("readFaultFiles refuses what proves nothing, and says why", () => {
  const withFault = (fault: Record<string, unknown>) => ({ ...GOOD, faults: [FAULTS[0], FAULTS[1], fault] });
  const refused: [unknown, string][] = [
    ["{", "not JSON"],
    ["null", "module must be a path"],
    [{ ...GOOD, module: "lib/math/most.ts" }, 'current value is "lib/math/most.ts"'],
    [{ ...GOOD, tests: [] }, "tests must be paths"],
    [{ ...GOOD, tests: "tests/math/least_test.ts" }, "tests must be paths"],
    [{ ...GOOD, tests: ["tests/math/most_test.ts"] }, "most_test.ts"],
    [{ ...GOOD, faults: FAULTS.slice(1) }, "at least 3 faults: current value is 2"],
    [{ ...GOOD, faults: undefined }, "at least 3 faults"],
    [withFault({ find: "a < b", replace: "" }), "fault 3: what must say"],
    [withFault({ what: "x", find: "a < b" }), "must be texts"],
    [withFault({ what: "x", find: "a < b", replace: "a < b" }), "the same"],
    [withFault({ what: "x", find: "number", replace: "" }), "current value is 2 times"],
    [withFault({ what: "x", find: "a > b", replace: "" }), "current value is 0 times"],
    [withFault({ what: "x", find: "", replace: "y" }), "current value is 0 times"],
    [withFault({ what: "x", find: "a < b", replace: "a <" }), "no longer parses"],
    [withFault({ what: "x", find: "a < b", replace: "1", timeout: 3 }), "no such field: timeout"],
    [withFault({ what: "x", find: "a < b", replace: "1", typeCheck: 3 }), "typeCheck must be true or false"],
    [withFault(null as never), "what must say"],
  ];
  for (const [file, why] of refused) {
    const { files, findings } = read(file);
    assertEquals(files, [], why);
    assertEquals(findings.length, 1, why);
    assertStringIncludes(findings[0]!.message, why);
  }
  assertStringIncludes(
    read(GOOD, "tests/math/other_faults.json").findings[0]!.message,
    "stand in tests/math/least_faults.json",
  );
});

Deno.test("modulesWithoutFaults names modules with logic of which no file speaks", () => {
  const tree = treeOf({
    "lib/math/least.ts": MODULE,
    "lib/math/most.ts": "export const most = (a: number) => a;",
    "lib/math/ring.ts": "export class Ring {}",
    "lib/math/point.ts": "export interface Point { readonly x: number }\nexport const ORIGIN = { x: 0 };",
    "lib/study/commands/a.ts": MODULE,
    "lib/study/exercises/a/suite.ts": MODULE,
    "tests/math/a_test.ts": MODULE,
  });
  const covered = [{ path: "tests/math/least_faults.json", ...GOOD }];
  assertEquals(modulesWithoutFaults(tree, covered).map((finding) => finding.path), [
    "lib/math/most.ts",
    "lib/math/ring.ts",
  ]);
  assertStringIncludes(modulesWithoutFaults(tree, covered)[0]!.message, "in tests/math/most_faults.json");
});
