import { assertEquals } from "@std/assert";
import { asSentence, withoutCardLine } from "@lib/study/export/card_line.ts";
import { notebookOf } from "./sample_lab.ts";

const sourcesOf = (...cells: Parameters<typeof notebookOf>) =>
  withoutCardLine(notebookOf(...cells).cells).map(({ source }) => source);

Deno.test("withoutCardLine() takes the card's line out of the first cell and nothing else", () => {
  assertEquals(sourcesOf("# T\n\n*Level: easy · 5 minutes · proves: x*\n\nA *word*.", "*Level: easy*"), [
    "# T\n\n\n\nA *word*.",
    "*Level: easy*",
  ]);
  assertEquals(sourcesOf("# T\n\nThe *Level: easy* of it"), ["# T\n\nThe *Level: easy* of it"]);
  assertEquals(sourcesOf({ source: "*Level: easy*" }), ["*Level: easy*"]);
  assertEquals(withoutCardLine([]), []);
});

Deno.test("asSentence() adds a capital and a full stop where they are missing", () => {
  assertEquals(["you can", "You can.", " why? ", "ölen"].map(asSentence), ["You can.", "You can.", "Why?", "Ölen."]);
});
