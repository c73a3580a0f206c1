import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { type Cell, formatNotebook, type Notebook, type Output, parseNotebook } from "@lib/study/notebook/nbformat.ts";
import { cellsWithoutOutputs, fromTextForm, LAB_KERNEL, toTextForm } from "@lib/study/notebook/markdown_format.ts";

const BY_HAND = `---
title: Keep what you will need
level: medium
minutes: 25
standsOn: ["structures/hash_map"]
---

<!-- markdown the-question -->
## 1 · The question

What to throw away?

<!-- code run-it hide-input raises-exception -->
\`\`\`ts
const a = 1;

a;
\`\`\`

<!-- raw note {"collapsed":true} -->
text

<!-- code empty -->
\`\`\`ts
\`\`\`
`;

function plainNotebook(cells: Cell[], metadata: Notebook["metadata"] = { ...LAB_KERNEL }): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** There and back, through bytes as a file would hold them. */
function roundTrip(notebook: Notebook): { text: string; back: string } {
  const text = new TextDecoder().decode(new TextEncoder().encode(toTextForm(notebook)));
  return { text, back: formatNotebook(fromTextForm(text, { previous: notebook })) };
}

Deno.test("fromTextForm reads the form as a person writes it, and toTextForm writes it so", () => {
  const notebook = fromTextForm(BY_HAND);
  assertEquals(notebook.cells, [
    { cell_type: "markdown", id: "the-question", metadata: {}, source: "## 1 · The question\n\nWhat to throw away?" },
    {
      cell_type: "code",
      id: "run-it",
      metadata: { tags: ["hide-input", "raises-exception"] },
      source: "const a = 1;\n\na;",
      execution_count: null,
      outputs: [],
    },
    { cell_type: "raw", id: "note", metadata: { collapsed: true }, source: "text" },
    { cell_type: "code", id: "empty", metadata: {}, source: "", execution_count: null, outputs: [] },
  ]);
  const { kernelspec, lab } = notebook.metadata;
  assertEquals(kernelspec.name, "deno");
  assertEquals<unknown>(lab, {
    title: "Keep what you will need",
    level: "medium",
    minutes: 25,
    standsOn: ["structures/hash_map"],
  });
  assertEquals(toTextForm(notebook), BY_HAND);
});

Deno.test("fromTextForm does not mind blank lines, line ends of Windows or blanks behind a fence", () => {
  const untidy = BY_HAND.replaceAll("-->\n", "-->\n\n\n").replaceAll("```\n", "```  \n\n\n").replaceAll("\n", "\r\n");
  assertEquals(formatNotebook(fromTextForm("\ufeff\r\n" + untidy)), formatNotebook(fromTextForm(BY_HAND)));
});

Deno.test("A notebook that Jupyter wrote comes back byte for byte", async () => {
  const file = new URL("./fixtures/jupyter_written.ipynb", import.meta.url);
  const notebook = parseNotebook(await Deno.readTextFile(file), "jupyter_written.ipynb");
  assertEquals(roundTrip(notebook).back, formatNotebook(notebook));
});

