import { assert, assertEquals } from "@std/assert";
import { stripTypeScriptTypes } from "node:module";
import { random } from "@lib/base/random.ts";
import { readSourceMap } from "@lib/study/practice/_source_map.ts";

const compiled = (text: string) => readSourceMap(stripTypeScriptTypes(text, { mode: "transform", sourceMap: true }));
/** Where `words` stand, in lines and columns from 1. */
function placeOf(text: string, words: string) {
  const before = text.slice(0, text.indexOf(words)).split("\n");
  assert(text.includes(words), words);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

// By hand
Deno.test("a place in compiled code leads back to where it was written", () => {
  const text = `enum Level {
  Low = 1,
  High,
}

class Cache {
  constructor(private readonly capacity: number, readonly level: Level = Level.High) {}


  get(key: string): number { return this.first(key) + this.second(key); }
}`;
  const { code, original } = compiled(text);
  assert(!code.includes("sourceMappingURL"));
  for (const words of ["this.first", "this.second", "get(key"]) {
    assertEquals(original(placeOf(code, words)), placeOf(text, words), words);
  }
});
Deno.test("code without a map, and places beyond the code, lead nowhere", () => {
  const plain = readSourceMap("let a = 1;");
  assertEquals([plain.code, plain.original({ line: 1, column: 1 })], ["let a = 1;", undefined]);
  assertEquals(compiled("enum A { B }").original({ line: 999, column: 1 }), undefined);
});
// Oracle: calls of functions whose names are unique, in files of random layout.
Deno.test("every call is found again, however the file is laid out", () => {
  const r = random(1);
  for (let round = 0; round < 20; round++) {
    const names = Array.from({ length: 30 }, (_, i) => `call${i}x`);
    const text = "enum A { B }\n" +
      names.map((name) => `${"\n".repeat(r.integer(4))}${" ".repeat(r.integer(60))}${name}(A.B as number);`).join("");
    const { code, original } = compiled(text);
    for (const name of names) assertEquals(original(placeOf(code, name)), placeOf(text, name));
  }
});
