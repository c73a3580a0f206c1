import { assert, assertEquals } from "@std/assert";
import { interruptibleCell } from "@lib/study/kernel/interruptible_cell.ts";

const WAIT = `(globalThis[Symbol.for("lab.await")]??(x=>x))`;
const ITERATE = `(globalThis[Symbol.for("lab.iterate")]??(x=>x))`;
const ENTER = `globalThis[Symbol.for("lab.enter")]?.("7");`;
const LINE = "var __lab_line=1;";
const changed = (source: string) => interruptibleCell(source, { id: "7" });

Deno.test("top-level awaits are wrapped, and nothing else", () => {
  assertEquals(changed("await f(a, b);"), `${ENTER}${LINE}await ${WAIT}(f(a, b));`);
  assertEquals(
    changed("const x: number = await (y as any) + 1"),
    `${ENTER}${LINE}const x: number = await ${WAIT}((y as any)) + 1`,
  );
  assertEquals(
    changed("for await (const x of xs) await x;"),
    `${ENTER}${LINE}for await (const x of ${ITERATE}(xs)) await ${WAIT}(x);`,
  );
  assertEquals(changed("await f(await g())"), `${ENTER}${LINE}await ${WAIT}(f(await ${WAIT}(g())))`);
  assertEquals(changed("await (a, b)"), `${ENTER}${LINE}await ${WAIT}((a, b))`);
  assertEquals(changed("if (a) { await b; }"), `${ENTER}${LINE}if (a) { await ${WAIT}(b); }`);
  for (
    const inside of [
      "async () => await x",
      "const o = { async f() { await x; } };",
      "class A { async f() { await x; } }",
    ]
  ) {
    assertEquals(changed(inside), `${ENTER}${LINE}${inside}`);
  }
});

Deno.test("an object stays an object, and what cannot be parsed stays as it is", () => {
  assertEquals(changed("{ a: await b }"), `{ a: await ${WAIT}(b) }`);
  assertEquals(changed("const = 3"), "const = 3");
  assertEquals(changed(""), ENTER);
});

Deno.test("no line moves, and without the link the cell does the same", async () => {
  const source =
    "// a comment\n\nconst a = await Promise.resolve(2);\nlet b = 0;\nfor await (const x of [a, a]) {\n  b += x;\n}\nreturn b;";
  const text = changed(source.replace("return b;", "b;"));
  assertEquals(text.split("\n").length, 8);
  const run = new (Object.getPrototypeOf(async () => {}).constructor)(text.replace(/b;$/, "return b;"));
  assertEquals(await run(), 4);
  assert(text.split("\n")[5] === "  b += x;");
});
