import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { searchScript } from "@lib/study/export/search_index.ts";
import { chromium, openSite } from "./open_site.ts";

const ignore = chromium === undefined;
/** One frame of the screen, and a bit. */
const FIRST_RESULT_WITHIN_MS = 20;
const FOLDERS = ["lib", "tests"].map((name) => new URL(`../../${name}/`, import.meta.url));

/** All source of the repository as if every file were a page of the site: several times what the site itself has. */
function everything(): Parameters<typeof searchScript>[0] {
  const pages: {
    page: string;
    title: string;
    sections: { id: string; heading: string; text: string; code: string }[];
  }[] = [];
  const visit = (folder: URL) => {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      if (isDirectory) visit(new URL(`${name}/`, folder));
      else if (name.endsWith(".ts")) {
        const code = Deno.readTextFileSync(new URL(name, folder));
        const [, comment = ""] = /^\/\*\*([^]*?)\*\//.exec(code) ?? [];
        pages.push({ page: name, title: name, sections: [{ id: "", heading: name, text: comment, code }] });
      }
    }
  };
  FOLDERS.forEach(visit);
  return pages;
}

Deno.test({
  ignore,
  name: "in the whole repository's text the first result stands there within 20 ms of a key (needs Chromium)",
}, async () => {
  await using site = await openSite();
  const pages = everything();
  assertGreater(pages.length, 200);
  const script = searchScript(pages);
  assertGreater(script.length, 1_000_000);
  await Deno.writeTextFile(`${site.folder}/assets/search-index.js`, script);
  const page = await site.page();
  await page.goto(site.base + "index.html");
  await page.focus("#query");
  await page.waitForFunction("globalThis.labSearch !== undefined && globalThis.labSearchIndex !== undefined");
  await page.fill("#query", "warm");
  await page.waitForSelector(".results a");

  // From the event to the list: what the script does while a reader waits. The fastest of several, for the machine may
  // be busy.
  const times = await page.evaluate(`(async () => {
    const box = document.getElementById("query"), results = document.getElementById("results");
    const times = {};
    for (const typed of ["cache", "LruCac", "search ind", "oldset", "const", "s", "new Map", "export function check"]) {
      times[typed] = Infinity;
      for (let run = 0; run < 7; run++) {
        results.replaceChildren();
        const begin = performance.now();
        box.value = typed;
        box.dispatchEvent(new Event("input"));
        while (!results.querySelector("a")) await Promise.resolve();
        times[typed] = Math.min(times[typed], performance.now() - begin);
        await new Promise((done) => setTimeout(done, 5));
      }
    }
    return times;
  })()`) as Record<string, number>;
  for (const [typed, ms] of Object.entries(times)) assertLess(ms, FIRST_RESULT_WITHIN_MS, typed);
  assert(Object.keys(times).length === 8);
  assertEquals(site.errors, []);
});
