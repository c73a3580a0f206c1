import { assertEquals } from "@std/assert";
import { redactPaths } from "@lib/study/runner/redact_paths.ts";

const portable = redactPaths({ root: "/people/ada/lab", home: "/people/ada", temp: ["/tmp", "/tmp/lab-home-1"] });

// By hand

Deno.test("redactPaths() makes paths of the repository relative, with and without file://", () => {
  assertEquals(portable("at f (file:///people/ada/lab/lib/a.ts:1:2)"), "at f (lib/a.ts:1:2)");
  assertEquals(portable("/people/ada/lab/lib/a.ts and '/people/ada/lab'"), "lib/a.ts and '.'");
});

Deno.test("redactPaths() replaces the home folder and temporary folders, the longest first", () => {
  assertEquals(portable("/people/ada, /people/ada/x, /tmp/y, /tmp/lab-home-1/z"), "~, ~/x, <temp>/y, <temp>/z");
});

Deno.test("redactPaths() leaves what only looks like such a path", () => {
  for (
    const text of [
      "/people/adam",
      "/people/ada-2/x",
      "x/tmp/y",
      "https://a.org/tmp",
      "/tmpfs",
      "./tmp",
      "/people/ada/laboratory",
    ]
  ) {
    assertEquals(portable(text), text === "/people/ada/laboratory" ? "~/laboratory" : text);
  }
});

Deno.test("redactPaths() leaves texts alone when the home folder is / or unknown", () => {
  for (const home of ["/", undefined]) {
    assertEquals(redactPaths({ root: "/repo", home })("/etc/x, /repo/y"), "/etc/x, y");
  }
});

// Invariants

Deno.test("redactPaths() changes nothing the second time", () => {
  const text = "file:///people/ada/lab/lib/a.ts /people/ada/x /tmp/y /people/ada/lab";
  assertEquals(portable(portable(text)), portable(text));
});
