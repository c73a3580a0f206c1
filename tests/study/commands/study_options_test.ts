import { assertEquals, assertThrows } from "@std/assert";
import { readStudyOptions } from "@lib/study/commands/study_options.ts";

const defaults = { save: false, offline: false, failFast: false, useCache: true, formats: ["html"], help: false };

Deno.test("readStudyOptions() reads every option, values after a space or an equals sign", () => {
  assertEquals(readStudyOptions([]), { ...defaults, formats: ["html"] } as ReturnType<typeof readStudyOptions>);
  assertEquals(
    readStudyOptions([
      "--only",
      "lru*",
      "--save",
      "--offline",
      "--jobs",
      "3",
      "--fail-fast",
      "--no-cache",
      "--format",
      "html,pdf",
    ]),
    {
      help: false,
      offline: true,
      only: "lru*",
      save: true,
      jobs: 3,
      failFast: true,
      useCache: false,
      formats: ["html", "pdf"],
    },
  );
  assertEquals(readStudyOptions(["--jobs=12", "--only=a=b", "--format=md,md"]), {
    ...defaults,
    jobs: 12,
    only: "a=b",
    formats: ["md"],
  });
  assertEquals(readStudyOptions(["-h"]).help, true);
});

Deno.test("readStudyOptions() refuses what it does not know, and names it", () => {
  const table: [args: string[], why: string][] = [
    [["--savve"], "There is no option --savve"],
    [["notebook.ipynb"], "There is no option notebook.ipynb"],
    [["--save=yes"], "There is no option --save=yes"],
    [["--only"], "--only needs a value"],
    [["--only="], "--only needs a value"],
    [["--jobs", "0"], "--jobs must be a positive whole number: current value is 0"],
    [["--jobs", "two"], "current value is two"],
    [["--jobs", "-1"], "current value is -1"],
    [["--format", "html,docx"], "--format knows html, md, pdf: current value is docx"],
    [["--format", ","], "--format knows html, md, pdf"],
  ];
  for (const [args, why] of table) assertThrows(() => readStudyOptions(args), SyntaxError, why);
});
