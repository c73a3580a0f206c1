import { assertEquals } from "@std/assert";
import { goalSentence, withoutCardLine } from "@lib/study/export/_card_line.ts";
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

Deno.test("goalSentence() says what a reader can do after the page, with a capital and a full stop", () => {
  assertEquals(
    ["you can run", "You can run.", " why? ", "ölen", "you cannot"].map(goalSentence),
    ["After this page you can run.", "After this page you can run.", "Why?", "Ölen.", "You cannot."],
  );
});
