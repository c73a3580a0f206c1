import { assert, assertEquals } from "@std/assert";
import { searchEngineScript, searchScript } from "@lib/study/export/search_index.ts";
import type * as SiteSearch from "@lib/study/export/site_search.ts";

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

/** What a page has after it has run both scripts, as a browser runs them: each in its turn, with nothing imported. */
function openInPage(engine: string, index: string): ReturnType<typeof SiteSearch.openSiteSearch> {
  const run = new Function(
    "globalThis",
    `${engine}\n${index}\nreturn labSearch.openSiteSearch(globalThis.labSearchIndex);`,
  );
  return run({});
}

Deno.test("the two scripts search a page that can import nothing, and lead to sections", async () => {
  const search = openInPage(await searchEngineScript(), searchScript(PAGES));
  const found = (typed: string) => search(typed).best.map(({ section }) => section.href);
  assertEquals(found("oldest"), ["a.html#idea"]);
  assertEquals(found("put_all"), ["a.html#run"]);
  assertEquals(found("readers pla"), ["b.html"]);
  assertEquals(found("quux"), []);
});

Deno.test("the engine is one classic script of less than 80 kB without a word of MiniSearch", async () => {
  const engine = await searchEngineScript();
  assert(engine.length < 80_000, `${engine.length}`);
  assertEquals(/\bimport\b|\bexport\b|require\(|MiniSearch \d/.test(engine.replace(/"(?:[^"\\]|\\.)*"/g, "")), false);
  assertEquals(await searchEngineScript(), engine, "the same every time: the exporter's hash has it");
});

Deno.test("an index without sections finds nothing", async () => {
  assertEquals(openInPage(await searchEngineScript(), searchScript([]))("anything"), {
    count: 0,
    isLoose: true,
    best: [],
  });
});
