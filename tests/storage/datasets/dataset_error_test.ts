import { assertEquals } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";

Deno.test("an error names file, line, rule and value, and keeps what a caller asks for", () => {
  const cause = new Error("why");
  const error = new DatasetError("it is wrong", { path: "u.data", line: 7, value: 3, cause });
  assertEquals(error.message, "Cannot read u.data:7: it is wrong: current value is 3");
  assertEquals([error.name, error.path, error.line, error.cause], ["DatasetError", "u.data", 7, cause]);
});

Deno.test("an error of the whole file has no line, and one without a value shows none", () => {
  const error = new DatasetError("it is not there", { path: "u.data" });
  assertEquals(error.message, "Cannot read u.data: it is not there");
  assertEquals(["line" in error && error.line !== undefined, error.cause], [false, undefined]);
});

Deno.test("a long text is cut and its control characters are shown", () => {
  const { message } = new DatasetError("it is long", { path: "f", value: `\t${"x".repeat(200)}` });
  assertEquals(message, `Cannot read f: it is long: current value is "\\t${"x".repeat(59)}"…`);
});
