import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  InvalidSubmissionError,
  submissionOfAnswer,
  submissionOfFile,
  submissionOfText,
  submissionOfValues,
  UnreadableSubmissionError,
} from "@lib/study/practice/submission.ts";

async function withFiles(files: Record<string, string>, use: (main: URL) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "practice submission " }); // a space, as in many a home folder
  try {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(join(folder, name), text);
    await use(pathToFileURL(join(folder, "main.ts")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const loaded = (source: string) => import(`data:text/javascript,${encodeURIComponent(source)}`);

Deno.test("values become a module that exports them", async () => {
  const { source, names } = submissionOfValues({ double: (x: number) => 2 * x, LIMIT: 3 });
  assertEquals(names, ["double", "LIMIT"]);
  assertEquals((await loaded(source)).double(21), 42);
});
Deno.test("a file without imports keeps its lines", async () => {
  await withFiles(
    { "main.ts": "interface A {\n  a: number;\n}\nexport const f = (x: A): number => x.a;\n" },
    async (main) => {
      const { source, names } = await submissionOfFile(main);
      assertEquals(names, ["f"]);
      assertEquals(source.split("\n")[3]!.startsWith("export const f"), true);
      assertEquals((await loaded(source)).f({ a: 5 }), 5);
    },
  );
});
Deno.test("parameter properties and enums work, too", async () => {
  const text =
    "enum E { A = 41 }\nexport class C { constructor(private x: number) {} get() { return E.A + this.x; } }\n";
  await withFiles({ "main.ts": text }, async (main) => {
    const { source } = await submissionOfFile(main);
    assertEquals(new (await loaded(source)).C(1).get(), 42);
  });
});
Deno.test("a file with imports brings them along", async () => {
  const files = {
    "main.ts": `import { one } from "./one.ts";\nexport function f(): number { return one + 1; }\n`,
    "one.ts": "export const one: number = 1;\n",
  };
  await withFiles(files, async (main) => {
    const { source, names } = await submissionOfFile(main);
    assertEquals(names, ["f"]);
    assertEquals((await loaded(source)).f(), 2);
  });
});
Deno.test("an answer may be a file with edits, each of which must be found once", async () => {
  await withFiles({ "main.ts": "export function f(x: number) { return x + x; }\n" }, async (file) => {
    const { source } = await submissionOfAnswer({ file, edits: [["x + x", "x * $&"], ["$&", "x"]] });
    assertEquals((await loaded(source)).f(5), 25);
    for (const [find, times] of [["x * x", 0], ["x", 4]] as const) {
      await assertRejects(
        () => submissionOfAnswer({ file, edits: [[find, ""]] }),
        RangeError,
        `current value is ${times}`,
      );
    }
  });
});
Deno.test("a stub is a text whose names are exported for it", async () => {
  const { names, source } = submissionOfText("class A<T> {}\nfunction b(): void {}", { exported: ["A", "b"] });
  assertEquals(names, ["A", "b"]);
  assertEquals(typeof (await loaded(source)).A, "function");
});
Deno.test("what is declared and not exported is known, and what a file imports", async () => {
  const files = {
    "main.ts": `import { one } from "./one.ts";\nclass A {}\nconst b = one;\n`,
    "one.ts": "export const one = 1;\n",
  };
  await withFiles(files, async (main) => {
    const { unexported, imports, names } = await submissionOfFile(main);
    assertEquals([...unexported!], [["A", "class A"], ["b", "const b"]]);
    assertEquals(imports!.map((url) => url.split("/").at(-1)), ["one.ts"]);
    assertEquals(names, []);
  });
});
Deno.test("all forms of export are names", async () => {
  const text =
    "export const a = 1, b = 2;\nexport function c() {}\nexport class D {}\nconst e = 5;\nexport { e as f };\nexport default 7;\n";
  await withFiles({ "main.ts": text }, async (main) => {
    assertEquals((await submissionOfFile(main)).names, ["a", "b", "c", "D", "f", "default"]);
  });
});
Deno.test("a file that is not there, or does not compile, is refused with its place", async () => {
  await assertRejects(
    () => submissionOfFile(new URL("file:///nowhere/x.ts")),
    UnreadableSubmissionError,
    "there is no such file: current value is /nowhere/x.ts",
  );
  await withFiles({ "main.ts": "export class A {\n  get( { }\n}\n" }, async (main) => {
    const error = await assertRejects(() => submissionOfFile(main), InvalidSubmissionError, "Cannot compile main.ts");
    assertStringIncludes(error.message, "main.ts, line 3: ");
    assertEquals(error.excerpt, "1 | export class A {\n2 |   get( { }\n3 | }\n  | ^");
  });
  await withFiles({ "main.ts": `import "./gone.ts";\n` }, async (main) => {
    const error = await assertRejects(() => submissionOfFile(main), InvalidSubmissionError, "gone.ts");
    // deno-lint-ignore no-control-regex -- the absence of colours is the point
    assert(!/\x1b/.test(error.message));
  });
});
