import { parseJson, stableJson } from "@lib/study/notebook/canonical_json.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type CodeCell, formatNotebook, type Notebook, parseNotebook } from "@lib/study/notebook/nbformat.ts";

const fixture = new URL("fixtures/jupyter_written.ipynb", import.meta.url);

function notebook(cells: unknown[] = [], more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno", display_name: "Deno" }, language_info: { name: "typescript" } },
    cells,
    ...more,
  });
}

function code(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { cell_type: "code", id: "a", metadata: {}, source: "1", execution_count: null, outputs: [], ...more };
}

function refusal(text: string): string {
  return assertThrows(() => parseNotebook(text, "a.ipynb"), SyntaxError).message;
}

// By hand

Deno.test("parseNotebook() joins lists of lines into one string, but leaves lists in JSON mimes alone", () => {
  const outputs = [
    { output_type: "stream", name: "stdout", text: ["one\n", "two"] },
    {
      output_type: "display_data",
      metadata: {},
      data: { "text/plain": ["a\n", "b"], "application/json": ["a\n", "b"] },
    },
  ];
  const cell = parseNotebook(notebook([code({ source: ["x\n", "y"], outputs })]), "a.ipynb").cells[0] as CodeCell;
  assertEquals(cell.source, "x\ny");
  assertEquals(cell.outputs[0], { output_type: "stream", name: "stdout", text: "one\ntwo" });
  assertEquals(cell.outputs[1], {
    output_type: "display_data",
    metadata: {},
    data: { "text/plain": "a\nb", "application/json": ["a\n", "b"] },
  });
});

