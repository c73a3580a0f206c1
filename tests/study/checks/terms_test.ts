import { assertEquals } from "@std/assert";
import { checkTerms } from "@lib/study/checks/terms.ts";
import { treeOf } from "@lib/study/checks/tree.ts";

const found = (text: string, path = "lib/math/a.ts") =>
  checkTerms(treeOf({ [path]: text })).map(({ message }) => message.split(":")[0]);

Deno.test("a listed word is found in every spelling, in values, classes, types and file names", () => {
  assertEquals(found("export const lossTold = 1; export const LOSS_TOLD = 2;"), ["lossTold", "LOSS_TOLD"]);
  assertEquals(found("export interface WaitingLine {}\nexport type StandInOptions = 1;"), [
    "WaitingLine",
    "StandInOptions",
  ]);
  assertEquals(found("", "lib/concurrency/waiting_line.ts"), ["waiting_line"]);
  assertEquals(found("export const MOST_BYTES = 1; export function demandSeries() {}"), ["MOST_BYTES", "demandSeries"]);
});

Deno.test("what only contains a listed word is fine, and so is what is not exported or not ours", () => {
  assertEquals(found("export const untold = 1; export const defaults = 2; export const demanded = 3;"), []);
  assertEquals(found("const told = 1; /** told */ export const a = told;"), []);
  assertEquals(checkTerms(treeOf({ "tests/math/told_test.ts": "export const told = 1;" })), []);
});
