import { assertEquals, assertStringIncludes } from "@std/assert";
import { buildIndex, searchScript, searchWords } from "@lib/study/export/search_index.ts";

const PAGES = [
  {
    page: "a.html",
    title: "Caches",
    sections: [
      { id: "idea", heading: "The idea", text: "The oldest item leaves.", code: "" },
      { id: "run", heading: "Run it", text: "", code: "new LruCache(4).put_all()" },
    ],
  },
  { page: "b.html", title: "Logs", sections: [{ id: "", heading: "", text: "Readers keep a place.", code: "" }] },
];
const find = (query: string) =>
  buildIndex(PAGES).search(query, { prefix: true, combineWith: "AND" }).map(({ href }) => href);

// By hand
Deno.test("the index finds prose, code, headings, titles and parts of names", () => {
  assertEquals(find("oldest"), ["a.html#idea"]);
  assertEquals(find("LruCache"), ["a.html#run"]);
  assertEquals(find("lru"), ["a.html#run"]);
  assertEquals(find("put_all"), ["a.html#run"]);
  assertEquals(find("idea"), ["a.html#idea"]);
  assertEquals(find("logs"), ["b.html"]);
  assertEquals(find("quux"), []);
});

Deno.test("searchWords() gives a joined name whole and in parts", () => {
  assertEquals(searchWords("maxAgeMs, min_size 3"), ["maxAgeMs", "max", "Age", "Ms", "min_size", "min", "size", "3"]);
});

// Contract with the page: its script has words of its own that must say the same.
Deno.test("the page's search splits words and keeps fields as the index does", async () => {
  const script = await Deno.readTextFile(new URL("../../../lib/study/export/assets/search.js", import.meta.url));
  const body = script.match(/function words\(text\) \{([^]*?)\n {2}\}/)![1]!;
  const words = new Function("text", body) as (text: string) => string[];
  for (const text of ["new LruCache(4)", "min_size, HTTPServer Größe x2y", "", "__a__"]) {
    assertEquals(words(text), searchWords(text), text);
  }
  for (const field of ["title", "heading", "text", "code", "href"]) assertStringIncludes(script, `"${field}"`);
});

Deno.test("the script hands over an index that MiniSearch can load", async () => {
  const { default: MiniSearch } = await import("minisearch");
  const holder: { labSearchIndex?: unknown } = {};
  new Function("globalThis", searchScript(PAGES))(holder);
  const index = MiniSearch.loadJS(holder.labSearchIndex as never, {
    fields: ["title", "heading", "text", "code"],
    tokenize: searchWords,
  });
  assertEquals(index.search("oldest").length, 1);
});
