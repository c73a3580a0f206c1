import { assertEquals } from "@std/assert";
import { checkModuleRules } from "@lib/study/checks/module_rules.ts";
import { treeOf } from "@lib/study/checks/tree.ts";

function rules(text: string, path = "lib/math/a.ts"): string[] {
  return checkModuleRules(treeOf({ [path]: `/** Head. */\n${text}` })).map((diagnostic) =>
    `${diagnostic.line} ${diagnostic.rule}`
  );
}

Deno.test("checkModuleRules finds barrel files, and lets doors be", () => {
  for (
    const text of [
      "export * from './b.ts';",
      "import { b } from './b.ts';\nexport { b };",
      "export { b } from './b.ts';",
    ]
  ) {
    assertEquals(rules(text), ["1 barrel"], text);
    assertEquals(rules(text, "lib/study/practice.ts"), []);
  }
  assertEquals(rules("export * from './b.ts';\nexport const c = 1;"), []);
  assertEquals(rules("import './b.ts';"), [], "a file for its effect passes nothing on");
});

Deno.test("checkModuleRules wants a header comment", () => {
  const check = (text: string) =>
    checkModuleRules(treeOf({ "lib/math/a.ts": text })).map((diagnostic) => diagnostic.rule);
  assertEquals(check("export const a = 1;"), ["header"]);
  assertEquals(check("// plain\n/* plain */\nexport const a = 1;"), ["header"]);
  assertEquals(check("/** Head. */\nexport interface A { b: 1 }"), []);
});

Deno.test("checkModuleRules refuses default exports and private fields that are only words", () => {
  assertEquals(rules("export default 1;"), ["2 default-export"]);
  assertEquals(rules("class A {\n  private a = 1;\n  protected b = 1;\n  public c() {}\n}"), [
    "3 private-field",
    "5 private-field",
  ]);
  assertEquals(rules("class A { #a = 1; }\ninterface B { private: number; public?: 1 }"), []);
  assertEquals(rules("class A { private a = 1; }", "lib/study/exercises/lru_cache/life.ts"), ["2 private-field"]);
});

Deno.test("checkModuleRules allows two positional arguments and one options object", () => {
  const allowed = ["a, b", "a, b, options", "a, b, { c = 1 } = {}", "a, b, options = {}", "a, b, fitOptions: X"];
  for (const list of allowed) assertEquals(rules(`export function f(${list}) {}`), [], list);
  for (const list of ["a, b, c", "a, b, c, options", "a, b, ...rest"]) {
    assertEquals(rules(`export function f(${list}) {}`), ["2 arguments"], list);
  }
  assertEquals(rules("function hidden(a, b, c, d) {}"), []);
});

Deno.test("checkModuleRules holds one grammar for refusals", () => {
  const good = [
    "new RangeError(`Cannot fit: k must be positive: current value is ${k}`);",
    "new TypeError('Cannot fit: no points');",
    "new RangeError(`${place}: anything`);",
    "new RangeError(message);",
    "new Error('Whatever it says');",
  ];
  for (const text of good) assertEquals(rules(text), [], text);
  assertEquals(rules("new RangeError('k must be positive');"), ["2 error-grammar"]);
  assertEquals(rules("new TypeError('Cannot fit: no points.');"), ["2 error-grammar"]);
  assertEquals(rules("new TypeError(`Cannot fit ${a}.`);"), ["2 error-grammar"]);
});

Deno.test("checkModuleRules lets answers be written as readers write them", () => {
  const written = [
    "class A { private a = 1; }",
    "export function f(a, b, c) {}",
    "new RangeError('never');",
    'export { run } from "../run.ts";',
  ];
  for (const text of written) {
    for (const file of ["right/library.ts", "wrong/a_list.ts", "steps/assign.ts"]) {
      assertEquals(rules(text, `lib/study/exercises/lru_cache/${file}`), [], text);
    }
    assertEquals(rules(text, "lib/study/exercises/lru_cache/suite.ts").length, 1, text);
  }
});

Deno.test("checkModuleRules wants examples that assert, unless they are not run", () => {
  const example = (fence: string, code: string) =>
    rules(`/**\n * X.\n * \`\`\`${fence}\n * ${code}\n * \`\`\`\n */\nexport const a = 1;`);
  assertEquals(example("ts", "f();"), ["4 example"]);
  assertEquals(example("ts", "console.log(1);"), ["4 example"]);
  for (
    const [fence, code] of [["ts", "assert(f());"], ["ts", "assertEquals(a, 1);"], ["ts ignore", "f();"], [
      "json",
      "{}",
    ], ["", "f()"]]
  ) {
    assertEquals(example(fence!, code!), [], fence);
  }
});
