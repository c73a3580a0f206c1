import { assertEquals } from "@std/assert";
import { deadLinks, insideLinks } from "@lib/study/export/_dead_links.ts";

const page = (ids: string[], links: string[], files: string[]) => ({
  ids,
  links,
  files: Object.fromEntries(files.map((file) => [file, 1])),
});

Deno.test("deadLinks() names page and reason, and passes what is there", () => {
  const pages = {
    "a.html": page(["x"], ["b.html#y", "b.html#z", "c.html", "f.png", "a.html#x", "f.png#t"], ["a.html", "f.png"]),
    "b.html": page(["y"], [], ["b.html"]),
  };
  assertEquals(deadLinks(pages), [
    "a.html: the link to b.html#z is dead: the page has no such anchor",
    "a.html: the link to c.html is dead: there is no such page",
  ]);
});

Deno.test("insideLinks() resolves what stays inside and leaves out the rest, once each", () => {
  const links = ["../b.html#y", "#x", "https://a.b", "mailto:a@b.c", "f%20g.png", "#x"];
  assertEquals(insideLinks(links, "a/c.html"), ["b.html#y", "a/c.html#x", "a/f g.png"]);
});
