import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse } from "acorn";
import { stripTypeScriptTypes } from "node:module";
import { exerciseName, exerciseNames, openExercise } from "@lib/study/exercises/catalogue.ts";
import { generateTypes } from "@lib/study/exercises/generate_types.ts";

const NAMES = exerciseNames();

Deno.test("every exercise has its cases, its answers, a notebook and a solution that exports its names", async () => {
  for (const name of NAMES) {
    const entry = openExercise(name);
    const suite = await entry.suite();
    assertEquals(suite.exercise, name);
    assert(entry.minutes > 0 && entry.firstHint.length > 20 && entry.solution.why.length > 20);
    await Deno.stat(new URL(`../../../notebooks/${entry.notebook}.ipynb`, import.meta.url));
    const solution = await Deno.readTextFile(entry.solution.file);
    for (const exported of suite.names as readonly string[]) {
      assert(new RegExp(`^export (class|(async )?function\\*?) ${exported}\\b`, "m").test(solution), exported);
      assert(suite.task.includes(exported));
    }
    assert((suite.task.match(/Not written yet/g) ?? []).length >= 1, "the task is the stub");
    assert(Object.keys((await entry.answers()).wrong).length >= 4);
  }
});
Deno.test("the notebook's stub declares what the task declares", async () => {
  for (const name of NAMES) {
    const { task } = await openExercise(name).suite();
    const path = new URL(`../../../notebooks/${openExercise(name).notebook}.ipynb`, import.meta.url);
    const { cells } = JSON.parse(await Deno.readTextFile(path).catch(() => '{ "cells": [] }'));
    // An exercise that no page opens yet has no stub either.
    if (
      !cells.some(({ source }: { source: string | string[] }) =>
        [source].flat().join("").includes(`practice("${name}")`)
      )
    ) continue;
    const stubs = cells.filter(({ metadata }: { metadata: { tags?: string[] } }) => metadata.tags?.includes("stub"));
    const text = stubs.flatMap(({ source }: { source: string | string[] }) => [source].flat().join("")).join("\n");
    // A stub may leave members to the reader, declared by their types alone.
    const declared = [...text.matchAll(/^\s*declare (?:readonly )?(\w+)/gm)].map(([, member]) => member);
    const written = declarations(text); // a page may have several exercises
    for (const one of declarations(task)) {
      const own = `my${one[0]!.toUpperCase()}${one.slice(1)}`; // where the page has the library's function of that name
      assert(
        written.includes(one) || written.includes(own) || declared.includes(one.slice(0, one.indexOf("("))),
        `${name}: ${one}`,
      );
    }
  }
});
Deno.test("an exercise with stretch cases says what they ask for, one without does not", async () => {
  for (const name of NAMES) {
    const { rules, mastery } = openExercise(name);
    const { cases } = await openExercise(name).suite();
    const hasStretch = cases.some(({ stretch }) => stretch);
    assertEquals(mastery.length > 0, hasStretch, name);
    assert(rules.length > 0 && rules.every((rule) => /[.)]$/.test(rule)), name);
  }
});
Deno.test("the types of what is handed in are those of the folders: deno task exercise index writes them", async () => {
  const path = new URL("../../../lib/study/exercises/exercise_types.ts", import.meta.url);
  assertEquals(await Deno.readTextFile(path), await generateTypes());
});
Deno.test("every exercise has its proof among the tests", async () => {
  for (const name of NAMES) {
    const proof = new URL(`../../proofs/${name.replaceAll("-", "_")}_test.ts`, import.meta.url);
    assert((await Deno.readTextFile(proof)).includes(`proven("${name}"`), name);
  }
});
Deno.test("a name that is not in the catalogue is refused, also one that every object has, and the closest is named", () => {
  for (
    const name of ["", "constructor", "__proto__", "../exercises", "lru_cache/right", "lru-cache.", "lru-cache.get.x"]
  ) {
    assertThrows(() => exerciseName(name), RangeError, `there is none of this name; `);
  }
  assertThrows(() => exerciseName("qqqqqqqq"), RangeError, `the catalogue has ${NAMES.join(", ")}`);
  for (
    const [slip, meant] of [["lru-chache", "lru-cache"], ["LRUCache", "lru-cache"], [
      "ratelimited_logger",
      "rate-limited-logger",
    ]]
  ) {
    assertThrows(() => exerciseName(slip!), RangeError, `did you mean ${meant}?`);
  }
});

/** Functions, classes and methods with their parameters: no comments, types, bodies or names of classes. */
function declarations(code: string): string[] {
  const plain = stripTypeScriptTypes(code, { mode: "transform" });
  const { body } = parse(plain, { ecmaVersion: "latest", sourceType: "module" });
  const parameters = (params: readonly { start: number; end: number }[]) =>
    params.map(({ start, end }) => plain.slice(start, end).replace(/\s+/g, "")).join(", ");
  return body.flatMap((node) => {
    if (node.type === "FunctionDeclaration") return [`${node.id.name}(${parameters(node.params)})`];
    if (node.type === "VariableDeclaration") {
      return node.declarations.flatMap(({ id, init }) =>
        id.type === "Identifier" && init?.type === "ArrowFunctionExpression"
          ? [`${id.name}(${parameters(init.params)})`]
          : []
      );
    }
    if (node.type !== "ClassDeclaration") return [];
    return node.body.body.flatMap((member) =>
      member.type === "MethodDefinition"
        ? [`${plain.slice(member.key.start, member.key.end)}(${parameters(member.value.params)})`]
        : []
    );
  });
}
