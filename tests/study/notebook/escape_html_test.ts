import { assertEquals } from "@std/assert";
import { escapeHtml } from "@lib/study/notebook/escape_html.ts";

// By hand: each of the four characters, and the ampersand first, so that nothing is escaped twice.
Deno.test("escapeHtml() shows the four characters that mean something in HTML as themselves", () => {
  assertEquals(escapeHtml(`<a title="x & y">`), "&lt;a title=&quot;x &amp; y&quot;&gt;");
  assertEquals(escapeHtml("&lt;"), "&amp;lt;");
  assertEquals(escapeHtml(`<<>>""&&`), "&lt;&lt;&gt;&gt;&quot;&quot;&amp;&amp;");
});

Deno.test("escapeHtml() leaves every other character alone", () => {
  assertEquals(escapeHtml("it's 5 ≤ 6\n\t😀"), "it's 5 ≤ 6\n\t😀");
});
