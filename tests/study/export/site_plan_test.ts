import { assertEquals, assertThrows } from "@std/assert";
import { planSite } from "@lib/study/export/_site_plan.ts";
import { notebookOf } from "./sample_lab.ts";

function lab(names: Record<string, string[]>): { path: string; notebook: ReturnType<typeof notebookOf> }[] {
  return Object.entries(names).map(([name, standsOn]) => {
    const notebook = notebookOf(`# Title of ${name}`);
    notebook.metadata.lab = {
      title: `T ${name}`,
      chapter: name.split("/")[0]!,
      level: "easy",
      minutes: 5,
      proves: "p",
      standsOn,
    };
    return { path: `notebooks/${name}.ipynb`, notebook };
  });
}
const orderOf = (names: Record<string, string[]>) => planSite(lab(names)).notebooks.map(({ name }) => name);

// By hand
Deno.test("planSite() puts chapters on storeys and notebooks after what they stand on", () => {
  const plan = planSite(
    lab({ "ml/tree": ["math/entropy"], "math/entropy": ["math/log"], "math/log": [], "llm/rag": ["ml/tree"] }),
  );
  assertEquals(plan.chapters.map(({ name, storey, standsOn }) => [name, storey, standsOn]), [
    ["mathematics", 0, []],
    ["learning", 1, ["mathematics"]],
    ["language-models", 2, ["learning"]],
  ]);
  assertEquals(plan.notebooks.map(({ name }) => name), ["math/log", "math/entropy", "ml/tree", "llm/rag"]);
  assertEquals(plan.chapters.map(({ title }) => title), ["Mathematics", "Learning", "Language models"]);
});

Deno.test("a notebook without a card takes its title from its heading, else from its name", () => {
  const plan = planSite([
    { path: "notebooks/a/one_two.ipynb", notebook: notebookOf("text") },
    { path: "notebooks/a/b.ipynb", notebook: notebookOf("# Heading\n\ntext") },
  ]);
  assertEquals(plan.notebooks.map(({ title }) => title), ["Heading", "One two"]);
});

Deno.test("what lies in no folder comes first, in a chapter called Start here", () => {
  const plan = planSite(lab({ "a/x": [], "zero": [], "b/y": ["a/x"] }));
  assertEquals(plan.chapters.map(({ title }) => title), ["Start here", "A", "B"]);
  assertEquals(plan.notebooks.map(({ name }) => name), ["zero", "a/x", "b/y"]);
});

Deno.test("chapters come in the order of the lab, whatever they stand on; folders that no chapter has come last", () => {
  const plan = planSite(
    lab({
      "zoo/x": [],
      "interview/a": [],
      "systems/feed": ["structures/ring"],
      "statistics/t": [],
      "math/log": [],
      "structures/ring": ["math/log"],
    }),
  );
  assertEquals(plan.chapters.map(({ title }) => title), ["Structures", "Mathematics", "Designs", "Interview", "Zoo"]);
  assertEquals(plan.chapters[1]!.notebooks.map(({ name }) => name), ["math/log", "statistics/t"]);
});

// Invariants
Deno.test("the order does not depend on the order in which notebooks come", () => {
  const names = { "a/x": ["b/y"], "b/y": [], "b/z": ["b/y"], "a/w": [] };
  const backwards = Object.fromEntries(Object.entries(names).reverse());
  assertEquals(orderOf(names), ["b/y", "b/z", "a/w", "a/x"]); // neither is a chapter of the lab: the lower storey first
  assertEquals(orderOf(backwards), orderOf(names));
});

Deno.test("chapters that stand on each other still get an order", () => {
  assertEquals(orderOf({ "a/1": [], "b/1": ["a/1"], "a/2": ["b/1"] }).length, 3);
});

// Refusals
Deno.test("planSite() refuses circles and notebooks that come twice", () => {
  assertThrows(() => planSite(lab({ "a/x": ["a/y"], "a/y": ["a/x"] })), RangeError, "in a circle");
  const twice = lab({ "a/x": [] });
  assertThrows(() => planSite([...twice, ...twice]), RangeError, "each notebook must come once");
});
