import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { NOTHING_COUNTED } from "@lib/study/export/_content_inventory.ts";
import { BuildCache, hashOf, type PageRecord } from "@lib/study/export/_build_cache.ts";
import { temporaryFolder } from "./sample_lab.ts";

const record = (key: string, files: Record<string, number>): PageRecord => ({
  key,
  files,
  needs: {},
  ids: [],
  links: [],
  wants: [],
  totals: NOTHING_COUNTED,
  weightBytes: 0,
});
const words = [{ id: "a", heading: "A", text: "t", code: "" }];

function writePage(out: string, page: string, maker = "m"): void {
  const store = new BuildCache(out, maker);
  store.put(page, record("k", { [page]: store.write(page, "content") }), words);
  store.finish({ keep: () => true });
}

// By hand
Deno.test("a page is fresh with the same key, the same maker and its file as it was written", async () => {
  await using folder = await temporaryFolder();
  writePage(folder.path, "a/b.html");
  assertEquals(new BuildCache(folder.path, "m").fresh("a/b.html", "k")?.key, "k");
  assertEquals(new BuildCache(folder.path, "m").fresh("a/b.html", "other"), undefined);
  assertEquals(new BuildCache(folder.path, "other").fresh("a/b.html", "k"), undefined);
  Deno.writeTextFileSync(`${folder.path}/a/b.html`, "cut");
  assertEquals(new BuildCache(folder.path, "m").fresh("a/b.html", "k"), undefined);
  Deno.removeSync(`${folder.path}/a/b.html`);
  assertEquals(new BuildCache(folder.path, "m").fresh("a/b.html", "k"), undefined);
});

Deno.test("the words of a page outlive an export that did not make it", async () => {
  await using folder = await temporaryFolder();
  writePage(folder.path, "a.html");
  const store = new BuildCache(folder.path, "m");
  store.fresh("a.html", "k");
  assertEquals(store.words("a.html"), words);
});

// Invariants
Deno.test("finish() removes the files of pages that are gone, with the folders they leave empty, and no others", async () => {
  await using folder = await temporaryFolder();
  writePage(folder.path, "a/b.html");
  Deno.writeTextFileSync(`${folder.path}/mine.txt`, "the reader's own");
  const store = new BuildCache(folder.path, "m");
  store.put("c.html", record("k", { "c.html": store.write("c.html", "x") }));
  store.finish({ keep: () => false });
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name).sort(), [
    ".pages.json",
    ".words.json",
    "c.html",
    "mine.txt",
  ]);
});

Deno.test("finish() keeps pages of formats that nobody asked for, and files of another exporter go", async () => {
  await using folder = await temporaryFolder();
  writePage(folder.path, "markdown/a.md");
  const store = new BuildCache(folder.path, "m");
  store.finish({ keep: (page) => page.startsWith("markdown/") });
  assertEquals(new BuildCache(folder.path, "m").fresh("markdown/a.md", "k")?.key, "k");
  new BuildCache(folder.path, "other").finish({ keep: () => true });
  assertThrows(() => Deno.statSync(`${folder.path}/markdown/a.md`), Deno.errors.NotFound);
});

Deno.test("write() leaves nothing half written where it cannot write", async () => {
  await using folder = await temporaryFolder();
  Deno.mkdirSync(`${folder.path}/a.html/in_the_way`, { recursive: true });
  assertThrows(() => new BuildCache(folder.path, "m").write("a.html", "x"));
  assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["a.html"]);
});

Deno.test("hashOf() tells apart what only differs in where one part ends", () => {
  assertNotEquals(hashOf("ab", "c"), hashOf("a", "bc"));
  assertEquals(hashOf("ab", "c"), hashOf("ab", "c"));
});

// Refusals
Deno.test("a damaged record counts as none", async () => {
  await using folder = await temporaryFolder();
  writePage(folder.path, "a.html");
  Deno.writeTextFileSync(`${folder.path}/.pages.json`, "{");
  assertEquals(new BuildCache(folder.path, "m").fresh("a.html", "k"), undefined);
});
