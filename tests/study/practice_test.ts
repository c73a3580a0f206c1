import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { practice } from "@lib/study/practice.ts";
import { type ExerciseName, exerciseNames } from "@lib/study/exercises/catalogue.ts";

Deno.test("practice() refuses an exercise that the catalogue does not have, and names the closest or all", () => {
  assertThrows(() => practice("lru-chache" as ExerciseName), RangeError, "did you mean lru-cache?");
  assertThrows(() => practice("no-such-thing" as ExerciseName), RangeError, exerciseNames().join(", "));
});

/** What `deno check` says of a cell that checks `declaration`. */
async function typeCheck(declaration: string, given = "{ LRUCache }"): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "contract-" });
  try {
    const door = JSON.stringify(import.meta.resolve("@lib/study/practice.ts"));
    const text = `import { practice } from ${door};\n${declaration}\nawait practice("lru-cache").check(${given});\n`;
    await Deno.writeTextFile(join(folder, "cell.ts"), text);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const args = ["check", "--quiet", "--no-lock", "--config", config, join(folder, "cell.ts")];
    const { stderr } = await new Deno.Command(Deno.execPath(), { args, env: { NO_COLOR: "1" } }).output();
    return new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const cache = (members: string) => `class LRUCache<Key, Value> {\n${members}\n}`;
const STUB = `throw new Error("Not written yet");`;

Deno.test("a stub that keeps the exercise's signature passes the type check", async () => {
  const members = `constructor(_capacity: number) { ${STUB} }
  get(_key: Key): Value | undefined { ${STUB} }
  put(_key: Key, _value: Value): void { ${STUB} }`;
  assertEquals(await typeCheck(cache(members)), "");
});
const BROKEN: Record<string, string> = {
  "without put": `constructor(_capacity: number) {} get(_key: Key): Value | undefined { return undefined; }`,
  "that gives -1 for a miss":
    `constructor(_capacity: number) {} get(_key: Key): Value | number { return -1; } put(_key: Key, _value: Value): void {}`,
  "whose put wants three arguments":
    `constructor(_c: number) {} get(_key: Key): Value | undefined { return undefined; } put(_k: Key, _v: Value, _t: number): void {}`,
  "whose capacity is a text":
    `constructor(_c: string) {} get(_key: Key): Value | undefined { return undefined; } put(_k: Key, _v: Value): void {}`,
};
for (const [what, members] of Object.entries(BROKEN)) {
  Deno.test(`a class ${what} does not`, async () => assertStringIncludes(await typeCheck(cache(members)), "TS2322"));
}
Deno.test("a check without the exercise's names does not pass the type check, one with a helper does", async () => {
  const members =
    `constructor(_c: number) {} get(_key: Key): Value | undefined { return undefined; } put(_k: Key, _v: Value): void {}`;
  assertStringIncludes(await typeCheck("", "{}"), "Property 'LRUCache' is missing");
  assertEquals(await typeCheck(`${cache(members)}\nclass Node {}`, "{ LRUCache, Node }"), "");
});