Deno.test("Nasty texts come back as they were, in every kind of cell", () => {
  const nasty = [
    ...[
      "",
      "\n",
      "\n\n",
      " ",
      "  \n",
      "\n  ",
      "a\n",
      "\na",
      "a\n\n\nb",
      "a  \nb",
      "\ta",
      "    indented",
      "a \n",
      "a ",
      "\u00a0\na",
    ],
    ...["```", "```ts\na\n```", "````\n```\n````", "```\n", "``````", " ```", "a ``` b", "~~~\na\n~~~"],
    ...['```escaped\n"x"\n```', '````escaped\n"x"\n````', "```escaped", '```json\n"x"\n```', "```ts"],
    ...[
      "<!-- code x -->",
      "\\<!-- code x -->",
      "\\\\<!-- raw y -->\na",
      "a\n<!-- markdown z -->\nb",
      "<!-- code",
      " <!-- code x -->",
    ],
    ...[
      "---",
      "---\ntitle: x\n---",
      "a\r\nb",
      "a\rb",
      "\r\n",
      "\r",
      "\u2028",
      "a\u2029b",
      "\u0000",
      "\u0085",
      "\u001b[31m",
      "\ufeffa",
      "\v\f",
    ],
    ...["😀 ü 中 \u0301", "\ud83d", "a\udc00b", "$x_1$ & <b>\\</b>", "\\u0041", '"quoted"', "-->", "<!--", "{}"],
  ];
  for (const source of nasty) {
    const cells: Cell[] = [
      { cell_type: "markdown", id: "a", metadata: {}, source },
      { cell_type: "code", id: "b", metadata: {}, source, execution_count: 3, outputs: [] },
      { cell_type: "raw", id: "c", metadata: {}, source },
    ];
    const notebook = plainNotebook(cells);
    const { back, text } = roundTrip(notebook);
    assertEquals(back, formatNotebook(notebook), text);
    assertEquals(fromTextForm(text).cells.map((cell) => cell.source), [source, source, source]);
  }
});

Deno.test("Tags and metadata come back whatever is in them", () => {
  const nasty: Record<string, unknown>[] = [
    { tags: ["stub"] },
    { tags: [] },
    { tags: ["two words", "-->"] },
    { tags: ["{a}"] },
    { tags: ["hide-input"], collapsed: true, "-->": "<!-- code x -->" },
    { note: "a\nb\u2028\ud800 }" },
    { nested: { list: [1, null, "ü"] } },
    { tags: ["-"] },
  ];
  for (const metadata of nasty) {
    const notebook = plainNotebook([{ cell_type: "markdown", id: "a-b_C", metadata, source: "x" }]);
    const { back, text } = roundTrip(notebook);
    assertEquals(back, formatNotebook(notebook), JSON.stringify(metadata));
    assertEquals(text.split("-->").length, 2, "nothing ends the comment but its end");
  }
});

Deno.test("The head comes back: card, other kernels, other metadata", () => {
  const titles = [
    "plain",
    "12",
    "null",
    "true",
    '"quoted"',
    "[list",
    "{",
    " blank ",
    "a: b",
    "---",
    "",
    "ü\u2028\n",
    "x",
  ];
  for (const title of titles) {
    const lab = { title, chapter: "c", level: "easy", minutes: 1, proves: "p", standsOn: [] } as const;
    const notebook = plainNotebook([], { ...LAB_KERNEL, lab: { ...lab, standsOn: [] } });
    assertEquals(roundTrip(notebook).back, formatNotebook(notebook), title);
  }
  const foreign = { kernelspec: { name: "python3", display_name: "P" }, language_info: { name: "python" }, "x y": [1] };
  assertEquals(roundTrip(plainNotebook([], foreign)).back, formatNotebook(plainNotebook([], foreign)));
});

Deno.test("A thousand random notebooks come back byte for byte", () => {
  const generator = random(20_26);
  for (let round = 0; round < 1000; round++) {
    const notebook = randomNotebook(generator);
    const written = formatNotebook(notebook);
    assertEquals(formatNotebook(parseNotebook(written, "x")), written);
    assertEquals(roundTrip(notebook).back, written);
  }
});