Deno.test("formatNotebook() writes one space of indent, sorted keys, lines, and a newline at the end", () => {
  const book: Notebook = {
    nbformat_minor: 5,
    nbformat: 4,
    metadata: { language_info: { name: "typescript" }, kernelspec: { name: "deno", display_name: "Deno" } },
    cells: [{ source: "a\nb", cell_type: "markdown", id: "m", metadata: {} }],
  };
  const expected = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "m",
   "metadata": {},
   "source": [
    "a\\n",
    "b"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Deno",
   "name": "deno"
  },
  "language_info": {
   "name": "typescript"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
  assertEquals(formatNotebook(book), expected);
});

Deno.test("formatNotebook() leaves out Jupyter's time stamps and keeps all other metadata", () => {
  const text = notebook([
    code({ metadata: { execution: { "iopub.status.busy": "2026-01-01" }, tags: ["hide-input"] } }),
  ]);
  const written = formatNotebook(parseNotebook(text, "a.ipynb"));
  assert(!written.includes("2026"));
  assertStringIncludes(written, "hide-input");
});

// Oracle: fixtures/jupyter_written.py wrote the file with Jupyter's own nbformat

Deno.test("formatNotebook() gives back a file that Jupyter wrote, byte for byte", async () => {
  const text = await Deno.readTextFile(fixture);
  assertEquals(formatNotebook(parseNotebook(text, "jupyter_written.ipynb")), text);
});

// Invariants

Deno.test("formatNotebook() is a fixed point, and what it writes parses to the same notebook", async () => {
  const first = parseNotebook(await Deno.readTextFile(fixture), "jupyter_written.ipynb");
  const text = formatNotebook(first);
  const second = parseNotebook(text, "again.ipynb");
  assertEquals(second, first);
  assertEquals(formatNotebook(second), text);
});

// Refusals

Deno.test("parseNotebook() names file, cell and rule for what Jupyter's schema refuses", () => {
  const metadata = { kernelspec: { name: "deno", display_name: "Deno" }, language_info: { name: "typescript" } };
  const lab = { title: "T", chapter: "c", level: "easy", minutes: 5, proves: "p" };
  const withLab = (more: Record<string, unknown>) =>
    notebook([], { metadata: { ...metadata, lab: { ...lab, ...more } } });
  const output = (value: unknown) => notebook([code({ outputs: [value] })]);
  const table: [text: string, why: string][] = [
    ["{", "Cannot read a.ipynb: it is not JSON"],
    [`${"<".repeat(7)} HEAD\n{}`, "marks of an unresolved merge"],
    ["[]", "a notebook must be an object"],
    [notebook([], { nbformat_minor: 4 }), "current value is 4.4"],
    [
      notebook([], { extra: 1 }),
      "only cells, metadata, nbformat, nbformat_minor may stand here: current value is extra",
    ],
    [notebook([], { metadata: { language_info: { name: "x" } } }), "metadata.kernelspec must be an object"],
    [notebook([], { metadata: { ...metadata, language_info: {} } }), "metadata.language_info.name must be a string"],
    [notebook([], { cells: {} }), "cells must be a list"],
    [notebook([code(), 5]), "cell 2: a cell must be an object: current value is 5"],
    [notebook([code(), code()]), "cell 2: id must be unique, but cell 1 has the same: current value is a"],
    [notebook([code({ id: "a b" })]), "cell 1: id must be 1 to 64 letters"],
    [notebook([code({ id: "a".repeat(65) })]), "cell 1: id must be 1 to 64 letters"],
    [notebook([code({ cell_type: "prose" })]), "cell_type must be code, markdown or raw: current value is prose"],
    [notebook([code({ source: 5 })]), "source must be a string or a list of strings: current value is 5"],
    [notebook([code({ metadata: { tags: ["a,b"] } })]), "metadata.tags must be a list"],
    [notebook([code({ metadata: { tags: ["a", "a"] } })]), "metadata.tags must be a list"],
    [notebook([code({ execution_count: -1 })]), "execution_count must be null or a whole number"],
    [notebook([code({ outputs: undefined })]), "outputs must be a list: current value is undefined"],
    [notebook([code({ cell_type: "markdown" })]), "may stand here: current value is execution_count"],
    [output({ output_type: "pyout" }), "output_type must be stream, display_data, execute_result or error"],
    [output({ output_type: "stream", name: "stdlog", text: "" }), "a stream's name must be stdout or stderr"],
    [output({ output_type: "stream", name: "stdout", text: 1 }), "a stream's text must be a string"],
    [output({ output_type: "error", ename: "E", evalue: "", traceback: "at" }), "traceback must be a list of strings"],
    [output({ output_type: "display_data", metadata: {}, data: [] }), "an output's data must be an object"],
    [output({ output_type: "display_data", metadata: {}, data: {}, transient: {} }), "current value is transient"],
    [withLab({ level: "brutal" }), "metadata.lab.level must be easy, medium or hard: current value is brutal"],
    [withLab({ minutes: 0 }), "metadata.lab.minutes must be a positive number: current value is 0"],
    [withLab({ title: undefined }), "metadata.lab.title must be a string"],
    [withLab({ standsOn: "x" }), "metadata.lab.standsOn must be a list of strings"],
    [withLab({ mintues: 5 }), "may stand here: current value is mintues"],
  ];
  for (const [text, why] of table) {
    const message = refusal(text);
    assertStringIncludes(message, why);
    assertStringIncludes(message, "Cannot read a.ipynb");
  }
});

Deno.test("numbers come back as Python writes them, digit by digit, wherever they stand", () => {
  const numbers = '{"big":12345678901234567890,"e":1e5,"f":1.0,"half":0.5,"huge":1.5e30,"int":3,"tiny":1e-05,"z":-0.0}';
  const written =
    '{"big":12345678901234567890,"e":100000.0,"f":1.0,"half":0.5,"huge":1.5e+30,"int":3,"tiny":1e-05,"z":-0.0}';
  const notebook = (value: string) =>
    `{"cells":[{"cell_type":"code","execution_count":1,"id":"a","metadata":{"n":2.0,"x":${value}},"outputs":[` +
    `{"data":{"application/json":${value},"application/x+json":7.0},"metadata":{"y":[1.0,${value}]},` +
    `"output_type":"display_data"}],"source":["1"]}],"metadata":{"kernelspec":{"display_name":"D","name":"deno"},` +
    `"language_info":{"name":"ts"},"x":${value}},"nbformat":4,"nbformat_minor":5}`;
  const formatted = formatNotebook(parseNotebook(notebook(numbers), "x"));
  assertEquals(formatted.replaceAll(/\n\s*/g, "").replaceAll(": ", ":"), notebook(written));
  assertEquals(formatNotebook(parseNotebook(formatted, "x")), formatted);
});

Deno.test("a number that was changed is written as what it is now", () => {
  const value = parseJson('{"a":1.0,"b":[2.0]}') as { a: number; b: number[] };
  value.a = 2;
  value.b[0] = 2;
  assertEquals(stableJson(value, { indent: 0 }), '{"a":2,"b":[2.0]}');
});
