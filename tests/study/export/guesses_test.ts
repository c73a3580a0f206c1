import { assertEquals, assertThrows } from "@std/assert";
import { guessesOf } from "@lib/study/export/_guesses.ts";
import { displayed, figureBundle, notebookOf } from "./sample_lab.ts";

const FIGURE = { outputs: [displayed(figureBundle("It falls."))] };
const TEXT = { source: "1 + 1" };
const asked = (guess: unknown, ...behind: Parameters<typeof notebookOf>) => {
  const notebook = notebookOf("Before you look: how many?", ...behind);
  if (guess !== undefined) notebook.cells[0]!.metadata.guess = guess;
  return [...guessesOf(notebook)];
};

// By hand
Deno.test("a question is about the next figure, over a cell of code in between", () => {
  assertEquals(asked(undefined, FIGURE), [["c2", {}]]);
  assertEquals(asked(undefined, TEXT, "Here it is:", FIGURE), [["c4", {}]]);
});
Deno.test("a figure that is far away, or in the next section, is not meant", () => {
  assertEquals(asked(undefined, TEXT, TEXT, TEXT, FIGURE), []);
  assertEquals(asked(undefined, "## Next", FIGURE), []);
  assertEquals([...guessesOf(notebookOf("Look:", FIGURE))], []);
});
Deno.test("the answer is a choice or a number, where the cell has one", () => {
  assertEquals(asked({ choices: ["A", "B"], answer: "B" }, FIGURE), [["c2", { choices: ["A", "B"], answer: "B" }]]);
  assertEquals(asked({ answer: 26, unit: "%" }, FIGURE), [["c2", { answer: 26, unit: "%" }]]);
});

// Refusals
Deno.test("what is no question is refused, with the cell and the value", () => {
  for (
    const guess of [
      "A",
      null,
      [],
      { answer: "A" },
      { answer: NaN },
      { choices: ["A"], answer: "A" },
      { choices: ["A", "B"], answer: "C" },
      { choices: ["A", 1], answer: "A" },
      { answr: 1 },
    ]
  ) assertThrows(() => asked(guess ?? 0, FIGURE), TypeError, "Cannot ask for a guess in cell c1: metadata.guess");
});
