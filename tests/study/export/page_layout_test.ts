import { assertEquals, assertStringIncludes } from "@std/assert";
import { parsePage } from "@lib/study/export/_parse_page.ts";
import { pageLayout } from "@lib/study/export/_page_layout.ts";

const shell = (page: string) =>
  pageLayout({
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
    assertEquals(parsePage(html).fetched.filter((address) => !address.startsWith("data:")), [
      `${root}assets/site.css`,
      `${root}assets/site.js`,
    ]);
    assertEquals(parsePage(html).links, ["#main", `${root}index.html`]);
  }
});

Deno.test("the frame escapes what it is given and says its language", () => {
  const html = shell("a.html");
  assertStringIncludes(html, "<title>A &lt; B · ML Systems Lab</title>");
  assertStringIncludes(html, 'content="d &amp; e"');
  assertStringIncludes(html, '<html lang="en"');
});
