import { assertEquals } from "@std/assert";
import { freeNames } from "@lib/study/checks/free_names.ts";
import { parseSource } from "@lib/study/checks/source_file.ts";

function free(text: string): string[] {
  return freeNames(parseSource(text, "x.ts").program).map((one) => one.name);
}

Deno.test("freeNames reports globals and nothing that is declared, in any of the ways to declare", () => {
  const declaring = [
    "import fetch from 'a'; fetch();",
    "import { a as fetch } from 'a'; fetch();",
    "import * as fetch from 'a'; fetch.b();",
    "const fetch = 1; fetch;",
    "const { a: fetch, ...rest } = {}; fetch; rest;",
    "const { fetch = 1 } = {}; fetch;",
    "const [, [fetch]] = []; fetch;",
    "function f(fetch) { fetch; }",
    "function f() { fetch; function fetch() {} }",
    "const f = ({ fetch }) => fetch;",
    "const f = function fetch() { fetch; };",
    "class fetch { static a = fetch; }",
    "const f = class fetch { a() { return fetch; } };",
    "for (const fetch of []) fetch;",
    "for (let fetch = 0; fetch < 1; fetch++);",
    "for (const fetch in {}) fetch;",
    "try {} catch (fetch) { fetch; }",
    "function f() { if (f) { var fetch = 1; } fetch; }",
    "switch (1) { case 1: let fetch = 2; fetch; }",
    "export const fetch = 1; fetch;",
    "{ const fetch = 1; { fetch; } }",
    "function f() { return arguments; }",
  ];
  for (const text of declaring) assertEquals(free(text), [], text);
});

Deno.test("freeNames takes keys, labels and members for what they are", () => {
  assertEquals(free("const a = { fetch: 1, process() {} }; a.fetch; class B { fetch = 1; #Deno = 2; }"), []);
  assertEquals(free("fetch: for (;;) { if (1) continue fetch; break fetch; }"), []);
  assertEquals(free("const a = { fetch }; const b = { [process]: 1 }; b[name];"), ["fetch", "process", "name"]);
  assertEquals(free("const a = 1; export { a as fetch }; import.meta.url; function f() { new.target; }"), []);
});

Deno.test("freeNames sees through scopes that have ended", () => {
  assertEquals(free("{ const fetch = 1; } fetch;"), ["fetch"]);
  assertEquals(free("function f(Deno) {} Deno.cwd();"), ["Deno"]);
  assertEquals(free("(() => { var fetch; })(); fetch;"), ["fetch"]);
  assertEquals(free("function f(a = performance) {} `${crypto}`;"), ["performance", "crypto"]);
});
