import { assertEquals, assertStringIncludes } from "@std/assert";
import { readHtml } from "@lib/study/export/html_facts.ts";
import { pageShell } from "@lib/study/export/page_shell.ts";

const shell = (page: string) =>
  pageShell({
    page,
    title: "A < B",
    description: "d & e",
    kind: "notebook",
    main: "<p id='x'>main</p>",
    aside: "<nav>n</nav>",
  });

Deno.test("the frame finds its files from every depth", () => {
  for (
    const [page, root] of [["index.html", ""], ["a/b.html", "../"], ["source/lib/a/b.ts.html", "../../../"]] as const
  ) {
    const html = shell(page);
    assertStringIncludes(html, `data-root="${root}"`);
    assertEquals(readHtml(html).fetched.filter((address) => !address.startsWith("data:")), [
      `${root}assets/site.css`,
      `${root}assets/site.js`,
    ]);
    assertEquals(readHtml(html).links, ["#main", `${root}index.html`]);
  }
});

Deno.test("the frame escapes what it is given and says its language", () => {
  const html = shell("a.html");
  assertStringIncludes(html, "<title>A &lt; B · ML Systems Lab</title>");
  assertStringIncludes(html, 'content="d &amp; e"');
  assertStringIncludes(html, '<html lang="en"');
});
