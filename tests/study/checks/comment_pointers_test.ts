import { assertEquals } from "@std/assert";
import { checkCommentPointers } from "@lib/study/checks/comment_pointers.ts";
import { treeOf } from "@lib/study/checks/tree.ts";

const messages = (files: Record<string, string>) =>
  checkCommentPointers(treeOf(files)).map(({ path, line, message }) =>
    `${path}:${line} ${message.replace(/^.* to |, and.*$/g, "")}`
  );
const LIB = {
  "lib/structures/hash_ring.ts": "/** A ring. */\nexport {};\n",
  "tests/structures/ring_cases.ts": "export {};\n",
};

// By hand
Deno.test("a name, a path and a folder that are there are pointers like any other", () => {
  const comment = "/** See `hash_ring.ts`, structures/hash_ring.ts, `lib/structures/hash_ring.ts`, ./hash_ring.ts,\n" +
    " * @lib/structures/hash_ring.ts, `lib/structures/` and lib/structures; cases are in `ring_cases.ts`. */\nexport {};\n";
  assertEquals(messages({ ...LIB, "lib/structures/a.ts": comment }), []);
});
Deno.test("what is not there is named with the line that names it", () => {
  const code =
    '/** A cache.\n * Not here: `lib/llm`, matmul.ts. */\nexport const a = "gone.ts"; // see lib/structures/gone.ts\n';
  assertEquals(messages({ ...LIB, "lib/structures/a.ts": code }), [
    "lib/structures/a.ts:2 matmul.ts",
    "lib/structures/a.ts:2 lib/llm",
    "lib/structures/a.ts:3 lib/structures/gone.ts",
  ]);
});
Deno.test("a path must be the end of one, from a whole name on", () => {
  assertEquals(messages({ ...LIB, "lib/a.ts": "// ring.ts, ash_ring.ts, ml/hash_ring.ts\nexport {};\n" }), [
    "lib/a.ts:1 ring.ts",
    "lib/a.ts:1 ash_ring.ts",
    "lib/a.ts:1 ml/hash_ring.ts",
  ]);
});
Deno.test("examples, code in quotes, stars and addresses are no pointers", () => {
  const comment = '/**\n * `new URL("./work.ts", import.meta.url)`, `*_test.ts`, https://x.org/lib/gone.ts\n *\n' +
    ' * ```ts\n * import { a } from "./gone.ts"; // gone.ts\n * ```\n */\nexport {};\n';
  assertEquals(messages({ ...LIB, "lib/a.ts": comment }), []);
});
Deno.test("the README of a room is read too, and tests are not", () => {
  const files = { "lib/structures/README.md": "# Room\n\n`gone.ts`\n", "tests/a_test.ts": "// gone.ts\nexport {};\n" };
  assertEquals(messages({ ...LIB, ...files }), ["lib/structures/README.md:3 gone.ts"]);
});
