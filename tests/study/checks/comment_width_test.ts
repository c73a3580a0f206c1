import { assert, assertEquals } from "@std/assert";
import { checkCommentWidth, MAX_COLUMNS, wrapWideComments } from "@lib/study/checks/comment_width.ts";
import { readTree, treeOf } from "@lib/study/checks/tree.ts";

const LONG = "word ".repeat(30).trim(); // 149 characters

/** The text of a module after wrapping, on disk as the command does it. */
async function wrapped(text: string): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "lab_wrap_" });
  try {
    await Deno.mkdir(`${root}/lib`);
    await Deno.writeTextFile(`${root}/lib/a.ts`, text);
    await wrapWideComments(await readTree(root));
    const once = await Deno.readTextFile(`${root}/lib/a.ts`);
    assertEquals(await wrapWideComments(await readTree(root)), [], "twice changes nothing more");
    return once;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

// By hand

Deno.test("a paragraph is wrapped from its long line on, and its next lines move up", async () => {
  const text = `/**\n * Short.\n *\n * ${LONG}\n * tail \`in code\`.\n *\n * Next.\n */\nexport const a = 1;\n`;
  assertEquals(
    await wrapped(text),
    `/**\n * Short.\n *\n * ${"word ".repeat(23).trim()}\n * ${
      "word ".repeat(7)
    }tail \`in code\`.\n *\n * Next.\n */\nexport const a = 1;\n`,
  );
});

Deno.test("items and tags keep their indent, and do not swallow the next", async () => {
  const text =
    `/**\n * ${LONG}\n * - ${LONG}\n * - b\n * @param x ${LONG}\n *   of it\n * @returns y\n */\nexport const a = 1;\n`;
  const lines = (await wrapped(text)).split("\n");
  assertEquals(lines.map((line) => line.slice(0, 8)), [
    ...[
      "/**",
      " * word ",
      " * word ",
      " * - wor",
      " *   wor",
      " * - b",
      " * @para",
      " *   wor",
      " * @retu",
      " */",
      "export c",
      "",
    ],
  ]);
  assert(lines[7]!.endsWith("word of it"));
});

Deno.test("inline code and links are not broken", async () => {
  const code = `\`${"code ".repeat(12).trim()}\``;
  const text = await wrapped(`/**\n * ${"word ".repeat(18)}${code} and {@linkcode a}.\n */\nexport const a = 1;\n`);
  assert(text.includes(code), text);
});

Deno.test("a doc comment of one line gets three or more; a line comment goes on in the next line", async () => {
  assertEquals((await wrapped(`/** ${LONG} */\nexport const a = 1;\n`)).split("\n").length, 6);
  const [first, second] = (await wrapped(`  // ${LONG}\n`)).split("\n");
  assert(first!.startsWith("  // word") && second!.startsWith("  // word"));
});

Deno.test("a comment behind code moves above it, with the indent of the line", async () => {
  assertEquals(
    await wrapped(`if (1) {\n  f(1); // ${"word ".repeat(22)}word\n}\n`),
    `if (1) {\n  // ${"word ".repeat(22)}word\n  f(1);\n}\n`,
  );
});

// Refusals: what stays as it is

Deno.test("code blocks, tables, comments for tools, text and what cannot be broken stay as they are", async () => {
  const kept = [
    `/**\n * A.\n * \`\`\`ts\n * ${LONG}\n * \`\`\`\n */\n`,
    `/**\n * | ${LONG} |\n */\n`,
    `// deno-lint-ignore no-explicit-any -- ${LONG}\n`,
    `const a = "// ${LONG}";\n`,
    `const a = \`\n// ${LONG}\n\`;\n`,
    `/** https://example.com/${"x".repeat(MAX_COLUMNS)} */\n`.replace("/** ", "/**\n * ").replace(" */", "\n */"),
    `f(1 /* ${LONG} */);\n`,
  ];
  for (const text of kept) assertEquals(await wrapped(text), text);
});

Deno.test("the gate names the first line, and leaves narrow files alone", () => {
  const tree = treeOf({ "lib/a.ts": `// a\n// ${LONG}\n`, "lib/b.ts": "// b\n", "README.md": `// ${LONG}` });
  assertEquals(checkCommentWidth(tree).map(({ path, line }) => [path, line]), [["lib/a.ts", 2]]);
});
