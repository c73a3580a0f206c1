import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseSource } from "@lib/study/checks/source_file.ts";

const EVERY_FORM = `/** A comment that says import type { X } from "no_1.ts" */
import type { A } from "./a.ts";
import { type B, c } from "./b.ts";
import D from "./d.ts";
export type { E } from "./e.ts";
export * from "./f.ts";
export type * as G from "./g.ts";
type T = import("./h.ts").H; // import("./no_2.ts")
interface I {
  /** import type { Q } from "no_3.ts" */
  a: typeof import("./i.ts");
  text: \`import("no_4.ts") \${string}\`;
}
const code = 'import "./no_5.ts"', more = \`export * from "no_6.ts"\`;
const j = await import("./j.ts");
const k = await import(\`./k.ts\`);
const unknown = await import(code);
const worker = new URL("./l.ts", import.meta.url), picture = new URL("./no_7.png", import.meta.url);
export type U = "from" | "./no_8.ts";
import type M from "./m.ts";
`;

Deno.test("parseSource finds every form of import with its line, and no mention of one", () => {
  const found = parseSource(EVERY_FORM, "x.ts").imports.map((site) => `${site.line} ${site.form} ${site.specifier}`);
  assertEquals(found, [
    "2 type ./a.ts",
    "3 static ./b.ts",
    "4 static ./d.ts",
    "5 type ./e.ts",
    "6 export ./f.ts",
    "7 type ./g.ts",
    "8 type ./h.ts",
    "11 type ./i.ts",
    "15 dynamic ./j.ts",
    "16 dynamic ./k.ts",
    "17 dynamic undefined",
    "18 url ./l.ts",
    "20 type ./m.ts",
  ]);
});

Deno.test("parseSource keeps offsets and lines in place behind types, line ends of Windows and characters beyond the first plane", () => {
  const text = 'const a = "中😀" as string;\r\nlet b: "ü😀" | undefined;\r\nexport const c = 1;\r\n';
  const source = parseSource(text, "x.ts");
  const last = source.program.body.at(-1)!;
  assertEquals(text.slice(last.start, last.end), "export const c = 1;");
  assertEquals(source.lineOf(last.start), 3);
});

Deno.test("parseSource separates the tokens of types from those of code", () => {
  const source = parseSource('const a: Date = new Date(0) as Left<"x">;', "x.ts");
  const words = source.typeTokens.map((token) => token.value);
  assertEquals(words, [":", "Date", "as", "Left", "<", "x", ">"]);
  assertEquals(source.typeTokens.filter((token) => token.isString).map((token) => token.start), [36]);
  assert(!words.includes("new"));
});

Deno.test("parseSource refuses what is not TypeScript or leaves code behind, and says where", () => {
  for (
    const [text, why] of [["const = 1;", "deno check"], [
      "\nenum A { B }",
      "enum is not supported in strip-only mode (line 2)",
    ], [
      "namespace A { export const b = 1 }",
      "namespace",
    ]] as const
  ) {
    const error = assertThrows(() => parseSource(text, "lib/x.ts"), SyntaxError, "Cannot parse lib/x.ts: ");
    assert(error.message.includes(why), error.message);
  }
});

Deno.test("parseSource reads parameter properties, and counts their words among the types", () => {
  const text =
    "class A {\n  constructor(private readonly a: number, public b = 2) {}\n}\nclass C {\n  constructor(readonly d?: 1) {}\n}\n";
  const words = parseSource(text, "x.ts").typeTokens.map((token) => token.value);
  assertEquals(words, ["private", "readonly", ":", "number", "public", "readonly", "?", ":", "1"]);
});
