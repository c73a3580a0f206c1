import { assertEquals } from "@std/assert";
import { anchorName, linkTarget, pageOfNotebook, pageOfSource, relativeHref } from "@lib/study/export/_link_target.ts";

const FROM = "notebooks/structures/ring.ipynb";

// By hand
Deno.test("linkTarget() reads every kind of link that a notebook has", () => {
  const cases: [string, unknown][] = [
    ["https://a.b/c#d", { kind: "external", href: "https://a.b/c#d" }],
    ["mailto:a@b.c", { kind: "external", href: "mailto:a@b.c" }],
    ["#Run-it", { kind: "anchor", anchor: "run-it" }],
    ["../messaging/log.ipynb", { kind: "notebook", path: "notebooks/messaging/log.ipynb" }],
    ["log.ipynb#A%20b", { kind: "notebook", path: "notebooks/structures/log.ipynb", anchor: "a-b" }],
    ["../../lib/a.ts", { kind: "file", path: "lib/a.ts" }],
    ["../../lib/a.ts#L7", { kind: "file", path: "lib/a.ts", firstLine: 7, lastLine: 7 }],
    ["../../lib/a.ts#L7-L9", { kind: "file", path: "lib/a.ts", firstLine: 7, lastLine: 9 }],
    ["../../lib/a.ts#L7-9", { kind: "file", path: "lib/a.ts", firstLine: 7, lastLine: 9 }],
    ["./x/../y.md", { kind: "file", path: "notebooks/structures/y.md" }],
  ];
  for (const [link, expected] of cases) assertEquals<unknown>(linkTarget(link, FROM), expected, link);
});

Deno.test("relativeHref() climbs only as far as the folders differ", () => {
  assertEquals(relativeHref("a/b/c.html", "a/d.html"), "../d.html");
  assertEquals(relativeHref("index.html", "a/d.html"), "a/d.html");
  assertEquals(relativeHref("a/b.html", "a/b/figure 1.png"), "b/figure%201.png");
});

// Oracle: the browser's own resolution of addresses.
Deno.test("relativeHref() is undone by the browser's resolution", () => {
  const files = ["index.html", "a/b.html", "a/c/d.html", "e/f.html", "a/c/g.png"];
  for (const from of files) {
    for (const to of files) assertEquals(new URL(relativeHref(from, to), `file:///${from}`).pathname, `/${to}`);
  }
});

// Invariants
Deno.test("anchorName() is the same for a heading and for its own anchor, in every alphabet", () => {
  for (const words of ["3 · The idea", "O(1) or O(n)?", "Straße & Größe", "日本語", "a_b", "--"]) {
    assertEquals(anchorName(anchorName(words)), anchorName(words));
  }
  assertEquals(anchorName("Straße & Größe"), "straße-größe");
});

Deno.test("pages of notebooks and sources have names that cannot meet", () => {
  assertEquals(pageOfNotebook("notebooks/structures/ring.ipynb"), "structures/ring.html");
  assertEquals(pageOfSource("lib/structures/ring.ts"), "source/lib/structures/ring.ts.html");
});

// Refusals
Deno.test("linkTarget() says why a link can lead nowhere", () => {
  const cases: [string, string][] = [
    ["../../../etc/passwd", "it leaves the repository"],
    ["/usr/lib/x.ts", "a path from the root of a disk differs on every machine"],
    ["javascript:alert(1)", "javascript: is not a place a reader can go"],
    ["file:///a", "file: is not a place a reader can go"],
    ["//host/a", "// is not a place a reader can go"],
    ["#", "the link is empty"],
    ["../../lib/a.ts#main", "#main is not a line (#L10) or a range of lines (#L10-L20)"],
  ];
  for (const [link, why] of cases) assertEquals<unknown>(linkTarget(link, FROM), { kind: "broken", why }, link);
});
