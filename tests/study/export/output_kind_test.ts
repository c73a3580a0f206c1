import { assertEquals } from "@std/assert";
import { outputKind } from "@lib/study/export/_output_kind.ts";
import { displayed, figureBundle, PIXEL } from "./sample_lab.ts";

const kindOf = (data: Record<string, unknown>) => outputKind(displayed(data)).kind;

// By hand
Deno.test("outputKind() takes the richest form that a page can show", () => {
  const rest = { "text/plain": "x" };
  assertEquals(kindOf({ ...figureBundle("a"), "text/html": "<b>h</b>" }), "figure");
  assertEquals(kindOf({ "text/html": "<b>h</b>", "image/png": PIXEL, ...rest }), "html");
  assertEquals(kindOf({ "text/markdown": "*m*", "image/png": PIXEL, ...rest }), "markdown");
  assertEquals(kindOf({ "image/png": PIXEL, ...rest }), "picture");
  assertEquals(kindOf({ "text/latex": "$x$", ...rest }), "formula");
  assertEquals(kindOf(rest), "text");
  assertEquals(kindOf({ "application/json": { a: 1 } }), "text");
});

Deno.test("a figure carries its picture, title and text alternative", () => {
  const form = outputKind(displayed(figureBundle("It falls.")));
  if (form.kind !== "figure") throw new Error(form.kind);
  assertEquals([form.alt, form.title, form.picture?.extension, form.picture?.bytes.length], [
    "It falls.",
    "T",
    "png",
    70,
  ]);
});

Deno.test("a figure without a picture is still a figure, so that the export can refuse it", () => {
  const { "image/png": _, ...bundle } = figureBundle("a");
  const form = outputKind(displayed(bundle));
  assertEquals(form.kind === "figure" && form.picture, undefined);
});

Deno.test("a formula loses its dollars and keeps whether it stands alone", () => {
  assertEquals(outputKind(displayed({ "text/latex": "$$ x $$" })), { kind: "formula", tex: "x", display: true });
  assertEquals(outputKind(displayed({ "text/latex": "$x$" })), { kind: "formula", tex: "x", display: false });
});

Deno.test("streams keep their name, errors their trace, and colours go", () => {
  assertEquals(outputKind({ output_type: "stream", name: "stderr", text: "\x1b[31mred\x1b[0m" }), {
    kind: "text",
    text: "red",
    stream: "stderr",
  });
  const error = outputKind({ output_type: "error", ename: "E", evalue: "\x1b[1mv", traceback: ["\x1b[31ma", "b"] });
  assertEquals(error, { kind: "error", name: "E", message: "v", trace: "a\nb" });
  assertEquals(outputKind({ output_type: "stream", name: "stdout", text: "1%\r2%\n" }), {
    kind: "text",
    text: "2%\n",
    stream: "stdout",
  });
});

// Refusals
Deno.test("what shows nothing is nothing; what cannot be shown is named", () => {
  assertEquals(outputKind({ output_type: "stream", name: "stdout", text: " \n" }).kind, "nothing");
  assertEquals(kindOf({ "text/plain": "" }), "nothing");
  assertEquals(kindOf({}), "nothing");
  assertEquals(outputKind(displayed({ "application/x-thing": 1 })), {
    kind: "unknown",
    mimes: ["application/x-thing"],
  });
});