Deno.test("Outputs and counters follow the id, and go when the text has changed", () => {
  const outputs: Output[] = [{ output_type: "stream", name: "stdout", text: "hello\n" }];
  const code = (id: string, source: string): Cell => {
    return { cell_type: "code", id, metadata: {}, source, execution_count: 1, outputs };
  };
  const picture: Cell = {
    cell_type: "markdown",
    id: "p",
    metadata: {},
    source: "x",
    attachments: { "a.png": { "image/png": "A" } },
  };
  const before = plainNotebook([code("a", "1;"), code("b", "2;"), code("c", "3;"), picture]);
  const edited = toTextForm(before).replace("2;", "2 + 2;").replace(/<!-- code c -->\n```ts\n3;\n```\n\n/, "");
  const moved = edited.replace(/(<!-- code a[^]*?)(<!-- code b[^]*?```\n\n)/, "$2$1").replace("\nx", "\nother prose");
  const after = fromTextForm(moved, { previous: before });
  const shown = after.cells.map((cell) =>
    cell.cell_type === "code" ? [cell.id, cell.execution_count, cell.outputs.length] : cell.id
  );
  assertEquals(shown, [["b", null, 0], ["a", 1, 1], "p"]);
  const last = after.cells[2]!;
  assert(last.cell_type === "markdown" && last.source === "other prose" && last.attachments !== undefined);
  assertEquals(cellsWithoutOutputs(after, before), ["b"]);
});

Deno.test("fromTextForm refuses what is no text form, and names the line", () => {
  const refused: [string, string][] = [
    ["prose", "line 1: a cell must begin with <!--"],
    ["<!-- code a -->\nlet x;", "line 2: code must stand in a fence"],
    ["\n<!-- code a -->\n```ts\nlet x;", "line 3: a fence is never closed"],
    ["<!-- code a -->\n```ts\n```\nmore", "line 4: a cell must begin"],
    ["<!-- markdown a -->\nx\n<!-- code two words {-->", "line 3: a cell must begin"],
    ["<!-- markdown a! -->\n", "line 1: a cell must begin"],
    ["<!-- markdown a {x} -->\n", "line 1: metadata must be JSON"],
    ["<!-- markdown a -->\n<!-- markdown a -->", "line 2: two cells have the same id: current value is a"],
    ["<!-- markdown a -->\n```escaped\n1\n```", "line 2: an escaped fence must hold one JSON string"],
    ["---\ntitle: x", "the head has no end"],
    ["---\ntitle\n---", "line 2: a line of the head must be `key: value`"],
    ["---\nstandsOn: [a\n---", "line 2: the head's standsOn must be JSON or plain text"],
  ];
  for (const [text, why] of refused) {
    const error = assertThrows(() => fromTextForm(text, { path: "lru.md" }), SyntaxError, "Cannot read lru.md, ");
    assertStringIncludes(error.message, why);
  }
});

/** A notebook of up to twenty cells made of pieces that are dangerous together. */
function randomNotebook(generator: Random): Notebook {
  const pieces = [
    ..."\n\n\n \t\r\\`\"'{}<>-#*_ü😀中a1",
    ...[
      "```",
      "````",
      "<!-- code a -->",
      "<!-- markdown b ",
      "-->",
      "---",
      "escaped",
      "ts",
      "\r\n",
      "\u2028",
      "\ud800",
      "\ufeff",
      "title: x",
    ],
  ];
  const pick = <T>(list: readonly T[]): T => list[generator.integer(list.length)]!;
  const text = () => Array.from({ length: generator.integer(12) }, () => pick(pieces)).join("");
  const tags =
    () => [...new Set(Array.from({ length: generator.integer(3) }, () => text().replaceAll(",", "") || "t"))];
  const metadata = () =>
    generator.next() < 0.5 ? {} : { tags: tags(), ...generator.next() < 0.5 ? { note: text() } : {} };
  const output = (): Output =>
    generator.next() < 0.5 ? { output_type: "stream", name: "stdout", text: text() } : {
      output_type: "display_data",
      data: { "text/plain": text(), "application/json": { a: text() } },
      metadata: {},
    };
  const cells = Array.from({ length: generator.integer(20) }, (_, index): Cell => {
    const place = { id: `c${index}`, metadata: metadata(), source: text() };
    const kind = pick(["markdown", "code", "raw"] as const);
    if (kind !== "code") return { cell_type: kind, ...place };
    const outputs = Array.from({ length: generator.integer(3) }, output);
    return { cell_type: kind, ...place, execution_count: pick([null, 1, 99]), outputs };
  });
  return plainNotebook(cells);
}
