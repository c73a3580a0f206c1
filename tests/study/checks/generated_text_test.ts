import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkGenerated, writeGenerated } from "@lib/study/checks/generated_text.ts";
import { readTree } from "@lib/study/checks/tree.ts";
import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
import { goodNotebook } from "./good_notebook.ts";

const GOOD = goodNotebook();
const NOTEBOOK = formatNotebook({
  ...GOOD,
  metadata: {
    ...GOOD.metadata,
    lab: { chapter: "a", title: "The a | b", level: "easy", minutes: 30, proves: "you can" },
  },
}).replaceAll("@lib/study/notebook.ts", "@lib/study/figures/table.ts");
const FILES: Record<string, string> = {
  "deno.json": `{\n  "name": "@a/b",\n  "exports": {\n    "./gone": "./lib/gone.ts"\n  },\n  "imports": {}\n}\n`,
  "README.md": "# A\n\n<!-- pages: written by `deno task ok --write` -->\nold\n<!-- end of pages -->\n\nEnd.\n",
  "lib/math/sum.ts": "",
  "lib/math/_part.ts": "",
  "lib/testing/sum_contract.ts": 'import { assert } from "@std/assert";\n',
  "lib/_hidden/a.ts": "",
  "lib/study/figures/table.ts": "",
  "lib/study/figures/other.ts": "",
  "lib/study/commands/ok.ts": "",
  "notebooks/a/b.ipynb": NOTEBOOK,
};

Deno.test("exports and the table of pages are written, once, and the gate says when they are out of date", async () => {
  const root = await Deno.makeTempDir({ prefix: "lab_generated_" });
  try {
    for (const [path, text] of Object.entries(FILES)) {
      await Deno.mkdir(`${root}/${path.slice(0, path.lastIndexOf("/") + 1)}`, { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    assertEquals(checkGenerated(await readTree(root)).map(({ path }) => path), ["deno.json", "README.md"]);
    assertEquals(await writeGenerated(await readTree(root)), ["deno.json", "README.md"]);
    const config = await Deno.readTextFile(`${root}/deno.json`);
    assertEquals(JSON.parse(config), {
      name: "@a/b",
      exports: { "./math/sum": "./lib/math/sum.ts", "./study/figures/table": "./lib/study/figures/table.ts" },
      imports: {},
    });
    assertStringIncludes(config, `  "exports": {\n    "./math/sum": `);
    assertEquals(
      await Deno.readTextFile(`${root}/README.md`),
      `# A

<!-- pages: written by \`deno task ok --write\` -->

| page                              | afterwards | minutes |
| --------------------------------- | ---------- | ------- |
| [The a \\| b](notebooks/a/b.ipynb) | you can    | 30      |

<!-- end of pages -->

End.
`.replace("| [The a \\\\| b]", "| [The a \\| b]"),
    );
    assertEquals(checkGenerated(await readTree(root)), []);
    assertEquals(await writeGenerated(await readTree(root)), []);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
